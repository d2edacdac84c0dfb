"""What people enter about their passport, whom to call, what they eat and need: the values that are sealed."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jisr.events.travel.states import AccessNeed, Diet

LABELS: Final[Mapping[str, str | Promise]] = {
    "passport_name": _("Name as in the passport"),
    "passport_number": _("Number of the passport"),
    "nationality": _("Nationality"),
    "born_on": _("Date of birth"),
    "expires_on": _("Passport valid until"),
    "emergency_name": _("Whom to call in an emergency"),
    "emergency_phone": _("Telephone number for an emergency"),
    "diet": _("Food"),
    "diet_note": _("Note on food"),
    "access": _("Access needs"),
    "access_note": _("Note on access needs"),
}
DAYS: Final = ("born_on", "expires_on")
PASSPORT: Final = ("passport_name", "passport_number")
NEEDS: Final = ("diet", "access")


def kept(typed: Mapping[str, Any]) -> dict[str, Any]:
    """What of the typed values is kept: known names, without what is empty."""
    return {name: typed[name] for name in LABELS if typed.get(name) not in (None, "", [])}


def read(opened: Mapping[str, Any]) -> dict[str, Any]:
    """The values after opening, with days as days."""
    return {
        name: date.fromisoformat(value) if name in DAYS else value for name, value in opened.items() if name in LABELS
    }


def in_words(values: Mapping[str, Any]) -> list[tuple[str | Promise, Any]]:
    """Labels and values for people, in the order of the form."""
    return [(label, _shown(name, values[name])) for name, label in LABELS.items() if name in values]


def _shown(name: str, value: Any) -> Any:  # noqa: ANN401 - text, a day or a list
    if name == "diet":
        return Diet(value).label
    if name == "access":
        return [AccessNeed(need).label for need in value]
    return value
