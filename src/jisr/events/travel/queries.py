"""Questions about checklists and what hangs on them, by name."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from jisr.events.editions.states import Mode
from jisr.events.registration.models import Participant
from jisr.events.registration.states import ParticipantState, Presence
from jisr.events.travel.states import OUTSTANDING, VISA_KINDS, Doer
from jisr.municipalities.policies import Actor, is_person
from jisr.municipalities.states import MembershipRole, MembershipState

if TYPE_CHECKING:
    from jisr.events.editions.models import Edition


def travellers() -> models.QuerySet[Participant]:
    """Those who come to the place: confirmed, and not online."""
    rows: models.QuerySet[Participant] = Participant.objects.coming().filter(presence=Presence.ONSITE)
    return rows


def online_in(edition: "Edition") -> models.QuerySet[Participant]:
    """Those who take part in a meeting from elsewhere: everybody confirmed, if nobody comes to a place."""
    rows: models.QuerySet[Participant] = Participant.objects.coming().filter(edition=edition)
    return rows if edition.mode == Mode.ONLINE else rows.filter(presence=Presence.ONLINE)


class TravelItemQuerySet(models.QuerySet):
    """Questions about items of checklists."""

    def visible_to(self, actor: Actor) -> Self:
        """The rows of those whose travel ``READ_TRAVEL`` lets the actor see."""
        return self.filter(participant__in=Participant.objects.visible_to(actor))

    def outstanding(self) -> Self:
        """What is still to be done for somebody who comes to the place."""
        return self.filter(
            state__in=OUTSTANDING,
            participant__state=ParticipantState.CONFIRMED,
            participant__presence=Presence.ONSITE,
        )

    def overdue(self, on: date) -> Self:
        return self.outstanding().filter(due_on__lt=on)

    def about_visas(self) -> Self:
        return self.filter(kind__in=VISA_KINDS)

    def waiting_for(self, actor: Actor) -> Self:
        """What a person has to see to, for themself or as coordinator of an authority."""
        if not is_person(actor):
            return self.none()
        led = actor.memberships.filter(state=MembershipState.CONFIRMED, role=MembershipRole.COORDINATOR)
        of_led = Q(participant__authority__in=led.values("authority"))
        for_whom = Q(doer=Doer.PERSON, participant__user=actor) | Q(doer=Doer.COORDINATOR) & of_led
        return self.outstanding().filter(for_whom | Q(doer=Doer.PERSON, participant__user=None) & of_led)


class DatedQuerySet(models.QuerySet):
    """Rules and facts that hold from one day to another; an empty end stays open."""

    def valid_on(self, day: date) -> Self:
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day))
