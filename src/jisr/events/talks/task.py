"""What a plan of 1:1 meetings is made from, and what it says. Nothing here needs numpy."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

FIRST_MEETINGS = (30, 20, 10)  # what the first, second and third meeting of a person are worth
WEIGHT = 10
MOVED = 15  # what moving a published meeting costs, where that is allowed

LanguagePair = frozenset[str]


class Reason(StrEnum):
    """Why a meeting found no place."""

    ABSENT = "absent"
    NO_COMMON_SLOT = "no_common_slot"
    NO_INTERPRETER = "no_interpreter"
    MOST_MEETINGS = "most_meetings"
    TABLES_FULL = "tables_full"
    INTERPRETERS_BUSY = "interpreters_busy"
    OTHERS_WEIGHED_MORE = "others_weighed_more"


@dataclass(frozen=True)
class Person:
    """``slots``: when they can come; ``most``: meetings at most; ``languages``: codes."""

    key: str
    slots: frozenset[int]
    most: int
    languages: frozenset[str]


@dataclass(frozen=True)
class Interpreter:
    """``pairs``: the languages between which they interpret, such as ``{"de", "ar"}``."""

    key: str
    slots: frozenset[int]
    pairs: frozenset[LanguagePair]


@dataclass(frozen=True)
class Wanted:
    """A meeting that both agreed to. ``weight``: 1 for a plain wish, more where both ranked it high."""

    key: str
    one: str
    other: str
    weight: float = 1.0

    @property
    def people(self) -> tuple[str, str]:
        return self.one, self.other


@dataclass(frozen=True)
class Held:
    """A meeting in a plan. ``interpreter`` is empty where the two share a language."""

    wanted: str
    slot: int
    table: int
    interpreter: str = ""


@dataclass(frozen=True, kw_only=True)
class Task:
    """All that a plan depends on. ``tables``: how many there are in each slot.

    ``published`` meetings stay where they are unless ``may_move``; ``absent`` people meet nobody any more.
    """

    people: Sequence[Person]
    wanted: Sequence[Wanted]
    tables: Mapping[int, int]
    interpreters: Sequence[Interpreter] = ()
    published: Sequence[Held] = ()
    absent: frozenset[str] = frozenset()
    may_move: bool = False


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The meetings in order of slot and table, what the others lack, the value, its bound and the seconds it took."""

    held: Sequence[Held]
    unplaced: Mapping[str, Reason]
    value: float
    bound: float
    seconds: float
    is_optimal: bool = False

    @property
    def gap(self) -> float:
        """How far the value may be from the best one, as a share of it."""
        return max(0.0, self.bound - self.value) / self.bound if self.bound > 0 else 0.0


def value_of(task: Task, held: Iterable[Held]) -> float:
    """What a plan is worth, counted anew from its meetings."""
    wanted = {wish.key: wish for wish in task.wanted}
    meetings: dict[str, int] = defaultdict(int)
    value = 0.0
    published = {each.wanted: each.slot for each in task.published}
    for each in held:
        wish = wanted[each.wanted]
        value += WEIGHT * wish.weight
        if task.may_move and published.get(each.wanted, each.slot) != each.slot:
            value -= MOVED
        for name in wish.people:
            meetings[name] += 1
    return value + sum(sum(FIRST_MEETINGS[:count]) for count in meetings.values())
