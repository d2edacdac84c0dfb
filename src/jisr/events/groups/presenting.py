"""A plan in words and figures for the office: who is where, how well wishes are met, what bends, what would help."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jisr.events.groups.inputs import Difference, homes_of, problem_of, read_inputs
from jisr.events.groups.models import GroupPlace, GroupPlan, WorkingGroup
from jisr.events.groups.placing import changed_since, moved_between, published_plan
from jisr.events.groups.problem import UNLISTED, WISH_COSTS, Break, Change, Problem, breaks_of
from jisr.events.groups.reasons import FIRST_WISHES, Reasons, in_words
from jisr.events.groups.states import PlanState, Rule
from jisr.events.groups.words import apart, language, languages_in_words, listed, team_in_words, when
from jisr.events.registration.models import Participant
from jisr.events.registration.states import Side
from jisr.municipalities.models import Authority, Organisation

LIVE_STATES = (PlanState.READY, PlanState.PUBLISHED)
BODIES = {"authority": Authority, "organisation": Organisation}


@dataclass(frozen=True)
class Figures:
    """How well the wishes of those who wished are met."""

    people: int
    wished: int
    first: int
    first_three: int
    unlisted: int
    points: int

    @property
    def first_percent(self) -> int:
        return round(100 * self.first / self.wished) if self.wished else 0

    @property
    def first_three_percent(self) -> int:
        return round(100 * self.first_three / self.wished) if self.wished else 0


def figures_of(places: Sequence[GroupPlace], wishers: Iterable[int]) -> Figures:
    """``wishers``: those who ranked anything."""
    own = set(wishers)
    ranks = [place.rank for place in places if place.participant_id in own]
    return Figures(
        people=len(places),
        wished=len(ranks),
        first=ranks.count(1),
        first_three=sum(rank is not None and rank <= FIRST_WISHES for rank in ranks),
        unlisted=ranks.count(None),
        points=sum(UNLISTED if rank is None else WISH_COSTS[rank - 1] for rank in ranks),
    )


class PlanView:
    """Everything that the page of a plan shows. Twelve queries for any number of people."""

    def __init__(self, plan: GroupPlan) -> None:
        self.plan = plan
        self.places = list(plan.places.for_lists())
        rows = WorkingGroup.objects.filter(edition=plan.edition_id).for_lists()
        placed = {place.group_id for place in self.places}
        self.groups = {row.pk: row for row in rows if not row.is_cancelled or row.pk in placed}
        self.people = {place.participant_id: place.participant for place in self.places}

    @cached_property
    def problem(self) -> Problem:
        """As things are now for a plan that holds or may hold; else as they were."""
        is_live = self.plan.state in LIVE_STATES and not self.plan.is_trial
        return problem_of(read_inputs(self.plan.edition) if is_live else self.plan.inputs)

    @cached_property
    def figures(self) -> Figures:
        wishers = {person.key for person in self.problem.people if person.wishes}
        return figures_of(self.places, wishers)

    @cached_property
    def breaks(self) -> list[Break]:
        return breaks_of(self.problem, homes_of(self.places), self._placed_teams)

    @property
    def _placed_teams(self) -> dict[int, set[tuple[str, str]]] | None:
        if not self.plan.is_trial:
            return None
        kept = self.plan.report.get("teams", {})
        return {int(group): {(one, other) for one, other in teams} for group, teams in kept.items()}

    @cached_property
    def names(self) -> "Names":
        return Names(self, self.breaks)

    def breaks_in_words(self) -> list[str]:
        return [self.names.told(one) for one in self.breaks]

    def remedies_in_words(self) -> list[str]:
        remedies = self.plan.report.get("remedies", [])
        together = _("; and ")
        return [
            together.join(self.names.changed_together([Change(**change) for change in changes])) for changes in remedies
        ]

    def sections(self) -> list[dict[str, Any]]:
        """Each group with its people, in the order of the office."""
        inside: dict[int, list[GroupPlace]] = {key: [] for key in self.groups}
        for place in self.places:
            inside[place.group_id].append(place)
        return [self._section(group, inside[key]) for key, group in self.groups.items()]

    def _section(self, group: WorkingGroup, places: list[GroupPlace]) -> dict[str, Any]:
        sides = Counter(place.participant.side for place in places)
        return {
            "group": group,
            "when": when(group.session, self.plan.edition),
            "languages": languages_in_words(group),
            "teams": listed(team_in_words(*pair) for pair in sorted((self._placed_teams or {}).get(group.pk, ()))),
            "places": places,
            "sides": [(side.label, sides[side]) for side in Side if sides[side]],
        }

    def unhappy(self) -> list[dict[str, Any]]:
        """Those who have none of their first three wishes, and why."""
        reasons = Reasons(self.problem, homes_of(self.places))
        by_key = {place.participant_id: place for place in self.places}
        found = []
        for person in self.problem.people:
            if person.key in by_key and (why := reasons.of(person)):
                place = by_key[person.key]
                told = [in_words(one, self.groups[one.group].title) for one in why if one.group in self.groups]
                found.append({"place": place, "group": self.groups[place.group_id], "reasons": told})
        return sorted(found, key=lambda row: row["place"].participant.full_name)

    @cached_property
    def published(self) -> GroupPlan | None:
        """The plan that holds, if it is another one."""
        found = published_plan(self.plan.edition)
        return found if found and found.pk != self.plan.pk else None

    def difference(self) -> dict[str, list[dict[str, Any]]] | None:
        """Who would move, who is new and who is gone, against the plan that holds."""
        if self.published is None or self.plan.is_trial or self.plan.state != PlanState.READY:
            return None
        before, after = homes_of(self.published.places.all()), homes_of(self.places)
        moves = moved_between(before, after)
        gone = Participant.objects.in_bulk(moves["gone"])
        titles = {row.pk: row.title for row in WorkingGroup.objects.filter(pk__in=set(before.values()))}
        titles |= {key: group.title for key, group in self.groups.items()}
        return {
            word: [
                {
                    "name": (self.people.get(key) or gone[key]).full_name,
                    "before": titles.get(before.get(key, 0), ""),
                    "after": titles.get(after.get(key, 0), ""),
                }
                for key in keys
            ]
            for word, keys in moves.items()
        }

    def changes(self) -> list[str]:
        """What has changed since it was computed, for one that may hold."""
        if self.plan.state not in LIVE_STATES or self.plan.is_trial:
            return []
        return differences_in_words(changed_since(self.plan))

    def proof(self) -> str:
        """How good it is, in words."""
        gap, points = self.plan.report.get("gap", 0), self.plan.objective
        if not gap:
            return _("It is proven that no plan within the same rules costs fewer points.")
        told = _("It is proven that no plan within the same rules costs fewer than %(least)s points.")
        return told % {"least": (points or 0) - gap}


class Names:
    """Groups, people and bodies of a plan by their numbers."""

    def __init__(self, view: PlanView, breaks: Iterable[Break]) -> None:
        self.view = view
        wanted = {one.who for one in breaks if one.rule == Rule.BODY}
        wanted |= {
            change["who"]
            for changes in view.plan.report.get("remedies", [])
            for change in changes
            if change["rule"] == Rule.BODY
        }
        self.bodies = dict(_bodies(wanted))

    def group(self, key: int | None) -> str:
        row = self.view.groups.get(key or 0)
        return row.title if row else _("a group that is gone")

    def person(self, key: str) -> str:
        found = self.view.people.get(int(key))
        return found.full_name if found else ""

    def told(self, one: Break) -> str:
        """A rule that bends, as a sentence."""
        values = {"group": self.group(one.group), "number": one.amount}
        match one.rule:
            case Rule.CAPACITY:
                text = ngettext(
                    "“%(group)s” has %(number)s person more than places.",
                    "“%(group)s” has %(number)s people more than places.",
                    one.amount,
                )
            case Rule.MINIMUM:
                text = ngettext(
                    "“%(group)s” lacks %(number)s person for its smallest number.",
                    "“%(group)s” lacks %(number)s people for its smallest number.",
                    one.amount,
                )
            case Rule.BALANCE:
                values["side"] = Side(one.who).label
                text = ngettext(
                    "“%(group)s” lacks %(number)s person of the %(side)s.",
                    "“%(group)s” lacks %(number)s people of the %(side)s.",
                    one.amount,
                )
            case Rule.BODY:
                values["body"] = apart(self.bodies.get(one.who, ""))
                text = ngettext(
                    "“%(group)s” has %(number)s person more from %(body)s than the rule allows.",
                    "“%(group)s” has %(number)s people more from %(body)s than the rule allows.",
                    one.amount,
                )
            case _other:
                values["name"] = apart(self.person(one.who))
                text = _("%(name)s does not understand all that is spoken in “%(group)s”.")
        return text % values

    def changed_together(self, changes: Iterable[Change]) -> Iterator[str]:
        """Each change; interpretation that several people of the same languages lack in a group once."""
        lacking: dict[tuple[int | None, str], list[Change]] = {}
        for change in changes:
            if change.rule == Rule.LANGUAGE:
                lacking.setdefault((change.group, self._languages(change.who)), []).append(change)
            else:
                yield self.changed(change)
        for (group, languages), some in lacking.items():
            if len(some) == 1:
                yield self.changed(some[0])
            else:
                text = _("interpretation for %(number)s people who work in %(languages)s in “%(group)s”")
                yield text % {"number": len(some), "languages": languages, "group": self.group(group)}

    def changed(self, change: Change) -> str:
        """What would have to be another number."""
        values = {"group": self.group(change.group), "now": change.now, "then": change.then}
        match change.rule:
            case Rule.CAPACITY:
                text = _("%(then)s places instead of %(now)s in “%(group)s”")
            case Rule.MINIMUM:
                text = _("%(then)s people at least instead of %(now)s in “%(group)s”")
            case Rule.BALANCE if change.group is None:
                text = _("%(then)s percent of each side at least instead of %(now)s")
            case Rule.BALANCE:
                values["side"] = Side(change.who).label
                text = _("in “%(group)s” fewer people of the %(side)s than its share (%(then)s)")
            case Rule.BODY if change.group is None:
                text = _("%(then)s people of the same authority in one group instead of %(now)s")
            case Rule.BODY:
                values["body"] = apart(self.bodies.get(change.who, ""))
                text = _("in “%(group)s” %(then)s people from %(body)s instead of %(now)s")
            case _other:
                values |= {"name": apart(self.person(change.who)), "languages": self._languages(change.who)}
                text = _("interpretation for %(name)s (%(languages)s) in “%(group)s”")
        return text % values

    def _languages(self, key: str) -> str:
        found = self.view.people.get(int(key))
        return listed(language(code) for code in found.languages) if found else ""


def _bodies(keys: Iterable[str]) -> Iterable[tuple[str, str]]:
    split = [key.split(":") for key in keys]
    for name, model in BODIES.items():
        numbers = [int(number) for own, number in split if own == name]
        if numbers:
            yield from ((f"{name}:{row.pk}", str(row)) for row in model.objects.filter(pk__in=numbers))


def differences_in_words(found: Iterable[Difference]) -> list[str]:
    """What has changed since a plan was computed, by names where there are few."""
    listed_ones = list(found)
    people = {key for one in listed_ones if one.what.startswith("people") for key in one.keys}
    groups = {key for one in listed_ones if one.what.startswith("groups") for key in one.keys}
    names: dict[str, Mapping[int, Any]] = {
        "people": Participant.objects.in_bulk(people) if people else {},
        "groups": WorkingGroup.objects.in_bulk(groups) if groups else {},
    }
    return [_difference(one, names) for one in listed_ones]


MOST_NAMES = 8


def _difference(one: Difference, names: dict[str, Mapping[int, Any]]) -> str:
    known = names.get(one.what.split("_")[0], {})
    called = [apart(known[key]) for key in one.keys[:MOST_NAMES] if key in known]
    more = [_("and %(number)s more") % {"number": len(one.keys) - MOST_NAMES}] if len(one.keys) > MOST_NAMES else []
    text = {
        "people_gone": _("No longer to be placed: %(names)s"),
        "people_new": _("New: %(names)s"),
        "people_changed": _("Other wishes, languages or another authority: %(names)s"),
        "groups_gone": _("Groups that do not take place: %(names)s"),
        "groups_new": _("New groups: %(names)s"),
        "groups_changed": _("Groups with other places, languages or another moderator: %(names)s"),
        "rules_changed": _("The rules of the allocation"),
    }[one.what]
    return text % {"names": listed([*called, *more])}
