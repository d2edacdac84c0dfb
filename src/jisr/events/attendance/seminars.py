"""Seminars that prepare: who has attended one, and where one is required. The room of assignments asks here.

The rules are dated rows (``SeminarRule``); nothing of them is a constant in code.
"""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from jisr.accounts.models import User
from jisr.events.attendance.models import Certificate, SeminarRule
from jisr.events.attendance.states import Purpose
from jisr.events.editions.models import Edition, Series
from jisr.events.registration.models import Participant


def has_attended(
    user: User,
    *,
    series: Series | None = None,
    series_kind: str = "",
    edition: Edition | None = None,
    within_months: int | None = None,
    on: date,
) -> bool:
    """Whether ``user`` holds a valid certificate of a meeting: of ``edition``, of any of ``series``, or of a kind.

    ``series_kind`` is a value of ``editions.states.Kind`` such as ``seminar``. With ``within_months`` the meeting must
    have ended at most so many months before the day ``on``, and not after it. A revoked certificate proves nothing; a
    replaced one is covered by the one that took its place. Raises ``ValueError`` unless exactly one meeting is asked
    about.
    """
    if sum(map(bool, (series, series_kind, edition))) != 1:
        raise ValueError("ask about one series, one kind of series or one edition")
    rows = Certificate.objects.valid().filter(user=user)
    if edition is not None:
        rows = rows.filter(edition=edition)
    elif series is not None:
        rows = rows.filter(edition__series=series)
    else:
        rows = rows.filter(edition__series__kind=series_kind)
    if within_months is not None:
        rows = rows.filter(edition__end_on__gte=months_before(on, within_months), edition__end_on__lte=on)
    return bool(rows.exists())


def rules_for_missions(on: date) -> list[SeminarRule]:
    """What must have been attended before a mission that begins on a day."""
    return _in_force(SeminarRule.objects.filter(purpose=Purpose.MISSION), on)


def rules_for_meeting(edition: Edition) -> list[SeminarRule]:
    """What must have been attended before a meeting begins."""
    return _in_force(SeminarRule.objects.filter(purpose=Purpose.MEETING, edition=edition), edition.start_on)


def unmet(user: User | None, rules: Iterable[SeminarRule], *, on: date) -> list[SeminarRule]:
    """Those of ``rules`` that a person does not meet on a day; somebody without an account meets none."""
    return [rule for rule in rules if user is None or not _meets(user, rule, on)]


def unmet_before_mission(user: User, *, on: date) -> list[SeminarRule]:
    """The seminars that somebody still has to attend before a mission that begins ``on`` a day; empty: may be sent."""
    return unmet(user, rules_for_missions(on), on=on)


def missing_at(edition: Edition) -> dict[int, list[SeminarRule]]:
    """Those who come to a meeting without a seminar that it requires; as many queries for one person as for fifty."""
    rules = rules_for_meeting(edition)
    if not rules:
        return {}
    people = list(Participant.objects.coming().filter(edition=edition).values_list("pk", "user_id"))
    found: dict[int, list[SeminarRule]] = {}
    for rule in rules:
        holders = set(_holders(rule, edition.start_on))
        for pk, user in people:
            if user is None or user not in holders:
                found.setdefault(pk, []).append(rule)
    return found


def _in_force(rows: QuerySet[SeminarRule], on: date) -> list[SeminarRule]:
    holds = Q(valid_until__isnull=True) | Q(valid_until__gte=on)
    return list(rows.filter(holds, valid_from__lte=on).select_related("series"))


def _meets(user: User, rule: SeminarRule, on: date) -> bool:
    return has_attended(user, series=rule.series, series_kind=rule.series_kind, within_months=rule.within_months, on=on)


def _holders(rule: SeminarRule, on: date) -> Iterable[int]:
    rows = Certificate.objects.valid().filter(
        edition__end_on__gte=months_before(on, rule.within_months), edition__end_on__lte=on, user__isnull=False
    )
    meeting = {"edition__series": rule.series} if rule.series else {"edition__series__kind": rule.series_kind}
    found: Iterable[int] = rows.filter(**meeting).values_list("user_id", flat=True)
    return found


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last day of a month that is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
