"""Tells enquirers, advisers and members what happened."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.accounts.states import Role
from jisr.advice.models import Enquiry
from jisr.advice.policies import ADVISERS
from jisr.advice.states import Topic
from jisr.municipalities.models import Authority
from jisr.municipalities.states import MembershipState
from jisr.notifications import kinds
from jisr.notifications.rendering import Correspondent
from jisr.notifications.services import notify, notify_address

NEW = "advice.enquiry_new"
RECEIVED = "advice.enquiry_received"
ANSWERED = "advice.enquiry_answered"
HANDED_OVER = "advice.enquiry_handed_over"
STEP = "advice.step_agreed"
QUESTION = "advice.peer_question"


def declare_kinds() -> None:
    """Name the kinds of messages of this room."""
    kinds.declare(NEW, _("new enquiries that wait for an adviser"))
    kinds.declare(RECEIVED, _("enquiries that arrived"))
    kinds.declare(ANSWERED, _("answers to enquiries"), mandatory=True)
    kinds.declare(HANDED_OVER, _("enquiries that were handed over"))
    kinds.declare(STEP, _("next steps that were agreed"))
    kinds.declare(QUESTION, _("questions to peers"))


def advisers() -> list[User]:
    """Those of the programme office who answer enquiries."""
    roles = [*ADVISERS, Role.ADMINISTRATOR]
    return list(User.objects.filter(Q(roles__role__in=roles), is_active=True).distinct().order_by("display_name", "pk"))


def tell_queue(enquiry: Enquiry, *, but: User | None = None, at: datetime | None = None) -> None:
    """Write to those who answer enquiries that one has come; who asks and what stays on the page.

    Each gets a mail or finds it in the daily overview, as they chose. Administrators hear of it where nobody advises.
    """
    people = list(User.objects.filter(roles__role__in=ADVISERS, is_active=True).distinct()) or advisers()
    notify(
        NEW,
        to=[person for person in people if person != but],
        subject_line=_("A new enquiry has arrived"),
        template="advice/mail/new",
        context={"reference": enquiry.reference, "topic": Topic(enquiry.topic).label, "due_on": enquiry.due_on},
        url=enquiry.get_absolute_url(),
        at=at,
    )


def members_of(*authorities: Authority | None) -> list[User]:
    """The confirmed members of authorities, whose accounts are open."""
    found = User.objects.filter(
        memberships__authority__in=[authority for authority in authorities if authority is not None],
        memberships__state=MembershipState.CONFIRMED,
        is_active=True,
    )
    return list(found.distinct().order_by("display_name", "pk"))


def tell_enquirer(
    kind: str, enquiry: Enquiry, *, subject: str | Promise, template: str, context: dict[str, object], at: datetime
) -> None:
    """Write to who asked, in the language of the question; by mail alone if they have no account."""
    if enquiry.user is not None and enquiry.user.is_active:
        url = enquiry.get_absolute_url()
        notify(kind, to=[enquiry.user], subject_line=subject, template=template, context=context, url=url, at=at)
    elif enquiry.email:
        to = Correspondent(enquiry.email, enquiry.language, enquiry.contact_name)
        notify_address(kind, to=to, subject_line=subject, template=template, context=context, at=at)


def tell_people(
    kind: str, people: Iterable[User], *, subject: str | Promise, url: str, context: dict[str, object], at: datetime
) -> None:
    notify(kind, to=people, subject_line=subject, template="advice/mail/told", context=context, url=url, at=at)
