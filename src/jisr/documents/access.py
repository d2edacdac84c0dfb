"""Who may see the papers of a subject: each room says it for its own types of subject. No rule means no."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from jisr.kernel.policy import Verdict

SubjectRule = Callable[[Any, str], Verdict | bool]


class Place(NamedTuple):
    """Where a subject has its own page."""

    label: str
    url: str


@dataclass(frozen=True)
class Access:
    """The two rules of a type of subject, and where such a subject is found."""

    may_read: SubjectRule
    may_write: SubjectRule
    place: Callable[[str], Place | None] = lambda _key: None


_rules: dict[str, Access] = {}


def register(
    subject_type: str,
    may_read: SubjectRule,
    may_write: SubjectRule,
    place: Callable[[str], Place | None] = lambda _key: None,
) -> None:
    """Name the rules of a type such as ``partnerships.partnership``. Raises ``ValueError`` for a second registration.

    The rules get the actor and the key of the subject as text. They should ask the database only a little: a list asks
    them once for each subject.
    """
    if subject_type in _rules:
        raise ValueError(f"who may see papers of {subject_type} is said twice")
    _rules[subject_type] = Access(may_read, may_write, place)


def of(subject_type: str) -> Access | None:
    return _rules.get(subject_type)


def place(subject_type: str, subject_key: str) -> Place | None:
    """Where the subject's own page is, if its room told."""
    access = of(subject_type)
    return access.place(subject_key) if access else None
