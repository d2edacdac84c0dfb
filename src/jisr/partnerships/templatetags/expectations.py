"""How expectations are shown."""

from collections.abc import Mapping, Sequence

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jisr.partnerships.expectations.standing import Point
from jisr.partnerships.expectations.states import Kind, Side, Standing
from jisr.partnerships.models import Partnership
from jisr.web import table
from jisr.web.addresses import address_of
from jisr.web.components import badge, labels_of
from jisr.web.context import alternates
from jisr.web.listing import Listing
from jisr.web.markup import markup
from jisr.web.table import Column
from jisr.web.templatetags.jisr import partial_date

register = template.Library()


@register.simple_tag
def standing(point: Point) -> SafeString:
    """How a point stands, with the day on which it was last shown."""
    shown = badge(labels_of(Standing)[point.standing], point.tone)
    if point.last_on is None:
        return shown
    day = _("last on %(date)s") % {"date": partial_date(point.last_on)}
    return markup('{} <span class="as-of">{}</span>', shown, day)


@register.simple_tag
def expectation_table(listing: Listing, points: Mapping[int, Sequence[Point]], caption: str) -> SafeString:
    """All ties, each with both sides of the three points."""
    kinds = labels_of(Kind)
    columns = [
        Column(_("Partnership"), _tie, "german"),
        Column(_("Status"), lambda tie: tie.get_status_display(), "status"),
        *(Column(kinds[kind], _of_kind(kind, points)) for kind in Kind),
    ]
    return table.render(listing, columns, caption)


def _tie(tie: Partnership) -> SafeString:
    pattern = '<a href="{}"><bdi>{}</bdi> – <bdi>{}</bdi></a>'
    return markup(pattern, address_of("expectations:tie", tie.slug), tie.german.name, tie.palestinian.name)


def _of_kind(kind: Kind, points: Mapping[int, Sequence[Point]]) -> table.Cell:
    sides = labels_of(Side)

    def cell(tie: Partnership) -> SafeString:
        mine = [point for point in points[tie.pk] if point.kind == kind]
        return SafeString(
            "".join(markup('<span class="sub">{}: {}</span>', sides[point.side], standing(point)) for point in mine)
        )

    return cell


@register.filter
def in_reading_language(address: str) -> str:
    """Where a noted page is for a reader: pages of this site in their language."""
    return alternates(address)[get_language() or "en"] if address.startswith("/") else address
