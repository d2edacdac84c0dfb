"""How joint projects are shown."""

from datetime import date

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from jisr.kernel import money
from jisr.partnerships.projects import presenting
from jisr.partnerships.projects.models import JointProject
from jisr.partnerships.projects.queries import themes_of
from jisr.partnerships.projects.states import TONES, State
from jisr.web import table
from jisr.web.components import badge, labels_of
from jisr.web.listing import Listing
from jisr.web.markup import markup
from jisr.web.table import Column
from jisr.web.templatetags.jisr import listed, partial_date

register = template.Library()


@register.filter
def euros(cents: int | None) -> str:
    return money.euros(cents)


@register.filter
def month(day: date | None) -> str:
    return presenting.month(day)


@register.simple_tag
def project_table(listing: Listing, caption: str) -> SafeString:
    """The list of joint projects as a table."""
    states, themes = labels_of(State), themes_of(listing.page.object_list)
    columns = [
        Column(_("Title"), _title),
        Column(_("Partnership"), _tie, "tie"),
        Column(_("State"), lambda row: badge(states[row.state], TONES[State(row.state)]), "state"),
        Column(_("Themes"), lambda row: listed(themes.get(row.pk, ())) or "–"),
        Column(_("Wanted start"), lambda row: partial_date(row.start_on) or "–", "start"),
        Column(_("Estimated cost"), lambda row: _amount(row.estimated_cost_cents), "cost"),
    ]
    return table.render(listing, columns, caption)


def _title(row: JointProject) -> SafeString:
    return markup('<a href="{}"><bdi>{}</bdi></a>', row.get_absolute_url(), row.title)


def _tie(row: JointProject) -> SafeString:
    return markup("<span><bdi>{}</bdi> – <bdi>{}</bdi></span>", row.tie.german.name, row.tie.palestinian.name)


def _amount(cents: int | None) -> SafeString:
    return markup("<bdi>{}</bdi>", money.euros(cents) or "–")
