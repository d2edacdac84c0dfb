"""A published session as pages show it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jisr.events.agenda.published import PublishedMaterial, PublishedRoom, PublishedSession, PublishedSpeaker
from jisr.events.agenda.states import Channel, SessionKind, SpeakerRole
from jisr.events.editions.models import Edition
from jisr.events.editions.states import State
from jisr.events.timetable import times, wording
from jisr.events.timetable.reading import Published
from jisr.municipalities import choices

STEP_FREE = {
    True: gettext_lazy("can be reached without steps"),
    False: gettext_lazy("cannot be reached without steps"),
    None: gettext_lazy("not known whether it can be reached without steps"),
}


@dataclass(frozen=True)
class Entry:
    """One session of a programme with all that its row and its page say; texts are safe markup."""

    session: PublishedSession
    room: PublishedRoom | None
    zone: str
    url: str
    is_off: bool
    themes: Mapping[str, str]

    @property
    def code(self) -> str:
        return self.session.code

    @property
    def guid(self) -> str:
        return self.session.guid

    @property
    def title(self) -> SafeString:
        return wording.line(self.session.title)

    @property
    def plain_title(self) -> str:
        return wording.plain(self.session.title)

    @property
    def abstract(self) -> SafeString:
        return wording.paragraphs(self.session.abstract)

    @cached_property
    def day(self) -> date:
        return times.day_of(self.session.starts_at, self.zone)

    @property
    def clocks(self) -> list[times.Clock]:
        return times.clocks(self.session.starts_at, self.session.ends_at, self.zone)

    @property
    def hours(self) -> str:
        return times.in_words(self.session.starts_at, self.session.ends_at, self.zone)

    @property
    def kind(self) -> str:
        return kind_label(self.session.kind)

    @property
    def place(self) -> SafeString:
        """Room and venue in one line."""
        if self.room is None:
            return SafeString("")
        return two(wording.line(self.room.name), wording.line(self.room.venue))

    @property
    def step_free(self) -> str:
        return str(STEP_FREE[self.room.is_step_free]) if self.room else ""

    @property
    def spoken(self) -> str:
        return wording.language_names(self.session.languages)

    @property
    def interpreted(self) -> str:
        """Into which languages it is interpreted."""
        codes = dict.fromkeys(row.to_language for row in self.session.interpretations)
        return wording.language_names(codes)

    @property
    def interpretations(self) -> list[str]:
        return [
            _("from %(one)s into %(other)s: %(channel)s")
            % {
                "one": wording.language_names([row.from_language]),
                "other": wording.language_names([row.to_language]),
                "channel": label_of(Channel, row.channel),
            }
            for row in self.session.interpretations
        ]

    @property
    def theme_names(self) -> list[str]:
        return [self.themes[slug] for slug in self.session.themes if slug in self.themes]

    @property
    def people(self) -> list[tuple[str, SafeString, str]]:
        """Name, function and role of those who agreed to be shown."""
        return [_person(speaker) for speaker in self.session.speakers]

    @property
    def meeting_point(self) -> SafeString:
        return wording.line(self.session.meeting_point)

    @property
    def transport(self) -> SafeString:
        return wording.line(self.session.transport)

    @property
    def permits(self) -> SafeString:
        return wording.line(self.session.permits)

    @property
    def materials(self) -> list[dict[str, Any]]:
        return [_material(row) for row in self.session.materials if is_safe(row.url)]


def two(first: SafeString, second: SafeString) -> SafeString:
    return SafeString(" · ".join(part for part in (first, second) if part))


def label_of(words: Any, value: str) -> str:  # noqa: ANN401 - choices of any kind
    """The label of a choice; the value itself where a later release named others."""
    return str(words(value).label) if value in words.values else value


def kind_label(value: str) -> str:
    return label_of(SessionKind, value)


def _person(speaker: PublishedSpeaker) -> tuple[str, SafeString, str]:
    role = label_of(SpeakerRole, speaker.role) if speaker.role != SpeakerRole.SPEAKER else ""
    return speaker.name, wording.line(speaker.function), role


def is_safe(url: str) -> bool:
    """Whether a link leads to a page: nothing else becomes one."""
    return url.startswith(("https://", "http://")) or (url.startswith("/") and not url.startswith("//"))


def _material(row: PublishedMaterial) -> dict[str, Any]:
    title = wording.line(row.title) or row.url
    language = wording.language_names([row.language]) if row.language else ""
    return {"title": title, "url": row.url, "code": row.language, "language": language}


def is_off(edition: Edition, session: PublishedSession) -> bool:
    """Whether it does not take place: cancelled itself, or with the whole meeting."""
    return session.is_cancelled or edition.state == State.CANCELLED


def entry_of(edition: Edition, published: Published, session: PublishedSession) -> Entry:
    return entries_of(edition, published, [session])[0]


def entries_of(
    edition: Edition, published: Published, sessions: Iterable[PublishedSession] | None = None
) -> list[Entry]:
    """Sessions for pages, in the order of time."""
    rows = published.programme.sessions if sessions is None else sessions
    themes = dict(choices.themes())
    start, end = around(edition)
    return [
        Entry(
            session,
            published.rooms.get(session.room or ""),
            published.zone,
            f"{start}{session.code}{end}",
            is_off(edition, session),
            themes,
        )
        for session in sorted(rows, key=lambda row: (row.starts_at, row.minutes, row.code))
    ]


def around(edition: Edition) -> tuple[str, str]:
    """What stands before and behind the code in the address of a session: asked once for lists of thousands."""
    start, _mark, end = reverse("timetable:session", args=[edition.slug, "000000"]).rpartition("000000")
    return start, end


def by_day(entries: Sequence[Entry]) -> list[tuple[date, list[Entry]]]:
    return [(day, list(rows)) for day, rows in groupby(entries, key=lambda entry: entry.day)]
