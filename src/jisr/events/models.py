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
from jisr.events.editions.models import (
    CostLine,
    Deviation,
    Edition,
    EditionStep,
    Invitation,
    InvitationLetter,
    InvitationRound,
    Series,
)
from jisr.events.editions.states import Kind, Mode
from jisr.events.registration.models import Delegation, Participant, ParticipantKind

__all__ = [
    "CostLine",
    "Delegation",
    "Deviation",
    "Edition",
    "EditionStep",
    "EditionVenue",
    "Interpretation",
    "Invitation",
    "InvitationLetter",
    "InvitationRound",
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
