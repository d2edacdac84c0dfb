"""Which rooms are free and big enough, and who goes where when a room is lost. Knows no database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from jisr.events.agenda.conflicts import Closed, Slot


@dataclass(frozen=True, kw_only=True, slots=True)
class Space:
    """A room. ``capacity`` None: nobody counted."""

    key: int
    venue: int
    capacity: int | None = None
    is_step_free: bool = False


def is_free(
    space: Space, starts_at: datetime, ends_at: datetime, taken: Iterable[Slot], closed: Iterable[Closed]
) -> bool:
    """Whether nobody else is in the room at that time and nothing keeps people out of it."""
    in_use = any(slot.room == space.key and slot.starts_at < ends_at and slot.ends_at > starts_at for slot in taken)
    shut = any(
        each.room == space.key and each.starts_at < ends_at and (each.ends_at is None or each.ends_at > starts_at)
        for each in closed
    )
    return not (in_use or shut)


def fitting(slot: Slot, spaces: Iterable[Space], taken: Sequence[Slot], closed: Sequence[Closed]) -> list[Space]:
    """Free rooms that hold the session: those in the same house first, then the smallest that is big enough.

    Rooms that nobody counted come last; a room without steps is not given up for one with steps.
    """
    others = [each for each in taken if each.key != slot.key]
    spaces = list(spaces)
    own = next((space for space in spaces if space.key == slot.room), None)
    fit = [
        space
        for space in spaces
        if space.key != slot.room
        and (space.capacity is None or space.capacity >= slot.need)
        and (own is None or not own.is_step_free or space.is_step_free)
        and is_free(space, slot.starts_at, slot.ends_at, others, closed)
    ]
    return sorted(fit, key=lambda each: (each.venue != slot.venue, each.capacity is None, each.capacity or 0, each.key))


def spread(
    homeless: Iterable[Slot], spaces: Sequence[Space], taken: Sequence[Slot], closed: Sequence[Closed]
) -> dict[int, list[Space]]:
    """For each session the rooms it can go to, the best one first; two of them are never sent to the same place.

    Those that need most space choose first.
    """
    homeless = list(homeless)
    lost = {slot.key for slot in homeless}
    standing = [slot for slot in taken if slot.key not in lost]
    found: dict[int, list[Space]] = {}
    for slot in sorted(homeless, key=lambda each: (-each.need, each.starts_at, each.key)):
        choices = fitting(slot, spaces, standing, closed)
        found[slot.key] = choices
        if choices:
            standing.append(replace(slot, room=choices[0].key, venue=choices[0].venue))
    return found
