"""All tables of this room. Each part keeps its own in its folder."""

from jisr.events.agenda.models import (
    EditionVenue,
    Interpretation,
    ProgrammeVersion,
    Room,
    Session,
    SessionSpeaker,
    Venue,
)
from jisr.events.editions.models import Edition, EditionStep, Series
from jisr.events.editions.states import Kind, Mode
from jisr.events.registration.models import Delegation, Participant, ParticipantKind

__all__ = [
    "Delegation",
    "Edition",
    "EditionStep",
    "EditionVenue",
    "Interpretation",
    "Kind",
    "Mode",
    "Participant",
    "ParticipantKind",
    "ProgrammeVersion",
    "Room",
    "Series",
    "Session",
    "SessionSpeaker",
    "Venue",
]
