"""How ties are shown."""

from datetime import date

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from jisr.partnerships.models import Partnership
from jisr.partnerships.states import Status
from jisr.web.components import badge
from jisr.web.templatetags.jisr import partial_date

register = template.Library()

_TONES = {
    Status.INITIATION: "info",
    Status.ACTIVE: "good",
    Status.PAUSED: "waiting",
    Status.EXPIRED: "neutral",
    Status.ENDED: "neutral",
}


@register.simple_tag
def tie_status(tie: Partnership, today: date) -> SafeString:
    """The status as a badge; one whose source is old is told with its date, never as today's truth."""
    shown = badge(tie.get_status_display(), _TONES[Status(tie.status)])
    if tie.is_status_fresh(today=today):
        return shown
    known = _("as of %(date)s") % {"date": partial_date(tie.status_date)} if tie.status_date else _("date not known")
    return format_html('{} <span class="as-of">{}</span>', shown, known)
