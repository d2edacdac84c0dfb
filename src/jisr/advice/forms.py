"""What people and advisers type about enquiries."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.advice.models.enquiry import LONGEST_MESSAGE
from jisr.advice.models.record import LONGEST_TEXT
from jisr.advice.states import Channel, EntryKind, Topic, Urgency, Visibility
from jisr.municipalities.models import Authority, Theme
from jisr.municipalities.places import find_places
from jisr.web import fields
from jisr.web.fields import Lines
from jisr.web.open_form import OpenForm

Text = str | Promise


def lines(label: Text, hint: Text = "", *, longest: int = LONGEST_TEXT, required: bool = True, rows: int = 6) -> Lines:
    return fields.lines(label, hint, longest=longest, required=required, rows=rows)


class AuthorityField(forms.CharField):
    """An authority by any spelling of its name; gives the authority or nothing."""

    def __init__(self, label: Text, hint: Text = "") -> None:
        widget = forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"})
        super().__init__(label=label, help_text=hint, max_length=120, required=False, widget=widget)

    def clean(self, value: Any) -> Authority | None:  # noqa: ANN401
        typed = super().clean(value)
        if not typed:
            return None
        exact = Authority.objects.filter(slug=typed).first()
        hits = [hit for hit in find_places(typed, limit=1) if hit.is_sure]
        found: Authority | None = exact or (Authority.objects.get(pk=hits[0].authority_id) if hits else None)
        if found is None:
            raise forms.ValidationError(_("We know no local authority with this name. Please check the spelling."))
        return found


class AskForm(forms.Form):
    """The core of a question, whoever types it."""

    topic = forms.ChoiceField(label=_("What is it about?"), choices=Topic, widget=forms.RadioSelect)
    message = lines(
        _("Your question"),
        _("Write in German, English or Arabic. At most 5,000 letters."),
        longest=LONGEST_MESSAGE,
        rows=8,
    )
    contact_name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "name"}),
    )
    body_name = forms.CharField(
        label=_("Authority or organisation"),
        max_length=160,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "organization"}),
    )
    email = forms.EmailField(
        label=_("E-mail address for our answer"),
        help_text=_("We use it to answer you and for nothing else."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
    )
    phone = forms.CharField(
        label=_("Telephone"),
        help_text=_("If you would rather be called back."),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "dir": "ltr", "inputmode": "tel"}),
    )


class EnquiryForm(OpenForm, AskForm):
    """The public form. It needs no cookie and no session."""

    is_urgent = forms.BooleanField(
        label=_("It is urgent"),
        help_text=_("For example, because the council votes or a deadline ends in the next days."),
        required=False,
    )


class NotedForm(AskForm):
    """A question that came by telephone or in a meeting. An address is not always known."""

    channel = forms.ChoiceField(
        label=_("How it came"),
        choices=[choice for choice in Channel.choices if choice[0] != Channel.FORM],
        widget=forms.RadioSelect,
        initial=Channel.PHONE,
    )
    language = forms.ChoiceField(label=_("Language of the answer"), choices=settings.LANGUAGES)
    urgency = forms.ChoiceField(label=_("Urgency"), choices=Urgency, initial=Urgency.NORMAL)
    authority = AuthorityField(_("Local authority"), _("Its members then see what is shared in the record."))
    field_order = ("channel", "contact_name", "phone", "email", "body_name", "authority", "language", "topic")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - the framework's signature
        super().__init__(*args, **kwargs)
        self.fields["email"].required = False
        self.fields["email"].help_text = ""
        self.fields["phone"].help_text = ""
        self.fields["contact_name"].label = _("Name")


class SortForm(forms.Form):
    """Triage."""

    topic = forms.ChoiceField(label=_("Topic"), choices=Topic)
    urgency = forms.ChoiceField(label=_("Urgency"), choices=Urgency)
    authority = AuthorityField(
        _("This authority"), _("Its confirmed members see the shared entries, the next steps and the documents.")
    )
    other_authority = AuthorityField(
        _("The other side"), _("Its confirmed members see the next steps and what is shared with both sides.")
    )


class AnswerForm(forms.Form):
    """The answer, perhaps from a template."""

    subject = forms.CharField(
        label=_("Subject of the mail"), max_length=160, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    text = lines(_("Your answer"), _("The mail begins with a greeting and the name."), rows=14)


class EntryForm(forms.Form):
    """A note of a call or a meeting: one click opens it, one saves it."""

    text = lines(_("What was said"))
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[(kind.value, kind.label) for kind in (EntryKind.PHONE, EntryKind.MEETING, EntryKind.NOTE)],
        widget=forms.RadioSelect,
    )
    visibility = forms.ChoiceField(
        label=_("Who reads it"), choices=Visibility, initial=Visibility.OFFICE, widget=forms.RadioSelect
    )
    settles = forms.BooleanField(
        label=_("The question is answered with this"),
        help_text=_("The clock stops; no mail is sent."),
        required=False,
    )


class StepForm(forms.Form):
    """Who does what by when."""

    text = forms.CharField(label=_("What is to be done"), max_length=300, widget=forms.TextInput(attrs={"dir": "auto"}))
    owner = forms.TypedChoiceField(label=_("Who does it"), coerce=int)
    due_on = forms.DateField(
        label=_("By when"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "dir": "ltr"})
    )

    def __init__(self, *args: Any, owners: list[User], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [(person.pk, str(person)) for person in owners]


class HandOverForm(forms.Form):
    """Which colleague takes over, and what they need to know."""

    to = forms.TypedChoiceField(label=_("Colleague"), coerce=int)
    note = lines(_("Handover note"), _("It stays in the office."), required=False, rows=4)

    def __init__(self, *args: Any, colleagues: list[User], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [(person.pk, str(person)) for person in colleagues]


class MergeForm(forms.Form):
    """Of which enquiry this one is a double."""

    into = forms.CharField(
        label=_("Reference of the enquiry that stays"),
        help_text=_("Both must come from the same person. Notes and next steps move over."),
        max_length=10,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )

    def clean_into(self) -> str:
        return str(self.cleaned_data["into"]).strip().upper()


class CloseForm(forms.Form):
    """Why an enquiry ends without an answer."""

    reason = lines(_("Reason"), _("It stays in the office."), longest=2000, rows=3)


class ConsentForm(forms.Form):
    """About which theme an authority may be asked."""

    theme = forms.ModelChoiceField(label=_("Theme"), queryset=Theme.objects.none())
    experience = forms.CharField(
        label=_("What you can tell"),
        help_text=_("One sentence, without names: it stands in the list for members of other authorities."),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["theme"].queryset = Theme.objects.all()


class PeerForm(forms.Form):
    """A question to a peer."""

    text = lines(
        _("Your question"),
        _("The other side reads it with your authority's name. Your own name and address appear only after a yes."),
        longest=2000,
    )


class TemplateForm(forms.Form):
    """A template for replies in three languages."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        for code, language in settings.LANGUAGES:
            self._add(code, language)

    def _add(self, code: str, language: Text) -> None:
        direction = {"dir": "rtl" if code == "ar" else "ltr", "lang": code}
        for name, label, longest in (("title", _("Title"), 120), ("subject", _("Subject of the mail"), 160)):
            self.fields[f"{name}_{code}"] = forms.CharField(
                label=f"{label} ({language})", max_length=longest, widget=forms.TextInput(attrs=direction)
            )
        self.fields[f"body_{code}"] = Lines(
            label=f"{_('Text')} ({language})", max_length=5000, widget=forms.Textarea(attrs={"rows": 8, **direction})
        )
