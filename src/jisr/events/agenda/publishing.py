"""Publishing a programme: one version that never changes, and a word to those whom the changes concern."""

from collections import defaultdict
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.events.agenda.announcing import announce
from jisr.events.agenda.checking import board_of
from jisr.events.agenda.comparing import (
    Difference,
    changed_rooms,
    differences,
    fingerprint,
    without_speaker,
)
from jisr.events.agenda.drafting import draft_of, last_version, read
from jisr.events.agenda.models import ProgrammeVersion, Session, SessionSpeaker
from jisr.events.agenda.published import Programme, Texts
from jisr.events.agenda.services import lock
from jisr.events.editions.models import Edition
from jisr.events.editions.policies import RUN_EDITION
from jisr.kernel import trail
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import authorize

Someone = Any  # a person or the system


class Blocked(DomainError):
    """Conflicts that the office said prevent publishing."""


class NothingNew(DomainError):
    """The draft is what is published already."""


class DraftChanged(DomainError):
    """The draft is not the one that was looked at."""


@transaction.atomic
def publish(
    edition: Edition, *, seen: str, news: Texts = MappingProxyType({}), actor: User, at: datetime
) -> ProgrammeVersion:
    """Publish the draft that was looked at (``seen``: its fingerprint) and tell those concerned. ``news``: by language.

    Raises ``DraftChanged`` where it changed meanwhile, ``NothingNew``, ``Blocked``.
    """
    edition = lock(edition)
    authorize(actor, RUN_EDITION, edition)
    before = last_version(edition)
    last = read(before)
    draft = draft_of(edition, last, at=at)
    if not is_new(last, draft):
        raise NothingNew(_("The programme is published as it stands. There is nothing new."))
    if fingerprint(draft) != seen:
        raise DraftChanged(_("Somebody changed the programme meanwhile. Please look at the changes again."))
    if count := len(board_of(edition).blocking):
        raise Blocked(_("Conflicts prevent publishing. Solve them first, or choose another level."), count=count)
    version = _write(edition, before, draft, news=news, actor=actor, at=at)
    found = differences(last, draft)
    _keep_sequences(found)
    announce(edition, found, draft, is_first=last is None, actor=actor, at=at)
    trail.record("events.programme_published", version, actor=actor, changes={"number": [None, version.number]})
    return version


@transaction.atomic
def stop_showing(*speakers: SessionSpeaker, actor: Someone, at: datetime) -> ProgrammeVersion | None:
    """Publish the last version again without people who are not shown any more. None if nobody saw them.

    All of them speak at one meeting.
    """
    edition = lock(speakers[0].session.edition)
    before = last_version(edition)
    last = read(before)
    if last is None:
        return None
    cleaned = last
    for speaker in speakers:
        cleaned = without_speaker(cleaned, str(speaker.session.public_id), speaker.full_name)
    if fingerprint(cleaned) == fingerprint(last):
        return None
    before_by_guid = {each.guid: each for each in last.sessions}
    sessions = tuple(
        each if each == before_by_guid[each.guid] else replace(each, changed_at=at) for each in cleaned.sessions
    )
    version = _write(
        edition, before, replace(cleaned, sessions=sessions), news=before.news if before else {}, actor=actor, at=at
    )
    trail.record("events.programme_published", version, actor=actor, changes={"number": [None, version.number]})
    return version


def is_new(last: Programme | None, draft: Programme) -> bool:
    if last is None:
        return bool(draft.sessions)
    return bool(differences(last, draft) or changed_rooms(last, draft) or last.zone != draft.zone)


def _write(
    edition: Edition,
    before: ProgrammeVersion | None,
    programme: Programme,
    *,
    news: Texts,
    actor: Someone,
    at: datetime,
) -> ProgrammeVersion:
    told = {code: text.strip() for code, text in news.items() if text.strip()}
    version: ProgrammeVersion = ProgrammeVersion.objects.create(
        edition=edition,
        number=before.number + 1 if before else 1,
        published_at=at,
        published_by=actor if isinstance(actor, User) else None,
        note=next(iter(told.values()), ""),
        content={**programme.as_json(), "news": told},
    )
    return version


def _keep_sequences(found: list[Difference]) -> None:
    """Let planned sessions know their sequence; nothing else of them changes by being published."""
    by_sequence: dict[int, list[int]] = defaultdict(list)
    for each in found:
        by_sequence[each.after.sequence].append(each.after.number)
    for sequence, numbers in by_sequence.items():
        Session.objects.filter(pk__in=numbers).update(sequence=sequence)
