"""What waits for a person: finished lists, as long as they are kept."""

from django.utils import timezone
from django.utils.translation import gettext as _

from jisr.accounts.models import User
from jisr.exports.models import Export
from jisr.exports.states import State
from jisr.web.waiting import Waiting

MOST = 5


def finished_exports(user: User) -> list[Waiting]:
    ready = Export.objects.visible_to(user).filter(state=State.DONE, taken_at__isnull=True)[:MOST]
    return [
        Waiting(
            title=_("Download the list “%(title)s” (%(kind)s)")
            % {"title": export.title, "kind": export.format.upper()},
            url=export.get_absolute_url(),
            until=timezone.localdate(export.expires_at),
            why=_("You asked for this list. It is ready and is deleted after this day."),
        )
        for export in ready
    ]
