"""What memberships let wait for a person in the workspace."""

from datetime import date

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jisr.accounts.models import User
from jisr.municipalities.models import Membership, Proposal
from jisr.municipalities.policies import decides_for_office
from jisr.municipalities.states import MembershipState
from jisr.web.waiting import Waiting

MOST = 20


def memberships_waiting(user: User) -> list[Waiting]:
    """Invitations to accept, own requests that wait, and requests to decide on."""
    mine = Membership.objects.of_person(user).for_lists()
    invited = mine.filter(state=MembershipState.INVITED, expires_at__gt=timezone.now())[:MOST]
    asked = mine.filter(state=MembershipState.ASKED)[:MOST]
    return [
        *(_invitation(row) for row in invited),
        *(_queue(user) if decides_for_office(user) else [_decision(row) for row in _to_decide(user)]),
        *(_own_request(row) for row in asked),
    ]


def proposals_waiting(user: User) -> list[Waiting]:
    """For advisers: how many proposals of others wait."""
    if not decides_for_office(user):
        return []
    number = Proposal.objects.waiting().exclude(proposed_by=user).count()
    if not number:
        return []
    title = ngettext("Decide on %(number)s proposal", "Decide on %(number)s proposals", number) % {"number": number}
    why = _("Authorities propose to correct facts about themselves; advisers accept or refuse.")
    return [Waiting(title, reverse("municipalities:proposals"), None, why)]


def _to_decide(user: User) -> list[Membership]:
    return list(Membership.objects.decidable_by(user).for_lists().order_by("asked_at")[:MOST])


def _invitation(row: Membership) -> Waiting:
    title = _("Accept the invitation to act for %(body)s") % {"body": row.body.name}
    why = _("You were invited as %(role)s.") % {"role": row.get_role_display()}
    return Waiting(title, row.get_absolute_url(), _day(row), why)


def _decision(row: Membership) -> Waiting:
    title = _("Decide whether %(person)s acts for %(body)s") % {"person": row.person_name, "body": row.body.name}
    why = _("They ask to be %(role)s, and you coordinate there.") % {"role": row.get_role_display()}
    return Waiting(title, row.get_absolute_url(), None, why)


def _queue(user: User) -> list[Waiting]:
    number = Membership.objects.decidable_by(user).aggregate(number=Count("pk"))["number"]
    if not number:
        return []
    title = ngettext("Decide on %(number)s membership", "Decide on %(number)s memberships", number) % {"number": number}
    why = _("People wait to act for their authority; the programme office confirms them.")
    return [Waiting(title, reverse("municipalities:membership_queue"), None, why)]


def _own_request(row: Membership) -> Waiting:
    title = _("Your request to act for %(body)s is being decided") % {"body": row.body.name}
    why = _("There is nothing to do for you. A coordinator or the programme office will answer.")
    return Waiting(title, row.get_absolute_url(), None, why)


def _day(row: Membership) -> date | None:
    return timezone.localdate(row.expires_at) if row.expires_at else None
