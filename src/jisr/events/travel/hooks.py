"""What travel does when something happens below it: a step of a meeting, somebody who does not come, a place on site.

Each runs after the commit of what happened, in a transaction of its own; ``follow_travel`` does again what was missed.
"""

from datetime import datetime
from typing import Any

from jisr.audit.services import SYSTEM
from jisr.events.editions.models import Edition
from jisr.events.editions.signals import edition_moved, mode_changed
from jisr.events.editions.states import Mode, State
from jisr.events.registration import places
from jisr.events.registration.models import Participant
from jisr.events.registration.services import give_freed_place
from jisr.events.registration.signals import participant_left
from jisr.events.travel import fallback
from jisr.events.travel.closing import close_travel, drop_traveller, lay_down_journeys, take_up_journeys
from jisr.events.travel.planning import is_travelled_to
from jisr.events.travel.reminding import make_lists


def connect() -> None:
    edition_moved.connect(close_cancelled, dispatch_uid="travel closes with its meeting")
    edition_moved.connect(renew_lists, dispatch_uid="checklists count from the new days")
    mode_changed.connect(follow_mode, dispatch_uid="journeys follow how people meet")
    participant_left.connect(drop_who_left, dispatch_uid="travel of who left is dropped")
    fallback.place_freed.connect(offer_freed_place, dispatch_uid="a freed place is offered")
    fallback.register_places(places.lock, places.has_room_for)


def close_cancelled(*, edition_pk: int, state: str, at: datetime, **_named: Any) -> None:  # noqa: ANN401
    if state == State.CANCELLED:
        close_travel(edition_pk, actor=SYSTEM, at=at)


def renew_lists(*, edition_pk: int, state: str, at: datetime, **_named: Any) -> None:  # noqa: ANN401, ARG001
    edition = Edition.objects.get(pk=edition_pk)
    if state == State.ANNOUNCED and is_travelled_to(edition):
        make_lists(edition)


def follow_mode(*, edition_pk: int, mode: str, at: datetime, **_named: Any) -> None:  # noqa: ANN401
    if mode == Mode.ONLINE:
        lay_down_journeys(edition_pk, actor=SYSTEM, at=at)
        return
    take_up_journeys(edition_pk, at=at)
    edition = Edition.objects.get(pk=edition_pk)
    if edition.state != State.PLANNED and is_travelled_to(edition):
        make_lists(edition)


def drop_who_left(*, participant_pk: int, at: datetime, **_named: Any) -> None:  # noqa: ANN401
    participant = Participant.objects.get(pk=participant_pk)
    if participant.travel_items.exists() or hasattr(participant, "travel_data"):
        drop_traveller(participant.public_id, actor=SYSTEM, at=at)


def offer_freed_place(*, participant_pk: int, at: datetime, **_named: Any) -> None:  # noqa: ANN401
    give_freed_place(Participant.objects.values_list("edition_id", flat=True).get(pk=participant_pk), at=at)
