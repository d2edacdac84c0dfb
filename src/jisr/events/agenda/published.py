"""A published programme as values: what public pages, calendars and files read, and nothing that was not published.

Texts are by language (``{"de": ..., "en": ..., "ar": ...}``); what has no text in a language is shown in another one.
Moments are UTC. A session that was published once and then dropped stays with ``is_cancelled``, for calendars.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any, Self

Texts = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class PublishedRoom:
    """A room, by the public id of its row."""

    guid: str
    name: Texts
    venue: Texts
    address: str
    zone: str
    capacity: int | None = None
    is_step_free: bool | None = None


@dataclass(frozen=True, kw_only=True)
class PublishedSpeaker:
    """Somebody who agreed to be shown. ``role``: ``speaker`` or ``moderator``."""

    name: str
    role: str
    function: Texts = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class PublishedInterpretation:
    """``from_language`` and ``to_language`` are codes; ``channel`` a value of ``states.Channel``."""

    from_language: str
    to_language: str
    channel: str


@dataclass(frozen=True, kw_only=True)
class PublishedMaterial:
    """A file or page that goes with a session."""

    title: Texts
    url: str
    language: str = ""


@dataclass(frozen=True, kw_only=True)
class PublishedSession:
    """One session. ``number`` is unique within all programmes and stays the same, as ``guid`` and ``code`` do."""

    guid: str
    number: int
    code: str
    kind: str
    title: Texts
    abstract: Texts
    starts_at: datetime
    minutes: int
    room: str | None
    sequence: int
    changed_at: datetime
    languages: Sequence[str] = ()
    themes: Sequence[str] = ()
    speakers: Sequence[PublishedSpeaker] = ()
    interpretations: Sequence[PublishedInterpretation] = ()
    materials: Sequence[PublishedMaterial] = ()
    meeting_point: Texts = field(default_factory=dict)
    transport: Texts = field(default_factory=dict)
    permits: Texts = field(default_factory=dict)
    places: int | None = None
    needs_signup: bool = False
    is_cancelled: bool = False

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Self:
        return cls(
            **{
                **kept,
                "starts_at": datetime.fromisoformat(kept["starts_at"]),
                "changed_at": datetime.fromisoformat(kept["changed_at"]),
                "speakers": tuple(PublishedSpeaker(**row) for row in kept["speakers"]),
                "interpretations": tuple(PublishedInterpretation(**row) for row in kept["interpretations"]),
                "materials": tuple(PublishedMaterial(**row) for row in kept["materials"]),
                "languages": tuple(kept["languages"]),
                "themes": tuple(kept["themes"]),
            }
        )


@dataclass(frozen=True, kw_only=True)
class Programme:
    """All sessions in the order of time, and the rooms they are in. ``zone``: that of the edition."""

    zone: str
    rooms: Sequence[PublishedRoom]
    sessions: Sequence[PublishedSession]

    def as_json(self) -> dict[str, Any]:
        """What ``ProgrammeVersion.content`` keeps."""
        kept = asdict(self)
        for session in kept["sessions"]:
            session["starts_at"] = session["starts_at"].isoformat()
            session["changed_at"] = session["changed_at"].isoformat()
        return {"zone": self.zone, "rooms": list(kept["rooms"]), "sessions": list(kept["sessions"])}

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Self:
        """The programme that ``as_json`` kept."""
        return cls(
            zone=kept["zone"],
            rooms=tuple(PublishedRoom(**row) for row in kept["rooms"]),
            sessions=tuple(PublishedSession.read(row) for row in kept["sessions"]),
        )
