"""What people type about results."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jisr.events.results.agreed import LONGEST_NOTE, LONGEST_STEP
from jisr.events.results.states import LANGUAGES, Owner
from jisr.web.fields import Lines, lines

Choices = Sequence[tuple[str, str]]
Text = str | Promise
OFFICE = Owner.OFFICE.value
WHOLE = ""
LABELS = {
    "text": {"de": _("Text in German"), "en": _("Text in English"), "ar": _("Text in Arabic")},
    "decided_by": {
        "de": _("Decided by, in German"),
        "en": _("Decided by, in English"),
        "ar": _("Decided by, in Arabic"),
    },
    "outcome": {
        "de": _("What came of it, in German"),
        "en": _("What came of it, in English"),
        "ar": _("What came of it, in Arabic"),
    },
}


def _day(label: Text) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, input_formats=["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"])


def _area(column: str, code: str, *, longest: int, rows: int = 3) -> Lines:
    field = lines(LABELS[column][code], longest=longest, required=False, rows=rows)
    field.widget.attrs.update(lang=code, dir="rtl" if code == "ar" else "ltr")
    return field


def _language(label: Text) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=settings.LANGUAGES, widget=forms.RadioSelect)


class InThreeLanguages(forms.Form):
    """Texts in up to three languages; the one it is written in is needed, the others can come later."""

    language = _language(_("Written in"))

    def texts(self, column: str) -> dict[str, str]:
        return {code: self.cleaned_data.get(f"{column}_{code}", "").strip() for code in LANGUAGES}

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        code = data.get("language")
        if code and not data.get(f"text_{code}", "").strip() and f"text_{code}" not in self.errors:
            self.add_error(f"text_{code}", _("Please write the text in the language that you chose."))
        return data


class DecisionForm(InThreeLanguages):
    """What was decided, by whom, when, and where."""

    text_de = _area("text", "de", longest=1000)
    text_en = _area("text", "en", longest=1000)
    text_ar = _area("text", "ar", longest=1000)
    decided_by_de = forms.CharField(label=LABELS["decided_by"]["de"], max_length=200, required=False)
    decided_by_en = forms.CharField(label=LABELS["decided_by"]["en"], max_length=200, required=False)
    decided_by_ar = forms.CharField(label=LABELS["decided_by"]["ar"], max_length=200, required=False)
    decided_on = _day(_("Day of the decision"))
    place = forms.ChoiceField(label=_("Where it was decided"), required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, places: Choices, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = places  # type: ignore[attr-defined]
        self.fields["decided_by_de"].help_text = _("A body or a function, for example: the working group, the mayors.")
        for code in LANGUAGES:
            self.fields[f"decided_by_{code}"].widget.attrs.update(lang=code, dir="rtl" if code == "ar" else "ltr")


class FollowUpForm(InThreeLanguages):
    """Who does what by when."""

    text_de = _area("text", "de", longest=LONGEST_STEP)
    text_en = _area("text", "en", longest=LONGEST_STEP)
    text_ar = _area("text", "ar", longest=LONGEST_STEP)
    owner = forms.ChoiceField(label=_("Who takes it on?"))
    counterpart = forms.ChoiceField(label=_("Together with"), required=False)
    due_on = _day(_("By when?"))
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, owners: Choices, authorities: Choices, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [("", _("Choose one")), (OFFICE, Owner.OFFICE.label), *owners]  # type: ignore[attr-defined]
        self.fields["counterpart"].choices = [("", _("nobody else")), *authorities]  # type: ignore[attr-defined]
        self.fields["counterpart"].help_text = _("The authority of the other side. Its people see the step, too.")


class FollowUpEditForm(FollowUpForm):
    """The same with what came of it, which the office translates before it releases it."""

    outcome_de = _area("outcome", "de", longest=LONGEST_NOTE)
    outcome_en = _area("outcome", "en", longest=LONGEST_NOTE)
    outcome_ar = _area("outcome", "ar", longest=LONGEST_NOTE)


class SettleForm(forms.Form):
    """How a step stands now."""

    step = forms.ChoiceField(
        label=_("How does it stand?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose how it stands.")},
    )
    note = lines(
        _("In a few words"),
        _("What came of it, or why it is dropped. Dropping needs a reason."),
        longest=LONGEST_NOTE,
        required=False,
        rows=4,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, steps: Choices, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["step"].choices = steps  # type: ignore[attr-defined]


class PersonForm(forms.Form):
    """Who of the owner's people does it."""

    person = forms.ChoiceField(label=_("Who does it?"), required=False)

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", _("Nobody in particular")), *people]  # type: ignore[attr-defined]


class LinkForm(forms.Form):
    """To what a step belongs."""

    link = forms.ChoiceField(label=_("Belongs to"), required=False)

    def __init__(self, *args: Any, links: Choices, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["link"].choices = [("", _("Nothing in particular")), *links]  # type: ignore[attr-defined]


class TakerForm(forms.Form):
    """Who takes the minutes of what."""

    person = forms.ChoiceField(label=_("Who takes minutes?"))
    place = forms.ChoiceField(label=_("Of which session?"), required=False)

    def __init__(self, *args: Any, people: Choices, places: Choices, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", _("Choose one")), *people]  # type: ignore[attr-defined]
        self.fields["place"].choices = places  # type: ignore[attr-defined]


class BeginForm(forms.Form):
    """In which language minutes or a sheet are written, and for which session."""

    language = forms.ChoiceField(label=_("Written in"), choices=settings.LANGUAGES)
    place = forms.ChoiceField(label=_("Session"), required=False)

    def __init__(self, *args: Any, places: Iterable[tuple[str, str]], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = places  # type: ignore[attr-defined]


class LanguageForm(forms.Form):
    language = forms.ChoiceField(label=_("Written in"), choices=settings.LANGUAGES)


class CarryForm(forms.Form):
    """Into which meeting open steps are brought."""

    target = forms.ChoiceField(label=_("Into which meeting?"))

    def __init__(self, *args: Any, targets: Choices, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["target"].choices = targets  # type: ignore[attr-defined]
