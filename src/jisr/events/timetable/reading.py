"""The programme that everybody sees: the latest published version of an edition."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from jisr.events.agenda.models import ProgrammeVersion
from jisr.events.agenda.published import Programme, PublishedRoom, PublishedSession
from jisr.events.editions.models import Edition
from jisr.web.public_data import remembered


@dataclass(frozen=True)
class Published:
    """A published programme with its number and what is found in it by name."""

    number: int
    published_at: datetime
    programme: Programme
    news: Mapping[str, str] = field(default_factory=dict)
    rooms: Mapping[str, PublishedRoom] = field(default_factory=dict)
    by_code: Mapping[str, PublishedSession] = field(default_factory=dict)
    by_guid: Mapping[str, PublishedSession] = field(default_factory=dict)

    @property
    def zone(self) -> str:
        return self.programme.zone


def published_of(version: ProgrammeVersion) -> Published:
    """What a version holds, as values."""
    programme = Programme.read(version.content)
    return Published(
        number=version.number,
        published_at=version.published_at,
        programme=programme,
        news=version.news,
        rooms={room.guid: room for room in programme.rooms},
        by_code={session.code: session for session in programme.sessions},
        by_guid={session.guid: session for session in programme.sessions},
    )


def latest(edition: Edition) -> Published | None:
    """What is published now, or nothing yet. Read once in a process until public data changes."""
    return remembered(f"programme {edition.pk}", lambda: _read(edition))


def _read(edition: Edition) -> Published | None:
    version = ProgrammeVersion.objects.filter(edition=edition).order_by("-number").first()
    return published_of(version) if version else None
