"""How ties are shown."""

from datetime import date

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from jisr.partnerships.models import Partnership
from jisr.partnerships.queries import themes_of
from jisr.partnerships.states import Form, Status
from jisr.web import table
from jisr.web.components import badge, labels_of
from jisr.web.listing import Listing
from jisr.web.markup import markup
from jisr.web.table import Column
from jisr.web.templatetags.jisr import listed, partial_date

register = template.Library()


@register.simple_tag
def tie_status(tie: Partnership, today: date) -> SafeString:
    """The status as a badge; one whose source is old is told with its date, never as today's truth."""
    shown = badge(labels_of(Status)[tie.status], tie.status_tone)
    if tie.is_status_fresh(today=today):
        return shown
    known = _("as of %(date)s") % {"date": partial_date(tie.status_date)} if tie.status_date else _("date not known")
    return markup('{} <span class="as-of">{}</span>', shown, known)


@register.simple_tag
def tie_table(listing: Listing, today: date, caption: str) -> SafeString:
    """The list of ties as a table."""
    forms, themes = labels_of(Form), themes_of(listing.page.object_list)
    not_known = markup('<span class="muted">{}</span>', _("not known"))
    columns = [
        Column(_("German authority"), _german, "german"),
        Column(_("Palestinian authority"), _palestinian, "palestinian"),
        Column(_("Since"), lambda tie: partial_date(tie.since) or not_known, "since"),
        Column(_("Form"), lambda tie: forms[tie.form], "form"),
        Column(_("Themes"), lambda tie: listed(themes.get(tie.pk, ())) or not_known),
        Column(_("Status"), lambda tie: tie_status(tie, today), "status"),
    ]
    return table.render(listing, columns, caption)


def _german(tie: Partnership) -> SafeString:
    pair = markup(
        '<bdi>{}</bdi><span class="visually-hidden"> – <bdi>{}</bdi></span>', tie.german.name, tie.palestinian.name
    )
    pattern = '<a href="{}">{}</a><span class="sub">{}</span>'
    return markup(pattern, tie.get_absolute_url(), pair, tie.german.region.name)


def _palestinian(tie: Partnership) -> SafeString:
    return markup('<bdi>{}</bdi><span class="sub">{}</span>', tie.palestinian.name, tie.palestinian.region.name)
