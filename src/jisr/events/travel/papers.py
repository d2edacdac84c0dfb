"""Invitation letters as private documents: for the person, the coordinators of their authority and the events team."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from jisr.documents import access, kinds
from jisr.documents.access import Place
from jisr.documents.subjects import Subject
from jisr.events.registration.models import Participant
from jisr.events.travel.models import travel_url
from jisr.events.travel.policies import READ_TRAVEL
from jisr.kernel.policy import may

SUBJECT: Final = "events.travelletter"
KIND: Final = "events.invitation_letter"


def register() -> None:
    kinds.declare(KIND, _("invitation letter"))
    access.register(SUBJECT, _may_read, _may_write, _place)


def subject_of(participant: Participant) -> Subject:
    return Subject(SUBJECT, str(participant.pk))


def _find(key: str) -> Participant | None:
    rows = Participant.objects.select_related("authority", "edition")
    found: Participant | None = rows.filter(pk=key).first() if key.isdecimal() else None
    return found


def _may_read(actor: Any, key: str) -> bool:  # noqa: ANN401 - a person
    participant = _find(key)
    return participant is not None and may(actor, READ_TRAVEL, participant)


def _may_write(_actor: Any, _key: str) -> bool:  # noqa: ANN401
    """Letters come from the office's own service, never from an upload."""
    return False


def _place(key: str) -> Place | None:
    participant = _find(key)
    return Place(participant.full_name, travel_url(participant)) if participant else None
