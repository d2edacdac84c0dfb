"""Tells people in which working group they are, once, each in their language."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from jisr.events.editions.models import Edition
from jisr.events.groups.models import GroupPlace, GroupPlan, WorkingGroup
from jisr.events.groups.words import languages_in_words, when
from jisr.events.registration.models import Participant
from jisr.municipalities.services.telling import coordinators_of
from jisr.notifications import kinds
from jisr.notifications.rendering import Correspondent
from jisr.notifications.services import notify, notify_address

PLACED = "events.working_group"
PLANNED = "events.working_groups_planned"
TEMPLATE = "events/mail/group"


def declare_kinds() -> None:
    kinds.declare(PLACED, _("in which working group you are"))
    kinds.declare(PLANNED, _("plans of working groups, for the events team"))


def tell_placed(places: Iterable[GroupPlace], *, before: Mapping[int, int], at: datetime) -> int:
    """Write to each participant; ``before`` says who was told of another group. Return how many were told."""
    told = 0
    for place in places:
        told += _tell_one(place, is_moved=place.participant_id in before, at=at)
    return told


def _tell_one(place: GroupPlace, *, is_moved: bool, at: datetime) -> int:
    """Without an account it goes to the stated address; without one, to those who registered the person."""
    participant, group = place.participant, place.group
    context = {**_facts(group), "name": participant.full_name, "step": "moved" if is_moved else "placed"}
    subject = _("Your working group has changed") if is_moved else _("Your working group")
    words: dict[str, Any] = {"subject_line": subject, "template": TEMPLATE, "at": at}
    if participant.user is not None:
        return len(
            notify(
                PLACED,
                to=[participant.user],
                context=context,
                url=reverse("groups:mine", args=[group.edition.slug]),
                **words,
            )
        )
    if participant.email:
        spoken = next((code for code in participant.languages if code in {"de", "en", "ar"}), "en")
        reader = Correspondent(participant.email, spoken, participant.full_name)
        notify_address(PLACED, to=reader, context=context, **words)
        return 1
    people = coordinators_of(participant.authority) if participant.authority else []
    url = reverse("groups:mine", args=[group.edition.slug])
    return len(notify(PLACED, to=people, context={**context, "step": f"{context['step']}_delegate"}, url=url, **words))


def _facts(group: WorkingGroup) -> dict[str, Any]:
    edition = group.edition
    return {
        "edition": _later(lambda: edition.title),
        "group": _later(lambda: group.title),
        "when": _later(lambda: when(group.session, edition)),
        "place": _later(lambda: str(group.session.room or "") if group.session else ""),
        "languages": _later(lambda: languages_in_words(group)),
    }


def _later(text: Any) -> Any:  # noqa: ANN401 - text that is read in each reader's language
    return lazy(lambda: str(text()), str)()


def tell_team(plan: GroupPlan, *, at: datetime) -> None:
    """Let the one who asked for a plan know that it is done, or that it stopped."""
    if plan.asked_by is None:
        return
    notify(
        PLANNED,
        to=[plan.asked_by],
        subject_line=_("A plan of working groups is done"),
        template=TEMPLATE,
        context={"step": "planned", "edition": _later(lambda: plan.edition.title), "state": plan.get_state_display()},
        url=plan.get_absolute_url(),
        at=at,
    )


def not_told_yet(edition: Edition, places: Iterable[GroupPlace], before: Mapping[int, int]) -> list[GroupPlace]:
    """The places that differ from what was published before; people who withdrew are left alone."""
    coming = set(Participant.objects.coming().filter(edition=edition).values_list("pk", flat=True))
    return [
        place
        for place in places
        if place.participant_id in coming and before.get(place.participant_id) != place.group_id
    ]
