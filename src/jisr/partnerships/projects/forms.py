"""What people type about a joint project: a form for each page, lines of lists, steps of the workflow."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jisr.kernel.money import parse_euros, typed_euros
from jisr.municipalities import choices
from jisr.municipalities.forms.fields import WebField
from jisr.municipalities.models import Organisation
from jisr.partnerships.projects.outline import LATER, LINES, Page, label_of
from jisr.partnerships.projects.services import MOST_THEMES
from jisr.partnerships.projects.states import LeadSide, MoneyKind, State

LONGEST_TEXT, LONGEST_SUMMARY, LONGEST_TITLE = 6000, 2000, 160
SPARE_LINES = 3
_MONTH = re.compile(r"(?:(\d{4})-(\d{1,2})|(\d{1,2})[./](\d{4}))")
_LINE = re.compile(r"(\w+)_(\d{1,2})_(\w+)")


class EuroField(forms.CharField):
    """An amount of euros; its value is in cents."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - the framework's signature
        widget = forms.TextInput(attrs={"inputmode": "decimal", "dir": "ltr", "autocomplete": "off", "size": 16})
        super().__init__(max_length=30, widget=widget, required=False, **kwargs)

    def clean(self, value: Any) -> int | None:  # noqa: ANN401
        text: str = super().clean(value)
        try:
            return parse_euros(text)
        except ValueError as error:
            raise ValidationError(_("Write an amount in euros, such as 12500 or 12,500.50.")) from error

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401
        return typed_euros(value) if isinstance(value, int) else value


class MonthInput(forms.TextInput):
    """Browsers that know months show a choice; others take what is typed."""

    input_type = "month"


class MonthField(forms.CharField):
    """A month, kept as its first day."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(max_length=10, widget=MonthInput(attrs={"dir": "ltr", "size": 8}), required=False, **kwargs)

    def clean(self, value: Any) -> str:  # noqa: ANN401
        text: str = super().clean(value)
        if not text:
            return ""
        found = _MONTH.fullmatch(text)
        try:
            year, month = (found[1] or found[4], found[2] or found[3]) if found else ("", "")
            return date(int(year), int(month), 1).isoformat()
        except ValueError as error:
            raise ValidationError(_("Write a month such as 2027-03 or 3.2027.")) from error

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401
        return value[:7] if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value) else value


class DayField(forms.DateField):
    """A day; its value is an ISO text."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(
            required=False,
            widget=forms.DateInput(attrs={"type": "date", "dir": "ltr"}, format="%Y-%m-%d"),
            input_formats=["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"],
            **kwargs,
        )

    def clean(self, value: Any) -> Any:  # noqa: ANN401
        day = super().clean(value)
        return day.isoformat() if day else None


def _text(name: str, *, longest: int = LONGEST_TEXT, rows: int = 8, hint: Any = "") -> forms.CharField:  # noqa: ANN401
    area = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return forms.CharField(label=label_of(name), help_text=hint, max_length=longest, required=False, widget=area)


def _line(label: Any, longest: int, hint: Any = "", *, direction: str = "auto") -> forms.CharField:  # noqa: ANN401
    widget = forms.TextInput(attrs={"dir": direction, "autocomplete": "off"})
    return forms.CharField(label=label, help_text=hint, max_length=longest, required=False, widget=widget)


def _organisations() -> list[tuple[str, str]]:
    rows = Organisation.objects.order_by("name", "pk")
    return [("", str(_("not in the list"))), *((str(row.public_id), row.name) for row in rows)]


def _translated(name: str) -> forms.CharField:
    if name.startswith("title"):
        return _line(label_of(name), LONGEST_TITLE)
    return _text(name, longest=LONGEST_SUMMARY, rows=5)


_FIELDS = {
    "original_language": lambda: forms.ChoiceField(
        label=label_of("original_language"),
        choices=settings.LANGUAGES,
        help_text=_("Title and summary in this language are the original, the others are translations."),
    ),
    "themes": lambda: forms.MultipleChoiceField(
        label=label_of("themes"), choices=choices.themes, required=False, widget=forms.CheckboxSelectMultiple
    ),
    "need": lambda: _text("need", hint=_("Which problem is to be solved, and for whom. No names of people, please.")),
    "sdip_period": lambda: _line(label_of("sdip_period"), 20, _("Such as 2023–2026."), direction="ltr"),
    "sdip_project": lambda: _line(
        label_of("sdip_project"), 200, _("Title or number of the project in the development and investment plan.")
    ),
    "sdip_url": lambda: WebField(label=label_of("sdip_url"), required=False),
    "planned": lambda: _text("planned"),
    "lead_side": lambda: forms.ChoiceField(
        label=label_of("lead_side"), choices=[("", _("not decided yet")), *LeadSide.choices], required=False
    ),
    "german_role": lambda: _text("german_role", rows=4, longest=LONGEST_SUMMARY),
    "palestinian_role": lambda: _text("palestinian_role", rows=4, longest=LONGEST_SUMMARY),
    "start_on": lambda: DayField(label=label_of("start_on")),
    "end_on": lambda: DayField(label=label_of("end_on")),
    "estimated_cost_cents": lambda: EuroField(
        label=label_of("estimated_cost_cents"), help_text=_("In euros. Leave it empty to add up the lines below.")
    ),
    "own_means_cents": lambda: EuroField(
        label=label_of("own_means_cents"),
        help_text=_("Money of the two authorities and of others, in euros; 0 if there is none. Work is no money."),
    ),
}
_COLUMNS = {
    "steps": {
        "text": lambda: _line(_("What"), 300),
        "from_on": lambda: MonthField(label=_("From month")),
        "to_on": lambda: MonthField(label=_("To month")),
        "who": lambda: _line(_("Who does it (an office or function, no name)"), 160),
    },
    "partners": {
        "organisation": lambda: forms.ChoiceField(label=_("Organisation"), choices=_organisations, required=False),
        "name": lambda: _line(_("Or the name of another body"), 160),
        "role": lambda: _line(_("What they do"), 300),
    },
    "results": {
        "text": lambda: _line(_("Result"), 300),
        "measure": lambda: _line(_("How it is seen or measured"), 300),
        "baseline": lambda: _line(_("How it is today"), 120),
        "target": lambda: _line(_("Target"), 120),
        "due_on": lambda: DayField(label=_("By when")),
        "outcome": lambda: _line(_("What came of it"), 300),
        "outcome_on": lambda: DayField(label=_("Seen on")),
    },
    "money": {
        "kind": lambda: forms.ChoiceField(label=_("Cost or own means"), choices=MoneyKind, required=False),
        "text": lambda: _line(_("What for"), 200),
        "amount_cents": lambda: EuroField(label=_("Amount in euros")),
    },
}


class PageForm(forms.Form):
    """One page of a project. ``cleaned`` gives the answers as ``answers.read`` does.

    The lines of a list are fields such as ``steps_1_text``, with some empty ones behind those that are filled in.
    """

    def __init__(self, data: QueryDict | None = None, *, page: Page, answers: Mapping[str, Any], state: str) -> None:
        super().__init__(data, initial=_initial(page, answers))
        self.page, self.state = page, state
        self.totals: dict[str, int] = {}
        for name in page.fields:
            if name in LINES:
                self._add_lines(name, len(answers.get(name) or []))
            else:
                self.fields[name] = _FIELDS[name]() if name in _FIELDS else _translated(name)

    def _add_lines(self, name: str, known: int) -> None:
        sent = [int(match[2]) for key in self.data if (match := _LINE.fullmatch(key)) and match[1] == name]
        filled = known if not self.is_bound else max(sent, default=0) - SPARE_LINES
        self.totals[name] = min(max(filled, known, 0) + SPARE_LINES, LINES[name].most)
        for place in range(1, self.totals[name] + 1):
            for column, make in _COLUMNS[name].items():
                self.fields[f"{name}_{place}_{column}"] = make()
                if column in LATER and self.state != State.RUNNING:
                    self.fields[f"{name}_{place}_{column}"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if len(data.get("themes") or []) > MOST_THEMES:
            self.add_error("themes", _("At most five themes, please."))
        for name in self.totals:
            for place in range(1, self.totals[name] + 1):
                self._check_line(name, place, data)
        if self.page.slug == "money":
            self._check_money(data)
        language = data.get("original_language")
        if self.page.slug == "idea" and language and f"title_{language}" in data and not data[f"title_{language}"]:
            self.add_error(f"title_{language}", _("Please give the project a title in the language it is written in."))
        return data

    def _check_line(self, name: str, place: int, data: dict[str, Any]) -> None:
        line = {column: data.get(f"{name}_{place}_{column}") for column in LINES[name].columns}
        filled = {column for column, value in line.items() if value not in ("", None) and column != "kind"}
        main = LINES[name].main
        if filled and name == "partners":
            if not filled & set(main):
                self.add_error(f"{name}_{place}_organisation", _("Please choose an organisation or write its name."))
        elif filled:
            for column in main:
                if column not in filled and f"{name}_{place}_{column}" not in self.errors:
                    self.add_error(f"{name}_{place}_{column}", _("This line is not complete."))
        if line.get("from_on") and line.get("to_on") and line["to_on"] < line["from_on"]:
            self.add_error(f"{name}_{place}_to_on", _("The end cannot lie before the start."))
        if line.get("outcome_on") and not line.get("outcome"):
            self.add_error(f"{name}_{place}_outcome", _("Please say what came of it."))

    def _check_money(self, data: dict[str, Any]) -> None:
        if data.get("start_on") and data.get("end_on") and data["end_on"] < data["start_on"]:
            self.add_error("end_on", _("The end cannot lie before the start."))
        for name, kind in (("estimated_cost_cents", MoneyKind.COST), ("own_means_cents", MoneyKind.OWN)):
            lines = [line["amount_cents"] for line in self._lines("money", data) if line["kind"] == kind]
            if not lines or None in lines or name in self.errors:
                continue
            if data.get(name) is None:
                data[name] = sum(lines)
            elif data[name] != sum(lines):
                error = _("The lines below add up to %(sum)s euros. Please make both equal, or leave this empty.")
                self.add_error(name, ValidationError(error, params={"sum": typed_euros(sum(lines))}))
        cost, own = data.get("estimated_cost_cents"), data.get("own_means_cents")
        if cost is not None and own is not None and own > cost:
            self.add_error("own_means_cents", _("Own means cannot be more than the whole cost."))

    def _lines(self, name: str, data: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The lines that are filled in."""
        found = []
        for place in range(1, self.totals[name] + 1):
            line = {column: data.get(f"{name}_{place}_{column}") for column in LINES[name].columns}
            if any(line[column] not in ("", None) for column in LINES[name].main):
                found.append({column: _kept(column, value) for column, value in line.items()})
        return found

    def cleaned(self) -> dict[str, Any]:
        """The answers of a valid form."""
        data = self.cleaned_data
        found: dict[str, Any] = {}
        for name in self.page.fields:
            if name in LINES:
                found[name] = self._lines(name, data)
            else:
                found[name] = sorted(data[name]) if name == "themes" else data[name]
        return found

    def plain_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.page.fields if name not in LINES]

    def line_groups(self) -> list[tuple[str, Any, list[tuple[int, list[forms.BoundField]]]]]:
        """Each list of the page: its name, its label and its lines with their fields."""
        return [
            (
                name,
                label_of(name),
                [
                    (place, [self[f"{name}_{place}_{column}"] for column in _COLUMNS[name]])
                    for place in range(1, total + 1)
                ],
            )
            for name, total in self.totals.items()
        ]


def _kept(column: str, value: Any) -> Any:  # noqa: ANN401
    """An empty day or organisation is nothing; other empty answers are an empty text."""
    if column.endswith("_on") or column == "organisation":
        return value or None
    if column == "kind":
        return value or MoneyKind.COST.value
    return value if column == "amount_cents" else value or ""


def _initial(page: Page, answers: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in page.fields:
        if name not in LINES:
            found[name] = answers.get(name)
            continue
        for place, line in enumerate(answers.get(name) or [], start=1):
            found |= {f"{name}_{place}_{column}": value for column, value in line.items()}
    return found


def retyped(form: PageForm, typed: QueryDict) -> PageForm:
    """The same page, showing what somebody typed before and has not saved."""
    for name in form.fields:
        if name in typed:
            many = isinstance(form.fields[name], forms.MultipleChoiceField)
            form.initial[name] = typed.getlist(name) if many else typed[name]
    return form


class StartForm(forms.Form):
    """What a joint project begins with."""

    original_language = forms.ChoiceField(label=_("Written in"), choices=settings.LANGUAGES)
    title = forms.CharField(
        label=_("Title"),
        max_length=LONGEST_TITLE,
        help_text=_("A few words that say what it is about. You can change them later."),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    form_key = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["original_language"].initial = get_language()


class MoveForm(forms.Form):
    """On which day a step was taken and, where it is asked for, why."""

    happened_on = DayField(label=_("On"), help_text=_("Leave it empty for today."))
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        help_text=_("Both sides read it."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )

    def __init__(self, *args: Any, needs_reason: bool, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = needs_reason
        if not needs_reason:
            self.fields["reason"].label = _("Note")

    def day(self) -> date | None:
        text = self.cleaned_data.get("happened_on")
        return date.fromisoformat(text) if text else None
