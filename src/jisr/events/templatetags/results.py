"""How results are shown."""

from datetime import date

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from jisr.events.results.models import Decision, FollowUp, Outcome
from jisr.events.results.states import STEP_TONES, TONES, State, Step
from jisr.events.results.telling import text_in
from jisr.web import table
from jisr.web.components import badge, labels_of
from jisr.web.listing import Listing
from jisr.web.markup import markup
from jisr.web.table import Column
from jisr.web.templatetags.jisr import partial_date

register = template.Library()


@register.simple_tag
def standing(row: FollowUp, today: date) -> SafeString:
    """How a step stands, in a word; overdue follows from its day."""
    if row.is_under_way and row.due_on < today:
        return badge(pgettext("state of a follow-up", "overdue"), "bad")
    return badge(labels_of(Step)[row.state], STEP_TONES[Step(row.state)])


@register.simple_tag
def result_state(row: Outcome) -> SafeString:
    return badge(labels_of(State)[row.state], TONES[State(row.state)])


@register.simple_tag
def step_table(listing: Listing, caption: str, today: date, *, with_meeting: bool = False) -> SafeString:
    """Agreed steps as a table; each row tells its state in a word."""
    language = get_language() or "en"
    columns = [
        Column(
            _("What is to be done"),
            lambda row: markup('<a href="{}"><bdi>{}</bdi></a>', row.get_absolute_url(), text_in(row, language)),
        ),
        Column(_("Who takes it on"), lambda row: markup("<bdi>{}</bdi>", row.owner_name), "owner"),
        Column(_("Together with"), _counterpart),
        Column(_("Due by"), lambda row: partial_date(row.due_on), "due"),
        Column(_("State"), lambda row: standing(row, today), "state"),
    ]
    if with_meeting:
        columns.insert(
            1, Column(pgettext("for participants", "Meeting"), lambda row: markup("<bdi>{}</bdi>", row.edition.title))
        )
    return table.render(listing, columns, caption)


def _counterpart(row: FollowUp) -> str:
    return markup("<bdi>{}</bdi>", row.counterpart.name) if row.counterpart else "–"


@register.simple_tag
def decision_table(listing: Listing, caption: str) -> SafeString:
    columns = [
        Column(_("Decision"), lambda row: markup('<a href="{}"><bdi>{}</bdi></a>', row.get_absolute_url(), row.text)),
        Column(_("Session"), _place),
        Column(_("Decided by"), lambda row: markup("<bdi>{}</bdi>", row.decided_by or "–")),
        Column(_("Day"), lambda row: partial_date(row.decided_on), "day"),
        Column(_("State"), result_state, "state"),
    ]
    return table.render(listing, columns, caption)


def _place(row: Decision) -> str:
    return markup("<bdi>{}</bdi>", row.title) if row.session_id or row.titles else _("The whole meeting")


@register.simple_tag
def move_label(name: str) -> str:
    """What a button that takes a step says."""
    return {
        "check": _("Mark as checked"),
        "share": _("Share with participants"),
        "publish": _("Publish"),
        "renew": _("Publish the texts of now"),
        "take_back": _("Take back"),
        "reopen": _("Open for writing again"),
    }[name]
