"""The daily overview: once a day, in the person's language, what they were told since the last one."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.notifications.kinds import DIGEST, label_of
from jisr.notifications.models import Message, Preference
from jisr.notifications.rendering import own_path, write

FIRST_HOUR = 7  # in the zone of the programme office
MOST_SHOWN = 100


def write_digests(*, at: datetime) -> int:
    """Write today's overviews that are not written yet; return how many. Safe to run again and by several workers."""
    if timezone.localtime(at).hour < FIRST_HOUR:
        return 0
    waiting = Message.objects.waiting_for_digest().filter(created_at__lte=at)
    people = User.objects.filter(pk__in=waiting.values("recipient")).exclude(
        notification_preference__last_digest_on__gte=timezone.localdate(at)
    )
    return sum(_write_digest(person, at=at) for person in people)


@transaction.atomic
def _write_digest(person: User, *, at: datetime) -> bool:
    today = timezone.localdate(at)
    Preference.objects.get_or_create(user=person)
    not_yet = Q(last_digest_on=None) | Q(last_digest_on__lt=today)
    if not Preference.objects.filter(not_yet, user=person).update(last_digest_on=today):
        return False  # another worker was faster
    items = list(Message.objects.waiting_for_digest().filter(recipient=person, created_at__lte=at).order_by("pk"))
    if not items:
        return False
    shown = items[:MOST_SHOWN]
    written = write(
        reader=person,
        subject_line=_("Your daily overview"),
        template="notifications/mail/digest",
        context={"items": [_shown(item, person) for item in shown], "more": len(items) - len(shown)},
        url=reverse("notifications:inbox"),
    )
    digest = Message.objects.create(
        recipient=person, kind=DIGEST, created_at=at, next_attempt_at=at, read_at=at, **vars(written)
    )
    Message.objects.filter(pk__in=[item.pk for item in items]).update(digest=digest)
    return True


def _shown(item: Message, reader: User) -> dict[str, object]:
    return {
        "subject_line": item.subject_line,
        "kind": label_of(item.kind),
        "link": settings.BASE_URL + own_path(item.get_absolute_url(), language=reader.preferred_language),
    }
