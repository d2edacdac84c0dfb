"""Which side of each difference stays when two entries become one."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jisr.municipalities.desk.words import label, shown
from jisr.municipalities.services.merging import COORDINATES, Double, Plan

Text = str | Promise


@dataclass(frozen=True)
class Row:
    """One line of the comparison; ``field`` is the choice where there is one."""

    label: Text
    ours: str
    theirs: str
    field: forms.BoundField | None


class MergeForm(forms.Form):
    """The choices that a plan leaves to people, and the plan's version."""

    version = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:  # noqa: ANN401 - the framework's signature
        super().__init__(*args, **kwargs)
        self.plan = plan
        self.initial["version"] = plan.version
        sides = [("ours", plan.kind.key_of(plan.survivor)), ("theirs", plan.kind.key_of(plan.duplicate))]
        for each in plan.differences:
            self.fields[each.choice] = forms.ChoiceField(
                label=label(each.name), choices=sides, widget=forms.RadioSelect, initial=each.usual, required=False
            )
        for double in plan.questions:
            self.fields[double.name] = forms.ChoiceField(
                label=_what(double),
                choices=[("ours", _side(double.ours)), ("theirs", _side(double.theirs))],
                widget=forms.RadioSelect,
                error_messages={"required": _("Please say which one stays.")},
            )

    @property
    def choices(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version" and value}

    def rows(self) -> Iterator[Row]:
        """All facts side by side; where they differ, with the choice."""
        sides = [self.plan.kind.sheet.read(row) for row in (self.plan.survivor, self.plan.duplicate)]
        asked = {each.name: each for each in self.plan.differences}
        names = [name for name in sides[0] if name not in COORDINATES]
        for name in [*names, *(["coordinates"] if len(names) < len(sides[0]) else [])]:
            if name in asked:
                ours, theirs = asked[name].ours, asked[name].theirs
            elif name == "coordinates":
                ours, theirs = (", ".join(filter(None, (side["latitude"], side["longitude"]))) for side in sides)
            else:
                ours, theirs = (side[name] for side in sides)
            if ours or theirs:
                field = self[asked[name].choice] if name in asked else None
                yield Row(label(name), shown(name, ours), shown(name, theirs), field)

    def questions(self) -> list[forms.BoundField]:
        return [self[double.name] for double in self.plan.questions]


def _what(double: Double) -> str:
    name = double.part.model._meta.verbose_name
    return gettext("Both have this, and only one can stay: %(what)s") % {"what": name}


def _side(row: Any) -> str:  # noqa: ANN401 - a row of any part
    """What a person needs in order to choose: a tie with its form and status, a figure with its date."""
    told = [str(row)]
    if as_of := getattr(row, "as_of", None):
        told.append(str(as_of))
    named = [f"get_{name}_display" for name in ("form", "status", "state")]
    told.extend(str(getattr(row, name)()) for name in named if hasattr(row, name))
    return " · ".join(told)
