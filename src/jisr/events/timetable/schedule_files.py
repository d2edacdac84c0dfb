"""The programme as ``schedule.xml`` and ``schedule.json``, which apps for phones, screens and recordings read.

One file in each language of the site, with the same guids, ids and slugs. What is cancelled is not in it: the format
knows no such state, and readers drop what is gone. A day begins at four in the morning, so that a late evening stays
together; what goes on over midnight belongs to the day on which it began.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

import jisr
from jisr.events.agenda.published import PublishedRoom, PublishedSession
from jisr.events.editions.clock import local
from jisr.events.editions.models import Edition
from jisr.events.timetable import wording
from jisr.events.timetable.presenting import around, is_off, is_safe, kind_label
from jisr.events.timetable.reading import Published
from jisr.municipalities import choices
from jisr.web.structured_data import absolute

XML_TYPE: Final = "application/xml; charset=utf-8"
JSON_TYPE: Final = "application/json"
DAY_BEGINS: Final = time(4)
SLOT: Final = "00:05"
SHORTEST_ACRONYM: Final = 4
SCHEMA: Final = "https://c3voc.de/schedule/schema.json"


@dataclass(frozen=True)
class Talk:
    """One session in the words of the format; all texts are plain and in one language."""

    session: PublishedSession
    room: str
    begins: datetime
    slug: str
    url: str
    title: str
    track: str
    language: str
    abstract: str
    links: tuple[tuple[str, str], ...]

    @property
    def duration(self) -> str:
        hours, minutes = divmod(self.session.minutes, 60)
        return f"{hours:02}:{minutes:02}"


@dataclass(frozen=True)
class Day:
    """A day of the programme with its rooms, each by name with guid and talks."""

    index: int
    on: date
    begins: datetime
    ends: datetime
    rooms: dict[str, tuple[str, list[Talk]]]


def acronym_of(edition: Edition) -> str:
    """At least four of the signs that every reader takes."""
    short = "".join(sign if sign.isalnum() else "_" for sign in edition.slug.lower()).strip("_")
    return short if len(short) >= SHORTEST_ACRONYM else f"jisr_{short}"


def days_of(edition: Edition, published: Published, language: str) -> list[Day]:
    """All days that have something, in order."""
    names = _room_names(published.programme.rooms, language)
    themes = dict(choices.themes())
    sessions = [session for session in published.programme.sessions if not is_off(edition, session)]
    found: dict[date, dict[str, tuple[str, list[Talk]]]] = {}
    for session in sorted(sessions, key=lambda row: (row.starts_at, row.code)):
        talk = _talk(edition, published, session, language, names, themes)
        guid = session.room or str(uuid5(NAMESPACE_URL, f"{edition.slug} {sorted(session.meeting_point.items())}"))
        rooms = found.setdefault(_day_of(talk.begins), {})
        rooms.setdefault(talk.room, (guid, []))[1].append(talk)
    return [
        Day(index, on, _opening(on, published.zone), _closing(on, published.zone), rooms)
        for index, (on, rooms) in enumerate(sorted(found.items()), 1)
    ]


def _day_of(begins: datetime) -> date:
    return begins.date() if begins.time() >= DAY_BEGINS else begins.date() - timedelta(days=1)


def _opening(on: date, zone: str) -> datetime:
    return datetime.combine(on, DAY_BEGINS, tzinfo=ZoneInfo(zone))


def _closing(on: date, zone: str) -> datetime:
    return datetime.combine(on + timedelta(days=1), time(3, 59), tzinfo=ZoneInfo(zone))


def _room_names(rooms: Iterable[PublishedRoom], language: str) -> dict[str, str]:
    """A name for each room; with its venue where two are called the same, and numbered as the last resort."""
    plain = {room.guid: wording.one_line(wording.plain(room.name, language)) or room.guid for room in rooms}
    taken: set[str] = set()
    names: dict[str, str] = {}
    for room in rooms:
        name = plain[room.guid]
        if list(plain.values()).count(name) > 1:
            name = f"{name} ({wording.one_line(wording.plain(room.venue, language))})"
        while name in taken:
            name += "*"
        taken.add(name)
        names[room.guid] = name
    return names


def _talk(
    edition: Edition,
    published: Published,
    session: PublishedSession,
    language: str,
    names: dict[str, str],
    themes: dict[str, str],
) -> Talk:
    start, end = around(edition)
    into = [row.to_language for row in session.interpretations]
    abstract = [wording.plain(session.abstract, language)]
    if into:
        abstract.append(
            _("Interpreted into: %(languages)s") % {"languages": wording.language_names(dict.fromkeys(into))}
        )
    outside = wording.plain(session.meeting_point, language) or _("Without a room")
    return Talk(
        session=session,
        room=names.get(session.room or "") or wording.one_line(outside),
        begins=local(session.starts_at, published.zone),
        slug=f"{acronym_of(edition)}-{session.number}-{session.code.lower()}",
        url=absolute(f"{start}{session.code}{end}"),
        title=wording.one_line(wording.plain(session.title, language)),
        track=next((themes[slug] for slug in session.themes if slug in themes), ""),
        language=next(iter(session.languages), language),
        abstract=wording.clean("\n\n".join(part for part in abstract if part)),
        links=tuple(
            (
                absolute(row.url) if row.url.startswith("/") else row.url,
                wording.one_line(wording.plain(row.title, language)),
            )
            for row in session.materials
            if is_safe(row.url)
        ),
    )


def as_xml(edition: Edition, published: Published, language: str) -> bytes:
    days = days_of(edition, published, language)
    root = ET.Element("schedule")
    ET.SubElement(root, "version").text = str(published.number)
    conference = ET.SubElement(root, "conference")
    for name, value in _conference(edition, published, days).items():
        ET.SubElement(conference, name).text = str(value)
    for day in days:
        stands = {"index": str(day.index), "date": day.on.isoformat()}
        element = ET.SubElement(root, "day", stands | {"start": day.begins.isoformat(), "end": day.ends.isoformat()})
        for name, (guid, talks) in day.rooms.items():
            room = ET.SubElement(element, "room", {"name": name, "guid": guid})
            for talk in talks:
                _add_event(room, talk)
    ET.indent(root)
    content: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return content


def _conference(edition: Edition, published: Published, days: list[Day]) -> dict[str, Any]:
    return {
        "acronym": acronym_of(edition),
        "title": wording.one_line(edition.title),
        "start": (days[0].on if days else edition.start_on).isoformat(),
        "end": (days[-1].on if days else edition.end_on).isoformat(),
        "days": len(days),
        "timeslot_duration": SLOT,
        "base_url": absolute(edition.get_absolute_url()),
        "time_zone_name": published.zone,
    }


def _add_event(room: ET.Element, talk: Talk) -> None:
    session = talk.session
    event = ET.SubElement(room, "event", {"guid": session.guid, "id": str(session.number), "code": session.code})
    texts = {
        "date": talk.begins.isoformat(),
        "start": talk.begins.strftime("%H:%M"),
        "duration": talk.duration,
        "room": talk.room,
        "slug": talk.slug,
        "url": talk.url,
        "title": talk.title,
        "subtitle": "",
        "track": talk.track,
        "type": kind_label(session.kind),
        "language": talk.language,
        "abstract": talk.abstract,
        "description": "",
    }
    for name, value in texts.items():
        ET.SubElement(event, name).text = value
    persons = ET.SubElement(event, "persons")
    for speaker in session.speakers:
        ET.SubElement(persons, "person").text = wording.one_line(speaker.name)
    links = ET.SubElement(event, "links")
    for url, title in talk.links:
        ET.SubElement(links, "link", {"href": url}).text = title or url
    ET.SubElement(event, "attachments")


def as_json(edition: Edition, published: Published, language: str) -> bytes:
    days = days_of(edition, published, language)
    about = _conference(edition, published, days)
    base_url, count = about.pop("base_url"), about.pop("days")
    names = _room_names(published.programme.rooms, language)
    rooms = [
        {"name": names[room.guid], "guid": room.guid, "capacity": room.capacity} for room in published.programme.rooms
    ]
    conference = about | {
        "daysCount": count,
        "url": base_url,
        "rooms": rooms,
        "days": [
            {
                "index": day.index,
                "date": day.on.isoformat(),
                "day_start": day.begins.isoformat(),
                "day_end": day.ends.isoformat(),
                "rooms": {name: [_event(talk) for talk in talks] for name, (_guid, talks) in day.rooms.items()},
            }
            for day in days
        ],
    }
    told = {
        "$schema": SCHEMA,
        "generator": {"name": "jisr", "version": jisr.__version__},
        "schedule": {"version": str(published.number), "base_url": base_url, "conference": conference},
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _event(talk: Talk) -> dict[str, Any]:
    session = talk.session
    return {
        "guid": session.guid,
        "id": session.number,
        "date": talk.begins.isoformat(),
        "start": talk.begins.strftime("%H:%M"),
        "duration": talk.duration,
        "room": talk.room,
        "slug": talk.slug,
        "url": talk.url,
        "title": talk.title,
        "subtitle": "",
        "track": talk.track or None,
        "type": kind_label(session.kind),
        "language": talk.language,
        "abstract": talk.abstract,
        "description": "",
        "persons": [{"name": wording.one_line(speaker.name)} for speaker in session.speakers],
        "links": [{"url": url, "title": title or url} for url, title in talk.links],
        "attachments": [],
    }
