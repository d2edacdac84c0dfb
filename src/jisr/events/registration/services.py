"""Registering people, and what becomes of their registration."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.audit.services import SYSTEM
from jisr.events.editions.models import Edition
from jisr.events.registration import answering, arriving, entries, places, telling
from jisr.events.registration.entries import Body, NotOpen, Person
from jisr.events.registration.models import Delegation, EditionPlaces, Participant, Party
from jisr.events.registration.places import Moved
from jisr.events.registration.policies import (
    CHANGE_PARTICIPANT,
    DECIDE_PARTICIPANT,
    REGISTER,
    REGISTER_DELEGATION,
)
from jisr.events.registration.signals import participant_left
from jisr.events.registration.states import Entry, ParticipantState, Release
from jisr.events.registration.times import is_ahead
from jisr.events.registration.workflow import target
from jisr.kernel import trail
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import authorize
from jisr.kernel.workflow import IllegalMove
from jisr.municipalities.models import Authority
from jisr.municipalities.policies import acts_for

Someone = Any  # a person or the system


class NotYours(DomainError):
    """Somebody registers for a body that they do not act for."""


class ReasonMissing(DomainError):
    """A step that needs words came without."""


def sign_up(
    edition: Edition, person: Person, *, body: Body | None, form_key: str, actor: User, at: datetime
) -> Participant:
    """Register oneself. The same form sent again gives the same registration.

    Raises ``NotOpen``, ``AlreadyRegistered``, ``NotInvited``, ``TooMany``, ``NotYours``, ``Refused``.
    """
    authorize(actor, REGISTER, edition)
    if body is not None and not acts_for(actor, body):
        raise NotYours(_("You are not a confirmed member of this authority or organisation."))
    party = _register(edition, [person], body=body, form_key=form_key, actor=actor, at=at)
    return _only(party)


def register_delegation(  # noqa: PLR0913 - who registers whom for what
    edition: Edition,
    people: Sequence[Person],
    *,
    body: Body,
    is_whole: bool,
    form_key: str,
    actor: User,
    at: datetime,
) -> Party:
    """Register several people of one body in one go; ``is_whole``: places for all or for nobody.

    The same form sent again gives the same registration. Raises as ``sign_up`` does.
    """
    authorize(actor, REGISTER_DELEGATION, body)
    return _register(edition, people, body=body, is_whole=is_whole, form_key=form_key, actor=actor, at=at)


def add_by_hand(
    edition: Edition, person: Person, *, body: Body | None, form_key: str, actor: User, at: datetime
) -> Participant:
    """The office registers somebody: without approval, after the deadline, beyond the limit of a body.

    Places are never given twice: where none is free, the person goes on the waiting list.
    """
    authorize(actor, DECIDE_PARTICIPANT, edition)
    party = _register(edition, [person], body=body, form_key=form_key, by_hand=True, actor=actor, at=at)
    return _only(party)


def _only(party: Party) -> Participant:
    found: Participant = party.members.select_related("party").order_by("pk")[0]
    return found


def _register(  # noqa: PLR0913 - who registers whom for what
    edition: Edition,
    people: Sequence[Person],
    *,
    body: Body | None,
    form_key: str,
    actor: User,
    at: datetime,
    is_whole: bool = False,
    by_hand: bool = False,
) -> Party:
    try:
        return _registered(
            edition, people, body=body, form_key=form_key, is_whole=is_whole, by_hand=by_hand, actor=actor, at=at
        )
    except IntegrityError as error:  # an address that somebody took while it was being written
        if "one_live_per" not in str(error):
            raise
        raise entries.AlreadyRegistered(_("Somebody of these is registered for this meeting already.")) from error


@transaction.atomic
def _registered(  # noqa: PLR0913
    edition: Edition,
    people: Sequence[Person],
    *,
    body: Body | None,
    form_key: str,
    is_whole: bool,
    by_hand: bool,
    actor: User,
    at: datetime,
) -> Party:
    place = places.lock(edition.pk)
    known = Party.objects.filter(registered_by=actor, form_key=form_key).first()
    if known is not None:
        return known
    edition = Edition.objects.get(pk=edition.pk)  # as it stands now that nobody else writes
    place.edition = edition
    _refuse(edition, place, people, body=body, is_whole=is_whole, by_hand=by_hand, at=at)
    party = Party.objects.create(
        edition=edition, form_key=form_key, is_whole=is_whole and len(people) > 1, registered_by=actor, registered_at=at
    )
    delegation = delegation_of(edition, body, actor=actor) if body is not None else None
    rows = [_row(person, party, delegation, body, by_hand=by_hand, at=at) for person in people]
    places.queue([row for row in rows if row.state == ParticipantState.WAITING], place)
    for row, person in zip(rows, people, strict=True):
        row.save()
        answering.keep(row, person.answers, at=at)
    moved = places.move_on(place, at=at, fresh=rows)
    _tell_registered(rows, moved, actor=actor, at=at)
    for row in rows:
        trail.record("events.participant_registered", row, actor=actor, changes={"state": ["", row.state]})
    arriving.arrived(rows, at=at)
    return party


def _refuse(  # noqa: PLR0913
    edition: Edition,
    place: EditionPlaces,
    people: Sequence[Person],
    *,
    body: Body | None,
    is_whole: bool,
    by_hand: bool,
    at: datetime,
) -> None:
    if not by_hand:
        entries.refuse_closed(edition, at)
        entries.refuse_uninvited(people)
    elif not is_ahead(edition, at=at):
        raise NotOpen(_("This meeting is over or cancelled."))
    entries.refuse_known(edition, people)
    if not by_hand:
        entries.refuse_beyond_limit(place, body, len(people))
    if is_whole:
        entries.refuse_never_fitting(place, people)


def delegation_of(edition: Edition, body: Body, *, actor: Someone) -> Delegation:
    column = str(body._meta.model_name)
    who = actor if isinstance(actor, User) else None
    found: Delegation
    found, _is_new = Delegation.objects.get_or_create(
        edition=edition, **{column: body}, defaults={"registered_by": who}
    )
    return found


def _row(
    person: Person, party: Party, delegation: Delegation | None, body: Body | None, *, by_hand: bool, at: datetime
) -> Participant:
    return Participant(
        edition=party.edition,
        kind=person.kind,
        delegation=delegation,
        party=party,
        user=person.user,
        full_name=person.full_name.strip(),
        email=person.address,
        function_title=person.function_title.strip(),
        authority=body if isinstance(body, Authority) else None,
        organisation=body if body is not None and not isinstance(body, Authority) else None,
        languages=list(person.languages),
        presence=person.presence,
        state=ParticipantState.WAITING if by_hand or person.kind.entry != Entry.APPROVAL else ParticipantState.APPLIED,
        release=Release.ASKED if isinstance(body, Authority) else Release.NOT_ASKED,
        registered_at=at,
    )


def _tell_registered(rows: Sequence[Participant], moved: Moved, *, actor: User, at: datetime) -> None:
    for row in rows:
        telling.tell_state(row, actor=actor, at=at)
        if row.release == Release.ASKED and row.user_id == actor.pk:
            telling.tell_employer(row, actor=actor, at=at)
    telling.tell_office([row for row in rows if row.state == ParticipantState.APPLIED], at=at)
    tell_moved(moved, but={row.pk for row in rows}, at=at)


def tell_moved(moved: Moved, *, but: Iterable[int] = (), at: datetime) -> None:
    """Tell those who got a place or an offer because others left, and write it down."""
    told = set(but)
    for row in [*moved.confirmed, *moved.offered]:
        if row.pk not in told:
            telling.tell_state(row, actor=SYSTEM, at=at)
            changes = {"state": [ParticipantState.WAITING.value, row.state]}
            trail.record("events.participant_moved_up", row, actor=SYSTEM, changes=changes)


@transaction.atomic
def withdraw(public_id: UUID | str, *, reason: str = "", actor: User, at: datetime) -> Participant:
    """Give a registration back; who waits next is offered the place. Twice changes nothing.

    Raises ``IllegalMove`` where it ended otherwise, ``Refused``.
    """
    place, row = locked(public_id)
    authorize(actor, CHANGE_PARTICIPANT, row)
    if row.state == ParticipantState.WITHDRAWN:
        return row
    _end("withdraw", row, reason=reason, actor=actor, at=at)
    go_on(place, at=at)
    return row


@transaction.atomic
def withdraw_delegation(delegation: Delegation, *, reason: str = "", actor: User, at: datetime) -> int:
    """Give back all registrations of one body at once; return how many these were."""
    authorize(actor, REGISTER_DELEGATION, delegation.body)
    place = places.lock(delegation.edition_id)
    rows = list(Participant.objects.filter(edition_id=delegation.edition_id).of_body(delegation.body).live())
    for row in Participant.objects.filter(pk__in=[row.pk for row in rows]).for_telling().order_by("pk"):
        _end("withdraw", row, reason=reason, actor=actor, at=at)
    go_on(place, at=at)
    return len(rows)


def _end(step: str, row: Participant, *, reason: str = "", actor: Someone, at: datetime) -> None:
    before = row.state
    row.state = target(step, current=before)
    row.queue_number, row.offer_until, row.decision_reason = None, None, reason.strip()
    row.save(update_fields=["state", "queue_number", "offer_until", "decision_reason", "updated_at"])
    told = {"withdraw": "withdrawn", "decline": "declined", "expire": "expired"}[step]
    telling.tell(told, row, actor=actor, at=at)
    trail.record(f"events.participant_{told}", row, actor=actor, changes={"state": [before, row.state]})
    tell_left(row, at=at)


def tell_left(row: Participant, *, at: datetime) -> None:
    """Let the parts above know, once it is certain, that somebody does not come."""
    transaction.on_commit(partial(participant_left.send_robust, sender=Participant, participant_pk=row.pk, at=at))


@transaction.atomic
def give_freed_place(edition_pk: int, *, at: datetime) -> Moved:
    """Offer a place that became free on site, since somebody takes part online now."""
    return go_on(places.lock(edition_pk), at=at)


def go_on(place: EditionPlaces, *, at: datetime) -> Moved:
    """Count anew and offer what is free to those who wait, unless the meeting is over or waits for new days itself."""
    if place.edition.is_stopped or not is_ahead(place.edition, at=at):
        places.recount(place)
        return Moved([], [])
    moved = places.move_on(place, at=at)
    tell_moved(moved, at=at)
    return moved


@transaction.atomic
def accept_offer(public_id: UUID | str, *, actor: User, at: datetime) -> Participant:
    """Take an offered place; of a party that comes whole, for all of it. Twice changes nothing.

    Raises ``IllegalMove`` once the time is over, ``Refused``.
    """
    place, row = locked(public_id)
    authorize(actor, CHANGE_PARTICIPANT, row)
    if row.state == ParticipantState.CONFIRMED:
        return row
    if row.state == ParticipantState.OFFERED and row.offer_until is not None and at >= row.offer_until:
        raise IllegalMove(_("The time for your answer is over."))
    state = target("accept", current=row.state)
    rows = [row]
    if row.party is not None and row.party.is_whole:
        rows = list(row.party.members.filter(state=ParticipantState.OFFERED).for_telling().order_by("pk"))
    for each in rows:
        authorize(actor, CHANGE_PARTICIPANT, each)  # one of several cannot answer for all; their coordinator can
        before = each.state
        each.state, each.confirmed_at, each.offer_until = state, at, None
        each.save(update_fields=["state", "confirmed_at", "offer_until", "updated_at"])
        telling.tell("accepted", each, actor=actor, at=at)
        trail.record("events.participant_accepted", each, actor=actor, changes={"state": [before, each.state]})
    places.recount(place)
    return again(row)


@transaction.atomic
def decide(
    edition: Edition, people: Iterable[UUID], *, is_yes: bool, reason: str = "", actor: User, at: datetime
) -> int:
    """Approve those who wait for approval, or decline people with a reason; return about how many it was decided.

    Whom somebody else has decided about meanwhile is left as they are. Raises ``ReasonMissing``, ``Refused``.
    """
    authorize(actor, DECIDE_PARTICIPANT, edition)
    if not is_yes and not reason.strip():
        raise ReasonMissing(_("Please give a reason."))
    place = places.lock(edition.pk)
    rows = Participant.objects.filter(edition=edition, public_id__in=list(people)).for_telling()
    fitting = rows.filter(state=ParticipantState.APPLIED) if is_yes else rows.live()
    found = list(fitting.order_by("registered_at", "pk"))
    if is_yes:
        _approve(place, found, actor=actor, at=at)
    else:
        for row in found:
            _end("decline", row, reason=reason, actor=actor, at=at)
        go_on(place, at=at)
    telling.tell_senders(found, actor=actor, at=at)
    return len(found)


def _approve(place: EditionPlaces, rows: Sequence[Participant], *, actor: User, at: datetime) -> None:
    places.queue(rows, place)
    for row in rows:
        row.state = target("queue", current=row.state)
        row.save(update_fields=["state", "queue_number", "updated_at"])
    moved = places.move_on(place, at=at, fresh=rows)
    for row in rows:
        telling.tell_state(row, actor=actor, at=at)
        changes = {"state": [ParticipantState.APPLIED.value, row.state]}
        trail.record("events.participant_approved", row, actor=actor, changes=changes)
    tell_moved(moved, but={row.pk for row in rows}, at=at)


@transaction.atomic
def move_up(public_id: UUID | str, *, reason: str, actor: User, at: datetime) -> Participant:
    """Put somebody, or the party that comes whole with them, in front of the waiting list, with a reason.

    Raises ``ReasonMissing``, ``IllegalMove`` unless they wait, ``Refused``.
    """
    place, row = locked(public_id)
    authorize(actor, DECIDE_PARTICIPANT, row)
    if not reason.strip():
        raise ReasonMissing(_("Please give a reason."))
    if row.state != ParticipantState.WAITING:
        raise IllegalMove(_("This is settled already. The page shows how it stands now."))
    rows = [row]
    if row.party is not None and row.party.is_whole:
        rows = list(row.party.members.on_waiting_list())
    waiting = Participant.objects.filter(edition_id=row.edition_id).on_waiting_list()
    numbers = [number for number in waiting.values_list("queue_number", flat=True) if number is not None]
    first = min([*numbers, place.next_number]) - len(rows)
    for number, each in enumerate(rows, first):
        before, each.queue_number = each.queue_number, number
        each.save(update_fields=["queue_number", "updated_at"])
        changes = {"queue_number": [before, number], "reason": ["", reason.strip()]}
        trail.record("events.participant_put_first", each, actor=actor, changes=changes)
    go_on(place, at=at)
    return again(row)


@transaction.atomic
def expire_offers(edition_pk: int, *, at: datetime) -> int:
    """End the offers whose time is over, and offer the places to the next ones. Safe to run again."""
    place = places.lock(edition_pk)
    rows = Participant.objects.filter(edition_id=edition_pk, state=ParticipantState.OFFERED, offer_until__lte=at)
    found = list(rows.for_telling().order_by("pk"))
    for row in found:
        _end("expire", row, actor=SYSTEM, at=at)
    go_on(place, at=at)
    return len(found)


def again(row: Participant) -> Participant:
    """The row as it stands now."""
    found: Participant = Participant.objects.for_telling().get(pk=row.pk)
    return found


def locked(public_id: UUID | str) -> tuple[EditionPlaces, Participant]:
    """A participant under the lock of the places of their edition."""
    edition_pk = Participant.objects.values_list("edition_id", flat=True).get(public_id=public_id)
    place = places.lock(edition_pk)
    row: Participant = Participant.objects.for_telling().get(public_id=public_id)
    return place, row
