"""What meetings have to show on pages of rooms below."""

from django.http import HttpRequest

from jisr.events.models import Edition
from jisr.municipalities.models import Authority, Theme
from jisr.web.panels import Panel


def of_authority(_request: HttpRequest, authority: Authority) -> Panel | None:
    editions = list(Edition.objects.public().filter(places=authority))
    return Panel("events/panel_authority.html", {"editions": editions}) if editions else None


def of_theme(_request: HttpRequest, theme: Theme) -> Panel | None:
    editions = list(Edition.objects.public().filter(themes=theme))
    return Panel("events/panel_theme.html", {"editions": editions}) if editions else None
