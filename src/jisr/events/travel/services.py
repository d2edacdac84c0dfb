"""Items, journeys and personal travel data: who changes them, and what follows."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.events.registration.models import Participant
from jisr.events.travel import sealing, values
from jisr.events.travel.models import ChecklistLine, TravelData, TravelItem, TravelJourney
from jisr.events.travel.planning import give_items, is_travelled_to, plan_for, travels
from jisr.events.travel.policies import (
    READ_TRAVEL_DATA,
    SETTLE_ITEM,
    WORK_ON_TRAVEL,
    WRITE_TRAVEL_DATA,
)
from jisr.events.travel.states import OUTSTANDING, ItemKind, ItemState
from jisr.kernel import trail
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import authorize


class NoJourney(DomainError):
    """Nothing is prepared for this person: no place, online, or the meeting is over or called off."""


class ChangedMeanwhile(DomainError):
    """Somebody else changed the same thing since the page was opened."""


class ReasonMissing(DomainError):
    """Something that is noted with a reason came without."""


def locked(public_id: UUID | str) -> Participant:
    """The participant, whose row is the lock of everything about their journey."""
    rows = Participant.objects.select_for_update(of=("self",), no_key=True)
    found: Participant = rows.select_related(
        "edition__series", "kind", "authority__country", "organisation__country", "user"
    ).get(public_id=public_id)
    return found


def refuse_without_journey(participant: Participant) -> None:
    if not is_travelled_to(participant.edition):
        raise NoJourney(_("No journey to this meeting is prepared any more."))
    if not travels(participant):
        raise NoJourney(_("A journey is prepared for people who have a place and come to the place."))


@transaction.atomic
def start_checklist(public_id: UUID | str, *, actor: Any) -> int:  # noqa: ANN401
    """Give a traveller the items of their side; doing it again adds what is missing. Return how many it touched.

    ``actor`` is a person who may, or the system. Raises ``NoJourney``, ``Refused``.
    """
    participant = locked(public_id)
    if actor.pk is not None:
        authorize(actor, WORK_ON_TRAVEL, participant)
    refuse_without_journey(participant)
    plan_for(participant.edition)
    lines = ChecklistLine.objects.filter(edition=participant.edition, side=participant.side)
    touched: int = give_items(participant, lines)
    if touched:
        trail.record("events.travel_checklist_made", participant, actor=actor, changes={"items": [None, touched]})
    return touched


@transaction.atomic
def settle_item(  # noqa: PLR0913 - what was typed, on which page, by whom
    public_id: UUID | str,
    kind: str,
    *,
    state: str,
    note: str,
    seen: int | None,
    actor: User,
    at: datetime,
) -> TravelItem:
    """Say how far an item is. The same again changes nothing.

    Raises ``ChangedMeanwhile`` where ``seen`` is an older version, ``NoJourney``, ``Refused``.
    """
    participant = locked(public_id)
    item: TravelItem = TravelItem.objects.select_for_update(no_key=True).get(participant=participant, kind=kind)
    item.participant = participant
    authorize(actor, SETTLE_ITEM, item)
    wanted, words = ItemState(state), note.strip()
    if (item.state, item.note) == (wanted, words):
        return item
    refuse_without_journey(participant)
    if seen is not None and seen != item.version:
        raise ChangedMeanwhile(_("Somebody changed this item meanwhile. Please look at it again."))
    before = item.state
    put(item, wanted, actor=actor, at=at)
    item.note = words
    item.save()
    changes = {"kind": [None, item.kind], "state": [before, str(item.state)]}
    trail.record("events.travel_item_settled", participant, actor=actor, changes=changes)
    return item


def put(item: TravelItem, state: str, *, actor: Any, at: datetime) -> None:  # noqa: ANN401
    """Write a state into an item that is saved afterwards."""
    is_done = state == ItemState.DONE
    item.state, item.version = ItemState(state), item.version + 1
    item.done_at = at if is_done else None
    item.done_by = actor if is_done and isinstance(actor, User) else None


def finish_items(participant: Participant, *kinds: str, actor: Any, at: datetime) -> None:  # noqa: ANN401
    """What was to be done by entering something is done."""
    for item in TravelItem.objects.filter(participant=participant, kind__in=kinds, state__in=OUTSTANDING):
        put(item, ItemState.DONE, actor=actor, at=at)
        item.save()


@transaction.atomic
def save_journey(
    public_id: UUID | str, typed: Mapping[str, Any], *, seen: int, actor: User, at: datetime
) -> TravelJourney:
    """Keep when and where somebody arrives and leaves. ``seen``: the version that the page showed, 0 for none.

    Raises ``ChangedMeanwhile``, ``NoJourney``, ``Refused``.
    """
    participant = locked(public_id)
    authorize(actor, WORK_ON_TRAVEL, participant)
    refuse_without_journey(participant)
    journey = TravelJourney.objects.filter(participant=participant).first() or TravelJourney(participant=participant)
    _refuse_stale(journey, seen)
    for name, value in typed.items():
        setattr(journey, name, value)
    journey.version = seen + 1
    journey.save()
    if journey.arrives_at and journey.departs_at:
        finish_items(participant, ItemKind.JOURNEY, actor=actor, at=at)
    trail.record("events.travel_journey_saved", participant, actor=actor)
    return journey


@transaction.atomic
def save_travel_data(
    public_id: UUID | str, typed: Mapping[str, Any], *, seen: int, actor: User, at: datetime
) -> TravelData:
    """Seal what somebody entered. What the same page did not show is never lost: an older page is refused.

    Raises ``CannotOpen`` where there is data under a key that is not here, ``ChangedMeanwhile``, ``NoJourney``,
    ``Refused``.
    """
    participant = locked(public_id)
    authorize(actor, WRITE_TRAVEL_DATA, participant)
    refuse_without_journey(participant)
    data = TravelData.objects.filter(participant=participant).first() or TravelData(participant=participant)
    if data.pk:
        sealing.unseal(data.sealed, owner=participant.public_id)  # what cannot be read is not written over
    _refuse_stale(data, seen)
    entered = values.kept(typed)
    data.sealed, data.version = sealing.seal(entered, owner=participant.public_id), seen + 1
    data.save()
    if all(name in entered for name in values.PASSPORT):
        finish_items(participant, ItemKind.PERSONAL_DATA, actor=actor, at=at)
    if all(name in typed for name in values.NEEDS):
        finish_items(participant, ItemKind.NEEDS, actor=actor, at=at)
    trail.record("events.travel_data_saved", participant, actor=actor)
    return data


def _refuse_stale(row: TravelJourney | TravelData, seen: int) -> None:
    if (row.version if row.pk else 0) != seen:
        raise ChangedMeanwhile(
            _("Somebody changed this meanwhile. Please open the page again and enter your changes once more.")
        )


@transaction.atomic
def read_travel_data(public_id: UUID | str, *, reason: str = "", actor: User) -> dict[str, Any]:
    """Open what is sealed. Every reading by staff is told in the trail, with its reason.

    Raises ``CannotOpen``, ``ReasonMissing`` for staff, ``Refused``. Empty where nothing was entered.
    """
    participant = Participant.objects.select_related("authority").get(public_id=public_id)
    authorize(actor, READ_TRAVEL_DATA, participant)
    if participant.user_id != actor.pk:
        if not reason.strip():
            raise ReasonMissing(_("Please say why you need to read this."))
        trail.record("events.travel_data_read", participant, actor=actor, changes={"reason": [None, reason.strip()]})
    data = TravelData.objects.filter(participant=participant).first()
    return values.read(sealing.unseal(data.sealed, owner=participant.public_id)) if data else {}


@transaction.atomic
def reseal() -> tuple[int, int]:
    """Bring all data under the first key; return how many rows were sealed anew and how many could not be opened."""
    done = failed = 0
    for data in (
        TravelData.objects.select_for_update(of=("self",), no_key=True).select_related("participant").order_by("pk")
    ):
        if sealing.is_under_first_key(data.sealed):
            continue
        try:
            opened = sealing.unseal(data.sealed, owner=data.participant.public_id)
        except sealing.CannotOpen:
            failed += 1
            continue
        data.sealed = sealing.seal(opened, owner=data.participant.public_id)
        data.save(update_fields=["sealed", "updated_at"])
        done += 1
    return done, failed
