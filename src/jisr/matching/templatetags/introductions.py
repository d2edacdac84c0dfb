"""How introductions are shown."""

from datetime import date

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jisr.matching.introductions.models import Introduction, IntroductionCall, IntroductionVisit
from jisr.matching.introductions.states import BOTH, TONES, Answer, Origin, Side, State, VisitState
from jisr.matching.introductions.times import local
from jisr.web import table
from jisr.web.components import badge, labels_of
from jisr.web.listing import Listing
from jisr.web.markup import markup
from jisr.web.table import Column
from jisr.web.templatetags.jisr import partial_date

register = template.Library()
VISIT_TONES = {VisitState.PLANNED: "waiting", VisitState.DONE: "good", VisitState.CANCELLED: "neutral"}


@register.simple_tag
def introduction_card(row: Introduction) -> SafeString:
    """One introduction in a list of cards."""
    shown = badge(labels_of(State)[row.state], TONES[State(row.state)])
    day = date_format(row.asked_at, "DATE_FORMAT")
    until = ""
    if row.state == State.ASKED:
        until = _("Answer due by %(day)s") % {"day": date_format(row.expires_on, "DATE_FORMAT")}
    return markup(
        '<li class="card"><p class="kicker">{}</p><p class="card__title"><a href="{}"><bdi>{}</bdi> – <bdi>{}</bdi></a>'
        '</p><p class="card__text">{} {}</p></li>',
        _("asked on %(day)s") % {"day": day},
        row.get_absolute_url(),
        row.german.name,
        row.palestinian.name,
        shown,
        until,
    )


@register.simple_tag
def introduction_table(listing: Listing, caption: str) -> SafeString:
    """The office's list as a table."""
    states, origins = labels_of(State), labels_of(Origin)
    columns = [
        Column(
            _("German side"),
            lambda row: markup('<a href="{}"><bdi>{}</bdi></a>', row.get_absolute_url(), row.german.name),
            "german",
        ),
        Column(_("Palestinian side"), lambda row: markup("<bdi>{}</bdi>", row.palestinian.name), "palestinian"),
        Column(_("State"), lambda row: badge(states[row.state], TONES[State(row.state)]), "state"),
        Column(_("Answers"), _answers),
        Column(_("How it came about"), lambda row: origins[row.origin]),
        Column(pgettext("introduction", "Asked"), lambda row: partial_date(timezone.localdate(row.asked_at)), "asked"),
        Column(_("Answer due by"), _until, "until"),
    ]
    return table.render(listing, columns, caption)


def _until(row: Introduction) -> str:
    return partial_date(row.expires_on) if row.state == State.ASKED else "–"


def _answers(row: Introduction) -> str:
    """Who has still to answer."""
    if row.state != State.ASKED:
        return "–"
    names = [row.authority_of(side).name for side in BOTH if row.answer_of(side) == Answer.PENDING]
    return markup("{} {}", _("waits for:"), ", ".join(names))


@register.simple_tag
def call_time(call: IntroductionCall) -> str:
    """Day and time of a call as clocks of both sides show them."""
    berlin, hebron = (local(call.starts_at, side) for side in BOTH)
    parts = {"day": _day(berlin.date()), "berlin": f"{berlin:%H:%M}", "hebron": f"{hebron:%H:%M}"}
    parts |= {"minutes": str(call.minutes), "hebron_day": _day(hebron.date())}
    if berlin.date() == hebron.date():
        return _("%(day)s, %(berlin)s (Berlin) / %(hebron)s (Hebron), %(minutes)s minutes") % parts
    return _("%(day)s, %(berlin)s (Berlin) / %(hebron_day)s, %(hebron)s (Hebron), %(minutes)s minutes") % parts


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


@register.simple_tag
def visit_badge(visit: IntroductionVisit) -> SafeString:
    return badge(labels_of(VisitState)[visit.state], VISIT_TONES[VisitState(visit.state)])


@register.inclusion_tag("components/notice.html")
def introduction_status(introduction: Introduction, seat: Side | None, mine: list[Side]) -> dict[str, object]:
    """In one sentence where it stands, for the reader's side."""
    tone, text = _status(introduction, seat, mine)
    return {"tone": tone, "text": text}


def _status(introduction: Introduction, seat: Side | None, mine: list[Side]) -> tuple[str, str]:
    until = {"day": date_format(introduction.expires_on, "DATE_FORMAT")}
    if introduction.state == State.ASKED:
        return _asked(introduction, seat, mine, until)
    return {
        State.OPEN: ("good", _("Both sides have said yes. Contacts are open to both.")),
        State.CONCLUDED: ("good", _("A partnership is begun. Its page shows how it goes on.")),
        State.CLOSED: ("info", _("This introduction is closed, and so are the contacts.")),
        State.DECLINED: ("info", _("It does not fit at the moment. The programme office will gladly look for others.")),
        State.EXPIRED: ("info", _("Not both sides answered in time. No contact was opened.")),
        State.WITHDRAWN: ("info", _("This introduction was taken back. Contacts are closed.")),
    }[State(introduction.state)]


def _asked(introduction: Introduction, seat: Side | None, mine: list[Side], until: dict[str, str]) -> tuple[str, str]:
    for authority in (introduction.german, introduction.palestinian):
        if authority.is_former:
            told = _("%(name)s no longer exists as an authority of its own. The programme office sees to it.")
            return "waiting", told % {"name": authority.name}
    if not mine:
        return "waiting", _("The two have time for an answer until %(day)s.") % until
    if any(introduction.answer_of(side) == Answer.PENDING for side in mine):
        if seat in mine:
            return "waiting", _("Please say yes or no by %(day)s.") % until
        return "waiting", _("A coordinator of your authority says yes or no by %(day)s.") % until
    return "info", _("Your authority has said yes. The other side has time for its answer until %(day)s.") % until
