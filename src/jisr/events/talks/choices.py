"""Which meetings may be held when, what those that are set already take, and what keeps another one out."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from jisr.events.talks.seating import interpreters_for
from jisr.events.talks.task import Held, LanguagePair, Reason, Task, Wanted

Need = frozenset[LanguagePair]
MOST_KINDS = 10  # of interpretation needs; three languages have seven


@dataclass
class Load:
    """What meetings that are set take of people, tables and interpreters."""

    of_person: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    busy: set[tuple[str, int]] = field(default_factory=set)
    tables: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    needs: dict[int, list[Need]] = field(default_factory=lambda: defaultdict(list))


class Choices:
    """The meetings of a task, each with the slots in which both can come and somebody could interpret."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.people = {person.key: person for person in task.people}
        self.wanted = {wish.key: wish for wish in task.wanted}
        self.published = {held.wanted: held for held in task.published}
        self.needs = {wish.key: self._need_of(wish) for wish in task.wanted}
        self.kinds = self._kinds()
        self.fixed = {} if task.may_move else self._that_stay()
        self.slots = [(key, slot) for key in self.movable() for slot in self.slots_of(key)]

    def movable(self) -> list[str]:
        """The meetings that the plan decides about."""
        absent = self.task.absent
        return [
            wish.key for wish in self.task.wanted if wish.key not in self.fixed and not absent.intersection(wish.people)
        ]

    def common_slots(self, key: str) -> frozenset[int]:
        one, other = (self.people[name] for name in self.wanted[key].people)
        return frozenset(slot for slot in one.slots & other.slots if self.task.tables.get(slot, 0) > 0)

    def slots_of(self, key: str) -> list[int]:
        return sorted(slot for slot in self.common_slots(key) if self._can_be_interpreted(key, slot))

    def load(self, placed: Mapping[str, int]) -> Load:
        load = Load()
        for key, slot in placed.items():
            self.take(load, key, slot)
        return load

    def take(self, load: Load, key: str, slot: int) -> None:
        for name in self.wanted[key].people:
            load.of_person[name] += 1
            load.busy.add((name, slot))
        load.tables[slot] += 1
        if self.needs[key]:
            load.needs[slot].append(self.needs[key])

    def obstacle(self, load: Load, key: str, slot: int) -> Reason | None:
        """What keeps a meeting out of one of its slots; None where it fits."""
        people = self.wanted[key].people
        if any(load.of_person[name] >= self.people[name].most for name in people):
            return Reason.MOST_MEETINGS
        if any((name, slot) in load.busy for name in people):
            return Reason.OTHERS_WEIGHED_MORE
        if load.tables[slot] >= self.task.tables.get(slot, 0):
            return Reason.TABLES_FULL
        need = self.needs[key]
        if need and not interpreters_for(self.task.interpreters, slot, [*load.needs[slot], need]):
            return Reason.INTERPRETERS_BUSY
        return None

    def _that_stay(self) -> dict[str, int]:
        """Published meetings that are still possible; where a table or an interpreter is gone the weightier ones."""
        load, kept = Load(), {}
        known = [held for held in self.task.published if held.wanted in self.wanted]
        for held in sorted(known, key=self._weightiest_first):
            key, slot = held.wanted, held.slot
            if self.task.absent.intersection(self.wanted[key].people) or slot not in self.slots_of(key):
                continue
            if self.obstacle(load, key, slot) is None:
                kept[key] = slot
                self.take(load, key, slot)
        return kept

    def _weightiest_first(self, held: Held) -> tuple[float, str]:
        return -self.wanted[held.wanted].weight, held.wanted

    def _need_of(self, wish: Wanted) -> Need:
        """The pairs of languages of which one must be interpreted; empty where the two share a language."""
        one, other = (self.people[name].languages for name in wish.people)
        return frozenset() if one & other else frozenset(frozenset({a, b}) for a in one for b in other)

    def _can_be_interpreted(self, key: str, slot: int) -> bool:
        need, shared = self.needs[key], self._share_a_language(key)
        return shared or any(slot in one.slots and one.pairs & need for one in self.task.interpreters)

    def _share_a_language(self, key: str) -> bool:
        one, other = (self.people[name].languages for name in self.wanted[key].people)
        return bool(one & other)

    def _kinds(self) -> list[Need]:
        """The kinds of interpretation needs, most frequent first."""
        counts: dict[Need, int] = defaultdict(int)
        for need in self.needs.values():
            if need:
                counts[need] += 1
        found = sorted(counts, key=lambda need: (-counts[need], sorted(map(sorted, need))))
        if len(found) > MOST_KINDS:
            raise ValueError(f"{len(found)} kinds of interpretation needs; at most {MOST_KINDS} can be planned")
        return found
