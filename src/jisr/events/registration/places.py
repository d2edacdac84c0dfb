"""Who gets a place: counted under the lock of one row, given in the order of the waiting list."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from operator import attrgetter

from django.db.models import Count

from jisr.events.editions.clock import begins_at
from jisr.events.editions.models import Edition
from jisr.events.editions.states import Mode
from jisr.events.registration.models import EditionPlaces, Participant, ParticipantKind
from jisr.events.registration.states import ParticipantState, Presence
from jisr.kernel.locking import locked_row


@dataclass(frozen=True)
class Unit:
    """Those who get places together: one person, or a party that comes whole.

    ``kinds`` of those of its ``members`` who need a place: who takes part online needs none.
    """

    members: tuple[int, ...]
    kinds: tuple[int, ...]


@dataclass
class Room:
    """How many places are free: in all, and of each kind that has a limit. ``None``: no limit."""

    total: int | None
    kinds: dict[int, int] = field(default_factory=dict)

    @property
    def is_full(self) -> bool:
        return self.total is not None and self.total <= 0

    def fits_kinds(self, kinds: Iterable[int]) -> bool:
        return all(self.kinds.get(kind, number) >= number for kind, number in Counter(kinds).items())

    def fits_total(self, size: int) -> bool:
        return self.total is None or self.total >= size

    def take(self, kinds: Sequence[int]) -> None:
        if self.total is not None:
            self.total -= len(kinds)
        for kind in kinds:
            if kind in self.kinds:
                self.kinds[kind] -= 1


@dataclass(frozen=True)
class Moved:
    """Whom a move of the waiting list gave a place, and to whom it offered one."""

    confirmed: list[Participant]
    offered: list[Participant]


def choose(units: Iterable[Unit], room: Room, *, lets_small_pass: bool) -> list[Unit]:
    """Which units get a place now, in order; ``room`` is used up.

    Nobody overtakes a unit that wants the same kind of place or, where places are short in all, any place; unless
    small ones may pass.
    """
    chosen: list[Unit] = []
    waits: set[int] = set()
    is_over = False  # somebody waits for any place
    for unit in units:
        if not unit.kinds:
            chosen.append(unit)
            continue
        if is_over or room.is_full:
            continue
        if waits.intersection(unit.kinds) or not room.fits_kinds(unit.kinds):
            if not lets_small_pass:
                waits.update(unit.kinds)
            continue
        if not room.fits_total(len(unit.kinds)):
            is_over = not lets_small_pass
            continue
        room.take(unit.kinds)
        chosen.append(unit)
    return chosen


def lock(edition_pk: int) -> EditionPlaces:
    """The row of an edition's places, locked until the transaction ends. Whoever gives or frees places begins here."""
    return locked_row(EditionPlaces, edition_id=edition_pk)


def queue(people: Sequence[Participant], places: EditionPlaces) -> None:
    """Give people the next numbers of the waiting list; the caller saves them."""
    for number, participant in enumerate(people, places.next_number):
        participant.queue_number = number
    places.next_number += len(people)
    places.save(update_fields=["next_number"])


def move_on(places: EditionPlaces, *, at: datetime, fresh: Iterable[Participant] = ()) -> Moved:
    """Give free places in order: at once to ``fresh`` people, who asked this moment, to others as an offer.

    Writes the counters; their constraints are the last guard. Rows of ``fresh`` then stand as in the database.
    """
    known = {row.pk: row for row in fresh}
    kinds = {kind.pk: kind for kind in ParticipantKind.objects.filter(edition_id=places.edition_id)}
    taken = _taken(places)
    room = Room(
        None if places.total is None else places.total - sum(taken.values()),
        {kind.pk: kind.places - taken[kind.pk] for kind in kinds.values() if kind.places is not None},
    )
    units = _units(places) if not room.is_full or _is_hybrid(places) else []
    chosen = choose(units, room, lets_small_pass=places.lets_small_pass)
    at_once = [pk for unit in chosen if known.keys() & unit.members for pk in unit.members]
    later = [pk for unit in chosen if not known.keys() & unit.members for pk in unit.members]
    confirmed = _place(at_once, known, state=ParticipantState.CONFIRMED, confirmed_at=at, updated_at=at)
    offered = _place(later, {}, state=ParticipantState.OFFERED, offer_until=offer_ends(places, at), updated_at=at)
    taken.update(kind for unit in chosen for kind in unit.kinds)
    _write(places, kinds.values(), taken)
    return Moved(confirmed, offered)


def offer_ends(places: EditionPlaces, at: datetime) -> datetime:
    """When an offer of this moment ends: after the hours that the office set, and before the meeting begins."""
    until = at + timedelta(hours=places.offer_hours)
    begin = begins_at(places.edition)
    return min(until, begin) if begin > at else until


def recount(places: EditionPlaces) -> None:
    """Write the counters after somebody took over or gave back a place, without giving it to the next one."""
    _write(places, ParticipantKind.objects.filter(edition_id=places.edition_id), _taken(places))


def capacity_of(edition: Edition) -> EditionPlaces | None:
    """The places that the office set, asked once for each edition in memory."""
    return getattr(edition, "capacity", None)


def position_of(participant: Participant) -> int:
    """The place of one who waits on the waiting list."""
    rows = Participant.objects.filter(pk=participant.pk).with_position(capacity_of(participant.edition))
    return int(rows.values_list("position", flat=True).get())


def _taken(places: EditionPlaces) -> Counter[int]:
    rows = Participant.objects.filter(edition_id=places.edition_id).holding_places().taking_room()
    return Counter(dict(rows.order_by().values_list("kind_id").annotate(number=Count("pk"))))


def _units(places: EditionPlaces) -> list[Unit]:
    """The waiting list as units. A party that comes whole waits until each of its people is approved."""
    people = Participant.objects.filter(edition_id=places.edition_id)
    applied = people.filter(state=ParticipantState.APPLIED, party__is_whole=True).values_list("party_id", flat=True)
    incomplete = set(applied)
    needing = set(people.on_waiting_list().taking_room().values_list("pk", flat=True)) if _is_hybrid(places) else None
    found: dict[tuple[str, int], list[tuple[int, int]]] = {}
    for pk, kind, party, is_whole in people.on_waiting_list().values_list(
        "pk", "kind_id", "party_id", "party__is_whole"
    ):
        if not is_whole:
            found["one", pk] = [(pk, kind)]
        elif party not in incomplete:
            found.setdefault(("party", party), []).append((pk, kind))
    return [
        Unit(
            tuple(pk for pk, _kind in rows),
            tuple(kind for pk, kind in rows if needing is None or pk in needing),
        )
        for rows in found.values()
    ]


def _is_hybrid(places: EditionPlaces) -> bool:
    return bool(places.edition.mode == Mode.HYBRID)


def needs_room(participant: Participant) -> bool:
    """Whether they take a place: at a meeting that is held in both ways nobody who takes part online does."""
    return not (participant.edition.mode == Mode.HYBRID and participant.presence == Presence.ONLINE)


def has_room_for(participant: Participant) -> bool:
    """Whether one more of the participant's kind may come. Ask under the lock."""
    places = EditionPlaces.objects.get(edition_id=participant.edition_id)
    taken, kind = _taken(places), participant.kind
    fits_kind = kind.places is None or taken[kind.pk] < kind.places
    return fits_kind and (places.total is None or taken.total() < places.total)


def _place(people: list[int], known: Mapping[int, Participant], **columns: object) -> list[Participant]:
    """Write the columns of ``people`` and give their rows, those that are ``known`` without reading them again."""
    if not people:
        return []
    columns["queue_number"] = None
    Participant.objects.filter(pk__in=people).update(**columns)
    rows = [known[pk] for pk in people if pk in known]
    for row in rows:
        for name, value in columns.items():
            setattr(row, name, value)
    others = [pk for pk in people if pk not in known]
    read = Participant.objects.filter(pk__in=others).for_telling() if others else ()
    return sorted([*rows, *read], key=attrgetter("pk"))


def _write(places: EditionPlaces, kinds: Iterable[ParticipantKind], taken: Counter[int]) -> None:
    for kind in kinds:
        if kind.taken != taken[kind.pk]:
            kind.taken = taken[kind.pk]
            kind.save(update_fields=["taken"])
    if places.taken != taken.total():
        places.taken = taken.total()
        places.save(update_fields=["taken"])
