"""Tells owners, the other side and the office what becomes of agreed steps, each in their language."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.accounts.states import Role
from jisr.events.editions.models import Edition
from jisr.events.results.models import FollowUp
from jisr.events.results.states import Owner
from jisr.municipalities.services.telling import coordinators_of
from jisr.notifications import kinds
from jisr.notifications.services import notify

OWN = "events.follow_up"
OFFICE = "events.follow_up_office"
SUBJECTS = {
    "agreed": _("A step was agreed that you take on"),
    "agreed_with": _("A step was agreed that your partner takes on"),
    "handed_over": _("A step was handed over to you"),
    "changed": _("An agreed step was changed"),
    "finish": _("An agreed step is done"),
    "drop": _("An agreed step was dropped"),
    "reopen": _("An agreed step is open again"),
    "reminded": _("An agreed step is due soon"),
    "overdue": _("An agreed step is overdue"),
    "carried": _("The next meeting asks what became of agreed steps"),
}


def declare_kinds() -> None:
    kinds.declare(OWN, _("steps agreed at meetings that concern you"))
    kinds.declare(OFFICE, _("steps agreed at meetings, for the programme office"))


def events_team() -> list[User]:
    roles = (Role.EVENTS, Role.ADMINISTRATOR)
    return list(User.objects.filter(Q(roles__role__in=roles), is_active=True).distinct())


def owners(follow_up: FollowUp) -> list[User]:
    """The coordinators of the body that took it on, and the person named; for the office's own the events team."""
    people = events_team() if follow_up.owner_kind == Owner.OFFICE else coordinators_of(_body(follow_up))
    named = [follow_up.person] if follow_up.person is not None else []
    return [*people, *named]


def _body(follow_up: FollowUp) -> Any:  # noqa: ANN401 - an authority or an organisation
    return follow_up.body


def other_side(follow_up: FollowUp) -> list[User]:
    return coordinators_of(follow_up.counterpart) if follow_up.counterpart is not None else []


def tell(step: str, follow_up: FollowUp, *, to: Iterable[User], actor: Any, at: datetime, note: str = "") -> None:  # noqa: ANN401
    """Write to each of ``to`` but the one who did it. Who does not take the step on reads no subject that says so."""
    team = {person.pk for person in events_team()}
    taking_on = {person.pk for person in owners(follow_up)}
    people = {person.pk: person for person in to if person.pk != actor.pk}
    groups: dict[tuple[str, Any], list[User]] = {}
    for key, person in people.items():
        subject = SUBJECTS["agreed_with" if step == "agreed" and key not in taking_on else step]
        groups.setdefault((OFFICE if key in team else OWN, subject), []).append(person)
    for (kind, subject), some in groups.items():
        notify(
            kind,
            to=some,
            subject_line=subject,
            template="events/mail/follow_up",
            context={
                "step": step,
                "text": lazy(lambda: text_in(follow_up, get_language() or "en"), str)(),
                "owner": lazy(lambda: follow_up.owner_name, str)(),
                "meeting": lazy(lambda: str(follow_up.edition), str)(),
                "until": follow_up.due_on,
                "note": note,
            },
            url=follow_up.get_absolute_url(),
            at=at,
        )


def tell_carried(rows: Iterable[FollowUp], target: Edition, *, actor: Any, at: datetime) -> None:  # noqa: ANN401
    """Write to each owner once, with all that they took on. A meeting that is not announced yet is not named."""
    by_owner: dict[int, tuple[User, list[FollowUp]]] = {}
    for row in rows:
        for person in {person.pk: person for person in owners(row) if person.pk != actor.pk}.values():
            by_owner.setdefault(person.pk, (person, []))[1].append(row)
    team = {person.pk for person in events_team()}
    for person, own in by_owner.values():
        notify(
            OFFICE if person.pk in team else OWN,
            to=[person],
            subject_line=SUBJECTS["carried"],
            template="events/mail/follow_ups_carried",
            context={
                "meeting": lazy(lambda: str(target.title), str)() if target.is_public else "",
                "steps": [lazy(partial(_in_one_line, row), str)() for row in own],
            },
            url=reverse("results:follow_ups"),
            at=at,
        )


def _in_one_line(follow_up: FollowUp) -> str:
    return gettext("%(text)s (due by %(day)s)") % {
        "text": text_in(follow_up, get_language() or "en"),
        "day": date_format(follow_up.due_on, "DATE_FORMAT"),
    }


def text_in(follow_up: FollowUp, language: str) -> str:
    """What is to be done, in a language; else in the one it was written in."""
    own = getattr(follow_up, f"text_{language}", "") or getattr(follow_up, f"text_{follow_up.original_language}")
    return str(own)
