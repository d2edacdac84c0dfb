"""How the expectations of a tie stand, on its page in the workspace."""

from django.http import HttpRequest
from django.utils import timezone

from jisr.partnerships.expectations.standing import points_of
from jisr.partnerships.expectations.states import Kind
from jisr.partnerships.models import Partnership
from jisr.web.panels import Panel


def of_tie(_request: HttpRequest, tie: Partnership) -> Panel:
    points = points_of([tie.pk], today=timezone.localdate())[tie.pk]
    kinds = [(kind, [point for point in points if point.kind == kind]) for kind in Kind]
    return Panel("partnerships/expectations/panel_tie.html", {"kinds": kinds, "tie": tie})
