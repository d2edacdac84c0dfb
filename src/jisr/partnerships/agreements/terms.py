"""What the calendar does with ties: terms end or are renewed by themselves, and people are reminded, each time once."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from jisr.audit.services import SYSTEM
from jisr.kernel.dates import add_months
from jisr.partnerships.agreements import telling
from jisr.partnerships.agreements.moving import extend, lock
from jisr.partnerships.agreements.queries import governing
from jisr.partnerships.agreements.states import Decider, ReminderKind, Renewal, StepKind
from jisr.partnerships.agreements.steps import Decision, carry_out
from jisr.partnerships.agreements.waiting import BOUND, WARNED_MONTHS
from jisr.partnerships.agreements.workflow import EXPIRE, MOVES, Move
from jisr.partnerships.agreements.writing import notice_by
from jisr.partnerships.models import Agreement, Partnership, TieReminder
from jisr.partnerships.states import Status

# A pause stays one while its agreement is renewed by itself.
RENEWED_WHILE_PAUSED = Move(StepKind.RENEWED, (Status.PAUSED,), Status.PAUSED)


def due_ties(*, today: date) -> list[int]:
    """The ties for which the calendar may have something to do."""
    soon = add_months(today, max(WARNED_MONTHS))
    ending = Agreement.objects.running_out(until=soon).values("tie")
    rows = Partnership.objects.filter(
        Q(status__in=BOUND, pk__in=ending) | Q(status=Status.PAUSED, review_on__lte=today)
    )
    return list(rows.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def follow_tie(tie_pk: int, *, at: datetime) -> list[str]:
    """Do for one tie what its days ask for; safe to run again and beside others. Returns what was done."""
    tie, today = lock(tie_pk), timezone.localdate(at)
    if tie.status not in BOUND:
        return []
    agreement = governing(tie.agreements.prefetch_related("parties"))
    done = [_end_term(tie, agreement, today, at)] if agreement else []
    if tie.status in BOUND and agreement is not None:
        done.append(_warn(tie, agreement, today, at))
    if tie.status == Status.PAUSED:
        done.append(_ask_for_review(tie, today, at))
    return [each for each in done if each]


def _end_term(tie: Partnership, agreement: Agreement, today: date, at: datetime) -> str:
    if agreement.until_on is None or agreement.until_on >= today:
        return ""
    day_after = agreement.until_on + timedelta(days=1)
    last = tie.steps.order_by("-happened_on").values_list("happened_on", flat=True).first()
    happened_on = max(day_after, last) if last else day_after
    facts: dict[str, Any] = {"happened_on": happened_on, "decided_by": Decider.TERM, "agreement": agreement}
    if agreement.renews_itself():
        until = next_end(agreement, today=today)
        extend(agreement, until)
        is_paused = tie.status == Status.PAUSED
        move = RENEWED_WHILE_PAUSED if is_paused else MOVES["renew"]
        decision = Decision(**facts, runs_until_on=until, review_on=tie.review_on if is_paused else None)
    else:
        move, decision = EXPIRE, Decision(**facts)
    telling.tell(carry_out(tie, move, decision, actor=SYSTEM, at=at), actor=SYSTEM, at=at)
    return str(move.kind.value)


def next_end(agreement: Agreement, *, today: date) -> date:
    """The first end that is not past, counted from the term that was agreed, so that no month is shortened for good."""
    first, months = agreement.term_until_on, agreement.renewal_months
    if first is None or not months:
        raise ValueError(f"agreement {agreement.pk} does not renew itself")
    times = 1
    while add_months(first, times * months) < today:
        times += 1
    return add_months(first, times * months)


def _warn(tie: Partnership, agreement: Agreement, today: date, at: datetime) -> str:
    """Of the reminders that are due the nearest one: who comes late is not told thrice."""
    end = agreement.until_on
    due = [months for months in WARNED_MONTHS if end and add_months(end, -months) <= today <= end]
    if end is None or not due or not _is_first(tie, ReminderKind.TERM, min(due), end, at):
        return ""
    automatic = agreement.renews_itself()
    what = {
        "is_review": False,
        "day": end,
        "then": Renewal.AUTOMATIC if automatic else Renewal.NONE if agreement.notice_given_on else agreement.renewal,
        "notice_by": _open_notice(agreement, today) if automatic else None,
    }
    telling.remind(tie, what, actor=SYSTEM, at=at)
    return "term"


def _open_notice(agreement: Agreement, today: date) -> date | None:
    last = notice_by(agreement)
    return last if last and last >= today else None


def _ask_for_review(tie: Partnership, today: date, at: datetime) -> str:
    day = tie.review_on
    if day is None or day > today or not _is_first(tie, ReminderKind.REVIEW, 0, day, at):
        return ""
    telling.remind(tie, {"is_review": True, "day": day}, actor=SYSTEM, at=at)
    return "review"


def _is_first(tie: Partnership, kind: ReminderKind, months: int, about_on: date, at: datetime) -> bool:
    """Note that people are reminded; false if they were."""
    _row, is_new = TieReminder.objects.get_or_create(
        tie=tie, kind=kind, months=months, about_on=about_on, defaults={"sent_at": at}
    )
    return is_new
