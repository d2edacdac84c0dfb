"""What requests and offers show on pages of authorities and themes."""

from django.http import HttpRequest
from django.utils import timezone

from jisr.matching.requests.models import PartnershipRequest
from jisr.municipalities.models import Authority, Theme
from jisr.web.panels import Panel

MOST = 10


def of_authority(_request: HttpRequest, authority: Authority) -> Panel | None:
    rows = list(PartnershipRequest.objects.shown().filter(authority=authority).for_lists().order_by("-published_on"))
    return Panel("matching/panel_requests.html", {"rows": rows, "today": timezone.localdate()}) if rows else None


def of_theme(_request: HttpRequest, theme: Theme) -> Panel | None:
    found = PartnershipRequest.objects.shown().filter(themes=theme).for_lists()
    rows = list(found.order_by("-published_on", "authority__name")[:MOST])
    return Panel("matching/panel_requests.html", {"rows": rows, "today": timezone.localdate()}) if rows else None
