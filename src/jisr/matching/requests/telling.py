"""Tells the people concerned what became of a request or an offer."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.accounts.states import Role
from jisr.matching.requests.models import PartnershipRequest
from jisr.municipalities.services.telling import coordinators_of
from jisr.notifications import kinds
from jisr.notifications.services import notify

WAITS = "matching.request_waits"
MOVED = "matching.request_moved"
QUESTIONS = "matching.request_questions"
SUBJECTS = {
    "submitted": (WAITS, _("A request or an offer was submitted")),
    "asked_back": (QUESTIONS, _("The programme office has questions about your text")),
    "checked": (MOVED, _("Your text has been checked")),
    "translated": (MOVED, _("Your text has been translated")),
    "published": (MOVED, _("Your text is published")),
    "matched": (MOVED, _("A partner has been found")),
    "confirmed": (MOVED, _("A request or an offer was confirmed")),
    "withdrawn": (MOVED, _("A request or an offer was withdrawn")),
    "consent_withdrawn": (MOVED, _("A consent to publish was withdrawn")),
    "went_stale": (QUESTIONS, _("Does your request or offer still hold?")),
    "archived": (MOVED, _("A request or an offer was archived")),
}


def declare_kinds() -> None:
    kinds.declare(WAITS, _("requests and offers that wait for the office"))
    kinds.declare(QUESTIONS, _("questions about requests and offers"))
    kinds.declare(MOVED, _("what became of requests and offers"))


def tell(step: str, request: PartnershipRequest, *, to: Iterable[User], actor: Any, at: datetime) -> None:  # noqa: ANN401
    """Write to everybody concerned but the one who did it. ``step`` is a key of ``SUBJECTS``."""
    kind, subject = SUBJECTS[step]
    authority = request.authority
    notify(
        kind,
        to={person for person in to if person.pk != actor.pk},
        subject_line=subject,
        template="matching/mail/request",
        context={
            "step": step,
            "authority": lazy(lambda: str(authority.name), str)(),
            "reason": request.state_reason,
        },
        url=request.case_url,
        at=at,
    )


def drafters(request: PartnershipRequest) -> list[User]:
    return coordinators_of(request.authority)


def office() -> list[User]:
    """Those of the programme office who do the matching."""
    roles = [Role.ADVISER, Role.ADMINISTRATOR]
    return list(User.objects.filter(Q(roles__role__in=roles), is_active=True).distinct())


def concerned(name: str, request: PartnershipRequest) -> list[User]:
    """Who hears of a step: the drafters, and the office of what the drafters do."""
    return [*drafters(request), *(office() if name in {"withdraw", "confirm"} else [])]
