"""Tells people what became of their 1:1 meetings. A no and silence read the same; nobody's address is told."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from jisr.events.editions.models import Edition
from jisr.events.talks.models import TalkProfile, TalkRequest
from jisr.notifications import kinds
from jisr.notifications.services import notify
from jisr.web.addresses import address_of

ASKED = "events.talk_asked"
MOVED = "events.talk_moved"
SUBJECTS = {
    "asked": (ASKED, _("Somebody would like to meet you")),
    "reminded": (ASKED, _("A request for a 1:1 meeting waits for your answer")),
    "accepted": (MOVED, _("Your request for a 1:1 meeting was accepted")),
    "declined": (MOVED, _("A 1:1 meeting does not fit this time")),
    "withdrawn": (MOVED, _("A request for a 1:1 meeting was taken back")),
    "cancelled": (MOVED, _("A 1:1 meeting does not take place")),
    "published": (MOVED, _("Your 1:1 meetings")),
}


def declare_kinds() -> None:
    kinds.declare(ASKED, _("requests for 1:1 meetings"))
    kinds.declare(MOVED, _("what became of 1:1 meetings"))


def tell(
    step: str,
    request: TalkRequest,
    *,
    to: Iterable[TalkProfile],
    actor: Any,  # noqa: ANN401 - a person or the system
    at: datetime,
) -> None:
    """Write to each of ``to`` about the other one of the two."""
    for profile in to:
        other = request.other_than(profile).participant
        words = request.words if step in {"asked", "reminded"} else ""
        context = {"other": other.full_name, "body": str(other.body or ""), "words": words}
        _write(step, profile, context, actor=actor, at=at)


def tell_published(profiles: Iterable[TalkProfile], *, actor: Any, at: datetime) -> None:  # noqa: ANN401
    for profile in profiles:
        _write("published", profile, {}, actor=actor, at=at)


def _write(step: str, profile: TalkProfile, context: dict[str, Any], *, actor: Any, at: datetime) -> None:  # noqa: ANN401
    participant = profile.participant
    user = participant.user
    if user is None or user.pk == getattr(actor, "pk", None):
        return
    kind, subject = SUBJECTS[step]
    notify(
        kind,
        to=[user],
        subject_line=subject,
        template="events/mail/talk",
        context={"step": step, "meeting": _title(participant.edition), **context},
        url=address_of("talks:mine", participant.edition.slug),
        at=at,
    )


def _title(edition: Edition) -> Any:  # noqa: ANN401 - text that is read in each reader's language
    return lazy(lambda: str(edition.title), str)()
