"""Who does not come to the meeting any more is not shown in its programme, and the events team is told.

They stay down for their sessions until the events team decides: until then it is a conflict.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from jisr.audit.services import SYSTEM
from jisr.events.agenda import telling
from jisr.events.agenda.models import Session, SessionSpeaker
from jisr.events.agenda.publishing import stop_showing
from jisr.events.agenda.services import lock
from jisr.events.registration.models import Participant
from jisr.events.registration.signals import participant_left


def register() -> None:
    participant_left.connect(hide, dispatch_uid="who left is not shown in programmes")


@transaction.atomic
def hide(*, participant_pk: int, at: datetime, **_named: Any) -> None:  # noqa: ANN401 - what signals give along
    participant = Participant.objects.select_related("edition").get(pk=participant_pk)
    lock(participant.edition)
    speaking = list(SessionSpeaker.objects.filter(participant=participant).select_related("session__edition"))
    if speaking:
        stop_showing(*speaking, actor=SYSTEM, at=at)
    keys = {row.session_id for row in speaking} | set(participant.interpretations.values_list("session", flat=True))
    sessions = list(Session.objects.taking_place().filter(pk__in=keys))
    if sessions:
        telling.tell_left(participant, sessions, at=at)
