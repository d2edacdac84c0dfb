"""What this room keeps about people: the messages to them, for a year, and how they want their mails."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.kernel import personal
from jisr.kernel.personal import Erasure, OwnData, Retention
from jisr.notifications.models import Message, Preference

KEPT = timedelta(days=365)


def declare() -> None:
    """Tell the kernel, once, when the room is ready."""
    personal.declare(
        "notifications.Message",
        *("recipient", "address", "subject_line", "body", "text", "html"),
        purpose=_("Tell people what happened in their cases, by mail and in their inbox."),
        retention=_("one year"),
        erasure=Erasure.DELETED,
    )
    personal.declare(
        "notifications.Preference",
        "user",
        purpose=_("Send mails as a person wants them: one by one, or once a day."),
        retention=Retention.ACCOUNT,
        erasure=Erasure.DELETED,
    )
    personal.register_export("messages", own_messages)
    personal.register_erasure("notifications", erase)
    personal.register_retention("notifications", forget_old)


def own_messages(user: User) -> OwnData:
    """The messages to a person, and when they were sent and read."""
    messages = Message.objects.inbox_of(user).order_by("created_at")
    columns = ("subject_line", "body", "language", "created_at", "sent_at", "read_at")
    return OwnData(_("messages"), list(messages.values(*columns)))


def erase(user: User) -> int:
    messages, _by_model = Message.objects.filter(Q(recipient=user) | Q(address__iexact=user.email)).delete()
    preferences, _by_model = Preference.objects.filter(user=user).delete()
    return messages + preferences


def forget_old(at: datetime) -> int:
    """Delete what was told a year ago."""
    deleted, _by_model = Message.objects.filter(created_at__lt=at - KEPT).delete()
    return deleted
