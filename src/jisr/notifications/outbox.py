"""The queue of mails: who has which mail in hand, and what became of it.

A worker takes one mail in a short transaction, hands it to the mail server outside of any, and notes the outcome. A
mail that was taken and never given back (the worker was killed) is taken again after ``CLAIM_LIMIT``; since the server
may have had it, that is counted as ``uncertain``.
"""

import secrets
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F

from jisr.audit.services import SYSTEM
from jisr.kernel import trail
from jisr.notifications.models import Message
from jisr.notifications.states import State

CLAIM_LIMIT = timedelta(minutes=10)  # longer than the longest conversation with a mail server, see ``sending``
WAITS_MINUTES = (1, 5, 15, 60, 120)
LONGEST_WAIT_MINUTES = 240
MOST_ATTEMPTS = 24  # about three days
JITTER = 0.2
_CHANCE = secrets.SystemRandom()


def has_due(*, at: datetime, claim_limit: timedelta = CLAIM_LIMIT) -> bool:
    """Whether there is anything to send; a plain read that locks nothing."""
    return Message.objects.due(at=at, claimed_before=at - claim_limit).exists()


def claim_next(*, at: datetime, claim_limit: timedelta = CLAIM_LIMIT) -> Message | None:
    """Take the mail that has waited longest; None when nothing is due or others have all of it in hand."""
    due = Message.objects.due(at=at, claimed_before=at - claim_limit)
    if connection.features.has_select_for_update_skip_locked:
        due = due.select_for_update(skip_locked=True, of=("self",), no_key=True)
    while True:
        with transaction.atomic():
            message = due.select_related("recipient").first()
            if message is None:
                return None
            if message.state == State.SENDING and message.attempts >= MOST_ATTEMPTS:
                _give_up(message, failure="the worker was stopped while sending")
            elif _take(message, at=at):
                message.refresh_from_db(fields=["state", "claim", "claimed_at", "attempts", "uncertain"])
                return message


def _take(message: Message, *, at: datetime) -> bool:
    """The update holds only if nobody was faster, also where rows cannot be locked."""
    unchanged = Message.objects.filter(pk=message.pk, state=message.state, claim=message.claim)
    return bool(
        unchanged.update(
            state=State.SENDING,
            claim=secrets.token_hex(8),
            claimed_at=at,
            attempts=F("attempts") + 1,
            uncertain=F("uncertain") + int(message.state == State.SENDING),
        )
    )


@transaction.atomic
def note_sent(message: Message, *, at: datetime) -> bool:
    """The mail server has it, and with it all that a daily overview holds. False when the claim was lost meanwhile."""
    mine = Message.objects.filter(pk=message.pk, claim=message.claim)
    sent = mine.update(state=State.SENT, sent_at=at, claim="", claimed_at=None, failure="")
    if sent:
        message.items.filter(state=State.QUEUED).update(state=State.SENT, sent_at=at)
    return bool(sent)


@transaction.atomic
def note_failed(message: Message, *, at: datetime, failure: str, is_final: bool, is_uncertain: bool) -> None:
    """Try again later, or give up: at a final answer of the mail server, or after the last attempt."""
    mine = Message.objects.select_for_update(no_key=True).filter(pk=message.pk, claim=message.claim).first()
    if mine is None:
        return
    mine.uncertain += is_uncertain
    mine.save(update_fields=["uncertain"])
    if is_final or mine.attempts >= MOST_ATTEMPTS:
        _give_up(mine, failure=failure)
        return
    mine.state, mine.claim, mine.claimed_at = State.FAILED, "", None
    mine.failure, mine.next_attempt_at = failure[:300], at + wait_after(mine.attempts)
    mine.save(update_fields=["state", "claim", "claimed_at", "failure", "next_attempt_at"])


def _give_up(message: Message, *, failure: str) -> None:
    message.state, message.claim, message.claimed_at, message.failure = State.DEAD, "", None, failure[:300]
    message.save(update_fields=["state", "claim", "claimed_at", "failure"])
    changes = {"state": [State.SENDING.value, State.DEAD.value]}
    trail.record("notifications.mail_given_up", message, actor=SYSTEM, changes=changes)


def wait_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts: 1, 5, 15, 60 minutes, then hours.

    A fifth more or less by chance, so that mails which failed together do not all come back at once.
    """
    minutes = WAITS_MINUTES[attempts - 1] if attempts <= len(WAITS_MINUTES) else LONGEST_WAIT_MINUTES
    return timedelta(minutes=minutes * _CHANCE.uniform(1 - JITTER, 1 + JITTER))
