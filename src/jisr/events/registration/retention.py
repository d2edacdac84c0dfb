"""What time alone removes: answers so many days after the meeting as their question says, and drafts never sent."""

from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from jisr.events.registration.form_models import FormAnswer, FormQuestion, RegistrationDraft

LONGEST_DRAFT: Final = timedelta(days=60)


def delete_old(at: datetime) -> int:
    """Delete what has been kept long enough; return how many rows that were. Safe to run again."""
    today, number = timezone.localdate(at), 0
    rows = FormQuestion.objects.filter(edition__end_on__lt=today).values_list("pk", "keep_days", "edition__end_on")
    due = [pk for pk, days, end_on in rows if end_on + timedelta(days=days) < today]
    if due:
        number, _by_table = FormAnswer.objects.filter(question__in=due).delete()
    drafts, _by_table = RegistrationDraft.objects.filter(changed_at__lt=at - LONGEST_DRAFT).delete()
    return number + drafts
