"""What memberships keep about people, hand over, take out, and let time remove.

Whoever is erased leaves all memberships: what was live ends, and the row stays without name, address, function and
note, so that it can still be counted who confirmed how many. The numbers of those who acted stay, as in the trail.
"""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.kernel import personal, trail
from jisr.kernel.personal import Erasure, OwnData, Retention
from jisr.municipalities.models import Membership
from jisr.municipalities.policies import confirmed_addresses
from jisr.municipalities.services.memberships import expire_invitations
from jisr.municipalities.states import LIVE, MembershipState

MEMBERSHIP = "municipalities.Membership"


def register() -> None:
    personal.declare(
        *(MEMBERSHIP, "user", "function_title", "note"),
        purpose=_("knowing who acts for an authority"),
        retention=Retention.ACCOUNT,
        erasure=Erasure.EMPTIED,
    )
    personal.declare(
        *(MEMBERSHIP, "invited_email"),
        purpose=_("inviting a person"),
        retention=_("two weeks, until the invitation expires; with the membership if it was accepted"),
        erasure=Erasure.EMPTIED,
    )
    personal.declare(
        *(MEMBERSHIP, "asked_by", "confirmed_by", "ended_by"),
        purpose=_("knowing who has which rights"),
        retention=Retention.AUDIT,
        erasure=Erasure.NUMBER,
    )
    personal.register_export("memberships", own_data)
    personal.register_erasure("memberships", take_out)
    personal.register_retention("memberships", expire_invitations)


def own_data(user: User) -> OwnData:
    rows = [
        {
            "body": row.body.name,
            "role": row.get_role_display(),
            "function": row.function_title,
            "state": row.get_state_display(),
            "asked_at": row.asked_at,
            "confirmed_at": row.confirmed_at,
            "ended_at": row.ended_at,
            "note": row.note,
        }
        for row in Membership.objects.of_person(user).for_lists().order_by("pk")
    ]
    return OwnData(title=_("Your memberships"), rows=rows)


@transaction.atomic
def take_out(user: User) -> int:
    """End and empty the memberships of a person; return how many."""
    of_person = Q(user=user) | Q(user__isnull=True, invited_email__in=[user.email.lower(), *confirmed_addresses(user)])
    rows = list(Membership.objects.select_for_update(no_key=True).filter(of_person).order_by("pk"))
    for row in rows:
        before = row.state
        if before in LIVE:
            row.state, row.ended_at, row.ended_by = MembershipState.ENDED, timezone.now(), user
        row.user, row.invited_email, row.function_title, row.note = None, "", "", ""
        row.save()
        if before in LIVE:
            changes = {"state": [before, str(row.state)]}
            trail.record("municipalities.membership_ended", row, actor=user, changes=changes)
    return len(rows)
