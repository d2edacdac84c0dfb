"""Facts about a programme for machines (JSON-LD)."""

from collections.abc import Iterable
from typing import Any

from django.utils.safestring import SafeString

from jisr.events.editions.clock import local
from jisr.events.editions.models import Edition
from jisr.events.editions.states import State
from jisr.events.timetable import wording
from jisr.events.timetable.presenting import Entry
from jisr.web.structured_data import absolute, json_ld

STATUS = "https://schema.org/Event"


def programme(edition: Edition, entries: Iterable[Entry]) -> SafeString:
    """The meeting with the sessions that a page shows."""
    return json_ld(
        "Event",
        name=edition.title,
        url=absolute(edition.get_absolute_url()),
        startDate=str(edition.start),
        endDate=str(edition.end),
        location=edition.place,
        subEvent=[{"@type": "Event", **_facts(entry)} for entry in entries],
    )


def session(edition: Edition, entry: Entry) -> SafeString:
    return json_ld(
        "Event",
        **_facts(entry) | {"eventStatus": STATUS + _status(edition, entry)},
        inLanguage=list(entry.session.languages),
        location=_place(entry),
        performer=[{"@type": "Person", "name": speaker.name} for speaker in entry.session.speakers],
        superEvent={"@type": "Event", "name": edition.title, "url": absolute(edition.get_absolute_url())},
    )


def _facts(entry: Entry) -> dict[str, Any]:
    facts = {
        "name": entry.plain_title,
        "url": absolute(entry.url),
        "startDate": local(entry.session.starts_at, entry.zone).isoformat(),
        "endDate": local(entry.session.ends_at, entry.zone).isoformat(),
    }
    return facts | ({"eventStatus": STATUS + "Cancelled"} if entry.is_off else {})


def _status(edition: Edition, entry: Entry) -> str:
    if entry.is_off:
        return "Cancelled"
    return "Postponed" if edition.state == State.POSTPONED else "Scheduled"


def _place(entry: Entry) -> dict[str, Any] | None:
    if entry.room is None:
        return None
    name = ", ".join(part for part in (wording.plain(entry.room.name), wording.plain(entry.room.venue)) if part)
    return {"@type": "Place", "name": name, "address": entry.room.address}
