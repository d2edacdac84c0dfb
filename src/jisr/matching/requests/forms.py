"""What people type: one small form for each page of the draft, questions, reasons and translations."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from jisr.matching.requests.answers import BY_SLUG, TEXTS, Step
from jisr.matching.requests.states import AdministrationLanguage, Kind, PartnerKind, PartnerSize
from jisr.municipalities import choices
from jisr.partnerships.states import Form

LONGEST_TEXT = 4000
LONGEST_THEME_TEXT = 1000
MOST_THEMES = 10
MOST_PEOPLE = 50_000_000
MOST_SEATS = 500


def _text(label: Any, hint: Any = "", *, rows: int = 8, longest: int = LONGEST_TEXT) -> forms.CharField:  # noqa: ANN401
    area = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return forms.CharField(label=label, help_text=hint, max_length=longest, required=False, widget=area)


def _number(label: Any, hint: Any, most: int) -> forms.IntegerField:  # noqa: ANN401 - lazy text
    widget = forms.NumberInput(attrs={"inputmode": "numeric", "dir": "ltr"})
    return forms.IntegerField(
        label=label, help_text=hint, required=False, min_value=0, max_value=most, widget=widget, localize=False
    )


def _choice(label: Any, options: Any) -> forms.ChoiceField:  # noqa: ANN401 - lazy text
    return forms.ChoiceField(label=label, required=False, choices=options)


class StepForm(forms.Form):
    """One page of the draft. ``cleaned`` gives the answers as the draft keeps them."""

    def __init__(self, *args: Any, step: Step, kind: str, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.step, self.kind = step, kind
        for name in step.fields:
            if name != "themes" and not (name == "is_public" and kind == Kind.REQUEST):
                self.fields[name] = _field(name)
        if step.slug == "themes":
            self._add_themes()

    def _add_themes(self) -> None:
        options = [("", _("no theme")), *choices.themes()]
        for place in range(1, MOST_THEMES + 1):
            self.fields[f"theme_{place}"] = _choice(_("Theme"), options)
            self.fields[f"theme_{place}_text"] = _text(_("What exactly?"), rows=3, longest=LONGEST_THEME_TEXT)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        members, women = data.get("council_members"), data.get("council_women")
        if members is not None and women is not None and women > members:
            self.add_error("council_women", _("There cannot be more women than members."))
        return data

    def cleaned(self) -> dict[str, Any]:
        """The answers that are valid; of an invalid form those that are."""
        data = self.cleaned_data
        if self.step.slug == "themes":
            return {"themes": self._wishes(data)} if not self.errors else {}
        found = {name: data[name] for name in self.step.fields if name in data}
        if found.get("expires_on") is not None:
            found["expires_on"] = found["expires_on"].isoformat()
        return found

    def _wishes(self, data: Mapping[str, Any]) -> list[dict[str, str]]:
        chosen: dict[str, str] = {}
        for place in range(1, MOST_THEMES + 1):
            if slug := data.get(f"theme_{place}"):
                chosen.setdefault(slug, data.get(f"theme_{place}_text", ""))
        return [{"slug": slug, "text": text} for slug, text in chosen.items()]

    def theme_rows(self) -> list[tuple[int, forms.BoundField, forms.BoundField]]:
        return [
            (place, self[f"theme_{place}"], self[f"theme_{place}_text"])
            for place in range(1, MOST_THEMES + 1)
            if f"theme_{place}" in self.fields
        ]


def initial_of(step: Step, answers: Mapping[str, Any]) -> dict[str, Any]:
    """What the page shows at first."""
    if step.slug != "themes":
        return {"is_public": True, **{name: answers[name] for name in step.fields if name in answers}}
    found = {}
    for place, wish in enumerate(answers.get("themes") or [], start=1):
        found[f"theme_{place}"], found[f"theme_{place}_text"] = wish["slug"], wish.get("text", "")
    return found


def _field(name: str) -> forms.Field:
    if name in TEXTS:
        return _text(TEXTS[name], _HINTS.get(name, ""))
    field: forms.Field = _FIELDS[name]()
    return field


_HINTS = {
    "profile": _(
        "Location, distance to a known town, history, sights. No names or telephone numbers of people: "
        "the office opens contacts when both sides agree."
    ),
    "wishes": _("For example what you would like to learn, to show, or to do together."),
}
_FIELDS = {
    "population_stated": lambda: _number(
        _("Inhabitants, as you count them"), _("Readers see your number beside the census."), MOST_PEOPLE
    ),
    "council_members": lambda: _number(_("Members of the council"), "", MOST_SEATS),
    "council_women": lambda: _number(_("Women among them"), "", MOST_SEATS),
    "languages": lambda: forms.MultipleChoiceField(
        label=_("Languages of the administration"),
        choices=AdministrationLanguage,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    ),
    "preferred_form": lambda: _choice(_("Preferred form"), [("", _("open")), *Form.choices]),
    "partner_size": lambda: _choice(_("Size of the partner"), PartnerSize.choices),
    "partner_kind": lambda: _choice(_("Kind of partner"), PartnerKind.choices),
    "is_public": lambda: forms.BooleanField(
        label=_("Everybody may see our offer"),
        help_text=_("Without the tick only the programme office sees it and uses it for suggestions."),
        required=False,
    ),
    "consent": lambda: forms.BooleanField(
        label=_("We agree that this text is published in three languages"),
        help_text=_("You can take this back at any time; the page then comes down at once."),
        required=False,
    ),
    "expires_on": lambda: forms.DateField(
        label=_("Valid until"),
        help_text=_("Leave this empty if there is no end. We ask you once a year whether it still holds."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"],
    ),
}


class AnswerForm(forms.Form):
    """The drafter's reply to a question of the office."""

    answer = _text(_("Your answer"), rows=4, longest=LONGEST_TEXT)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - the framework's signature
        super().__init__(*args, **kwargs)
        self.fields["answer"].required = True


class LanguageForm(forms.Form):
    """In which language a draft is written."""

    language = forms.ChoiceField(label=_("Written in"), choices=settings.LANGUAGES)


class ReasonForm(forms.Form):
    """Why a step is taken."""

    reason = _text(_("Reason"), _("The other side reads it."), rows=4, longest=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - the framework's signature
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = True


class QuestionsForm(forms.Form):
    """Questions of the office, each at one page of the draft."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - the framework's signature
        super().__init__(*args, **kwargs)
        for step in BY_SLUG.values():
            self.fields[step.fields[-1]] = _text(step.title, rows=3, longest=2000)
