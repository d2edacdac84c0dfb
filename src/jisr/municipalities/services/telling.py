"""Tells the people concerned what became of a membership."""

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.accounts.states import Role
from jisr.municipalities.models import Authority, Membership, Organisation
from jisr.municipalities.policies import DECIDING_STAFF
from jisr.municipalities.states import MembershipRole
from jisr.notifications import kinds
from jisr.notifications.services import notify

ASKED = "municipalities.membership_asked"
INVITED = "municipalities.membership_invited"
DECIDED = "municipalities.membership_decided"
ENDED = "municipalities.membership_ended"
MERGED = "municipalities.authority_merged"
SUBJECTS = {
    "asked": (ASKED, _("Somebody asks to act for an authority")),
    "invited": (INVITED, _("You are invited to act for an authority")),
    "accepted": (DECIDED, _("Your invitation was accepted")),
    "confirmed": (DECIDED, _("Your membership is confirmed")),
    "refused": (DECIDED, _("Your membership was not confirmed")),
    "ended": (ENDED, _("A membership has ended")),
    "handed_over": (ENDED, _("A task was handed over")),
    "without_coordinator": (ENDED, _("An authority has no coordinator now")),
}


def declare_kinds() -> None:
    """Name the kinds of messages of this room."""
    kinds.declare(ASKED, _("memberships that wait for a decision"))
    kinds.declare(INVITED, _("invitations to act for an authority"))
    kinds.declare(DECIDED, _("decisions on memberships"))
    kinds.declare(ENDED, _("memberships that ended or were handed over"))
    kinds.declare(MERGED, _("authorities that became one with another entry"))


def tell_of_merge(
    people: Iterable[User], *, gone: Authority | Organisation, stays: Authority | Organisation, actor: User
) -> None:
    """Those who acted for the entry that is gone act for the one that stays; they are told why their list changed."""
    notify(
        MERGED,
        to=[person for person in people if person.pk != actor.pk],
        subject_line=_("Two entries that stood for the same have become one"),
        template="municipalities/mail/authority_merged",
        context={
            "gone": lazy(lambda: str(gone.name), str)(),  # in the reader's language
            "stays": lazy(lambda: str(stays.name), str)(),
        },
        url=reverse("municipalities:my_memberships"),
    )


def tell(step: str, membership: Membership, *, to: Iterable[User | None], actor: User, note: str = "") -> None:
    """Write to everybody concerned but the one who did it. ``step`` is a key of ``SUBJECTS``."""
    kind, subject = SUBJECTS[step]
    body = membership.body
    notify(
        kind,
        to={person for person in to if person is not None and person.pk != actor.pk},
        subject_line=subject,
        template="municipalities/mail/membership",
        context={
            "step": step,
            "body": lazy(lambda: str(body.name), str)(),
            "person": membership.person_name,
            "role": MembershipRole(membership.role).label,
            "note": note,
        },
        url=membership.get_absolute_url(),
    )


def coordinators_of(body: Authority | Organisation) -> list[User]:
    """The people who coordinate for a body now."""
    rows = Membership.objects.of_body(body).confirmed().filter(role=MembershipRole.COORDINATOR)
    return [row.user for row in rows.select_related("user") if row.user is not None]


def deciders_on(membership: Membership) -> list[User]:
    """Who is asked to decide: the coordinators of the body; the programme office where there are none."""
    found = [person for person in coordinators_of(membership.body) if person.pk != membership.user_id]
    return found or office()


def office() -> list[User]:
    """Those of the programme office who decide on memberships."""
    roles = [*DECIDING_STAFF, Role.ADMINISTRATOR]
    return list(User.objects.filter(Q(roles__role__in=roles), is_active=True).distinct())
