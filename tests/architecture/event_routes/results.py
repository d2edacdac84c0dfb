"""What each kind of reader gets at the addresses of ``events.results``."""

from typing import Any
from uuid import UUID

from jisr.accounts.models import User
from jisr.events.editions.models import Edition
from jisr.municipalities.policies import READING_STAFF
from tests.architecture.policy_world import Route, Who, World, of_members, only_staff, public, signed_in
from tests.factories.events import EditionFactory, ParticipantFactory
from tests.factories.results import (
    DecisionFactory,
    FollowUpFactory,
    MinutesFactory,
    MinuteTakerFactory,
    ResultSheetFactory,
)

NOBODY_S = UUID("00000000-0000-4000-8000-000000000000")


def _edition(_world: World, _reader: User | None, _place: str) -> list[Any]:
    return [EditionFactory(ahead=True).slug]


def _taken(_world: World, reader: User | None, place: str) -> list[Any]:
    """A meeting whose minutes the reader takes as a participant, or one in which they are nobody."""
    return [_taken_edition(reader, place).slug]


def _taken_edition(reader: User | None, place: str) -> Edition:
    edition: Edition = EditionFactory(ahead=True)
    if reader is not None and place == "own":
        MinuteTakerFactory(edition=edition, participant=ParticipantFactory(edition=edition, user=reader))
    return edition


def _outcome(factory: Any, *rest: Any, **traits: Any) -> Any:
    """A draft of a meeting whose minutes the reader takes, or of another one."""

    def build(_world: World, reader: User | None, place: str) -> list[Any]:
        row = factory(edition=_taken_edition(reader, place), **traits)
        return [row.edition.slug, row.public_id, *rest]

    return build


def _released(factory: Any) -> Any:
    def build(_world: World, _reader: User | None, _place: str) -> list[Any]:
        row = factory(public=True)
        return [row.edition.slug, row.public_id]

    return build


def _step(world: World, _reader: User | None, place: str) -> list[Any]:
    return [FollowUpFactory(authority=world.authorities[place]).public_id]


def _writers(who: Who) -> str:
    """Who takes minutes there, and the events team."""
    if who.is_stranger:
        return "login"
    return "200" if who.place == "own" or who.is_staff("events") else "404"


def _deciders(who: Who) -> str:
    """The list of decisions is for those who write, and for the office."""
    return "200" if _writers(who) == "404" and who.is_staff(*READING_STAFF) else _writers(who)


def _posted(who: Who) -> str:
    return "login" if who.is_stranger else "405"


EVENTS = only_staff("events")
READING = only_staff(*READING_STAFF)
CARING = only_staff("events", "adviser")

ROUTES: dict[str, Route] = {
    "results:follow_ups": Route(signed_in()),
    "results:follow_up": Route(of_members(*READING_STAFF), _step),
    "results:follow_up_edit": Route(CARING, _step),
    "results:follow_up_person": Route(_posted, _step),
    "results:follow_up_link": Route(_posted, _step),
    "results:follow_up_release": Route(_posted, _step),
    "results:overview": Route(READING, _edition),
    "results:writing": Route(_writers, _taken),
    "results:taker_add": Route(EVENTS, _edition),
    "results:taker_remove": Route(_posted, lambda *_world: ["nowhere", NOBODY_S]),
    "results:carry": Route(EVENTS, _edition),
    "results:edition_follow_ups": Route(READING, _edition),
    "results:follow_up_add": Route(CARING, _edition),
    "results:decisions": Route(_deciders, _taken),
    "results:decision_add": Route(_writers, _taken),
    "results:decision": Route(_writers, _outcome(DecisionFactory)),
    "results:decision_edit": Route(_writers, _outcome(DecisionFactory)),
    "results:minutes_begin": Route(_posted, _taken),
    "results:minutes": Route(_writers, _outcome(MinutesFactory)),
    "results:minutes_write": Route(_writers, _outcome(MinutesFactory)),
    "results:minutes_language": Route(_posted, _outcome(MinutesFactory)),
    "results:sheet_begin": Route(_posted, _taken),
    "results:sheet": Route(_writers, _outcome(ResultSheetFactory)),
    "results:sheet_write": Route(_writers, _outcome(ResultSheetFactory)),
    "results:sheet_pdf": Route(_writers, _outcome(ResultSheetFactory)),
    "results:sheet_translate": Route(_writers, _outcome(ResultSheetFactory, "ar")),
    "results:move": Route(_posted, lambda *_world: ["nowhere", "sheets", NOBODY_S, "check"]),
    "event_results:results": Route(public(), _edition),
    "event_results:opening": Route(public(), _edition),
    "event_results:sheet": Route(public(), _released(ResultSheetFactory)),
    "event_results:sheet_pdf": Route(public(), _released(ResultSheetFactory)),
    "event_results:minutes": Route(public(), _released(MinutesFactory)),
}
