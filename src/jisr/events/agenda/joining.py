"""Who handed in a contribution and registers later speaks in its session as that participant, and is asked about it."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby

from django.db.models import Q
from django.db.models.functions import Lower

from jisr.audit.services import SYSTEM
from jisr.events.agenda import telling
from jisr.events.agenda.models import SessionSpeaker
from jisr.events.agenda.queries import SpeakerQuerySet
from jisr.events.agenda.services import lock, touch
from jisr.events.agenda.states import ContributionState
from jisr.events.registration import arriving
from jisr.events.registration.models import Participant
from jisr.kernel import trail
from jisr.kernel.tables import LANGUAGES
from jisr.kernel.text.folding import fold


def register() -> None:
    arriving.register("contributors", join)


def join(people: Sequence[Participant], *, at: datetime) -> None:
    """Connect what these people are down for without a registration, and ask those who have not answered yet."""
    if _without_registration(people).exists():
        lock(people[0].edition)
        _connect(people)
    rows = SessionSpeaker.objects.filter(participant__in=people, session__is_cancelled=False).unanswered()
    asked = rows.select_related("session__edition", "participant__user").order_by("session", "pk")
    for session, speakers in groupby(asked, key=lambda row: row.session):
        telling.ask_consent(session, speakers, at=at)


def _without_registration(people: Sequence[Participant]) -> SpeakerQuerySet:
    """Parts in sessions that come from a contribution of one of these people: by their account, or by its address."""
    author = "session__contribution__author"
    rows: SpeakerQuerySet = SessionSpeaker.objects.filter(
        participant=None,
        session__edition=people[0].edition_id,
        session__contribution__state=ContributionState.ACCEPTED,
    ).annotate(address=Lower(f"{author}__email"))
    users = [each.user_id for each in people if each.user_id]
    addresses = [each.email for each in people if each.email]
    return rows.filter(Q(**{f"{author}__in": users}) | Q(address__in=addresses))


def _connect(people: Sequence[Participant]) -> None:
    taken = set(SessionSpeaker.objects.filter(participant__in=people).values_list("session", "participant", "role"))
    rows = _without_registration(people).select_related("session__contribution__author", "session__edition")
    for row in rows.order_by("session", "position", "pk"):
        for person in _same(row, people):
            if (row.session_id, person.pk, row.role) in taken:
                continue
            taken.add((row.session_id, person.pk, row.role))
            _give(row, person)
            break


def _same(row: SessionSpeaker, people: Sequence[Participant]) -> Iterator[Participant]:
    """The author, where the part is theirs: the events team may have put down other people, too."""
    author = row.session.contribution.author
    for person in people:
        is_author = person.user_id == author.pk or person.email == author.email.lower()
        if is_author and fold(row.full_name) in {fold(author.display_name), fold(person.full_name)}:
            yield person


def _give(row: SessionSpeaker, person: Participant) -> None:
    row.participant = person
    if row.consented_at is None:  # what is shown already stays as it was agreed
        row.full_name = person.full_name
    if not any(getattr(row, f"function_title_{code}") for code in LANGUAGES):
        setattr(row, f"function_title_{row.session.contribution.language}", person.function_title)
    row.save()
    touch(row.session)
    trail.record("events.speaker_registered", row.session, actor=SYSTEM, changes={"participant": [None, None]})
