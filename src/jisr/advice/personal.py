"""What advice keeps about people, hands over, takes out, and lets time remove."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.advice.models import Enquiry, Entry, NextStep, PeerQuestion
from jisr.advice.services.records import forget_all
from jisr.advice.states import QuestionState
from jisr.kernel import personal
from jisr.kernel.dates import add_months
from jisr.kernel.personal import Erasure, OwnData, Retention

MONTHS_KEPT = 24  # after the answer; questions come back for as long as a partnership is being started
ADVERTISING_KEPT = timedelta(days=90)


def register() -> None:
    _declare()
    personal.register_export("advice", own_data)
    personal.register_erasure("advice", take_out)
    personal.register_retention("advice", expire)


def _declare() -> None:
    after_answer = _("two years after the answer; what looks like advertising 90 days")
    personal.declare(
        "advice.Enquiry",
        *("user", "contact_name", "email", "phone", "body_name", "message"),
        purpose=_("answering a question to the programme office"),
        retention=after_answer,
        erasure=Erasure.EMPTIED,
    )
    personal.declare(
        "advice.Enquiry",
        "adviser",
        purpose=_("knowing who answers a question"),
        retention=Retention.AUDIT,
        erasure=Erasure.NUMBER,
    )
    personal.declare(
        "advice.Entry",
        "text",
        purpose=_("not having to explain everything again"),
        retention=after_answer,
        erasure=Erasure.EMPTIED,
    )
    personal.declare(
        "advice.Entry",
        "written_by",
        purpose=_("knowing who noted what"),
        retention=Retention.AUDIT,
        erasure=Erasure.NUMBER,
    )
    personal.declare(
        "advice.NextStep",
        "owner",
        purpose=_("knowing who does what by when"),
        retention=after_answer,
        erasure=Erasure.NUMBER,
    )
    personal.declare(
        *("advice.PeerConsent", "given_by", "withdrawn_by"),
        purpose=_("knowing who let an authority be asked"),
        retention=Retention.AUDIT,
        erasure=Erasure.NUMBER,
    )
    personal.declare(
        *("advice.PeerQuestion", "asked_by", "answered_by", "text"),
        purpose=_("bringing two authorities together for advice"),
        retention=_("two years after the question"),
        erasure=Erasure.EMPTIED,
    )


def own_data(user: User) -> OwnData:
    """A person's questions with the answers and notes they may read, their steps and their questions to peers."""
    rows = [_enquiry(row) for row in _of(user).order_by("received_at")]
    mine = Entry.objects.visible_to(user).filter(enquiry__user=user).order_by("written_at")
    rows += [{"entry": row.get_kind_display(), "text": row.text, "written_at": row.written_at} for row in mine]
    steps = NextStep.objects.filter(owner=user).order_by("due_on")
    rows += [{"step": row.text, "due_on": row.due_on, "done_at": row.done_at} for row in steps]
    asked = PeerQuestion.objects.filter(asked_by=user).order_by("asked_at")
    rows += [{"question": row.text, "asked_at": row.asked_at, "state": row.get_state_display()} for row in asked]
    return OwnData(title=_("Your questions to the programme office and to peers"), rows=rows)


def _enquiry(row: Enquiry) -> dict[str, object]:
    return {
        "reference": row.reference,
        "name": row.contact_name,
        "email": row.email,
        "phone": row.phone,
        "message": row.message,
        "received_at": row.received_at,
        "answered_at": row.answered_at,
    }


def _of(user: User) -> QuerySet[Enquiry]:
    return Enquiry.objects.filter(Q(user=user) | Q(email__iexact=user.email))


@transaction.atomic
def take_out(user: User) -> int:
    """Empty a person's enquiries with their records, and their questions to peers; return how many rows."""
    now = timezone.now()
    count = forget_all(_of(user), at=now)
    waiting = PeerQuestion.objects.filter(asked_by=user, state=QuestionState.ASKED)
    count += waiting.update(state=QuestionState.WITHDRAWN, answered_at=now)
    count += PeerQuestion.objects.filter(asked_by=user).update(asked_by=None, text="")
    return count + PeerQuestion.objects.filter(answered_by=user).update(answered_by=None)


@transaction.atomic
def expire(at: datetime) -> int:
    """Forget who asked once the time is over. Questions that are still open stay."""
    day = add_months(timezone.localdate(at), -MONTHS_KEPT)
    ended = Q(answered_at__date__lt=day, closed_at=None) | Q(closed_at__date__lt=day)
    advertising = Q(is_suspect=True, closed_at__lt=at - ADVERTISING_KEPT)
    count = forget_all(Enquiry.objects.filter(ended | advertising).exclude(state__in=["new", "in_hand"]), at=at)
    old = PeerQuestion.objects.filter(asked_at__date__lt=day).exclude(text="", asked_by=None, answered_by=None)
    return count + old.exclude(state=QuestionState.ASKED).update(text="", asked_by=None, answered_by=None)
