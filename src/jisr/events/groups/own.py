"""What participants see of groups: which there are, when wishes are taken, and which one is theirs."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from jisr.events.editions.clock import city
from jisr.events.editions.models import Edition
from jisr.events.groups.models import GroupPlace, GroupRules, WorkingGroup
from jisr.events.groups.problem import follows
from jisr.events.groups.reasons import Reason, in_words
from jisr.events.groups.words import languages_in_words, when


def shown_groups(edition: Edition, languages: Sequence[str] | None = None) -> list[dict[str, Any]]:
    """The groups that take place, for choosing. ``languages``: of the one who chooses, to say what is not for them."""
    rows = WorkingGroup.objects.filter(edition=edition).taking_place().for_lists()
    return [
        {
            "group": row,
            "languages": languages_in_words(row),
            "when": when(row.session, edition),
            "room": row.session.room if row.session else None,
            "is_followed": languages is None
            or follows(languages, row.spoken, [tuple(pair) for pair in row.interpreted]),
        }
        for row in rows
    ]


def group_of(place: GroupPlace | None, edition: Edition) -> dict[str, Any] | None:
    """The group that was published for somebody, with why it is none of their first wishes."""
    if place is None:
        return None
    reasons = [Reason.read(kept) for kept in place.reasons]
    titles = {row.pk: row.title for row in WorkingGroup.objects.filter(pk__in=[one.group for one in reasons])}
    return {
        "group": place.group,
        "when": when(place.group.session, edition),
        "room": place.group.session.room if place.group.session else None,
        "languages": languages_in_words(place.group),
        "rank": place.rank,
        "reasons": [in_words(one, titles[one.group]) for one in reasons if one.group in titles],
    }


def window_in_words(rules: GroupRules, edition: Edition) -> str:
    """Since when and until when wishes are taken, on the clock of the meeting."""
    now, begins, ends = timezone.now(), rules.wishes_open_at, rules.wishes_close_at
    if begins is None:
        return _("Wishes cannot be ranked yet.")
    if now < begins:
        return _("Wishes can be ranked from %(moment)s.") % {"moment": _moment(begins, edition)}
    if ends is None:
        return _("Wishes can be ranked now, and changed as often as you like.")
    if now < ends:
        return _("Wishes can be ranked until %(moment)s, and changed as often as you like.") % {
            "moment": _moment(ends, edition)
        }
    return _("Since %(moment)s wishes cannot be changed any more.") % {"moment": _moment(ends, edition)}


def _moment(at: datetime, edition: Edition) -> str:
    local = at.astimezone(ZoneInfo(edition.zone))
    day, hour = formats.date_format(local, "DATE_FORMAT"), formats.time_format(local.time(), "H:i")
    return _("%(day)s, %(hour)s (%(city)s)") % {"day": day, "hour": hour, "city": city(edition.zone)}
