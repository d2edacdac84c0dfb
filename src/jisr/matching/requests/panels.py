"""What requests and offers show on pages of authorities and themes."""

from django.http import HttpRequest
from django.utils import timezone

from jisr.matching.requests.models import PartnershipRequest
from jisr.matching.requests.states import SHOWN
from jisr.municipalities.models import Authority, Theme
from jisr.web.panels import Panel
from jisr.web.public_data import remembered

MOST = 10


def _with_requests() -> frozenset[int]:
    """The authorities that have anything published; most have not, and their pages need not ask."""
    rows = PartnershipRequest.objects.filter(state__in=SHOWN, is_public=True)
    return frozenset(rows.order_by().values_list("authority", flat=True))


def of_authority(_request: HttpRequest, authority: Authority) -> Panel | None:
    if authority.pk not in remembered("authorities with requests", _with_requests):
        return None
    rows = list(PartnershipRequest.objects.shown().filter(authority=authority).for_lists().order_by("-published_on"))
    return Panel("matching/panel_requests.html", {"rows": rows, "today": timezone.localdate()}) if rows else None


def of_theme(_request: HttpRequest, theme: Theme) -> Panel | None:
    found = PartnershipRequest.objects.shown().filter(themes=theme).for_lists()
    rows = list(found.order_by("-published_on", "authority__name")[:MOST])
    return Panel("matching/panel_requests.html", {"rows": rows, "today": timezone.localdate()}) if rows else None
