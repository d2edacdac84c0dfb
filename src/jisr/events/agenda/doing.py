"""What people do in sessions: they speak, moderate or interpret."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext

from jisr.accounts.models import User
from jisr.events.agenda.models import Interpretation, SessionSpeaker
from jisr.events.agenda.states import Channel, SpeakerRole
from jisr.events.agenda.wording import direction
from jisr.events.editions.models import Edition
from jisr.events.registration.models import Participant
from jisr.events.registration.states import LIVE


@dataclass(frozen=True, order=True)
class Part:
    """What somebody does in a session: a role of a speaker, or interpreting from one language into another one."""

    role: str = ""
    from_language: str = ""
    to_language: str = ""
    channel: str = ""

    def __str__(self) -> str:
        if self.role:
            return gettext("You moderate") if self.role == SpeakerRole.MODERATOR else gettext("You speak")
        return gettext("You interpret: %(languages)s (%(channel)s)") % {
            "languages": direction(self.from_language, self.to_language),
            "channel": Channel(self.channel).label,
        }


@dataclass(frozen=True)
class Appearance:
    """Somebody's part in one session, by its key."""

    participant: Participant
    session_id: int
    part: Part


def in_sessions(session_ids: Collection[int]) -> list[Appearance]:
    """All parts that participants who come have in these sessions. Two queries."""
    return _appearances(
        SessionSpeaker.objects.filter(session__in=session_ids), Interpretation.objects.filter(session__in=session_ids)
    )


def parts_of(user: User, edition: Edition) -> dict[str, list[Part]]:
    """What a person does at a meeting, by the public id of the session."""
    speaking = SessionSpeaker.objects.filter(session__edition=edition, participant__user=user)
    interpreting = Interpretation.objects.filter(session__edition=edition, interpreter__user=user)
    appearances = _appearances(speaking, interpreting)
    guids = dict(edition.sessions.values_list("pk", "public_id")) if appearances else {}
    found: dict[str, list[Part]] = defaultdict(list)
    for each in appearances:
        found[str(guids[each.session_id])].append(each.part)
    return dict(found)


def _appearances(speaking: QuerySet[SessionSpeaker], interpreting: QuerySet[Interpretation]) -> list[Appearance]:
    people = ("user", "authority__country", "organisation__country")
    speakers = speaking.filter(participant__state__in=LIVE).select_related(*(f"participant__{each}" for each in people))
    interpreters = interpreting.filter(interpreter__state__in=LIVE).select_related(
        *(f"interpreter__{each}" for each in people)
    )
    found = [Appearance(row.participant, row.session_id, Part(row.role)) for row in speakers.order_by("pk")]
    for row in interpreters.order_by("pk"):
        part = Part("", row.from_language, row.to_language, row.channel)
        found.append(Appearance(row.interpreter, row.session_id, part))
    return found
