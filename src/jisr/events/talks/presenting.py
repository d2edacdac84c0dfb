"""What pages show of profiles, requests and plans."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from jisr.events.editions.models import Edition
from jisr.events.registration.models import Participant
from jisr.events.talks.clock import day, hours
from jisr.events.talks.models import Talk, TalkPlan, TalkProfile, TalkRequest, TalkSetting
from jisr.events.talks.states import WHY_NOT, RequestState
from jisr.events.talks.task import Reason


@dataclass(frozen=True)
class Entry:
    """One line of somebody's plan. ``interpreter`` is empty where the two share a language."""

    talk: Talk
    other: Participant
    day: str
    hours: str
    interpreter: str


@dataclass(frozen=True)
class Suggested:
    """Somebody who might fit, with the themes that speak for it."""

    profile: TalkProfile
    they_offer: list[str]
    they_need: list[str]

    @property
    def score(self) -> int:
        return 2 * len(self.they_offer) + len(self.they_need)


def agenda_of(profile: TalkProfile, edition: Edition) -> list[Entry]:
    """The published meetings of one person in the order of time."""
    talks = Talk.objects.held().of(profile).for_lists()
    return [
        Entry(
            talk,
            talk.request.other_than(profile).participant,
            day(talk.starts_at, edition.zone),
            hours(talk.starts_at, edition),
            talk.interpreter.label if talk.interpreter else "",
        )
        for talk in talks
    ]


def requests_of(profile: TalkProfile) -> dict[str, list[TalkRequest]]:
    """By who has to do something: to answer, waiting for others, agreed, over."""
    rows = list(TalkRequest.objects.of(profile).for_lists())
    asked = RequestState.ASKED
    return {
        "to_answer": [row for row in rows if row.state == asked and row.asked_id == profile.pk],
        "waiting": [row for row in rows if row.state == asked and row.asking_id == profile.pk],
        "agreed": [row for row in rows if row.state == RequestState.ACCEPTED],
        "over": [
            row
            for row in rows
            if row.state in {RequestState.DECLINED, RequestState.LAPSED} and row.asking_id == profile.pk
        ],
    }


def people_for(profile: TalkProfile) -> list[Suggested]:
    """Who offers what one looks for or looks for what one offers, and was not asked yet; the best first."""
    offers, needs = ({theme.pk for theme in rows.all()} for rows in (profile.offers, profile.needs))
    known = {row.asked_id if row.asking_id == profile.pk else row.asking_id for row in profile_requests(profile)}
    rows = TalkProfile.objects.taking_part().filter(participant__edition=profile.participant.edition_id)
    found = []
    for other in rows.exclude(pk__in=[profile.pk, *known]).for_lists():
        if other.participant.body is not None and other.participant.body == profile.participant.body:
            continue
        they_offer = [theme.name for theme in other.offers.all() if theme.pk in needs]
        they_need = [theme.name for theme in other.needs.all() if theme.pk in offers]
        if they_offer or they_need:
            found.append(Suggested(other, they_offer, they_need))
    return sorted(found, key=lambda each: (-each.score, each.profile.participant.full_name, each.profile.pk))


def profile_requests(profile: TalkProfile) -> Any:  # noqa: ANN401 - rows
    return TalkRequest.objects.of(profile).exclude(state=RequestState.WITHDRAWN)


def unplaced_in_words(plan: TalkPlan) -> list[tuple[TalkRequest, str | Promise]]:
    """Every meeting that found no place, with the reason."""
    lacking: dict[str, str] = plan.content.get("unplaced", {})
    rows = {row.public_id.hex: row for row in TalkRequest.objects.at(plan.edition).for_lists()}
    return [(rows[key], WHY_NOT[Reason(reason)]) for key, reason in lacking.items() if key in rows]


def planned_rows(plan: TalkPlan, setting: TalkSetting) -> list[dict[str, Any]]:
    """The meetings of a plan for the office, in the order of time and table."""
    slots = {slot.key: slot for slot in setting.slots()}
    names = {str(row.pk): row.label for row in setting.interpreters.all()}
    requests = {row.public_id.hex: row for row in TalkRequest.objects.at(plan.edition).for_lists()}
    rows = []
    for key, slot_key, table, interpreter in plan.content.get("held", []):
        if key in requests and slot_key in slots:
            slot = slots[slot_key]
            when = {"day": day(slot.starts_at, setting.edition.zone), "hours": hours(slot.starts_at, setting.edition)}
            rows.append({"request": requests[key], "table": table, "interpreter": names.get(interpreter, ""), **when})
    return rows
