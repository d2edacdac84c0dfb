"""What travel keeps about people, for how long, and what becomes of it."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.audit.services import SYSTEM
from jisr.events.registration.models import Participant
from jisr.events.travel import sealing, values
from jisr.events.travel.closing import forget, forget_after_the_trip
from jisr.events.travel.models import TravelItem, TravelLetter
from jisr.kernel import personal
from jisr.kernel.personal import Erasure, OwnData, Retention

AFTER_THE_TRIP = _("so many days after the meeting as it sets, 30 if it sets none")


def register() -> None:
    personal.declare(
        *("events.TravelData", "sealed"),
        purpose=_("visa, insurance, food, access and help in an emergency on a journey"),
        retention=AFTER_THE_TRIP,
        erasure=Erasure.DELETED,
    )
    personal.declare(
        *("events.TravelJourney", "arrives_at", "arrival_place", "departs_at", "departure_place"),
        *("first_night_on", "last_night_on", "room_wish"),
        purpose=_("booking rooms and transfers"),
        retention=AFTER_THE_TRIP,
        erasure=Erasure.DELETED,
    )
    personal.declare(
        *("events.TravelLetter", "participant", "issued_by"),
        purpose=_("inviting somebody so that they get a visa"),
        retention=AFTER_THE_TRIP,
        erasure=Erasure.EMPTIED,
    )
    personal.declare(
        *("events.TravelItem", "note", "done_by"),
        purpose=_("seeing to everything that a journey needs in time"),
        retention=Retention.PURPOSE,
        erasure=Erasure.EMPTIED,
    )
    personal.register_export("travel", own_data)
    personal.register_erasure("travel", take_out)
    personal.register_retention("travel", forget_after_the_trip)


def own_data(user: User) -> OwnData:
    """All that is known of a person's own journeys, opened for them."""
    rows = [row for participant in _own(user) for row in _rows(participant)]
    return OwnData(title=_("Your journeys to meetings"), rows=rows, labels=dict(values.LABELS))


def _own(user: User) -> Any:  # noqa: ANN401 - a query set
    rows = Participant.objects.filter(user=user).select_related("edition", "travel_journey", "travel_data")
    return rows.prefetch_related("travel_items", "travel_letters").order_by("pk")


def _rows(participant: Participant) -> list[dict[str, Any]]:
    meeting = {"meeting": str(participant.edition)}
    rows: list[dict[str, Any]] = [
        {**meeting, "item": str(item.get_kind_display()), "due": item.due_on, "state": str(item.get_state_display())}
        | {"note": item.note}
        for item in participant.travel_items.all()
    ]
    rows += [
        {**meeting, "letter": letter.number, "at": letter.issued_at} for letter in participant.travel_letters.all()
    ]
    if hasattr(participant, "travel_journey"):
        names = ("arrives_at", "arrival_place", "departs_at", "departure_place", "first_night_on", "last_night_on")
        rows.append({**meeting, **{name: getattr(participant.travel_journey, name) for name in names}})
    if hasattr(participant, "travel_data"):
        rows.append({**meeting, **_opened(participant)})
    return rows


def _opened(participant: Participant) -> dict[str, Any]:
    try:
        return values.read(sealing.unseal(participant.travel_data.sealed, owner=participant.public_id))
    except sealing.CannotOpen as closed:
        return {"note": str(closed.message)}


@transaction.atomic
def take_out(user: User) -> int:
    """Delete what is known of a person's journeys, and empty what points at them elsewhere."""
    own = list(_own(user))
    touched = sum(forget(participant, actor=SYSTEM, at=timezone.now()) for participant in own)
    touched += TravelItem.objects.filter(done_by=user).update(done_by=None)
    return touched + TravelLetter.objects.filter(issued_by=user).update(issued_by=None)
