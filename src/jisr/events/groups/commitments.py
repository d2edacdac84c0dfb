"""When participants are in their working groups, so that a programme sees conflicts in people's time."""

from collections.abc import Iterator

from jisr.events.agenda.conflicts import Commitment
from jisr.events.groups.models import GroupPlace
from jisr.events.registration.states import ParticipantState


def commitments_of(edition: int) -> Iterator[Commitment]:
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
        yield Commitment(place.participant_id, session.starts_at, session.ends_at, place.group.title, session.pk)
