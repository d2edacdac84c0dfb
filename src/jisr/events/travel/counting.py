"""What a meeting needs, in numbers without names: rooms, transfers, meals, access, interpreters, visas."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jisr.events.editions.models import Edition
from jisr.events.registration.models import LANGUAGES, Participant
from jisr.events.travel import sealing, values
from jisr.events.travel.models import TravelItem, TravelJourney
from jisr.events.travel.queries import travellers
from jisr.events.travel.states import AccessNeed, Diet, ItemKind, ItemState, RoomWish


@dataclass(frozen=True)
class Count:
    """One number: of what, and what exactly."""

    label: str
    number: int


@dataclass(frozen=True)
class Section:
    """Numbers that belong together. ``note``: what the reader should know of them."""

    key: str
    title: str
    rows: list[Count]
    note: str = ""


def needs_of(edition: Edition) -> list[Section]:
    """All sections, in the reader's language; as many queries for 3 people as for 300."""
    people = list(travellers().filter(edition=edition).select_related("travel_journey", "travel_data"))
    journeys = [person.travel_journey for person in people if hasattr(person, "travel_journey")]
    needs, closed = _opened(people)
    missing = _("Not told yet: %(number)s") % {"number": len(people) - len(journeys)}
    unread = _("Entries that cannot be opened at the moment: %(number)s") % {"number": closed} if closed else ""
    return [
        Section("nights", _("Hotel nights"), _nights(journeys), missing),
        Section("rooms", _("Rooms wished for"), _rooms(journeys)),
        Section("arrivals", _("Arrivals"), _moves(journeys, edition, "arrives_at", "arrival_place")),
        Section("departures", _("Departures"), _moves(journeys, edition, "departs_at", "departure_place")),
        Section("transfers", _("Transfers"), _transfers(journeys)),
        Section("diets", _("Food"), _choices(Diet, Counter(one.get("diet") for one in needs)), unread),
        Section("access", _("Access needs"), _choices(AccessNeed, Counter(_access(needs))), unread),
        Section("interpreters", _("Interpretation"), _interpretation(people, spoken_in(edition))),
    ]


def visas_of(edition: Edition) -> list[Count]:
    """How many travellers' visas stand where."""
    return states_of(edition, ItemKind.VISA)


def states_of(edition: Edition, kind: ItemKind) -> list[Count]:
    """How many travellers have an item of a kind in each state."""
    rows = TravelItem.objects.filter(participant__in=travellers().filter(edition=edition), kind=kind)
    found = Counter(rows.values_list("state", flat=True))
    return [Count(str(state.label), found[state]) for state in ItemState if found[state]]


def _nights(journeys: Iterable[TravelJourney]) -> list[Count]:
    found: Counter[date] = Counter(night for journey in journeys for night in nights_of(journey))
    return [Count(_day(night), number) for night, number in sorted(found.items())]


def nights_of(journey: TravelJourney) -> list[date]:
    """The nights that somebody stays, the last one included."""
    first, last = journey.first_night_on, journey.last_night_on
    if first is None or last is None:
        return []
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _rooms(journeys: Iterable[TravelJourney]) -> list[Count]:
    return _choices(RoomWish, Counter(journey.room_wish for journey in journeys if journey.first_night_on))


def _moves(journeys: Iterable[TravelJourney], edition: Edition, when: str, where: str) -> list[Count]:
    found: Counter[tuple[date, str]] = Counter()
    for journey in journeys:
        moment: datetime | None = getattr(journey, when)
        if moment is not None:
            found[timezone.localdate(moment, ZoneInfo(edition.zone)), _place(getattr(journey, where))] += 1
    told = pgettext("day and place", "%(day)s, %(place)s")
    return [Count(told % {"day": _day(day), "place": place}, number) for (day, place), number in sorted(found.items())]


def _place(typed: str) -> str:
    """A place as people type it: spaces and small letters make no other place."""
    return " ".join(typed.split()).title() or _("place not told")


def _transfers(journeys: Iterable[TravelJourney]) -> list[Count]:
    told = list(journeys)
    rows = [
        Count(_("on arrival"), sum(journey.needs_pickup for journey in told)),
        Count(_("on departure"), sum(journey.needs_return for journey in told)),
    ]
    return [row for row in rows if row.number]


def _opened(people: Iterable[Participant]) -> tuple[list[Mapping[str, Any]], int]:
    """What people eat and need, without who it is; and how many entries do not open."""
    found, closed = [], 0
    for person in people:
        if not hasattr(person, "travel_data"):
            continue
        try:
            opened = sealing.unseal(person.travel_data.sealed, owner=person.public_id)
        except sealing.CannotOpen:
            closed += 1
        else:
            found.append({name: opened[name] for name in values.NEEDS if name in opened})
    return found, closed


def _access(needs: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for one in needs:
        yield from one.get("access", [])


def _choices(choices: Any, found: Mapping[Any, int]) -> list[Count]:  # noqa: ANN401 - a closed choice
    return [Count(str(choice.label), found[choice.value]) for choice in choices if found.get(choice.value)]


def _interpretation(people: Iterable[Participant], spoken_there: list[str]) -> list[Count]:
    found = Counter(pair for person in people for pair in pairs_of(person, spoken_there))
    words = {code: str(label) for code, label in LANGUAGES}
    told = _("from %(spoken)s into %(own)s")
    return [
        Count(told % {"spoken": words.get(spoken, spoken), "own": words.get(own, own)}, number)
        for (spoken, own), number in sorted(found.items())
    ]


def spoken_in(edition: Edition) -> list[str]:
    """The languages of the sessions that take place."""
    rows = edition.sessions.taking_place().values_list("languages", flat=True)
    return sorted({language for languages in rows for language in languages})


def pairs_of(person: Participant, spoken: Iterable[str]) -> list[tuple[str, str]]:
    """From which languages somebody needs interpretation, and into which one of theirs: the first they named."""
    own = list(person.languages)
    return [(language, own[0]) for language in spoken if own and language not in own]


def _day(day: date) -> str:
    return str(date_format(day, "DATE_FORMAT"))
