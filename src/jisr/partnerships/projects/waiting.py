"""What joint projects let wait for the people who coordinate them."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from jisr.accounts.models import User
from jisr.partnerships.projects.models import JointProject, WantedResult
from jisr.web.waiting import Waiting

DAYS_AHEAD = 30
MOST = 20


def projects_waiting(user: User) -> list[Waiting]:
    """Plans whose start is near, and results of running projects of which nobody has told."""
    until = timezone.localdate() + timedelta(days=DAYS_AHEAD)
    mine = JointProject.objects.coordinated_by(user)
    return [
        *(_start(project) for project in mine.starting_soon(until=until).order_by("start_on", "pk")[:MOST]),
        *(_result(row) for row in _due(mine.values("pk"), until)),
    ]


def _due(mine: object, until: object) -> list[WantedResult]:
    rows = WantedResult.objects.due(until=until).filter(project__in=mine)
    return list(rows.select_related("project").order_by("due_on", "pk")[:MOST])


def _start(project: JointProject) -> Waiting:
    title = _("Bring the joint project “%(title)s” forward, or change its start") % {"title": project.title}
    why = _("It was to start on this day and is still being planned.")
    return Waiting(title, project.get_absolute_url(), project.start_on, why)


def _result(row: WantedResult) -> Waiting:
    title = _("Say what came of the result “%(result)s”") % {"result": row.text}
    why = _("You wanted to see it by this day in the joint project “%(title)s”.") % {"title": row.project.title}
    return Waiting(title, row.project.get_absolute_url(), row.due_on, why)
