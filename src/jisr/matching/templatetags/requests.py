"""How requests and offers are shown."""

from datetime import date

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from jisr.matching.requests.models import PartnershipRequest
from jisr.matching.requests.queries import themes_of
from jisr.matching.requests.sheet import note_on
from jisr.matching.requests.states import TONES, Kind, State
from jisr.matching.requests.translating import Shown
from jisr.partnerships.states import Form
from jisr.web import table
from jisr.web.components import badge, labels_of
from jisr.web.listing import Listing
from jisr.web.markup import markup
from jisr.web.table import Column
from jisr.web.templatetags.jisr import listed, partial_date

register = template.Library()


@register.simple_tag
def request_status(request: PartnershipRequest, today: date) -> SafeString:
    """The status as a badge, with the day that it is known for. What nobody confirmed for a year is no longer fresh."""
    state = State(request.state)
    if state == State.PUBLISHED and not request.is_fresh(today=today):
        state = State.STALE
    shown = badge(labels_of(State)[state], TONES[state])
    parts = [markup("{}", shown)]
    if request.is_incomplete:
        parts.append(badge(_("incomplete"), "waiting"))
    if request.confirmed_on is not None:
        parts.append(_as_of(_("confirmed on %(date)s"), partial_date(request.confirmed_on)))
    elif request.published:
        parts.append(_as_of(_("as of %(date)s"), partial_date(request.published)))
    else:
        parts.append(markup('<span class="as-of">{}</span>', _("date not known")))
    return SafeString(" ".join(parts))


def _as_of(pattern: str, day: str) -> SafeString:
    return markup('<span class="as-of">{}</span>', pattern % {"date": day})


@register.simple_tag
def request_table(listing: Listing, today: date, caption: str) -> SafeString:
    """The public list as a table."""
    kinds, forms, themes = labels_of(Kind), labels_of(Form), themes_of(listing.page.object_list)
    not_known = markup('<span class="muted">{}</span>', _("not known"))
    columns = [
        Column(_("Authority"), _authority, "authority"),
        Column(_("Kind"), lambda row: kinds[row.kind]),
        Column(_("Region"), lambda row: row.authority.region.name, "region"),
        Column(_("Themes"), lambda row: listed(themes.get(row.pk, ())) or not_known),
        Column(_("Preferred form"), lambda row: forms.get(row.preferred_form) or not_known),
        Column(_("Status"), lambda row: request_status(row, today), "status"),
    ]
    return table.render(listing, columns, caption)


def _authority(row: PartnershipRequest) -> SafeString:
    return markup('<a href="{}"><bdi>{}</bdi></a>', row.get_absolute_url(), row.authority.name)


@register.simple_tag
def queue_table(listing: Listing, caption: str) -> SafeString:
    """The office's list as a table."""
    kinds, states = labels_of(Kind), labels_of(State)
    columns = [
        Column(
            _("Authority"),
            lambda row: markup('<a href="{}"><bdi>{}</bdi></a>', row.case_url, row.authority.name),
            "authority",
        ),
        Column(_("Kind"), lambda row: kinds[row.kind]),
        Column(_("Region"), lambda row: row.authority.region.name),
        Column(_("Submitted"), _submitted, "submitted"),
        Column(_("State"), lambda row: badge(states[row.state], TONES[State(row.state)]), "state"),
    ]
    return table.render(listing, columns, caption)


def _submitted(row: PartnershipRequest) -> str:
    return partial_date(row.submitted_at.date()) if row.submitted_at else "–"


@register.simple_tag
def request_text(shown: Shown) -> SafeString:
    """A text of a request in its language and direction, with a word on which it is."""
    language = shown.row.language
    direction = "rtl" if get_language_info(language)["bidi"] else "ltr"
    note = note_on(shown)
    paragraphs = [part.strip() for part in shown.text.replace("\r\n", "\n").split("\n") if part.strip()]
    body = SafeString("".join(format_html('<p dir="auto">{}</p>', part) for part in paragraphs))
    text = format_html('<div class="prose" lang="{}" dir="{}">{}</div>', language, direction, body)
    return text + format_html('<p class="kicker">{}</p>', note) if note else text
