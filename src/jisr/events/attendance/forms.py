"""What people type about attendance, certificates and feedback."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jisr.events.attendance.feedback import SCALE
from jisr.events.attendance.models import LONGEST_MONTHS, LONGEST_WORDS, FeedbackForm
from jisr.events.attendance.states import Purpose, QuestionKind, Unit
from jisr.events.editions.models import Edition, Series
from jisr.events.editions.states import Kind
from jisr.kernel.tables import LANGUAGES
from jisr.municipalities.forms.directory import LANGUAGE_LABELS
from jisr.web.fields import lines
from jisr.web.open_form import OpenForm

Text = str | Promise
LONGEST_REASON = 300
LONGEST_QUESTION = 200
LONGEST_CHOICES = 1500


def _line(label: Text, hint: Text = "", *, longest: int, required: bool = True, **attrs: str) -> forms.CharField:
    widget = forms.TextInput(attrs={"dir": "auto", "autocomplete": "off", **attrs})
    return forms.CharField(label=label, help_text=hint, max_length=longest, required=required, widget=widget)


def _day(label: Text, hint: Text = "", *, required: bool = True) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    formats = ["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"]
    return forms.DateField(label=label, help_text=hint, widget=widget, input_formats=formats, required=required)


class HelperForm(forms.Form):
    """Somebody who checks people in."""

    email = forms.EmailField(
        label=_("E-mail address of the account"),
        help_text=_("The person needs an account here. They see the names of those who come, at this meeting alone."),
        max_length=254,
    )


class CodeForm(forms.Form):
    """The code that an online session shows."""

    code = _line(
        _("Code of the session"),
        _("The moderator shows it. Capitals or not makes no difference."),
        longest=20,
        dir="ltr",
    )


class RuleForm(forms.Form):
    """What is enough for a certificate."""

    unit = forms.ChoiceField(label=_("Measured in"), choices=Unit.choices, widget=forms.RadioSelect)
    at_least = forms.IntegerField(label=_("At least"), min_value=1, max_value=200)


class SeminarForm(forms.Form):
    """A seminar that is required."""

    seminar = forms.ChoiceField(
        label=_("Which seminar"), help_text=_("A certificate of one of its meetings must be there and still be valid.")
    )
    within_months = forms.IntegerField(
        label=_("Not older than, in months"), min_value=1, max_value=LONGEST_MONTHS, initial=36
    )
    purpose = forms.ChoiceField(label=_("Needed"), choices=Purpose.choices, widget=forms.RadioSelect)
    valid_from = _day(_("Holds from"))
    valid_until = _day(_("Holds until"), required=False)
    source = _line(_("Source"), _("For example the decision or the call that says so."), longest=250, required=False)

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        series = [(f"series:{row.pk}", row.name) for row in Series.objects.order_by("pk")]
        kinds = [(f"kind:{kind.value}", _AnyOf(kind)) for kind in (Kind.SEMINAR, Kind.WORKSHOP)]
        field = self.fields["seminar"]
        field.choices = [*series, *kinds]  # type: ignore[attr-defined]
        self.fields["purpose"].initial = Purpose.MEETING
        self.fields["valid_from"].initial = min(timezone.localdate(), edition.start_on)

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        until = typed.get("valid_until")
        if until and typed.get("valid_from") and until < typed["valid_from"]:
            self.add_error("valid_until", _("The last day is before the first."))
        return typed

    @property
    def chosen(self) -> dict[str, Any]:
        """The columns of the rule."""
        what, _colon, key = self.cleaned_data["seminar"].partition(":")
        seminar = {"series_id": int(key)} if what == "series" else {"series_kind": key}
        names = ("within_months", "purpose", "valid_from", "valid_until", "source")
        return {**seminar, **{name: self.cleaned_data[name] for name in names}}


class _AnyOf:
    """The words for any meeting of a kind, in the reader's language."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind

    def __str__(self) -> str:
        return str(_("any meeting of this kind: %(kind)s") % {"kind": self.kind.label})


class ReasonForm(forms.Form):
    """Why a certificate ends."""

    reason = _line(_("Reason"), _("The holder reads it. The public page does not show it."), longest=LONGEST_REASON)


class NameForm(forms.Form):
    """The name on the paper that a visitor holds."""

    name = _line(_("Name on the paper"), longest=120)


class FindForm(forms.Form):
    """The code on the paper that a visitor holds."""

    code = _line(_("Code of the certificate"), _("20 letters and digits, as on the paper."), longest=60, dir="ltr")


class SetUpForm(forms.Form):
    """When feedback is asked for."""

    opens_on = _day(_("Open from"))
    closes_on = _day(_("Open until"), _("The end of this day in the time zone of the meeting."))
    is_anonymous = forms.TypedChoiceField(
        label=_("Who answers"),
        choices=[("yes", _("anonymous: nobody can tell who answered what")), ("no", _("with name"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        initial="yes",
    )

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        if typed.get("opens_on") and typed.get("closes_on") and typed["closes_on"] < typed["opens_on"]:
            self.add_error("closes_on", _("The last day is before the first."))
        return typed


class QuestionForm(forms.Form):
    """A question in three languages."""

    kind = forms.ChoiceField(label=_("Kind"), choices=QuestionKind.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        for language in LANGUAGES:
            label = _("Question (%(language)s)") % {"language": LANGUAGE_LABELS[language]}
            self.fields[f"text_{language}"] = _line(label, longest=LONGEST_QUESTION, lang=language)
        for language in LANGUAGES:
            label = _("Answers to choose from (%(language)s)") % {"language": LANGUAGE_LABELS[language]}
            hint = _("One in each line, in the same order in all languages. Only for a choice.")
            self.fields[f"choices_{language}"] = lines(label, hint, longest=LONGEST_CHOICES, required=False, rows=4)

    def clean(self) -> dict[str, Any]:
        if len({len(self._lines(language)) for language in LANGUAGES}) > 1:
            self.add_error("choices_de", _("Please give as many answers in each language."))
        return self.cleaned_data

    def _lines(self, language: str) -> list[str]:
        typed = self.cleaned_data.get(f"choices_{language}", "")
        return [line.strip()[:LONGEST_QUESTION] for line in typed.split("\n") if line.strip()]

    @property
    def texts(self) -> dict[str, str]:
        return {language: self.cleaned_data[f"text_{language}"] for language in LANGUAGES}

    @property
    def choices(self) -> list[dict[str, str]]:
        columns = [self._lines(language) for language in LANGUAGES]
        return [dict(zip(LANGUAGES, row, strict=True)) for row in zip(*columns, strict=True)]


class AnswersForm(forms.Form):
    """The questions of one meeting."""

    def __init__(self, *args: Any, feedback: FeedbackForm, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        for question in feedback.questions.all():
            if question.kind == QuestionKind.TEXT:
                field: forms.Field = lines(str(question), longest=LONGEST_WORDS, required=False, rows=4)
            else:
                words = {1: _("1 (not at all)"), 5: _("5 (very)")}
                choices = (
                    [(step, words.get(step, str(step))) for step in SCALE]
                    if question.kind == QuestionKind.SCALE
                    else list(enumerate(question.choice_texts))
                )
                field = forms.ChoiceField(
                    label=str(question), choices=choices, required=False, widget=forms.RadioSelect
                )
            self.fields[str(question.public_id)] = field

    @property
    def answers(self) -> dict[UUID, Any]:
        return {UUID(name): value for name, value in self.cleaned_data.items() if name != "website"}


class OpenAnswersForm(OpenForm, AnswersForm):
    """The same for people without an account."""

    @property
    def questions(self) -> list[forms.BoundField]:
        return [field for field in self if field.name != "website"]
