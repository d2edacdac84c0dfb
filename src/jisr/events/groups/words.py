"""Working groups in words: languages, when they meet, and rules that bend."""

from collections.abc import Iterable

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jisr.events.agenda.models import Session
from jisr.events.editions.clock import city, clock, local
from jisr.events.editions.models import Edition
from jisr.events.groups.models import WorkingGroup
from jisr.events.registration.models import LANGUAGES

OPEN_ISOLATE, CLOSE_ISOLATE = "\u2068", "\u2069"


def language(code: str) -> str:
    names = dict(LANGUAGES)
    return str(names.get(code, code))


def apart(name: object) -> str:
    """A name in plain text, kept apart from the direction of the words around it."""
    return f"{OPEN_ISOLATE}{name}{CLOSE_ISOLATE}"


def listed(words: Iterable[str]) -> str:
    return pgettext("between items of a list", ", ").join(words)


def pair_in_words(one: str, other: str) -> str:
    return _("from %(one)s into %(other)s") % {"one": language(one), "other": language(other)}


def team_in_words(one: str, other: str) -> str:
    return _("%(one)s and %(other)s") % {"one": language(one), "other": language(other)}


def languages_in_words(group: WorkingGroup) -> str:
    """What is spoken, then what is interpreted, both ways in one where it goes both ways."""
    spoken = listed(language(code) for code in group.spoken)
    pairs = {(one, other) for one, other in group.interpreted}
    if not pairs:
        return spoken
    both = sorted(pair for pair in pairs if pair[::-1] in pairs and pair[0] < pair[1])
    single = sorted(pair for pair in pairs if pair[::-1] not in pairs)
    told = [_("between %(one)s and %(other)s") % {"one": language(a), "other": language(b)} for a, b in both]
    told += [pair_in_words(*pair) for pair in single]
    return _("%(spoken)s; interpreted %(pairs)s") % {"spoken": spoken, "pairs": listed(told)}


def when(session: Session | None, edition: Edition) -> str:
    """Day, time and whose clock; empty until it is set."""
    if session is None or session.starts_at is None or session.ends_at is None:
        return ""
    return _("%(day)s, %(begins)s–%(ends)s (%(city)s)") % {
        "day": formats.date_format(local(session.starts_at, edition.zone), "DATE_FORMAT"),
        "begins": clock(session.starts_at, edition.zone),
        "ends": clock(session.ends_at, edition.zone),
        "city": city(edition.zone),
    }
