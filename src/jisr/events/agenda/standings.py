"""How sign-up for sessions stands, as one reader sees it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from jisr.accounts.models import User
from jisr.events.agenda import seats
from jisr.events.agenda.models import Session
from jisr.events.agenda.signup_models import SessionSignup
from jisr.events.editions.models import Edition
from jisr.events.registration.models import Participant
from jisr.events.registration.queries import ParticipantQuerySet
from jisr.municipalities.states import MembershipRole


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Who reads: with a confirmed place at the meeting or None, and whether they act for others who have one."""

    participant: Participant | None
    sends: bool


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One session. ``limit`` None: no limit; ``own``: the reader's sign-up, with its ``position``."""

    url: str
    reader: Reader
    limit: int | None
    taken: int
    waiting: int
    until: date | None
    is_open: bool
    is_to_come: bool
    own: SessionSignup | None = None

    @property
    def free(self) -> int | None:
        return None if self.limit is None else max(self.limit - self.taken, 0)

    @property
    def is_full(self) -> bool:
        return self.free == 0


def standings(edition: Edition, user: User, *, at: datetime) -> dict[str, Standing]:
    """All sessions of a meeting that need sign-up, by their guid, in a fixed number of queries; without any in one."""
    sessions = list(edition.sessions.filter(needs_signup=True).with_signups())
    if not sessions:
        return {}
    reader = reader_of(edition, user)
    rows = SessionSignup.objects.filter(participant=reader.participant).with_position() if reader.participant else ()
    own = {row.session_id: row for row in rows}
    return {
        str(session.public_id): standing_of(session, edition, reader, own.get(session.pk), at=at)
        for session in sessions
    }


def standing_of(
    session: Session, edition: Edition, reader: Reader, own: SessionSignup | None, *, at: datetime
) -> Standing:
    """One session as ``with_signups`` reads it."""
    session.edition = edition
    return Standing(
        url=reverse("agenda:sign_up", args=[edition.slug, session.public_id]),
        reader=reader,
        limit=seats.limit_of(session),
        taken=session.taken,
        waiting=session.waiting,
        until=session.signup_until,
        is_open=seats.takes_signups(session, at=at),
        is_to_come=seats.is_to_come(session, at=at),
        own=own,
    )


def standing_for_office(session: Session, *, at: datetime) -> Standing:
    """One session as those see it who run the meeting."""
    found = Session.objects.with_signups().get(pk=session.pk)
    return standing_of(found, session.edition, Reader(participant=None, sends=False), None, at=at)


def reader_of(edition: Edition, user: User) -> Reader:
    mine = Participant.objects.filter(edition=edition, user=user).coming().first()
    return Reader(participant=mine, sends=delegates_of(edition, user).exists())


def delegates_of(edition: Edition, user: User) -> ParticipantQuerySet:
    """Those who come and for whom somebody acts as their coordinator."""
    coming: ParticipantQuerySet = Participant.objects.filter(edition=edition).coming()
    return coming.sent_by(user, MembershipRole.COORDINATOR).exclude(user=user)


def guids_of(user: User, edition: Edition, *, with_waiting: bool) -> set[str]:
    """The sessions of a meeting in which a person has a place, or for which they wait, too."""
    rows = SessionSignup.objects.filter(participant__user=user, session__edition=edition)
    found = rows if with_waiting else rows.placed()
    return {str(guid) for guid in found.values_list("session__public_id", flat=True)}
