"""What would be published now: the sessions that take place, as values, next to the version before."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet

from jisr.events.agenda.comparing import calendars_care, changed
from jisr.events.agenda.models import ProgrammeVersion, Room, Session
from jisr.events.agenda.published import (
    Programme,
    PublishedInterpretation,
    PublishedMaterial,
    PublishedRoom,
    PublishedSession,
    PublishedSpeaker,
    Texts,
)
from jisr.events.editions.models import Edition
from jisr.kernel.tables import LANGUAGES


def texts(row: Any, name: str) -> Texts:  # noqa: ANN401 - a row with columns in three languages
    """What a column says in each language that it says something in."""
    found = {code: getattr(row, f"{name}_{code}") or "" for code in LANGUAGES}
    return {code: text for code, text in found.items() if text}


def last_version(edition: Edition) -> ProgrammeVersion | None:
    found: ProgrammeVersion | None = edition.programme_versions.order_by("-number").first()
    return found


def last_heading(edition: Edition) -> ProgrammeVersion | None:
    """The last version without its content, which is long."""
    found: ProgrammeVersion | None = edition.programme_versions.defer("content").order_by("-number").first()
    return found


def read(version: ProgrammeVersion | None) -> Programme | None:
    return Programme.read(version.content) if version else None


def draft_of(edition: Edition, last: Programme | None, *, at: datetime) -> Programme:
    """The programme as publishing would write it now.

    What was published once and is no longer planned, or has no time any more, stays as cancelled.
    """
    known = {session.number: session for session in last.sessions} if last else {}
    rows = list(_rows(edition))
    planned = [_session(row) for row in rows if row.starts_at and not row.is_cancelled]
    numbers = {session.number for session in planned}
    dropped = [replace(session, is_cancelled=True) for number, session in known.items() if number not in numbers]
    sessions = [_dated(session, known.get(session.number), at) for session in (*planned, *dropped)]
    ordered = sorted(sessions, key=lambda each: (each.starts_at, each.number))
    used = {each.room for each in ordered}
    return Programme(zone=edition.zone, rooms=_rooms(rows, last, used), sessions=tuple(ordered))


def _rows(edition: Edition) -> QuerySet[Session]:
    related = ("themes", "speakers__participant", "interpretations", "materials")
    rows: QuerySet[Session] = edition.sessions.select_related("room__venue").prefetch_related(*related)
    return rows.order_by(F("starts_at").asc(nulls_last=True), "pk")


def _dated(session: PublishedSession, before: PublishedSession | None, at: datetime) -> PublishedSession:
    """With its sequence, and the moment at which it last changed."""
    if before is None:
        return replace(session, sequence=0, changed_at=at)
    sequence = before.sequence + int(calendars_care(before, session))
    return replace(session, sequence=sequence, changed_at=at if changed(before, session) else before.changed_at)


def _session(row: Session) -> PublishedSession:
    return PublishedSession(
        guid=str(row.public_id),
        number=row.pk,
        code=row.code,
        kind=row.kind,
        title=texts(row, "title"),
        abstract=texts(row, "abstract"),
        starts_at=row.starts_at,
        minutes=row.minutes,
        room=str(row.room.public_id) if row.room else None,
        sequence=row.sequence,
        changed_at=row.updated_at,
        languages=tuple(row.languages),
        themes=tuple(sorted(theme.slug for theme in row.themes.all())),
        speakers=tuple(
            PublishedSpeaker(name=each.full_name, role=each.role, function=texts(each, "function_title"))
            for each in row.speakers.all()
            if each.is_shown
        ),
        interpretations=tuple(
            PublishedInterpretation(
                from_language=each.from_language, to_language=each.to_language, channel=each.channel
            )
            for each in row.interpretations.all()
        ),
        materials=tuple(
            PublishedMaterial(title=texts(each, "title"), url=each.url, language=each.language)
            for each in row.materials.all()
        ),
        meeting_point=texts(row, "meeting_point"),
        transport=texts(row, "transport"),
        permits=texts(row, "permits"),
        places=row.places,
        needs_signup=row.needs_signup,
    )


def _rooms(rows: Iterable[Session], last: Programme | None, used: set[str | None]) -> tuple[PublishedRoom, ...]:
    """The rooms that sessions are in; those of cancelled sessions as they were published."""
    found = {room.guid: room for room in last.rooms} if last else {}
    found |= {str(row.room.public_id): _room(row.room) for row in rows if row.room}
    return tuple(sorted((room for guid, room in found.items() if guid in used), key=lambda room: room.guid))


def _room(room: Room) -> PublishedRoom:
    return PublishedRoom(
        guid=str(room.public_id),
        name=texts(room, "name"),
        venue=texts(room.venue, "name"),
        address=room.venue.address,
        zone=room.venue.zone,
        capacity=room.capacity,
        is_step_free=room.is_step_free,
    )
