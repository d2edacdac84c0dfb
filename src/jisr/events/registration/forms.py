"""What people type when they register, and what coordinators and the office decide."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from jisr.events.editions.models import Edition
from jisr.events.editions.states import Mode
from jisr.events.registration.answering import worded
from jisr.events.registration.entries import Body, key_of
from jisr.events.registration.form_models import FormQuestion
from jisr.events.registration.models import LANGUAGES, ParticipantKind
from jisr.events.registration.states import Entry, FieldKind, Presence, Release
from jisr.municipalities.models import Authority, Country
from jisr.web.fields import lines

Text = str | Promise
LONGEST_TEXT, LONGEST_LONG, LONGEST_REASON = 300, 3000, 2000
NO_BODY = "none"


def line(label: Text, hint: Text = "", *, longest: int, required: bool = True, name: str = "off") -> forms.CharField:
    widget = forms.TextInput(attrs={"dir": "auto", "autocomplete": name})
    return forms.CharField(label=label, help_text=hint, max_length=longest, required=required, widget=widget)


def day(label: Text, hint: Text = "", *, required: bool = True) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    formats = ["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"]
    return forms.DateField(label=label, help_text=hint, widget=widget, input_formats=formats, required=required)


class PersonForm(forms.Form):
    """One person: what the badge and the planning need."""

    full_name = line(_("Name"), _("As it should stand on the badge."), longest=120)
    email = forms.EmailField(
        label=_("E-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    function_title = line(_("Function"), _("For example: head of the waste department."), longest=120, required=False)
    languages = forms.MultipleChoiceField(
        label=_("Languages that this person works in"),
        choices=LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    presence = forms.ChoiceField(
        label=_("Takes part"), choices=Presence, initial=Presence.ONSITE, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.edition = edition
        if edition.mode != Mode.HYBRID:
            del self.fields["presence"]

    def columns(self) -> dict[str, Any]:
        """What was typed, as ``entries.Person`` takes it."""
        typed = self.cleaned_data
        only = Presence.ONLINE if self.edition.mode == Mode.ONLINE else Presence.ONSITE
        names = ("full_name", "email", "function_title", "languages")
        found = {name: typed[name] for name in names if name in typed}
        return {**found, "presence": typed.get("presence", only)}


class AboutForm(PersonForm):
    """The first page of one's own registration. The address is that of the account."""

    field_order = ("kind", "body", "full_name", "function_title", "languages", "presence")

    def __init__(
        self,
        *args: Any,  # noqa: ANN401
        kinds: Sequence[ParticipantKind],
        bodies: Sequence[Body],
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["email"]
        self.fields["languages"].label = _("Languages that you work in")
        self.kinds, self.bodies = kinds, bodies
        self.fields["kind"] = kind_field(kinds)
        if bodies:
            options = [(key_of(body), body.name) for body in bodies]
            self.fields["body"] = forms.ChoiceField(
                label=_("For whom do you take part?"),
                choices=[*options, (NO_BODY, _("For nobody: only for myself"))],
                initial=options[0][0] if len(options) == 1 else None,
                widget=forms.RadioSelect,
            )
        self.order_fields(self.field_order)

    @property
    def kind(self) -> ParticipantKind:
        return next(kind for kind in self.kinds if kind.key == self.cleaned_data["kind"])

    @property
    def body(self) -> Body | None:
        chosen = self.cleaned_data.get("body", NO_BODY)
        return next((body for body in self.bodies if key_of(body) == chosen), None)


def kind_field(kinds: Sequence[ParticipantKind], widget: Any = forms.RadioSelect) -> Any:  # noqa: ANN401 - a field
    """Nobody becomes a mayor by leaving the choice alone: only the one kind there is is chosen beforehand."""
    only = kinds[0].key if len(kinds) == 1 else None
    options = [(kind.key, kind_label(kind)) for kind in kinds]
    return forms.ChoiceField(label=_("Takes part as"), choices=options, initial=only, widget=widget)


def kind_label(kind: ParticipantKind) -> str:
    if kind.entry == Entry.OPEN:
        return kind.name
    return gettext("%(kind)s (%(entry)s)") % {"kind": kind.name, "entry": kind.get_entry_display()}


class DelegateForm(PersonForm):
    """One row of a delegation, as short as it can be: the person completes it. An empty row is nobody."""

    def __init__(self, *args: Any, kinds: Sequence[ParticipantKind], language: str, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, empty_permitted=True, use_required_attribute=False, **kwargs)
        self.kinds = kinds
        self.fields["full_name"].help_text = self.fields["function_title"].help_text = ""
        self.fields["languages"] = forms.TypedChoiceField(
            label=_("Language"), choices=LANGUAGES, initial=language, coerce=lambda code: [code]
        )
        self.fields["kind"] = kind_field(kinds, widget=forms.HiddenInput if len(kinds) == 1 else forms.Select)
        if len(kinds) > 1:
            self.fields["kind"].choices = [("", _("Please choose")), *self.fields["kind"].choices]
        self.order_fields(["full_name", "email", "function_title", "kind", "languages", "presence"])

    def has_changed(self) -> bool:
        """What is chosen beforehand makes nobody out of an empty row."""
        return bool({"full_name", "email", "function_title"} & set(self.changed_data))

    @property
    def kind(self) -> ParticipantKind:
        return next(kind for kind in self.kinds if kind.key == self.cleaned_data["kind"])


class QuestionsForm(forms.Form):
    """Some questions of the form that staff made. A question that is not shown is asked of nobody."""

    def __init__(self, *args: Any, questions: Sequence[FormQuestion], given: dict[int, Any], **kwargs: Any) -> None:  # noqa: ANN401
        initial = {question.field_name: given.get(question.pk) for question in questions}
        super().__init__(*args, initial=initial, **kwargs)
        self.questions, self.given = questions, given
        here = {question.pk for question in questions}
        for question in questions:
            field = field_of(question)
            if question.shown_if_id in here:
                field.required = False  # whether it is asked is known only when the other answer is
            self.fields[question.field_name] = field

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for question in self.questions:
            missing = data.get(question.field_name) in (None, "", [])
            if question.is_required and missing and question.field_name not in self.errors and self.is_asked(question):
                self.add_error(question.field_name, self.fields[question.field_name].error_messages["required"])
        return data

    def is_asked(self, question: FormQuestion) -> bool:
        """Whether what was answered here and on earlier pages meets its condition, and those before it."""
        values, here = {**self.given, **self._typed()}, {one.pk: one for one in self.questions}
        while question.shown_if_id is not None:
            given = values.get(question.shown_if_id)
            if question.shown_value not in (given if isinstance(given, list) else [given]):
                return False
            if question.shown_if_id not in here:
                return True
            question = here[question.shown_if_id]
        return True

    def _typed(self) -> dict[int, Any]:
        data = self.cleaned_data
        names = {question.pk: question.field_name for question in self.questions}
        return {pk: _kept(data[name]) for pk, name in names.items() if name in data}

    def values(self) -> dict[int, Any]:
        """Answers as they are kept, by the key of the question; what is empty or not asked is None."""
        asked = {question.pk for question in self.questions if self.is_asked(question)}
        return {pk: value if pk in asked and value not in ("", []) else None for pk, value in self._typed().items()}

    def rows(self) -> list[dict[str, Any]]:
        """The fields with the condition under which each is shown, for the page."""
        names = {question.pk: question for question in self.questions}
        return [
            {
                "field": self[question.field_name],
                "parent": names.get(question.shown_if_id or 0),
                "value": question.shown_value,
                "words": _condition(question, names.get(question.shown_if_id or 0)),
            }
            for question in self.questions
        ]


def _kept(value: Any) -> Any:  # noqa: ANN401 - an answer of any kind
    return value.isoformat() if isinstance(value, date) else value


def _condition(question: FormQuestion, parent: FormQuestion | None) -> str:
    if parent is None:
        return ""
    options = {option["key"]: worded(option) for option in parent.options}
    options |= {"yes": gettext("yes"), "no": gettext("no")} if not options else {}
    told = {"question": parent.label, "answer": options.get(question.shown_value, question.shown_value)}
    return gettext("Only if you answered “%(answer)s” to “%(question)s”.") % told


YES_NO = (("yes", pgettext_lazy("answer", "yes")), ("no", pgettext_lazy("answer", "no")))


def field_of(question: FormQuestion) -> forms.Field:
    """The field for a question, in the reader's language."""
    words: tuple[str, str] = (question.label, question.help_text)
    if question.kind == FieldKind.LONG:
        return lines(*words, longest=LONGEST_LONG, required=question.is_required, rows=4)
    if question.kind == FieldKind.DATE:
        return day(*words, required=question.is_required)
    if question.kind == FieldKind.TEXT:
        return line(*words, longest=LONGEST_TEXT, required=question.is_required)
    made = {"label": question.label, "help_text": question.help_text, "required": question.is_required}
    if question.kind == FieldKind.NUMBER:
        return forms.IntegerField(min_value=0, max_value=1_000_000_000, **made)
    if question.kind == FieldKind.SEVERAL:
        return forms.MultipleChoiceField(choices=_choices(question), widget=forms.CheckboxSelectMultiple, **made)
    is_list = question.kind in {FieldKind.COUNTRY, FieldKind.AUTHORITY}
    widget = forms.Select if is_list else forms.RadioSelect
    return forms.ChoiceField(choices=_choices(question), widget=widget, **made)


def _choices(question: FormQuestion) -> list[tuple[str, Any]]:
    if question.kind == FieldKind.YES_NO:
        return list(YES_NO)
    if question.kind == FieldKind.COUNTRY:
        return [("", "–"), *_countries()]
    if question.kind == FieldKind.AUTHORITY:
        return [("", "–"), *authorities()]
    return [(option["key"], worded(option)) for option in question.options]


def _countries() -> Iterable[tuple[str, str]]:
    return [(row.code, row.name) for row in Country.objects.order_by("name")]


def authorities() -> list[tuple[str, str]]:
    return [(row.slug, row.name) for row in Authority.objects.filter(is_former=False).order_by("name")]


class WholeForm(forms.Form):
    """How a delegation comes."""

    is_whole = forms.BooleanField(
        label=_("Places for all of us or for nobody"),
        help_text=_("If places are short, you wait together until there is one for each of you."),
        required=False,
    )


class WithdrawForm(forms.Form):
    """Giving a registration back."""

    reason = lines(_("Reason"), _("The events team reads this."), longest=LONGEST_REASON, required=False, rows=3)


class ReasonForm(forms.Form):
    """A decision that the person concerned reads about."""

    reason = lines(_("Reason"), _("The person concerned reads this."), longest=LONGEST_REASON, rows=4)


class FirstForm(forms.Form):
    """Why somebody passes those who wait."""

    reason = lines(_("Reason"), _("It is kept in the history of changes."), longest=LONGEST_REASON, rows=3)


class ReleaseForm(forms.Form):
    """What the employer says."""

    said = forms.ChoiceField(
        label=_("What do you say for the employer?"),
        choices=[
            (Release.CONFIRMED, _("We release this person for the meeting")),
            (Release.REFUSED, _("We cannot release this person")),
            (Release.NOT_NEEDED, _("No release is needed")),
        ],
        widget=forms.RadioSelect,
    )
    note = line(_("Note"), _("If you cannot release them: why not?"), longest=300, required=False)
