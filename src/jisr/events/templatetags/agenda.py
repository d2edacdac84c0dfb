"""How the office sees a programme: lists, the grid of a day, places, consent."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from jisr.events.agenda import days
from jisr.events.agenda.days import day_name
from jisr.events.agenda.models import Interpretation, Session, SessionSpeaker, Venue
from jisr.events.agenda.standings import Standing
from jisr.events.agenda.states import LEVEL_TONES, Level, SessionKind
from jisr.events.agenda.wording import direction
from jisr.events.editions.clock import both_clocks, city, local, told
from jisr.events.editions.models import Edition
from jisr.events.registration.models import LANGUAGES
from jisr.municipalities.search import listed
from jisr.web import table
from jisr.web.components import badge, labels_of
from jisr.web.listing import Listing
from jisr.web.markup import escaped, markup
from jisr.web.table import Column
from jisr.web.templatetags.jisr import partial_date

register = template.Library()


@register.simple_tag
def session_table(listing: Listing, caption: str, edition: Edition) -> SafeString:
    """The office's list of sessions."""
    kinds = labels_of(SessionKind)
    columns = [
        Column(
            _("Title"),
            lambda row: markup('<a href="{}"><bdi>{}</bdi></a>', _page(row, edition), row.title),
            "title",
        ),
        Column(_("Kind"), lambda row: kinds[row.kind]),
        Column(pgettext("session", "Time"), lambda row: _when(row, edition), "time"),
        Column(_("Room"), lambda row: markup("<bdi>{}</bdi>", row.room.name) if row.room else "–"),
        Column(_("Speakers"), _names),
    ]
    return table.render(listing, columns, caption)


def _page(row: Session, edition: Edition) -> str:
    return reverse("agenda:session", args=[edition.slug, row.public_id])


def _when(row: Session, edition: Edition) -> str:
    if row.is_cancelled:
        return badge(_("does not take place"), "bad")
    if not row.starts_at:
        return badge(_("without a time"), "waiting")
    day = local(row.starts_at, edition.zone).date()
    words = '<span><time datetime="{}">{}</time><span class="sub">{}</span></span>'
    return markup(words, day.isoformat(), partial_date(day), both_clocks(row.starts_at, edition.zone))


def _names(row: Session) -> SafeString:
    comma = pgettext("between items of a list", ", ")
    names = comma.join(markup("<bdi>{}</bdi>", each.full_name) for each in row.speakers.all())
    return SafeString(f"<span>{names or '–'}</span>")


@register.simple_tag
def session_place(session: Session, edition: Edition) -> str:
    """When and where, in one line."""
    parts = [told(session.starts_at, edition.zone)] if session.starts_at else []
    parts += [session.room.name, session.room.venue.name] if session.room else []
    return listed(*parts)


@register.simple_tag
def session_hours(session: Session, edition: Edition) -> str:
    """From when until when, on the clocks of both sides; empty without a time."""
    return days.hours(session.starts_at, session.ends_at, edition.zone) if session.starts_at else ""


@register.simple_tag
def day_words(day: date) -> str:
    """``Monday, 13 September 2027``."""
    return day_name(day)


@register.simple_tag
def zone_words(zone: str) -> str:
    """Whose clocks a page shows."""
    return _("Times are those of %(city)s.") % {"city": city(zone)}


@register.simple_tag
def session_facts(session: Session) -> SafeString:
    """Details that stand beside the abstract; only those that are known."""
    spoken = dict(LANGUAGES)
    comma = pgettext("between items of a list", ", ")
    rows = (
        (_("Languages spoken"), comma.join(str(spoken.get(code, code)) for code in session.languages)),
        (_("Places"), session.places or ""),
        (_("Themes"), comma.join(theme.name for theme in session.themes.all())),
        (_("Meeting point"), session.meeting_point),
        (_("Transport"), session.transport),
        (_("Permits needed"), session.permits),
        (_("Code"), session.code),
    )
    return _facts(rows)


@register.simple_tag
def venue_facts(venue: Venue) -> SafeString:
    steps = {True: _("yes"), False: _("no"), None: _("not known")}
    rows = (
        (_("Address"), venue.address),
        (_("Time zone"), venue.get_zone_display()),
        (_("Can be reached without steps"), steps[venue.is_step_free]),
        (_("How to get in"), venue.access_note),
        (_("Belongs to"), venue.authority or ""),
    )
    return _facts(rows)


def _facts(rows: Any) -> SafeString:  # noqa: ANN401 - pairs of a label and a value
    told_rows = "".join(
        markup('<div><dt>{}</dt><dd dir="auto">{}</dd></div>', label, value) for label, value in rows if value
    )
    return SafeString(f'<dl class="facts">{told_rows}</dl>')


@register.simple_tag
def consent_badge(speaker: SessionSpeaker) -> SafeString:
    """Whether somebody may be shown."""
    if speaker.consented_at:
        return badge(_("agreed to be shown"), "good")
    if speaker.declined_at:
        return badge(_("does not want to be shown"), "bad")
    return badge(_("has not answered yet"), "waiting")


@register.simple_tag
def language_pair(row: Interpretation) -> str:
    """From which language into which one, in words that read in both directions of writing."""
    names = dict(LANGUAGES)
    pair = {
        "source": names.get(row.from_language, row.from_language),
        "target": names.get(row.to_language, row.to_language),
    }
    return _("from %(source)s into %(target)s") % pair


@register.simple_tag
def agenda_item(session: Session, edition: Edition, can_move: bool, level: str = "") -> SafeString:  # noqa: FBT001
    """A session in the grid or beside it: a link to its page, and one that moves it. Scripts read the rest."""
    minutes = ngettext("%(number)s minute", "%(number)s minutes", session.minutes) % {"number": session.minutes}
    warning = _level_badge(Level(level)) if level else ""
    url = reverse("agenda:session_move", args=[edition.slug, session.public_id])
    start = local(session.starts_at, edition.zone).strftime("%H:%M") if session.starts_at else ""
    move = markup(
        '<a class="agenda-item__move" href="{}">{}<span class="visually-hidden">: {}</span></a>',
        url,
        _("Move"),
        session.title,
    )
    grip = markup(
        ' data-item="{}" data-move="{}" data-version="{}" data-minutes="{}" data-start="{}" data-room="{}"',
        session.public_id,
        url,
        session.version,
        session.minutes,
        start,
        session.room.public_id if session.room else "",
    )
    return markup(
        '<div class="agenda-item"{}><a class="agenda-item__title" href="{}"><bdi>{}</bdi></a>'
        '<span class="agenda-item__facts"><bdi>{}</bdi> <span>{}</span> {}</span>{}</div>',
        grip if can_move else SafeString(""),
        _page(session, edition),
        session.title,
        start,
        minutes,
        move if can_move else SafeString(""),
        SafeString(warning),
    )


def _level_badge(level: Level) -> SafeString:
    """In one short word, so that a card is not taller than its time."""
    word = pgettext("short, in the grid of a day", "conflict") if level == Level.BLOCK else str(level.label)
    return badge(word, LEVEL_TONES[level])


@register.simple_tag
def agenda_grid(grid: dict[str, Any], edition: Edition, can_move: bool, caption: str) -> SafeString:  # noqa: FBT001
    """The day as a table: a head for each room, a row for each time."""
    heads = "".join(_head(head) for head in grid["heads"])
    rows = "".join(_row(row, edition, can_move=can_move) for row in grid["rows"])
    label = escaped(caption)
    return SafeString(
        f'<div class="table-scroll" role="region" tabindex="0" aria-label="{label}"><table class="agenda-grid">'
        f'<caption class="visually-hidden">{label}</caption>'
        f'<thead><tr><th scope="col">{escaped(pgettext("session", "Time"))}</th>{heads}</tr></thead>\n'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _head(head: dict[str, Any]) -> SafeString:
    room = head["room"]
    span = markup(' colspan="{}"', head["lanes"]) if head["lanes"] > 1 else SafeString("")
    if room is None:
        return markup('<th scope="col" data-room="" data-name="{}"{}>{}</th>', _("no room"), span, _("no room"))
    size = ngettext("%(number)s person", "%(number)s people", room.capacity) if room.capacity else ""
    told_size = size % {"number": room.capacity} if size else ""
    return markup(
        '<th scope="col" data-room="{}" data-name="{}"{}><bdi>{}</bdi>'
        '<span class="agenda-grid__size"><bdi>{}</bdi> {}</span></th>',
        room.public_id,
        room.name,
        span,
        room.name,
        room.venue.name,
        told_size,
    )


def _row(row: dict[str, Any], edition: Edition, *, can_move: bool) -> str:
    cells = "".join(_cell(cell, edition, can_move=can_move) for cell in row["cells"])
    head = markup(
        '<th scope="row"><time>{}</time> <bdi class="agenda-grid__size">{}</bdi></th>', row["start"], row["elsewhere"]
    )
    return f'<tr data-start="{row["start"]}">{head}{cells}</tr>\n'


def _cell(cell: dict[str, Any], edition: Edition, *, can_move: bool) -> str:
    room = cell["room"]
    place = f' data-room="{room.public_id if room else ""}"'
    session = cell["session"]
    if session is None:
        return f"<td{place if can_move else ''}></td>"
    item = agenda_item(session, edition, can_move, str(cell["level"]))
    return f'<td class="agenda-grid__taken" rowspan="{cell["rows"]}"{place if can_move else ""}>{item}</td>'


@register.simple_tag
def standing_in(standings: Mapping[str, Standing] | None, guid: str) -> Standing | None:
    """How sign-up for a session stands; None where none is needed or nobody is signed in."""
    return standings.get(guid) if standings else None


@register.simple_tag
def does_in(does: Mapping[str, Sequence[str]] | None, guid: str) -> Sequence[str]:
    """What the reader does in a session themself, in words."""
    return does.get(guid, ()) if does else ()


@register.simple_tag
def language_direction(row: Interpretation) -> str:
    """``Arabic → German``."""
    return direction(row.from_language, row.to_language)
