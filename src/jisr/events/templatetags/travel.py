"""How travellers are listed."""

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jisr.events.registration.models import Participant
from jisr.events.travel.models import travel_url
from jisr.events.travel.states import ITEM_TONES, ItemState
from jisr.web import table
from jisr.web.components import badge, labels_of
from jisr.web.listing import Listing
from jisr.web.markup import markup
from jisr.web.table import Column
from jisr.web.templatetags.jisr import partial_date

register = template.Library()


@register.simple_tag
def traveller_table(listing: Listing, caption: str) -> SafeString:
    """The events team's list as a table."""
    states = labels_of(ItemState)
    columns = [
        Column(_("Name"), lambda row: markup('<a href="{}"><bdi>{}</bdi></a>', travel_url(row), row.full_name), "name"),
        Column(_("Sent by"), lambda row: markup("<bdi>{}</bdi>", row.body or "–"), "body"),
        Column(_("Visa"), lambda row: _visa(row, states)),
        Column(_("Letter"), lambda row: _("issued") if row.has_letter else _("not issued")),
        Column(_("Next item due"), _next, "due"),
    ]
    return table.render(listing, columns, caption)


def _visa(row: Participant, states: dict[str, str]) -> str:
    if not row.visa_state:
        return pgettext("visa", "none on the list")
    return badge(states[row.visa_state], ITEM_TONES[ItemState(row.visa_state)])


def _next(row: Participant) -> str:
    if row.next_due is None:
        return "–"
    day = partial_date(row.next_due)
    return markup("{} {}", day, badge(_("late"), "bad")) if row.is_late else day
