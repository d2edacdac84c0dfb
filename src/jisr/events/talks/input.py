"""The task of a plan from what is stored: who takes part and can come when, what both want, tables and interpreters."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jisr.events.agenda.models import SessionSpeaker
from jisr.events.editions.models import Edition
from jisr.events.talks.models import Slot, Talk, TalkProfile, TalkRequest, TalkSetting
from jisr.events.talks.task import Held, Interpreter, Person, Task, Wanted

MUTUAL = 2.0  # what a meeting weighs for which both asked by themselves; others weigh 1


@dataclass(frozen=True)
class Input:
    """The task with the slots that its numbers stand for. ``digest`` is the same for the same input."""

    task: Task
    slots: list[Slot]
    digest: str


def input_of(setting: TalkSetting, *, may_move: bool) -> Input:
    """What a plan of the edition would be made from now."""
    edition, slots = setting.edition, setting.slots()
    profiles = list(TalkProfile.objects.taking_part().filter(participant__edition=edition).for_lists().order_by("pk"))
    numbers = {slot.key: number for number, slot in enumerate(slots)}
    busy = _speaking(edition)
    people = [_person(profile, slots, busy, setting.most) for profile in profiles]
    known = {person.key for person in people}
    agreed = TalkRequest.objects.at(edition).agreed().order_by("pk")
    wanted = [_wanted(row) for row in agreed if {str(row.asking_id), str(row.asked_id)} <= known]
    task = Task(
        people=people,
        wanted=wanted,
        tables={number: slot.tables for number, slot in enumerate(slots)},
        interpreters=_interpreters(setting, len(slots)),
        published=_published(edition, numbers),
        absent=frozenset(str(profile.pk) for profile in profiles if profile.absent_at is not None),
        may_move=may_move,
    )
    return Input(task, slots, _digest(task, slots))


def _person(
    profile: TalkProfile, slots: list[Slot], busy: Mapping[int, list[tuple[datetime, datetime]]], most: int
) -> Person:
    participant = profile.participant
    usual = [participant.user.preferred_language] if participant.user else []
    taken = busy.get(participant.pk, [])
    free = [
        number
        for number, slot in enumerate(slots)
        if slot.key not in profile.away and not any(_overlaps(slot, begin, end) for begin, end in taken)
    ]
    return Person(str(profile.pk), frozenset(free), most, frozenset(participant.languages or usual))


def _overlaps(slot: Slot, begin: datetime, end: datetime) -> bool:
    minutes = (end - slot.starts_at).total_seconds() / 60
    return minutes > 0 and begin < end and (begin - slot.starts_at).total_seconds() / 60 < slot.minutes


def _speaking(edition: Edition) -> dict[int, list[tuple[datetime, datetime]]]:
    """When a participant speaks or moderates; then they meet nobody."""
    rows = SessionSpeaker.objects.filter(
        session__edition=edition, session__is_cancelled=False, session__starts_at__isnull=False
    ).exclude(participant=None)
    found: dict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
    for row in rows.select_related("session"):
        found[row.participant_id].append((row.session.starts_at, row.session.ends_at))
    return found


def _wanted(row: TalkRequest) -> Wanted:
    return Wanted(row.public_id.hex, str(row.asking_id), str(row.asked_id), MUTUAL if row.is_mutual else 1.0)


def _interpreters(setting: TalkSetting, count: int) -> list[Interpreter]:
    every = frozenset(range(count))
    return [
        Interpreter(str(row.pk), every, frozenset(frozenset(pair.split("-")) for pair in row.pairs))
        for row in setting.interpreters.all()
        if not row.is_away
    ]


def _published(edition: Edition, numbers: Mapping[str, int]) -> list[Held]:
    return [
        Held(row.request.public_id.hex, numbers[row.slot], row.table, str(row.interpreter_id or ""))
        for row in Talk.objects.at(edition).held().select_related("request").order_by("pk")
        if row.slot in numbers
    ]


def _digest(task: Task, slots: list[Slot]) -> str:
    told: dict[str, Any] = {
        "slots": [[slot.key, slot.starts_at.isoformat(), slot.minutes, slot.tables] for slot in slots],
        "people": [[one.key, sorted(one.slots), one.most, sorted(one.languages)] for one in task.people],
        "wanted": [[wish.key, wish.one, wish.other, wish.weight] for wish in task.wanted],
        "interpreters": [[one.key, sorted("".join(sorted(pair)) for pair in one.pairs)] for one in task.interpreters],
        "published": [[held.wanted, held.slot, held.table, held.interpreter] for held in task.published],
        "absent": sorted(task.absent),
        "may_move": task.may_move,
    }
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()
