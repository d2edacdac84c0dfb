"""Who attended what, read from the check-ins that count: sessions, days in the zone of the meeting, minutes."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery

from jisr.events.agenda.models import Session
from jisr.events.agenda.states import SessionKind
from jisr.events.attendance.judging import seats_of
from jisr.events.attendance.models import CertificateRule, CheckIn
from jisr.events.attendance.states import Direction, Unit
from jisr.events.editions.models import Edition
from jisr.events.registration.models import Participant


@dataclass
class Attended:
    """What one participant attended. ``minutes`` are those of the sessions as they were planned."""

    sessions: set[int] = field(default_factory=set)
    days: set[date] = field(default_factory=set)
    minutes: int = 0

    def amount(self, unit: str) -> int:
        return len(self.sessions) if unit == Unit.SESSIONS else len(self.days)

    @property
    def hours(self) -> float:
        return round(self.minutes / 60, 1)


@dataclass(frozen=True)
class SessionFigures:
    """One session with who is in it now, who was in it at all, and for how many there is room."""

    session: Session
    inside: int
    were_in: int
    seats: int | None

    @property
    def is_full(self) -> bool:
        return self.seats is not None and self.inside >= self.seats


def attended(edition: Edition, people: Collection[int] | None = None) -> dict[int, Attended]:
    """By the key of each participant who came at all; two queries. ``people`` narrows it to some of them."""
    lengths = dict(
        Session.objects.filter(edition=edition, is_cancelled=False)
        .exclude(kind=SessionKind.BREAK)
        .values_list("pk", "minutes")
    )
    rows = CheckIn.objects.coming_in().filter(edition=edition)
    if people is not None:
        rows = rows.filter(participant__in=people)
    zone, found = ZoneInfo(edition.zone), defaultdict[int, Attended](Attended)
    for who, session, at in rows.values_list("participant_id", "session_id", "happened_at"):
        mine = found[who]
        mine.days.add(at.astimezone(zone).date())
        if session in lengths and session not in mine.sessions:
            mine.sessions.add(session)
            mine.minutes += lengths[session]
    return dict(found)


def rule_of(edition: Edition) -> CertificateRule:
    """The rule for certificates; one day is enough where the office set none."""
    found = CertificateRule.objects.filter(edition=edition).first()
    return found or CertificateRule(edition=edition)


def is_enough(mine: Attended | None, rule: CertificateRule) -> bool:
    return mine is not None and mine.amount(rule.unit) >= rule.at_least


def with_standing(edition: Edition, session: Session | None = None) -> "QuerySet[Participant]":
    """Those who come, each with ``standing``: the direction of the last check-in at the place, or nothing."""
    last = CheckIn.objects.standing_now(session).values("direction")[:1]
    rows = Participant.objects.coming().filter(edition=edition).annotate(standing=Subquery(last))
    return rows.for_lists().order_by("full_name", "pk")


def present(edition: Edition, session: Session | None = None) -> int:
    """How many of those who come are inside now."""
    return with_standing(edition, session).filter(standing=Direction.IN).count()


def numbers_of(edition: Edition) -> dict[str, int]:
    """How many come, are inside now, and were there at all; one query."""
    came = CheckIn.objects.coming_in().filter(participant=OuterRef("pk"))
    rows = with_standing(edition).annotate(was_there=Exists(came)).select_related(None).order_by()
    found: dict[str, int] = rows.aggregate(
        coming=Count("pk"),
        inside=Count("pk", filter=Q(standing=Direction.IN)),
        came=Count("pk", filter=Q(was_there=True)),
    )
    return found


def session_figures(edition: Edition) -> list[SessionFigures]:
    """All sessions that take place, in their order, in three queries."""
    sessions = Session.objects.filter(edition=edition).taking_place().scheduled().select_related("room")
    rows = CheckIn.objects.counting().filter(edition=edition, session__isnull=False)
    last: dict[tuple[int, int], tuple[object, str]] = {}
    were_in: dict[int, set[int]] = defaultdict(set)
    for who, session, direction, *when in rows.values_list(
        "participant_id", "session_id", "direction", "happened_at", "received_at", "pk"
    ):
        if direction == Direction.IN:
            were_in[session].add(who)
        last[who, session] = max(last.get((who, session), (tuple(when), direction)), (tuple(when), direction))
    inside: dict[int, int] = defaultdict(int)
    for (_who, session), (_when, direction) in last.items():
        inside[session] += direction == Direction.IN
    return [
        SessionFigures(session, inside[session.pk], len(were_in[session.pk]), seats_of(session))
        for session in sessions.order_by("starts_at", "pk").select_related("presence_code")
    ]


def problems_of(edition: Edition) -> tuple[int, int | None]:
    """How many check-ins are to be settled, and the key of the newest."""
    told = CheckIn.objects.unsettled().filter(edition=edition).aggregate(number=Count("pk"), newest=Max("pk"))
    return told["number"], told["newest"]
