"""What happens to reports of barriers."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from jisr.content.models import Feedback
from jisr.content.models.feedback import MONTHS_TO_ANSWER, MONTHS_TO_KEEP_ADDRESS
from jisr.kernel.dates import add_months


@transaction.atomic
def receive_feedback(*, page_address: str, barrier: str, email: str, language: str, at: datetime) -> Feedback:
    """Record a report and start its clock: the answer is due one month after the day it came."""
    return Feedback.objects.create(
        page_address=page_address,
        barrier=barrier,
        email=email,
        language=language,
        received_at=at,
        due_on=add_months(timezone.localdate(at), MONTHS_TO_ANSWER),
    )


@transaction.atomic
def forget_addresses(*, at: datetime) -> int:
    """Remove the e-mail addresses of reports that were answered long enough ago; return how many."""
    answered_before = add_months(timezone.localdate(at), -MONTHS_TO_KEEP_ADDRESS)
    return Feedback.objects.exclude(email="").filter(answered_at__date__lt=answered_before).update(email="")
