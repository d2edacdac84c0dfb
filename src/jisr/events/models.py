"""All tables of this room. Each part keeps its own in its folder."""

from jisr.events.agenda.contribution_models import Contribution, ContributionCall, Review
from jisr.events.agenda.models import (
    AgendaRules,
    EditionVenue,
    Interpretation,
    ProgrammeVersion,
    Room,
    RoomClosure,
    Session,
    SessionMaterial,
    SessionSpeaker,
    Venue,
    WalkingTime,
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
from jisr.events.timetable.models import (
    CalendarFeed,
    DocumentationFile,
    EditionPhoto,
    PhotoPerson,
    ProgrammePick,
    SpeakerAllowance,
)

__all__ = [
    "AgendaRules",
    "CalendarFeed",
    "Contribution",
    "ContributionCall",
    "CostLine",
    "Delegation",
    "Deviation",
    "DocumentationFile",
    "Edition",
    "EditionPhoto",
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
    "PhotoPerson",
    "ProgrammePick",
    "ProgrammeVersion",
    "Review",
    "Room",
    "RoomClosure",
    "Series",
    "Session",
    "SessionMaterial",
    "SessionSpeaker",
    "SpeakerAllowance",
    "Venue",
    "WalkingTime",
]
