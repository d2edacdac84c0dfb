"""Keep a programme of one's own, and a calendar of it under a secret address."""

import base64
import hashlib
import hmac
import uuid
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.events.agenda.published import PublishedSession
from jisr.events.editions.models import Edition
from jisr.events.timetable.models import CalendarFeed, ProgrammePick, digest_of
from jisr.events.timetable.own import known_of
from jisr.events.timetable.policies import KEEP_PROGRAMME
from jisr.events.timetable.reading import latest
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import authorize

_SALT = b"events.calendar_feed"


class NotInProgramme(DomainError):
    """No published session has this code."""


@transaction.atomic
def pick(edition: Edition, code: str, *, actor: User, at: datetime) -> ProgrammePick:
    """Put a published session into the actor's own programme. A second click changes nothing.

    Raises ``NotInProgramme`` for one that is not published or does not take place, ``Refused``.
    """
    authorize(actor, KEEP_PROGRAMME, edition)
    session = _published(edition, code)
    if session is None or session.is_cancelled:
        raise NotInProgramme(_("This session is not in the published programme any more."))
    row, _is_new = ProgrammePick.objects.get_or_create(
        user=actor,
        session_guid=uuid.UUID(session.guid),
        defaults={"edition": edition, "picked_at": at, **known_of(session)},
    )
    return row


@transaction.atomic
def drop(edition: Edition, code: str, *, actor: User) -> None:
    """Take a session out of the actor's own programme, also one that is cancelled. A second click changes nothing."""
    session = _published(edition, code)
    if session is not None:
        ProgrammePick.objects.filter(user=actor, session_guid=uuid.UUID(session.guid)).delete()


@transaction.atomic
def take_note(edition: Edition, number: int, *, actor: User) -> int:
    """Say that the actor knows what moved in their programme; return how many sessions that were.

    ``number`` is the version they looked at: what a newer one moved stays marked.
    """
    published = latest(edition)
    if published is None or published.number != number:
        return 0
    touched = 0
    for row in ProgrammePick.objects.select_for_update(no_key=True).filter(user=actor, edition=edition):
        session = published.by_guid.get(str(row.session_guid))
        if session is not None and known_of(session) != _kept(row):
            ProgrammePick.objects.filter(pk=row.pk).update(**known_of(session))
            touched += 1
    return touched


@transaction.atomic
def renew_feed(edition: Edition, *, actor: User, at: datetime, seen: str = "") -> CalendarFeed:
    """Make the secret address of the actor's calendar, or a new one: the old address then leads nowhere.

    ``seen`` is the address that the page showed: a second click on the same page changes nothing.
    """
    authorize(actor, KEEP_PROGRAMME, edition)
    key = uuid.uuid4()
    columns = {"key": key, "digest": digest_of(_token(key)), "renewed_at": at}
    row, is_new = CalendarFeed.objects.select_for_update(no_key=True).get_or_create(
        user=actor, edition=edition, defaults=columns
    )
    if not is_new and seen == str(row.key):
        for name, value in columns.items():
            setattr(row, name, value)
        row.save(update_fields=list(columns))
    return row


@transaction.atomic
def stop_feed(edition: Edition, *, actor: User) -> None:
    """Take the address away."""
    CalendarFeed.objects.filter(user=actor, edition=edition).delete()


def token_of(feed: CalendarFeed) -> str:
    """The secret part of the address."""
    return _token(feed.key)


def feed_of(token: str) -> CalendarFeed | None:
    """The calendar of an address. Found by the digest, so how long it takes tells nothing of other addresses."""
    rows = CalendarFeed.objects.select_related("edition", "user").filter(digest=digest_of(token), user__is_active=True)
    found = rows.first()
    if found is None or not hmac.compare_digest(_token(found.key), token):
        return None
    return found


def _token(key: uuid.UUID) -> str:
    digest = hmac.digest(settings.SECRET_KEY.encode(), _SALT + key.bytes, hashlib.sha256)
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _published(edition: Edition, code: str) -> PublishedSession | None:
    published = latest(edition)
    return published.by_code.get(code) if published else None


def _kept(row: ProgrammePick) -> dict[str, object]:
    return {name: getattr(row, name) for name in ("starts_at", "minutes", "room", "is_cancelled")}
