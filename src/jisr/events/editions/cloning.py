"""What a new edition takes over from the last one. Parts above register what is theirs.

``clone(source, target, *, shift_days, actor, at)`` returns how many rows it made; ``count(source)`` how many there are.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jisr.events.editions.models import Edition

Text = str | Promise
TEXTS = "texts"
COPIED = ("summary", "organisers", "partners", "formats", "cost_note")
LANGUAGES = ("de", "en", "ar")


class Clone(Protocol):
    """Copies one kind of thing from one edition to another."""

    def __call__(self, source: Edition, target: Edition, *, shift_days: int, actor: Any, at: datetime) -> int: ...  # noqa: ANN401


@dataclass(frozen=True)
class Part:
    """One thing that can be taken over; ``requires`` names parts that have to be there first."""

    name: str
    label: Text
    clone: Clone
    requires: Sequence[str]
    place: int
    is_default: bool
    count: Callable[[Edition], int] | None


_parts: dict[str, Part] = {}


def register(  # noqa: PLR0913 - what it is, how it is done, where it stands
    name: str,
    label: Text,
    clone: Clone,
    *,
    requires: Sequence[str] = (),
    place: int = 0,
    is_default: bool = True,
    count: Callable[[Edition], int] | None = None,
) -> None:
    """Offer a part. Registering a name again replaces it."""
    _parts[name] = Part(name, label, clone, tuple(requires), place, is_default, count)


def parts() -> list[Part]:
    """All parts in the order in which the page shows them."""
    return sorted(_parts.values(), key=lambda part: (part.place, part.name))


def in_order(names: Collection[str]) -> list[Part]:
    """The parts of these names and all that they require, each behind what it requires.

    Raises ``LookupError`` for a part that nobody registered, ``ValueError`` for parts that require each other.
    """
    found: dict[str, Part] = {}
    for part in parts():
        if part.name in names:
            _add(part, found, waiting=())
    unknown = set(names) - set(_parts)
    if unknown:
        raise LookupError(f"no such parts of an edition: {sorted(unknown)}")
    return list(found.values())


def _add(part: Part, found: dict[str, Part], *, waiting: Sequence[str]) -> None:
    if part.name in waiting:
        raise ValueError(f"parts of an edition require each other: {[*waiting, part.name]}")
    for name in part.requires:
        if name not in found:
            _add(_parts[name], found, waiting=[*waiting, part.name])
    found[part.name] = part


def clone_parts(
    names: Collection[str],
    source: Edition,
    target: Edition,
    *,
    shift_days: int,
    actor: Any,  # noqa: ANN401
    at: datetime,
) -> Mapping[str, int]:
    """Take the parts over; return how many rows each made, in the order in which they were made."""
    return {
        part.name: part.clone(source, target, shift_days=shift_days, actor=actor, at=at) for part in in_order(names)
    }


def clone_texts(source: Edition, target: Edition, **_how: Any) -> int:  # noqa: ANN401 - days and people do not matter
    """Texts in all languages that the new edition has not got yet, and its themes."""
    columns = [f"{name}_{language}" for name in COPIED for language in LANGUAGES]
    taken = [column for column in columns if getattr(source, column) and not getattr(target, column)]
    for column in taken:
        setattr(target, column, getattr(source, column))
    target.save(update_fields=[*taken, "updated_at"])
    themes = [theme for theme in source.themes.all() if theme not in set(target.themes.all())]
    target.themes.add(*themes)
    return len(taken) + len(themes)


def count_texts(source: Edition) -> int:
    columns = [f"{name}_{language}" for name in COPIED for language in LANGUAGES]
    return sum(1 for column in columns if getattr(source, column)) + source.themes.count()


def register_own() -> None:
    register(TEXTS, _("summary, organisers, formats, note on costs and themes"), clone_texts, count=count_texts)
