"""What a plan is computed from, read from the database as plain values, and what has changed since another reading.

Keys are texts, as JSON keeps them. People are named by the numbers of their registrations and nothing else.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from jisr.events.editions.models import Edition
from jisr.events.groups.models import GroupPlace, GroupPlan, GroupRules, Wish, WorkingGroup
from jisr.events.groups.problem import Group, Person, Problem, Rules
from jisr.events.groups.states import Purpose
from jisr.events.registration.models import Participant

Inputs = dict[str, Any]
Homes = Mapping[int, int]  # participant -> group
PARTS: Final = ("people", "groups")
TEAMS_BY: Final = {Purpose.SET: 0, Purpose.MORE: 1, Purpose.FEWER: -1}


def rules_of(edition: Edition) -> GroupRules:
    """The rules of an edition; the built-in ones until somebody sets others."""
    found: GroupRules | None = GroupRules.objects.filter(edition=edition).first()
    return found or GroupRules(edition=edition)


def joining(edition: Edition, rules: GroupRules) -> Any:  # noqa: ANN401 - a query set of participants
    """Who is to be placed: everybody with a confirmed place who does not stay out of groups."""
    rows = Participant.objects.coming().filter(edition=edition).exclude(wish_list__takes_part=False)
    return rows.exclude(kind__in=rules.without_kinds.all()) if rules.pk else rows


def read_inputs(edition: Edition) -> Inputs:
    """Four queries for any number of people."""
    rules = rules_of(edition)
    people = joining(edition, rules).select_related("authority", "organisation", "delegation").order_by("pk")
    groups = WorkingGroup.objects.filter(edition=edition).taking_place().order_by("pk")
    known = {group.pk for group in groups}
    wishes: dict[int, list[int]] = {}
    listed = Wish.objects.filter(wish_list__participant__edition=edition).order_by("wish_list", "rank")
    for participant, group in listed.values_list("wish_list__participant_id", "group_id"):
        if group in known:
            wishes.setdefault(participant, []).append(group)
    return {
        "people": {str(person.pk): _person(person, wishes.get(person.pk, [])) for person in people},
        "groups": {str(group.pk): _group(group) for group in groups},
        "rules": {"most_per_body": rules.most_per_body, "least_share": rules.least_share},
    }


def _person(row: Participant, wishes: list[int]) -> dict[str, Any]:
    return {
        "side": str(row.side.value),
        "bodies": bodies_of(row),
        "languages": sorted(row.languages),
        "wishes": wishes,
    }


def bodies_of(row: Participant) -> list[str]:
    """Whom somebody comes for: their own body and, if it is another one, the body of the delegation."""
    sources = [row, *([row.delegation] if row.delegation else [])]
    named = [(name, getattr(source, f"{name}_id")) for source in sources for name in ("authority", "organisation")]
    return sorted({f"{name}:{number}" for name, number in named if number})


def _group(row: WorkingGroup) -> dict[str, Any]:
    return {
        "capacity": row.capacity,
        "minimum": row.minimum,
        "spoken": sorted(row.spoken),
        "interpreted": sorted(row.interpreted),
        "moderator": row.moderator_id,
    }


def digest_of(inputs: Inputs) -> str:
    return hashlib.blake2b(json.dumps(inputs, sort_keys=True).encode(), digest_size=16).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Given:
    """Where people are already: ``pins`` hold always, ``published`` places hold unless moves are allowed."""

    pins: Homes
    published: Homes
    allows_moves: bool = False


def given_for(plan: GroupPlan) -> Given:
    """What a new plan has to keep. One that only answers a question begins from scratch but for pins."""
    latest = GroupPlan.objects.filter(edition=plan.edition_id).with_places().first()
    pins = _homes(GroupPlace.objects.filter(plan=latest, is_pinned=True)) if latest else {}
    rows = GroupPlace.objects.published().filter(plan__edition=plan.edition_id)
    published = {} if plan.is_trial else _homes(rows)
    return Given(pins=pins, published=published, allows_moves=plan.allows_moves)


NOTHING_GIVEN: Final = Given(pins={}, published={})


def _homes(rows: Any) -> dict[int, int]:  # noqa: ANN401 - a query set of places
    return dict(rows.values_list("participant_id", "group_id"))


def problem_of(inputs: Inputs, *, given: Given = NOTHING_GIVEN, teams: int | None = None, seed: int = 1) -> Problem:
    """The problem for the solver and the rules."""
    moderates = {group["moderator"]: int(key) for key, group in inputs["groups"].items() if group["moderator"]}
    known = {int(key) for key in inputs["groups"]}
    people = [
        _as_person(int(key), person, moderates.get(int(key)), given, known) for key, person in inputs["people"].items()
    ]
    groups = [
        Group(
            key=int(key),
            capacity=group["capacity"],
            minimum=group["minimum"],
            spoken=tuple(group["spoken"]),
            interpreted=tuple((one, other) for one, other in group["interpreted"]),
        )
        for key, group in inputs["groups"].items()
    ]
    return Problem(people=people, groups=groups, rules=Rules(**inputs["rules"], teams=teams), seed=seed)


def _as_person(key: int, person: dict[str, Any], moderated: int | None, given: Given, known: set[int]) -> Person:
    home = given.published.get(key)
    home = home if home in known else None
    pin = given.pins.get(key)
    fixed = moderated or (pin if pin in known else None) or (None if given.allows_moves else home)
    return Person(
        key=key,
        side=person["side"],
        bodies=tuple(person["bodies"]),
        languages=tuple(person["languages"]),
        wishes=tuple(person["wishes"]),
        fixed=fixed,
        kept=home if given.allows_moves else None,
    )


def teams_for(purpose: str, inputs: Inputs) -> int | None:
    """How many teams of interpreters the solver may place; None where they stay as the groups say."""
    if purpose == Purpose.SET:
        return None
    problem = problem_of(inputs)
    return max(0, sum(len(group.teams) for group in problem.groups) + TEAMS_BY[Purpose(purpose)])


@dataclass(frozen=True, kw_only=True)
class Difference:
    """What is not as it was: ``what`` names the part, ``keys`` the rows."""

    what: str
    keys: tuple[int, ...] = ()


def differences(before: Inputs, now: Inputs) -> list[Difference]:
    """People and groups that came, went or changed, and other rules."""
    found = []
    for part in PARTS:
        old, new = before.get(part, {}), now.get(part, {})
        found += [
            Difference(what=f"{part}_{word}", keys=tuple(sorted(int(key) for key in keys)))
            for word, keys in (
                ("gone", old.keys() - new.keys()),
                ("new", new.keys() - old.keys()),
                ("changed", _changed(old, new)),
            )
            if keys
        ]
    if before.get("rules") != now.get("rules"):
        found.append(Difference(what="rules_changed"))
    return found


def _changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> set[str]:
    return {key for key in old.keys() & new.keys() if old[key] != new[key]}


def homes_of(places: Iterable[GroupPlace]) -> dict[int, int]:
    return {place.participant_id: place.group_id for place in places}
