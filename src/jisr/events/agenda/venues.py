"""Venues and rooms of an edition, ways between them, the rules of its programme, and rooms that cannot be used."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import ProtectedError, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.events.agenda import seats
from jisr.events.agenda.models import AgendaRules, EditionVenue, Room, RoomClosure, Session, Venue, WalkingTime
from jisr.events.agenda.services import ChangedMeanwhile, InUse, lock
from jisr.events.agenda.states import USUAL_LEVELS
from jisr.events.editions.models import Edition
from jisr.events.editions.policies import RUN_EDITION
from jisr.kernel import trail
from jisr.kernel.policy import authorize
from jisr.kernel.tables import LANGUAGES

VENUE_FIELDS: Final = (
    *(f"{name}_{code}" for name in ("name", "access_note") for code in LANGUAGES),
    *("address", "authority", "zone", "is_step_free"),
)
ROOM_FIELDS: Final = (*(f"name_{code}" for code in LANGUAGES), "capacity", "is_step_free")


@transaction.atomic
def save_venue(
    venue: Venue | None, values: Mapping[str, Any], rooms: Sequence[Mapping[str, Any]], *, edition: Edition, actor: User
) -> Venue:
    """Write a venue with its rooms, and let the edition use it.

    A row of ``rooms`` knows its ``room`` if it was there before; rooms without a row are removed. Where a room holds
    more now, those who wait for its sessions move up, whichever meeting these belong to; nobody loses a place where it
    holds fewer. Raises ``InUse`` for a room that has sessions.
    """
    edition = _lock_all(edition, venue)
    authorize(actor, RUN_EDITION, edition)
    is_new = venue is None
    venue = venue or Venue()
    for name in VENUE_FIELDS:
        setattr(venue, name, values[name])
    venue.save()
    EditionVenue.objects.get_or_create(edition=edition, venue=venue)
    _set_rooms(venue, rooms)
    seats.go_on(Session.objects.filter(room__venue=venue), at=timezone.now())
    trail.record(f"events.venue_{'made' if is_new else 'changed'}", venue, actor=actor)
    return venue


@transaction.atomic
def use_venue(edition: Edition, venue: Venue, *, actor: User) -> None:
    """Let an edition use a venue that is known already. Doing it twice changes nothing."""
    edition = lock(edition)
    authorize(actor, RUN_EDITION, edition)
    _used, is_new = EditionVenue.objects.get_or_create(edition=edition, venue=venue)
    if is_new:
        trail.record("events.venue_used", edition, actor=actor, changes={"venue": [None, str(venue)]})


@transaction.atomic
def leave_venue(edition: Edition, venue: Venue, *, actor: User) -> None:
    """Let an edition do without a venue. Raises ``InUse`` while it has sessions there."""
    edition = lock(edition)
    authorize(actor, RUN_EDITION, edition)
    if edition.sessions.filter(room__venue=venue).exists():
        raise InUse(_("Sessions of this meeting are in this venue. Move them first."))
    gone, _rows = EditionVenue.objects.filter(edition=edition, venue=venue).delete()
    if gone:
        trail.record("events.venue_left", edition, actor=actor, changes={"venue": [str(venue), None]})


@transaction.atomic
def set_rules(
    edition: Edition,
    *,
    walk_minutes: int,
    levels: Mapping[str, str],
    walks: Mapping[tuple[int, int], int | None],
    actor: User,
) -> AgendaRules:
    """Choose how serious each kind of conflict is, and how long the ways are. ``walks`` None: as usual."""
    edition = lock(edition)
    authorize(actor, RUN_EDITION, edition)
    rules, _made = AgendaRules.objects.get_or_create(edition=edition)
    before = {"walk_minutes": rules.walk_minutes, **rules.levels}
    rules.walk_minutes = walk_minutes
    rules.levels = {kind: level for kind, level in levels.items() if USUAL_LEVELS[kind] != level}
    rules.save()
    for (one, other), minutes in walks.items():
        pair = {"edition": edition, "one_id": min(one, other), "other_id": max(one, other)}
        if minutes is None:
            WalkingTime.objects.filter(**pair).delete()
        else:
            WalkingTime.objects.update_or_create(**pair, defaults={"minutes": minutes})
    after = {"walk_minutes": walk_minutes, **rules.levels}
    changes = {name: [before.get(name), after.get(name)] for name in {**before, **after}}
    told = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    trail.record("events.agenda_rules_set", edition, actor=actor, changes=told)
    return rules


@transaction.atomic
def close_room(
    room: Room, *, edition: Edition, starts_at: datetime, ends_at: datetime | None, reason: str, actor: User
) -> RoomClosure:
    """Say that a room cannot be used from a moment on. The same said twice stands once."""
    edition = lock(edition)
    authorize(actor, RUN_EDITION, edition)
    closure, is_new = RoomClosure.objects.get_or_create(
        room=room, starts_at=starts_at, ends_at=ends_at, defaults={"reason": reason}
    )
    if is_new:
        trail.record("events.room_closed", edition, actor=actor, changes={"room": [None, str(room)]})
    return closure


@transaction.atomic
def open_room(room: Room, *, edition: Edition, actor: User) -> None:
    """Say that a room can be used again."""
    edition = lock(edition)
    authorize(actor, RUN_EDITION, edition)
    gone, _rows = RoomClosure.objects.filter(room=room).delete()
    if gone:
        trail.record("events.room_opened", edition, actor=actor, changes={"room": [None, str(room)]})


def _lock_all(edition: Edition, venue: Venue | None) -> Edition:
    """The edition with all that use the venue, locked in the order of their numbers, so that nobody waits in a ring."""
    used = EditionVenue.objects.filter(venue=venue).values("edition")
    rows = Edition.objects.select_for_update(no_key=True).filter(Q(pk=edition.pk) | Q(pk__in=used)).order_by("pk")
    return next(row for row in list(rows) if row.pk == edition.pk)


def _set_rooms(venue: Venue, rows: Sequence[Mapping[str, Any]]) -> None:
    known = {room.pk: room for room in venue.rooms.all()}
    kept = set()
    for position, row in enumerate(rows):
        if row.get("room") and row["room"] not in known:
            raise ChangedMeanwhile
        room = known.get(row.get("room")) or Room(venue=venue)
        for name in ROOM_FIELDS:
            setattr(room, name, row[name])
        room.position = position
        room.save()
        kept.add(room.pk)
    for key, room in known.items():
        if key not in kept:
            _remove(room)


def _remove(room: Room) -> None:
    try:
        room.delete()
    except ProtectedError as error:
        raise InUse(_("There are sessions in the room “%(room)s”. Move them first.") % {"room": room}) from error
