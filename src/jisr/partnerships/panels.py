"""What ties have to show on pages of rooms below and above."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from jisr.municipalities.models import Authority, Theme
from jisr.partnerships.map import draw
from jisr.partnerships.models import Partnership
from jisr.web import public_data
from jisr.web.panels import Panel


def of_authority(_request: HttpRequest, authority: Authority) -> Panel | None:
    ties = list(Partnership.objects.public().of(authority).on_map())
    context = {"ties": ties, "authority": authority, "today": timezone.localdate()}
    return Panel("partnerships/panel_authority.html", context)


def of_theme(_request: HttpRequest, theme: Theme) -> Panel | None:
    ties = list(Partnership.objects.public().filter(themes=theme).on_map())
    return Panel("partnerships/panel_theme.html", {"ties": ties, "theme": theme, "today": timezone.localdate()})


def of_contacts(request: HttpRequest, authority: Authority) -> Panel | None:
    """The way from the contacts of an authority to those of its ties, for the people who see both."""
    ties = list(Partnership.objects.visible_to(request.user).of(authority).on_map())
    return Panel("partnerships/desk/panel_contacts.html", {"ties": ties}) if ties else None


def drawing() -> SafeString:
    """The map of all ties in the reader's language, drawn again when the data change."""
    return public_data.remembered(
        f"map {get_language()}",
        lambda: render_to_string("partnerships/_map.html", {"map": draw(Partnership.objects.public().on_map())}),
    )


def of_home(_request: HttpRequest, _page: object) -> Panel | None:
    count = public_data.remembered("number of ties", Partnership.objects.public().count)
    if not count:
        return None
    return Panel("partnerships/panel_home.html", {"drawing": drawing(), "count": count})
