"""What changed from one published version to the next, session by session."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from jisr.events.agenda.models import ProgrammeVersion
from jisr.events.agenda.published import Programme, PublishedSession
from jisr.events.editions.models import Edition
from jisr.events.timetable import wording
from jisr.events.timetable.reading import Published, published_of

MOST_VERSIONS = 10
TEXTS = ("title", "abstract", "languages", "interpretations", "speakers", "materials")
TEXTS += ("meeting_point", "transport", "permits", "themes", "kind", "places", "needs_signup")


@dataclass(frozen=True)
class Change:
    """One session that changed; ``before`` is None for a new one. ``kinds``: what changed about it."""

    kinds: tuple[str, ...]
    before: PublishedSession | None
    after: PublishedSession


@dataclass(frozen=True)
class Step:
    """One version with what it changed."""

    number: int
    published_at: datetime
    note: str
    old: Published
    new: Published
    changes: tuple[Change, ...]


def history(edition: Edition) -> list[Step]:
    """The latest versions, newest first, each against the one before it. The first version changes nothing."""
    versions = list(ProgrammeVersion.objects.filter(edition=edition).order_by("-number")[: MOST_VERSIONS + 1])
    read = [published_of(version) for version in versions]
    return [
        Step(
            number=version.number,
            published_at=version.published_at,
            note=wording.line(version.news) or version.note,
            old=old,
            new=new,
            changes=tuple(changes_between(old.programme, new.programme)),
        )
        for version, new, old in zip(versions, read, read[1:], strict=False)
    ]


def changes_between(old: Programme, new: Programme) -> Iterator[Change]:
    """In the order of the new programme; what was dropped altogether comes last, as cancelled."""
    known = {session.guid: session for session in old.sessions}
    for session in new.sessions:
        before = known.pop(session.guid, None)
        if before is None:
            if not session.is_cancelled:
                yield Change(("new",), None, session)
        elif kinds := tuple(_kinds(before, session)):
            yield Change(kinds, before, session)
    for gone in known.values():
        if not gone.is_cancelled:
            yield Change(("cancelled",), gone, gone)


def _kinds(before: PublishedSession, after: PublishedSession) -> Iterator[str]:
    if after.is_cancelled:
        if not before.is_cancelled:
            yield "cancelled"
        return
    if before.is_cancelled:
        yield "back"
    if (before.starts_at, before.minutes) != (after.starts_at, after.minutes):
        yield "time"
    if before.room != after.room:
        yield "room"
    if any(getattr(before, name) != getattr(after, name) for name in TEXTS):
        yield "text"
