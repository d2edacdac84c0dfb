"""What councils let wait for coordinators: meetings that are near, and meetings of which nobody noted the outcome."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jisr.accounts.models import User
from jisr.partnerships.council.models import CouncilMatter, CouncilStep
from jisr.web.waiting import Waiting

SOON_DAYS = 21
MOST = 20


def councils_waiting(user: User) -> list[Waiting]:
    """Of the councils of the authorities that somebody coordinates, the nearest day first."""
    today = timezone.localdate()
    mine = CouncilMatter.objects.coordinated_by(user)
    steps = CouncilStep.objects.coming(before=today + timedelta(days=SOON_DAYS + 1)).filter(matter__in=mine)
    rows = steps.select_related("matter").order_by("planned_on", "pk")[:MOST]
    return [_entry(step, today) for step in rows]


def _entry(step: CouncilStep, today: date) -> Waiting:
    day: date = step.planned_on  # type: ignore[assignment] - ``coming`` asks for a day
    url = reverse("council:outcome", args=[step.matter.public_id, step.public_id])
    days = (day - today).days
    if days < 0:
        title = _("Note what came of the meeting: %(body)s") % {"body": step.name}
        why = _("It was planned for a day that has passed, and no outcome is noted: %(subject)s")
        return Waiting(title, url, day, why % {"subject": step.matter.subject})
    title = _("Meeting: %(body)s") % {"body": step.name}
    if days == 0:
        why = _("It meets today about: %(subject)s") % {"subject": step.matter.subject}
    else:
        why = ngettext(
            "It meets in %(days)s day about: %(subject)s", "It meets in %(days)s days about: %(subject)s", days
        ) % {"days": days, "subject": step.matter.subject}
    return Waiting(title, step.matter.get_absolute_url(), day, why)
