"""Tells travellers, their coordinators and the events team what is to be done and what has changed."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.accounts.states import Role
from jisr.events.editions.models import Edition
from jisr.events.registration.audience import correspondent
from jisr.events.registration.models import Participant
from jisr.events.travel.models import TravelItem, TravelPlan, travel_url
from jisr.events.travel.queries import online_in
from jisr.events.travel.states import ItemKind
from jisr.municipalities.services.telling import coordinators_of
from jisr.notifications import kinds
from jisr.notifications.services import notify, notify_addresses

REMINDED = "events.travel_reminded"
CHANGED = "events.travel_changed"
SUBJECTS = {
    "reminded": (REMINDED, _("Your journey: something is to be done")),
    "coordinator": (REMINDED, _("A journey of your delegation: something is to be done")),
    "office": (REMINDED, _("Journeys: something is to be done by the office")),
    "online": (CHANGED, _("A participant now takes part online")),
    "onsite": (CHANGED, _("A participant now comes to the place")),
    "letter": (CHANGED, _("Your invitation letter is ready")),
    "access": (CHANGED, _("How you take part online")),
}


def declare_kinds() -> None:
    kinds.declare(REMINDED, _("what is to be done before a journey"))
    kinds.declare(CHANGED, _("what has changed about a journey"))


def events_team() -> list[User]:
    """People who hold the role of the events team."""
    return list(User.objects.filter(is_active=True, roles__role=Role.EVENTS).distinct())


def coordinators_for(participant: Participant) -> list[User]:
    return coordinators_of(participant.body) if participant.body is not None else []


def tell(
    step: str,
    participant: Participant,
    *,
    to: Iterable[User | None],
    by: Any,  # noqa: ANN401 - a person or the system
    at: datetime,
    items: Sequence[TravelItem] = (),
) -> int:
    """Write about one journey to everybody but the one who did it; return to how many. No travel data is told."""
    kind, subject = SUBJECTS[step]
    context = {
        "step": step,
        "person": participant.full_name,
        "meeting": _title(participant.edition),
        "items": [{"name": ItemKind(item.kind).label, "due": item.due_on} for item in items],
    }
    people = {person for person in to if person is not None and person.pk != by.pk}
    return len(_write(kind, subject, context, to=people, url=travel_url(participant), at=at))


def tell_office(edition: Edition, items: Sequence[TravelItem], *, at: datetime) -> int:
    """One message about all that the office has to see to for one meeting."""
    kind, subject = SUBJECTS["office"]
    counted = {name: sum(item.kind == name for item in items) for name in ItemKind}
    rows = [{"name": name.label, "count": count} for name, count in counted.items() if count]
    context = {"step": "office", "meeting": _title(edition), "items": rows}
    url = reverse("travel:office", args=[edition.slug])
    return len(_write(kind, subject, context, to=events_team(), url=url, at=at))


def tell_access(plan: TravelPlan, *, by: User, at: datetime) -> int:
    """Give the link to everybody who takes part online, by account or address; return how many they are."""
    kind, subject = SUBJECTS["access"]
    rows = online_in(plan.edition).select_related("user", "authority__country", "organisation__country")
    words: dict[str, Any] = {
        "subject_line": subject,
        "template": "events/mail/travel",
        "context": {
            "step": "access",
            "meeting": _title(plan.edition),
            "access_url": plan.online_url,
            "note": plan.online_note,
        },
        "at": at,
    }
    users = {row.user for row in rows if row.user is not None and row.user.pk != by.pk}
    others = [correspondent(row) for row in rows if not row.user and row.email]
    told = notify(kind, to=users, url=plan.edition.get_absolute_url(), **words)
    return len(told) + len(notify_addresses(kind, to=others, url=plan.edition.get_absolute_url(), **words))


def _write(kind: str, subject: Any, context: dict[str, Any], *, to: Iterable[User], url: str, at: datetime) -> Any:  # noqa: ANN401
    return notify(kind, to=to, subject_line=subject, template="events/mail/travel", context=context, url=url, at=at)


def _title(edition: Edition) -> Any:  # noqa: ANN401 - text that is read in each reader's language
    return lazy(lambda: str(edition.title), str)()
