"""The joint projects of a tie on its page in the workspace."""

from django.http import HttpRequest

from jisr.kernel.policy import may
from jisr.partnerships.models import Partnership
from jisr.partnerships.projects.models import JointProject
from jisr.partnerships.projects.policies import ADD_PROJECT
from jisr.web.panels import Panel


def of_tie(request: HttpRequest, tie: Partnership) -> Panel:
    """What the reader sees of them; an empty list says how one begins."""
    rows = JointProject.objects.visible_to(request.user).filter(tie=tie).order_by("-created_at", "-pk")
    context = {"rows": list(rows), "tie": tie, "may_add": may(request.user, ADD_PROJECT, tie)}
    return Panel("partnerships/projects/panel_tie.html", context)
