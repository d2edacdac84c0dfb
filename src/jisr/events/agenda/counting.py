"""What sign-ups tell the rest of the room: how many come, where people are expected, whom a change concerns.

Also takes out who does not come to the meeting any more, after the commit of that.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Count, F
from django.db.models.functions import Coalesce

from jisr.events.agenda import commitments, concerned, signups
from jisr.events.agenda.conflicts import Commitment
from jisr.events.agenda.signing_up import leave_all
from jisr.events.agenda.signup_models import SessionSignup
from jisr.events.registration.signals import participant_left

NAME = "sign-ups"


def register() -> None:
    signups.register(NAME, numbers_of)
    commitments.register(NAME, commitments_of)
    concerned.register(NAME, concerns)
    participant_left.connect(take_out, dispatch_uid="who left gives back places in sessions")


def numbers_of(edition_id: int) -> Counter[int]:
    """How many people have a place, by session."""
    rows = SessionSignup.objects.placed().filter(session__edition=edition_id)
    return Counter(dict(rows.order_by().values_list("session").annotate(Count("pk"))))


def commitments_of(edition_id: int) -> Iterator[Commitment]:
    """One for each place in a session that takes place at a known time. One query."""
    rows = SessionSignup.objects.placed().filter(
        session__edition=edition_id, session__starts_at__isnull=False, session__is_cancelled=False
    )
    for row in rows.select_related("session"):
        session = row.session
        yield Commitment(row.participant_id, session.starts_at, session.ends_at, session.title, session.pk)


def concerns(session_ids: Collection[int]) -> set[tuple[int, int]]:
    """Who has a place or waits for one; for somebody without an account, whoever registered them."""
    who = Coalesce(F("participant__user"), F("participant__party__registered_by"))
    rows = SessionSignup.objects.filter(session__in=session_ids).annotate(who=who).exclude(who=None)
    return set(rows.values_list("who", "session"))


def registered_for(session_ids: Collection[int]) -> dict[tuple[int, int], list[str]]:
    """The names of those without an account, by the person who registered them and by the session."""
    rows = SessionSignup.objects.filter(session__in=session_ids, participant__user=None).order_by("pk")
    found: dict[tuple[int, int], list[str]] = defaultdict(list)
    for who, session, name in rows.exclude(participant__party__registered_by=None).values_list(
        "participant__party__registered_by", "session", "participant__full_name"
    ):
        found[who, session].append(name)
    return found


def take_out(*, participant_pk: int, at: datetime, **_named: Any) -> None:  # noqa: ANN401
    leave_all(participant_pk, at=at)
