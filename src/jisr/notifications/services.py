"""Tells people, in the transaction of what is told; what readers and the programme office do with messages."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise

from jisr.accounts.models import User
from jisr.audit.services import changes_between
from jisr.kernel import trail
from jisr.kernel.policy import authorize
from jisr.notifications import kinds
from jisr.notifications.models import Message, Preference
from jisr.notifications.policies import Can
from jisr.notifications.rendering import Correspondent, write
from jisr.notifications.states import Delivery, State

Text = str | Promise


def notify(  # noqa: PLR0913 - what is told, to whom, in which words
    kind: str,
    *,
    to: Iterable[User],
    subject_line: Text,
    template: str,
    context: Mapping[str, Any],
    url: Text = "",
    at: datetime | None = None,
) -> list[Message]:
    """Write one message for each person, in their language; a worker sends the mails after the transaction.

    ``template`` names ``<template>.txt`` and ``<template>.html``, which extend ``notifications/mail/base``. Values of
    ``context`` are words, numbers, dates and lists of these; ``subject_line`` and values may be lazy translations.
    ``url`` is an address of this site. People whose account is closed are left out; nobody is told twice.

    Raises ``UnknownKind`` for a kind that no room declared, ``RuntimeError`` outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a message belongs to the transaction of what it tells")
    declared, at = kinds.get(kind), at or timezone.now()
    people = {person.pk: person for person in to if person.is_active}
    for_digest = set() if declared.is_mandatory else _readers_of_digests(people)
    messages = []
    for person in people.values():
        written = write(reader=person, subject_line=subject_line, template=template, context=context, url=url)
        messages.append(
            Message(
                recipient=person,
                kind=kind,
                created_at=at,
                next_attempt_at=at,
                for_digest=person.pk in for_digest,
                **vars(written),
            )
        )
    return Message.objects.bulk_create(messages)


def notify_address(  # noqa: PLR0913 - what is told, to whom, in which words
    kind: str,
    *,
    to: Correspondent,
    subject_line: Text,
    template: str,
    context: Mapping[str, Any],
    url: Text = "",
    at: datetime | None = None,
) -> Message:
    """Write one mail to somebody without an account, as ``notify`` does for people with one."""
    words: dict[str, Any] = {"subject_line": subject_line, "template": template, "context": context, "url": url}
    (message,) = notify_addresses(kind, to=[to], at=at, **words)
    return message


def notify_addresses(  # noqa: PLR0913 - what is told, to whom, in which words
    kind: str,
    *,
    to: Iterable[Correspondent],
    subject_line: Text,
    template: str,
    context: Mapping[str, Any],
    url: Text = "",
    at: datetime | None = None,
) -> list[Message]:
    """The same to many people without an account, in one query."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a message belongs to the transaction of what it tells")
    declared, at = kinds.get(kind), at or timezone.now()
    messages = []
    for person in to:
        written = write(reader=person, subject_line=subject_line, template=template, context=context, url=url)
        messages.append(
            Message(address=person.address, kind=declared.name, created_at=at, next_attempt_at=at, **vars(written))
        )
    return Message.objects.bulk_create(messages)


def _readers_of_digests(people: Iterable[int]) -> set[int]:
    chosen = Preference.objects.filter(user__in=list(people), delivery=Delivery.DIGEST)
    return set(chosen.values_list("user_id", flat=True))


@transaction.atomic
def mark_read(keys: Iterable[str], *, actor: User, at: datetime) -> int:
    """Note when somebody read messages of their own; return how many were unread."""
    return Message.objects.inbox_of(actor).filter(key__in=list(keys)).unread().update(read_at=at)


@transaction.atomic
def mark_all_read(*, actor: User, at: datetime) -> int:
    return Message.objects.inbox_of(actor).unread().update(read_at=at)


@transaction.atomic
def mark_unread(key: str, *, actor: User) -> int:
    return Message.objects.inbox_of(actor).filter(key=key).update(read_at=None)


@transaction.atomic
def choose_delivery(delivery: str, *, actor: User) -> Preference:
    """Set how a person's mails come. What already waits for a daily overview comes with the next one."""
    chosen = Delivery(delivery)
    preference: Preference
    preference, _created = Preference.objects.select_for_update(no_key=True).get_or_create(user=actor)
    changes = changes_between({"delivery": preference.delivery}, {"delivery": chosen.value})
    if changes:
        preference.delivery = chosen
        preference.save(update_fields=["delivery"])
        trail.record("notifications.delivery_chosen", preference, actor=actor, changes=changes)
    return preference


@transaction.atomic
def send_again(key: str, *, actor: User, at: datetime) -> Message:
    """Put a mail that was given up back in the queue, with all its attempts before it.

    Raises ``Refused`` unless the actor may, ``Message.DoesNotExist`` unless the mail was given up.
    """
    message: Message = Message.objects.dead().select_for_update(no_key=True).get(key=key)
    authorize(actor, Can.SEND_AGAIN, message)
    message.state, message.attempts, message.next_attempt_at, message.failure = State.QUEUED, 0, at, ""
    message.save(update_fields=["state", "attempts", "next_attempt_at", "failure"])
    changes = {"state": [State.DEAD.value, State.QUEUED.value]}
    trail.record("notifications.sent_again", message, actor=actor, changes=changes)
    return message
