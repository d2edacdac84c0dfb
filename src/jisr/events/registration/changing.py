"""Somebody else in a place, an account for who has none, what the employer says, and how many may come."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.events.editions.clock import begins_at
from jisr.events.editions.models import Edition
from jisr.events.registration import arriving, entries, form_making, places, telling
from jisr.events.registration.entries import AlreadyRegistered, Body, NotOpen, Person
from jisr.events.registration.form_models import FormQuestion
from jisr.events.registration.models import (
    Delegation,
    EditionPlaces,
    Participant,
    ParticipantInvitation,
    ParticipantKind,
    StaffRelease,
)
from jisr.events.registration.policies import CONFIRM_RELEASE, DECIDE_PARTICIPANT, REPLACE_PARTICIPANT
from jisr.events.registration.services import delegation_of, go_on, locked, tell_left
from jisr.events.registration.states import Release
from jisr.events.registration.workflow import target
from jisr.kernel import trail
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import authorize, may
from jisr.kernel.workflow import IllegalMove
from jisr.municipalities.policies import confirmed_addresses
from jisr.partnerships.expectations.policies import WRITE_EXPECTATION, OneSide
from jisr.partnerships.expectations.services import note_evidence
from jisr.partnerships.expectations.states import EvidenceKind, Kind, Side
from jisr.partnerships.models import Partnership


class NotYourInvitation(DomainError):
    """The registration is kept for another address."""


class InUse(DomainError):
    """Registrations are of this kind."""


class BelowTaken(DomainError):
    """Fewer places than are given away already."""


class ReasonMissing(DomainError):
    """A no that comes without words."""


@transaction.atomic
def replace(public_id: UUID | str, person: Person, *, actor: User, at: datetime) -> Participant:
    """Let somebody else take over the place, the offer or the position on the waiting list. Answers do not go along.

    Possible until the meeting begins. Raises ``NotOpen``, ``IllegalMove``, ``AlreadyRegistered``, ``Refused``.
    """
    place, row = locked(public_id)
    authorize(actor, REPLACE_PARTICIPANT, row)
    if at >= begins_at(row.edition):
        raise NotOpen(_("The meeting has begun. The events team helps you."))
    before, number, until = row.state, row.queue_number, row.offer_until
    row.state = target("replace", current=before)
    row.queue_number, row.offer_until = None, None
    row.save(update_fields=["state", "queue_number", "offer_until", "updated_at"])
    entries.refuse_known(row.edition, [person])
    new = _successor(row, person, at=at)
    new.state, new.queue_number, new.offer_until = before, number, until
    new.confirmed_at = at if row.confirmed_at else None
    new.save()
    places.recount(place)
    tell_left(row, at=at)
    telling.tell("replaced", row, actor=actor, at=at)
    telling.tell_state(Participant.objects.for_telling().get(pk=new.pk), actor=actor, at=at)
    trail.record("events.participant_replaced", row, actor=actor, changes={"state": [before, row.state]})
    trail.record("events.participant_registered", new, actor=actor, changes={"state": ["", new.state]})
    arriving.arrived([new], at=at)
    return new


def _successor(row: Participant, person: Person, *, at: datetime) -> Participant:
    return Participant(
        edition=row.edition,
        kind=row.kind,
        delegation=row.delegation,
        party=row.party,
        user=person.user,
        full_name=person.full_name.strip(),
        email=person.address,
        function_title=person.function_title.strip(),
        authority=row.authority,
        organisation=row.organisation,
        languages=list(person.languages),
        presence=person.presence,
        release=Release.ASKED if row.authority_id else Release.NOT_ASKED,
        registered_at=at,
        replaces=row,
    )


@transaction.atomic
def claim(public_id: UUID | str, *, actor: User) -> Participant:
    """Connect a registration with the account of the person it was made for. Twice changes nothing.

    Raises ``NotYourInvitation`` unless the address is a confirmed one of the account, ``IllegalMove``,
    ``AlreadyRegistered``.
    """
    _place, row = locked(public_id)
    if row.user_id == actor.pk:
        return row
    if row.user_id is not None or row.email not in confirmed_addresses(actor):
        raise NotYourInvitation(
            _("This registration is kept for another address. Sign in with the address that the mail was sent to.")
        )
    if not row.is_live:
        raise IllegalMove(_("This registration has ended."))
    if Participant.objects.filter(edition=row.edition, user=actor).live().exists():
        raise AlreadyRegistered(_("You are registered for this meeting already."))
    row.user = actor
    row.save(update_fields=["user", "updated_at"])
    trail.record("events.participant_claimed", row, actor=actor)
    arriving.arrived([row], at=timezone.now())
    return row


@transaction.atomic
def say_release(public_id: UUID | str, said: Release, *, note: str = "", actor: User, at: datetime) -> Participant:
    """Write down what the employer says: released, refused or not needed. The same again changes nothing.

    A release is noted as evidence at the authority's partnerships where the actor may write that down.
    Raises ``ReasonMissing``, ``IllegalMove``, ``Refused``.
    """
    _place, row = locked(public_id)
    authorize(actor, CONFIRM_RELEASE, row)
    if not row.is_live:
        raise IllegalMove(_("This registration has ended."))
    if said == Release.REFUSED and not note.strip():
        raise ReasonMissing(_("Please give a reason."))
    if row.release == said:
        return row
    before, row.release = row.release, said
    row.save(update_fields=["release", "updated_at"])
    columns = {"decided_at": at, "decided_by": actor, "note": note.strip()}
    StaffRelease.objects.update_or_create(participant=row, defaults=columns)
    if said == Release.REFUSED:
        telling.tell_refused(row, note.strip(), actor=actor, at=at)
    if said == Release.CONFIRMED:
        _note_evidence(row, actor=actor, at=at)
    trail.record("events.release_said", row, actor=actor, changes={"release": [before, said.value]})
    return row


def _note_evidence(row: Participant, *, actor: User, at: datetime) -> None:
    """The programme expects that municipalities release staff: this shows it."""
    authority = row.authority
    if authority is None:
        return
    ties = Partnership.objects.filter(german=authority) | Partnership.objects.filter(palestinian=authority)
    values = {
        "happened_on": timezone.localdate(at),
        "kind": EvidenceKind.HOURS,
        "note": gettext("Staff released for: %(meeting)s") % {"meeting": row.edition.title},
        "address": row.edition.get_absolute_url(),
    }
    for tie in ties.order_by("pk"):
        side = Side.GERMAN if tie.german_id == authority.pk else Side.PALESTINIAN
        if may(actor, WRITE_EXPECTATION, OneSide(tie, side)):
            key = f"release{row.public_id.hex}{tie.pk}"
            note_evidence(tie, side, Kind.RELEASE, values, form_key=key, actor=actor, at=at)


@transaction.atomic
def set_places(
    edition: Edition,
    values: Mapping[str, Any],
    *,
    kinds: Mapping[int, int | None],
    actor: User,
    at: datetime,
) -> EditionPlaces:
    """Say how many may come, in all and of each kind (by its key). More places go to the waiting list at once.

    Raises ``BelowTaken`` for fewer than are given away, ``Refused``.
    """
    authorize(actor, DECIDE_PARTICIPANT, edition)
    place = places.lock(edition.pk)
    places.recount(place)
    names = ("total", "per_body", "offer_hours", "lets_small_pass")
    before = {name: getattr(place, name) for name in names}
    for name in names:
        setattr(place, name, values[name])
    _refuse_fewer(place.total, place.taken, str(edition.title))
    place.save()
    changes = {name: [str(old), str(values[name])] for name, old in before.items() if old != values[name]}
    for kind in ParticipantKind.objects.filter(edition=edition, pk__in=kinds):
        if kind.places != kinds[kind.pk]:
            _refuse_fewer(kinds[kind.pk], kind.taken, str(kind.name))
            changes[f"places of {kind.key}"] = [str(kind.places), str(kinds[kind.pk])]
            kind.places = kinds[kind.pk]
            kind.save(update_fields=["places"])
    go_on(place, at=at)
    if changes:
        trail.record("events.places_set", place, actor=actor, changes=changes)
    return place


def _refuse_fewer(limit: int | None, taken: int, name: str) -> None:
    if limit is None or limit >= taken:
        return
    told = ngettext(
        "%(name)s: %(taken)d place is given away already. Decline people first, or keep at least that many.",
        "%(name)s: %(taken)d places are given away already. Decline people first, or keep at least that many.",
        taken,
    )
    raise BelowTaken(told % {"name": name, "taken": taken}, taken=taken)


@transaction.atomic
def allow_places(edition: Edition, body: Body, number: int | None, *, actor: User) -> Delegation:
    """Let one body send more or fewer people than the limit for each; ``None``: the limit holds again."""
    authorize(actor, DECIDE_PARTICIPANT, edition)
    places.lock(edition.pk)
    row = delegation_of(edition, body, actor=actor)
    before, row.places = row.places, number
    row.save(update_fields=["places", "updated_at"])
    if before != number:
        trail.record("events.delegation_allowed", row, actor=actor, changes={"places": [str(before), str(number)]})
    return row


@transaction.atomic
def invite(kind: ParticipantKind, emails: Iterable[str], *, language: str, actor: User, at: datetime) -> int:
    """Invite addresses to register as one kind; who is invited already is told nothing. Return how many are new."""
    authorize(actor, DECIDE_PARTICIPANT, kind.edition)
    places.lock(kind.edition_id)
    wanted = dict.fromkeys(email.strip().lower() for email in emails)
    known = set(ParticipantInvitation.objects.filter(kind=kind).values_list("email", flat=True))
    new = [email for email in wanted if email and email not in known]
    for email in new:
        row = ParticipantInvitation.objects.create(kind=kind, email=email, invited_by=actor, invited_at=at)
        telling.tell_invited(kind, email, language, at=at)
        trail.record("events.participant_invited", row, actor=actor)
    return len(new)


@transaction.atomic
def save_kind(
    edition: Edition, values: Mapping[str, Any], *, kind: ParticipantKind | None = None, actor: User, at: datetime
) -> ParticipantKind:
    """Add a kind of participant, or change its names and how one comes in. Places are set with ``set_places``."""
    authorize(actor, DECIDE_PARTICIPANT, edition)
    place = places.lock(edition.pk)
    row = kind or ParticipantKind(edition=edition, key=_new_key(edition), position=edition.participant_kinds.count())
    before = {name: str(getattr(row, name) or "") for name in values}
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    changes = {name: [before[name], str(values[name])] for name in values if before[name] != str(values[name])}
    trail.record("events.kind_saved", row, actor=actor, changes=changes)
    go_on(place, at=at)
    return row


@transaction.atomic
def remove_kind(kind: ParticipantKind, *, actor: User, at: datetime) -> None:
    """Take a kind away as which nobody was ever registered; questions for it alone are asked of nobody then.

    Raises ``InUse``, ``Refused``.
    """
    edition = kind.edition
    authorize(actor, DECIDE_PARTICIPANT, edition)
    places.lock(edition.pk)
    number = Participant.objects.filter(kind=kind).count()
    if number:
        told = ngettext(
            "%(number)d registration is of this kind. It stays, since the list would lose what it says.",
            "%(number)d registrations are of this kind. It stays, since the list would lose what they say.",
            number,
        )
        raise InUse(told % {"number": number})
    for question in FormQuestion.objects.filter(edition=edition, kinds=kind).asked().reverse():  # what depends, first
        if question.kinds.count() == 1:  # without a kind it would be asked of everybody
            form_making.remove_question(question.public_id, actor=actor, at=at)
    trail.record("events.kind_removed", kind, actor=actor, changes={"name": [str(kind.name), ""]})
    kind.delete()


def _new_key(edition: Edition) -> str:
    known = set(edition.participant_kinds.values_list("key", flat=True))
    return next(key for key in (f"kind-{number}" for number in range(1, 1000)) if key not in known)
