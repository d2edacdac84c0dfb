"""When participants are in their working groups, for whoever looks for conflicts in people's time."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from jisr.events.editions.models import Edition
from jisr.events.groups.models import GroupPlace
from jisr.events.registration.states import ParticipantState


class Commitment(NamedTuple):
    """Somebody is somewhere; ``label`` is the title of the group in the reader's language."""

    participant_id: int
    starts_at: datetime
    ends_at: datetime
    label: str


def commitments_of(edition: Edition) -> Iterator[Commitment]:
    """One for each confirmed participant in a published group whose time is set. One query."""
    rows = GroupPlace.objects.published().filter(
        plan__edition=edition,
        participant__state=ParticipantState.CONFIRMED,
        group__session__starts_at__isnull=False,
        group__session__is_cancelled=False,
        group__is_cancelled=False,
    )
    for place in rows.select_related("group__session").order_by("participant_id"):
        session = place.group.session
        yield Commitment(place.participant_id, session.starts_at, session.ends_at, place.group.title)
