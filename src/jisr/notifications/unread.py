"""Unread messages, as something that waits for a person."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from jisr.accounts.models import User
from jisr.notifications.models import Message
from jisr.web.waiting import Waiting


def unread_messages(user: User) -> list[Waiting]:
    """One entry that counts them; nothing when all are read."""
    count = Message.objects.inbox_of(user).unread().count()
    if not count:
        return []
    title = ngettext("%(count)s unread message", "%(count)s unread messages", count) % {"count": count}
    return [Waiting(title, reverse("notifications:inbox"), None, _("You were told something that you have not read."))]
