"""Which support fits: a small pure engine over dated rules. It knows no database, no reader and no clock."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, Protocol, TypeVar

OPEN_ANSWER = "open"


class Rule(Protocol):
    """A condition on one answer; see ``models.SupportRule``."""

    question: str
    answers: Sequence[str]
    valid_from: date
    valid_to: date | None


R = TypeVar("R", bound=Rule)


@dataclass
class Finding(Generic[R]):
    """How an option stands to the answers: the rules that speak for it and those against it."""

    for_it: list[R] = field(default_factory=list)
    against: list[R] = field(default_factory=list)

    @property
    def fits(self) -> bool:
        return not self.against


def evaluate(rules: Iterable[R], answers: Mapping[str, str], *, on: date) -> Finding[R]:
    """Weigh one option. An open answer rules nothing out; a rule without answers fits nobody."""
    finding: Finding[R] = Finding()
    for rule in rules:
        if not (rule.valid_from <= on and (rule.valid_to is None or on <= rule.valid_to)):
            continue
        given = answers.get(rule.question, OPEN_ANSWER)
        if not rule.answers:
            finding.against.append(rule)
        elif given in rule.answers:
            finding.for_it.append(rule)
        elif given != OPEN_ANSWER:
            finding.against.append(rule)
    return finding
