"""What people type in introductions."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jisr.kernel.errors import DomainError
from jisr.matching.introductions.models import LONGEST_NOTE, LONGEST_WORDS
from jisr.matching.introductions.states import BOTH, Side
from jisr.matching.introductions.times import moment
from jisr.matching.introductions.words import HoldsContacts, refuse_contacts
from jisr.partnerships.states import Form
from jisr.web.fields import Lines, lines

Text = str | Promise
LONGEST_REASON = 2000
LENGTHS = ((30, _("30 minutes")), (45, _("45 minutes")), (60, _("60 minutes")), (90, _("90 minutes")))


def _lines(label: Text, hint: Text = "", *, longest: int, required: bool = True, rows: int = 4) -> Lines:
    return lines(label, hint, longest=longest, required=required, rows=rows)


def _line(label: Text, hint: Text = "", *, longest: int, required: bool = True) -> forms.CharField:
    widget = forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"})
    return forms.CharField(label=label, help_text=hint, max_length=longest, required=required, widget=widget)


def _day(label: Text, hint: Text = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(
        label=label, help_text=hint, widget=widget, input_formats=["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"]
    )


class InterestForm(forms.Form):
    """Why an authority would like to meet another one."""

    words = _lines(
        _("A few words to the other side"),
        _("For example what you would like to learn or to do together. Leave out addresses and telephone numbers."),
        longest=LONGEST_WORDS,
        required=False,
        rows=5,
    )

    def __init__(self, *args: Any, own: list[tuple[str, str]], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        if len(own) > 1:
            self.fields["own"] = forms.ChoiceField(label=_("For whom?"), choices=own, widget=forms.RadioSelect)
            self.order_fields(["own", "words"])

    def clean_words(self) -> str:
        words: str = self.cleaned_data["words"]
        try:
            refuse_contacts(words)
        except HoldsContacts as refusal:
            raise forms.ValidationError(str(refusal.message)) from refusal
        return words


class AnswerForm(forms.Form):
    """A yes, or a no with a reason that only the office reads."""

    answer = forms.ChoiceField(
        label=_("Your answer"),
        choices=[("yes", _("Yes, we would like to meet")), ("no", _("No, not at the moment"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please say yes or no.")},
    )
    note = _lines(
        _("If no: what does not fit?"),
        _("Only the programme office reads this. It helps to find somebody who suits you better."),
        longest=LONGEST_REASON,
        required=False,
        rows=3,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class WithdrawForm(forms.Form):
    """Taking one's consent back."""

    reason = _lines(
        _("Reason"), _("Only the programme office reads this."), longest=LONGEST_REASON, required=False, rows=3
    )


class CloseForm(forms.Form):
    """Ending an open introduction."""

    reason = _lines(_("Reason"), _("Both sides and the programme office read this."), longest=LONGEST_REASON)


class ConcludeForm(forms.Form):
    """Beginning a partnership."""

    form = forms.ChoiceField(
        label=_("Which form do you have in mind?"),
        help_text=_("You can change it later. What binds you is only what your councils decide."),
        choices=Form,
        initial=Form.PROJEKTPARTNERSCHAFT,
        widget=forms.RadioSelect,
    )


class NoteForm(forms.Form):
    """A note for both sides."""

    text = _lines(_("Your note"), _("Both sides and the programme office read this."), longest=LONGEST_NOTE)
    corrects = forms.UUIDField(widget=forms.HiddenInput, required=False)


class CallForm(forms.Form):
    """When the first call is, as a clock of one side shows it."""

    day = _day(_("Day"))
    hour = forms.TimeField(
        label=_("Time of day"),
        help_text=_("For example 10:00."),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        input_formats=["%H:%M", "%H:%M:%S", "%H.%M"],
    )
    clock = forms.ChoiceField(
        label=_("Whose time is this?"),
        choices=[(Side.GERMAN.value, _("Berlin")), (Side.PALESTINIAN.value, _("Hebron"))],
        widget=forms.RadioSelect,
    )
    minutes = forms.TypedChoiceField(label=_("How long?"), choices=LENGTHS, coerce=int, initial=60)
    where = _line(
        _("Where"),
        _("For example the address of a video meeting. Only the two sides and the office see it."),
        longest=300,
        required=False,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if {"day", "hour", "clock"} <= data.keys():
            try:
                data["starts_at"] = moment(data["day"], data["hour"], data["clock"])
            except DomainError as refusal:
                self.add_error("hour", str(refusal.message))
        return data


class VisitForm(forms.Form):
    """A visit to get to know each other."""

    host = forms.ChoiceField(label=_("Who receives the visit?"), widget=forms.RadioSelect)
    begins_on = _day(_("First day"))
    ends_on = _day(_("Last day"))
    who_goes = _line(
        _("Who goes, by function"),
        _("For example: mayor, head of the waste department. No names of people."),
        longest=300,
    )

    def __init__(self, *args: Any, names: dict[Side, str], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["host"].choices = [(side.value, names[side]) for side in BOTH]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        begins_on, ends_on = data.get("begins_on"), data.get("ends_on")
        if begins_on and ends_on and ends_on < begins_on:
            self.add_error("ends_on", _("The last day lies before the first one."))
        return data


class StepForm(forms.Form):
    """Who does what by when."""

    text = _line(_("What is to be done?"), longest=300)
    owner = forms.ChoiceField(label=_("Who does it?"), widget=forms.RadioSelect)
    due_on = _day(_("By when?"))

    def __init__(self, *args: Any, names: dict[Side, str], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [(side.value, names[side]) for side in Side]  # type: ignore[attr-defined]


class PaperForm(forms.Form):
    """A paper whose files come in several languages."""

    title = _line(_("Title"), _("You add the files of each language afterwards."), longest=200)
