"""From the place to online, without registering again, and back while there are places.

What happens to the place on site is for the part that gives places: it names itself with ``register_places`` and
connects to ``place_freed``.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Final
from uuid import UUID

from django.db import transaction
from django.dispatch import Signal
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.events.editions.states import Mode
from jisr.events.registration.models import Participant, ParticipantKind
from jisr.events.registration.states import ParticipantState, Presence
from jisr.events.travel import telling
from jisr.events.travel.letters import withdraw_letters
from jisr.events.travel.planning import is_travelled_to
from jisr.events.travel.policies import WORK_ON_TRAVEL
from jisr.events.travel.services import NoJourney, locked, put, refuse_without_journey, start_checklist
from jisr.events.travel.states import OUTSTANDING, ItemState
from jisr.kernel import trail
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import authorize

PlacesAllow = Callable[[Participant], bool]
LockPlaces = Callable[[int], object]

place_freed: Final = Signal()
"""A place on site became free. Sent after commit with ``participant_pk`` (who left it) and ``at``."""

_places: list[tuple[LockPlaces, PlacesAllow]] = []


class NoPlace(DomainError):
    """There is no place on site any more."""


class NotOnline(DomainError):
    """The meeting cannot be followed from elsewhere."""


def register_places(lock: LockPlaces, allows: PlacesAllow) -> None:
    """Name who gives places.

    ``lock`` gets the key of the edition before anything else is locked; ``allows`` says whether one more of a
    participant's kind may come.
    """
    _places[:] = [(lock, allows)]


@transaction.atomic
def go_online(public_id: UUID | str, *, actor: User, at: datetime) -> Participant:
    """Let a person take part online: items and letters are no longer needed, the place on site becomes free.

    Doing it again changes nothing. Raises ``NotOnline``, ``NoJourney``, ``Refused``.
    """
    participant = locked(public_id)
    authorize(actor, WORK_ON_TRAVEL, participant)
    if participant.presence == Presence.ONLINE:
        return participant
    if participant.edition.mode == Mode.ONSITE:
        raise NotOnline(_("Nobody can take part in this meeting online. The programme office can change that."))
    refuse_without_journey(participant)
    participant.presence = Presence.ONLINE
    participant.save(update_fields=["presence", "updated_at"])
    lay_down(participant, at=at)
    withdraw_letters(participant, actor=actor, at=at)
    _tell("online", participant, actor=actor, at=at)
    transaction.on_commit(partial(place_freed.send_robust, sender=Participant, participant_pk=participant.pk, at=at))
    return participant


@transaction.atomic
def come_back(public_id: UUID | str, *, actor: User, at: datetime) -> Participant:
    """Let a person come to the place after all, if there is one left. Items are as they were.

    Doing it again changes nothing. Raises ``NoPlace``, ``NoJourney``, ``Refused``.
    """
    lock_places, allows = _places[0] if _places else (_lock_kinds, has_place)
    lock_places(Participant.objects.values_list("edition_id", flat=True).get(public_id=public_id))
    participant = locked(public_id)
    authorize(actor, WORK_ON_TRAVEL, participant)
    if participant.presence == Presence.ONSITE:
        return participant
    if participant.state != ParticipantState.CONFIRMED or not is_travelled_to(participant.edition):
        raise NoJourney(_("No journey to this meeting is prepared any more."))
    if not allows(participant):
        raise NoPlace(_("All places on site are taken now. The programme office knows whether one becomes free."))
    participant.presence = Presence.ONSITE
    participant.save(update_fields=["presence", "updated_at"])
    take_up(participant, at=at)
    start_checklist(public_id, actor=actor)
    _tell("onsite", participant, actor=actor, at=at)
    return participant


def _lock_kinds(edition_pk: int) -> None:
    list(ParticipantKind.objects.select_for_update(no_key=True).filter(edition=edition_pk).order_by("pk"))


def has_place(participant: Participant) -> bool:
    """Whether fewer people of this kind come to the place than there are places."""
    places = participant.kind.places
    here = Participant.objects.holding_places().filter(kind=participant.kind_id, presence=Presence.ONSITE)
    return places is None or here.count() < places


def lay_down(participant: Participant, *, at: datetime) -> int:
    """What is still to be done for a journey is no longer needed; it is kept for a way back."""
    items = list(participant.travel_items.filter(state__in=OUTSTANDING))
    for item in items:
        item.state_before = item.state
        put(item, ItemState.NOT_NEEDED, actor=None, at=at)
        item.save()
    return len(items)


def take_up(participant: Participant, *, at: datetime) -> int:
    """What was laid down is as it was before."""
    items = list(participant.travel_items.exclude(state_before=""))
    for item in items:
        put(item, item.state_before, actor=None, at=at)
        item.state_before = ""
        item.save()
    return len(items)


def _tell(step: str, participant: Participant, *, actor: User, at: datetime) -> None:
    people = [participant.user, *telling.coordinators_for(participant), *telling.events_team()]
    telling.tell(step, participant, to=people, by=actor, at=at)
    before, after = ("onsite", "online") if step == "online" else ("online", "onsite")
    trail.record("events.travel_presence_changed", participant, actor=actor, changes={"presence": [before, after]})
