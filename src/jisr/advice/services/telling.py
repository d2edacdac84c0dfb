"""Tells enquirers, advisers and members what happened."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.accounts.states import Role
from jisr.advice.models import Enquiry
from jisr.advice.policies import ADVISERS
from jisr.municipalities.models import Authority
from jisr.municipalities.states import MembershipState
from jisr.notifications import kinds
from jisr.notifications.rendering import Correspondent
from jisr.notifications.services import notify, notify_address

RECEIVED = "advice.enquiry_received"
ANSWERED = "advice.enquiry_answered"
HANDED_OVER = "advice.enquiry_handed_over"
STEP = "advice.step_agreed"
QUESTION = "advice.peer_question"


def declare_kinds() -> None:
    """Name the kinds of messages of this room."""
    kinds.declare(RECEIVED, _("enquiries that arrived"))
    kinds.declare(ANSWERED, _("answers to enquiries"), mandatory=True)
    kinds.declare(HANDED_OVER, _("enquiries that were handed over"))
    kinds.declare(STEP, _("next steps that were agreed"))
    kinds.declare(QUESTION, _("questions to peers"))


def advisers() -> list[User]:
    """Those of the programme office who answer enquiries."""
    roles = [*ADVISERS, Role.ADMINISTRATOR]
    return list(User.objects.filter(Q(roles__role__in=roles), is_active=True).distinct().order_by("display_name", "pk"))


def members_of(*authorities: Authority | None) -> list[User]:
    """The confirmed members of authorities, whose accounts are open."""
    found = User.objects.filter(
        memberships__authority__in=[authority for authority in authorities if authority is not None],
        memberships__state=MembershipState.CONFIRMED,
        is_active=True,
    )
    return list(found.distinct().order_by("display_name", "pk"))


def tell_enquirer(
    kind: str, enquiry: Enquiry, *, subject: str | Promise, template: str, context: dict[str, object]
) -> None:
    """Write to who asked, in the language of the question; by mail alone if they have no account."""
    if enquiry.user is not None and enquiry.user.is_active:
        url = enquiry.get_absolute_url()
        notify(kind, to=[enquiry.user], subject_line=subject, template=template, context=context, url=url)
    elif enquiry.email:
        to = Correspondent(enquiry.email, enquiry.language, enquiry.contact_name)
        notify_address(kind, to=to, subject_line=subject, template=template, context=context)


def tell_people(
    kind: str, people: Iterable[User], *, subject: str | Promise, url: str, context: dict[str, object]
) -> None:
    notify(kind, to=people, subject_line=subject, template="advice/mail/told", context=context, url=url)
