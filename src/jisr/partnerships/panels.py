"""What ties have to show on pages of rooms below and above."""

from django.http import HttpRequest
from django.utils import timezone

from jisr.municipalities.models import Authority, Theme
from jisr.partnerships.map import draw
from jisr.partnerships.models import Partnership
from jisr.web.panels import Panel


def of_authority(_request: HttpRequest, authority: Authority) -> Panel | None:
    ties = list(Partnership.objects.of(authority).on_map())
    context = {"ties": ties, "authority": authority, "today": timezone.localdate()}
    return Panel("partnerships/panel_authority.html", context)


def of_theme(_request: HttpRequest, theme: Theme) -> Panel | None:
    ties = list(Partnership.objects.filter(themes=theme).on_map())
    return Panel("partnerships/panel_theme.html", {"ties": ties, "theme": theme, "today": timezone.localdate()})


def of_home(_request: HttpRequest, _page: object) -> Panel | None:
    ties = list(Partnership.objects.on_map())
    if not ties:
        return None
    return Panel("partnerships/panel_home.html", {"map": draw(ties), "count": len(ties)})
