"""How meetings are shown in the office."""

from datetime import datetime

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from jisr.events.editions.clock import days_in_words, told
from jisr.events.editions.models import Edition
from jisr.events.editions.states import TONES, State
from jisr.web import table
from jisr.web.components import badge, labels_of
from jisr.web.listing import Listing
from jisr.web.markup import markup
from jisr.web.table import Column
from jisr.web.templatetags.jisr import partial_date

register = template.Library()


@register.simple_tag
def meeting_table(listing: Listing, caption: str) -> SafeString:
    """The office's list as a table."""
    states = labels_of(State)
    columns = [
        Column(_("Title"), lambda row: markup('<a href="{}"><bdi>{}</bdi></a>', row.desk_url, row.title), "title"),
        Column(_("State"), lambda row: badge(states[row.state], TONES[State(row.state)]), "state"),
        Column(_("First day"), lambda row: partial_date(row.start), "start"),
        Column(_("Place"), lambda row: markup("<bdi>{}</bdi>", row.place)),
        Column(_("Series"), lambda row: row.series.name, "series"),
    ]
    return table.render(listing, columns, caption)


@register.filter
def desk_crumb(edition: Edition) -> list[tuple[str, str]]:
    """The way back to the office's page of a meeting."""
    return [(str(edition.title), edition.desk_url)]


@register.simple_tag
def moment_words(at: datetime, edition: Edition) -> str:
    """Day and time on both sides, that of the meeting first."""
    return told(at, edition.zone)


register.filter("days_in_words", days_in_words)
