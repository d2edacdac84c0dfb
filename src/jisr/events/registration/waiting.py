"""What registrations let wait for a person in the workspace."""

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jisr.accounts.models import User
from jisr.events.editions.models import Edition
from jisr.events.editions.policies import runs_events
from jisr.events.editions.states import AHEAD
from jisr.events.registration import answering
from jisr.events.registration.models import Participant
from jisr.events.registration.queries import SENDING
from jisr.events.registration.states import HOLDS_PLACE, ParticipantState, Release
from jisr.municipalities.states import MembershipRole
from jisr.web.waiting import Waiting

MOST = 20


def registrations_waiting(user: User) -> list[Waiting]:
    """Offers to accept, answers to give, releases to confirm, and for the office approvals."""
    return [*_offers(user), *_answers(user), *_releases(user), *(_approvals() if runs_events(user) else [])]


def _offers(user: User) -> list[Waiting]:
    offered = Participant.objects.filter(state=ParticipantState.OFFERED, edition__state__in=AHEAD)
    rows = offered.filter(user=user) | offered.sent_by(user, MembershipRole.COORDINATOR)
    return [
        Waiting(
            _("Accept the place of %(name)s at %(meeting)s") % {"name": row.full_name, "meeting": row.edition.title},
            row.get_absolute_url(),
            timezone.localdate(row.offer_until) if row.offer_until else None,
            _("Without an answer the place goes to the next on the waiting list."),
        )
        for row in rows.distinct().select_related("edition").order_by("offer_until", "pk")[:MOST]
    ]


def _answers(user: User) -> list[Waiting]:
    mine = Participant.objects.filter(user=user, state__in=HOLDS_PLACE, edition__state__in=AHEAD)
    rows = list(mine.select_related("edition").order_by("edition__start_on", "pk")[:MOST])
    open_for = answering.still_to_answer(rows)
    return [
        Waiting(
            _("Complete your registration for %(meeting)s") % {"meeting": row.edition.title},
            reverse("registration:answers", args=[row.public_id]),
            row.edition.start_on,
            ngettext("%(number)d answer is missing.", "%(number)d answers are missing.", open_for[row.pk])
            % {"number": open_for[row.pk]},
        )
        for row in rows
        if open_for[row.pk]
    ]


def _releases(user: User) -> list[Waiting]:
    asked = Participant.objects.filter(release=Release.ASKED, edition__state__in=AHEAD).live()
    rows = asked.sent_by(user, *SENDING).exclude(user=user).select_related("edition")
    return [
        Waiting(
            _("Release %(name)s for %(meeting)s?") % {"name": row.full_name, "meeting": row.edition.title},
            reverse("registration:release", args=[row.public_id]),
            row.edition.start_on,
            _("You speak for the employer."),
        )
        for row in rows.order_by("edition__start_on", "pk")[:MOST]
    ]


def _approvals() -> list[Waiting]:
    applied = Participant.objects.filter(state=ParticipantState.APPLIED, edition__state__in=AHEAD)
    numbers = {
        pk: (number, first)
        for pk, number, first in applied.order_by().values_list("edition").annotate(Count("pk"), Min("registered_at"))
    }
    editions = Edition.objects.filter(pk__in=numbers).order_by("start_on", "pk")[:MOST]
    return [
        Waiting(
            ngettext(
                "%(number)d registration for %(meeting)s waits for approval",
                "%(number)d registrations for %(meeting)s wait for approval",
                numbers[edition.pk][0],
            )
            % {"number": numbers[edition.pk][0], "meeting": edition.title},
            reverse("registration:list", args=[edition.slug]) + "?state=applied",
            edition.registration_deadline,
            _("The events team decides about them."),
        )
        for edition in editions
    ]
