"""What a step of an edition waits for. Parts above register what has to be there from their side."""

from collections.abc import Callable
from datetime import datetime

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from jisr.events.editions.clock import day_of
from jisr.events.editions.models import Edition
from jisr.kernel.dates import Precision

Text = str | Promise
Guard = Callable[[Edition, datetime], Text]
LANGUAGES = ("de", "en", "ar")
_guards: dict[str, dict[str, Guard]] = {}


def register(step: str, name: str, guard: Guard) -> None:
    """Let ``guard(edition, at)`` say why ``step`` cannot be taken yet; empty text: it can."""
    _guards.setdefault(step, {})[name] = guard


def reasons_against(step: str, edition: Edition, *, at: datetime) -> list[Text]:
    """All that the step still waits for."""
    own = _OWN.get(step)
    found = [*(own(edition, at) if own else []), *(guard(edition, at) for guard in _guards.get(step, {}).values())]
    return [reason for reason in found if reason]


def _before_announcing(edition: Edition, at: datetime) -> list[Text]:
    texts = [f"{name}_{language}" for name in ("title", "summary", "place") for language in LANGUAGES]
    found: list[Text] = []
    if not all(getattr(edition, column) for column in texts):
        found.append(_("Title, summary and place are needed in German, English and Arabic."))
    if {edition.start_precision, edition.end_precision} != {Precision.DAY}:
        found.append(_("The first and the last day are needed, not only the month."))
    elif edition.start_on < day_of(edition, at):
        found.append(_("The first day lies in the past."))
    return found


def _before_opening(edition: Edition, at: datetime) -> list[Text]:
    deadline = edition.registration_deadline
    if deadline is None:
        return [_("The last day of registration is needed.")]
    if deadline < day_of(edition, at):
        return [_("The last day of registration lies in the past. Please set a new one first.")]
    return []


def _before_starting(edition: Edition, at: datetime) -> list[Text]:
    if day_of(edition, at) >= edition.start_on:
        return []
    return [_("The meeting begins on %(day)s.") % {"day": date_format(edition.start_on, "DATE_FORMAT")}]


def _before_finishing(edition: Edition, at: datetime) -> list[Text]:
    if day_of(edition, at) >= edition.end_on:
        return []
    return [_("The meeting ends on %(day)s.") % {"day": date_format(edition.end_on, "DATE_FORMAT")}]


_OWN: dict[str, Callable[[Edition, datetime], list[Text]]] = {
    "announce": _before_announcing,
    "open": _before_opening,
    "start": _before_starting,
    "finish": _before_finishing,
}
