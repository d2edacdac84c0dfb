"""Tells both sides and the office what became of an introduction, each about the other in its own language."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.matching.introductions.models import Introduction
from jisr.matching.introductions.states import BOTH, Side, State
from jisr.matching.requests.telling import office
from jisr.municipalities.models import Authority
from jisr.municipalities.services.telling import coordinators_of
from jisr.notifications import kinds
from jisr.notifications.services import notify

ASKED = "matching.introduction_asked"
MOVED = "matching.introduction_moved"
OFFICE = "matching.introduction_office"
SUBJECTS = {
    "suggested": (ASKED, _("Would you like to meet an authority of the other country?")),
    "interest": (ASKED, _("An authority of the other country would like to meet you")),
    "reminded": (ASKED, _("An introduction waits for your answer")),
    "asked_again": (ASKED, _("An introduction needs a new answer from you")),
    "opened": (MOVED, _("Both sides have said yes")),
    "declined": (MOVED, _("An introduction does not fit at the moment")),
    "expired": (MOVED, _("An introduction ended without an answer")),
    "withdrawn": (MOVED, _("An introduction was taken back")),
    "closed": (MOVED, _("An introduction was closed")),
    "concluded": (MOVED, _("A partnership is begun")),
    "called": (MOVED, _("A first call is set")),
    "call_cancelled": (MOVED, _("The first call is cancelled")),
}


def declare_kinds() -> None:
    kinds.declare(ASKED, _("introductions that wait for your answer"))
    kinds.declare(MOVED, _("what became of introductions"))
    kinds.declare(OFFICE, _("introductions, for the programme office"))


def tell(
    step: str,
    introduction: Introduction,
    *,
    sides: Iterable[Side] = BOTH,
    actor: Any,  # noqa: ANN401 - a person or the system
    at: datetime,
    reason: str = "",
) -> None:
    """Write to the coordinators of ``sides`` but for the one who did it. Only public facts of the other are named."""
    kind, subject = SUBJECTS[step]
    for side in sides:
        other = introduction.other_than(side)
        context = {
            "step": step,
            "own": _name(introduction.authority_of(side)),
            "other": _name(other),
            "region": lazy(lambda other=other: str(other.region.name), str)(),
            "until": introduction.expires_on,
            "reason": reason,
        }
        _write(
            kind, subject, introduction, context, to=coordinators_of(introduction.authority_of(side)), by=actor, at=at
        )


def tell_office(step: str, introduction: Introduction, *, actor: Any, at: datetime) -> None:  # noqa: ANN401
    """Let advisers know how an introduction stands now."""
    context = {
        "step": "office",
        "own": _name(introduction.german),
        "other": _name(introduction.palestinian),
        "state": State(introduction.state).label,
    }
    _write(OFFICE, SUBJECTS[step][1], introduction, context, to=office(), by=actor, at=at)


def tell_silent(introduction: Introduction, sides: Iterable[Side], *, actor: Any, at: datetime) -> None:  # noqa: ANN401
    """Remind those who have not answered; where nobody speaks for an authority, the office."""
    for side in sides:
        if coordinators_of(introduction.authority_of(side)):
            tell("reminded", introduction, sides=[side], actor=actor, at=at)
        else:
            tell_office("reminded", introduction, actor=actor, at=at)


def _write(  # noqa: PLR0913 - one message
    kind: str,
    subject: Promise | str,
    introduction: Introduction,
    context: dict[str, Any],
    *,
    to: Iterable[User],
    by: Any,  # noqa: ANN401
    at: datetime,
) -> None:
    notify(
        kind,
        to={person for person in to if person.pk != by.pk},
        subject_line=subject,
        template="matching/mail/introduction",
        context=context,
        url=introduction.get_absolute_url(),
        at=at,
    )


def _name(authority: Authority) -> Any:  # noqa: ANN401 - text that is read in each reader's language
    return lazy(lambda: str(authority.name), str)()
