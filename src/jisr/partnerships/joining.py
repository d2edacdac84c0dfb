"""What hangs on a tie moves to another one when two ties turn out to be the same: every key to ties, found by itself.

Plain rows move. Rows with a ``position`` come behind those that are there. Where a constraint lets the other tie have
only one such row, a room says with ``merge_rows`` what becomes of the second one; a key without an answer is refused.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _

from jisr.kernel.errors import DomainError
from jisr.partnerships.models import Partnership

Absorb = Callable[[Any, Any], None]
POSITION = "position"
_absorbers: dict[str, Absorb] = {}


@dataclass(frozen=True)
class Key:
    """A key to ties: of which model, and which columns may come once with it."""

    model: type[models.Model]
    field: str
    once: Sequence[Sequence[str]]

    @property
    def name(self) -> str:
        return f"{self.model._meta.label}.{self.field}"

    @property
    def is_positioned(self) -> bool:
        return [*self.once] == [(POSITION,)]

    @property
    def is_join(self) -> bool:
        """A row that says no more than that two things belong together."""
        return bool(self.model._meta.auto_created)

    @property
    def needs_answer(self) -> bool:
        return bool(self.once) and not self.is_positioned and not self.is_join and self.name not in _absorbers


def merge_rows(name: str, absorb: Absorb) -> None:
    """``absorb(kept, dropped)`` saves what a second row says before it goes. ``name`` reads ``app.Model.field``."""
    _absorbers[name] = absorb


def keys() -> list[Key]:
    """All keys to ties, hidden ones too."""
    found = (
        Key(model, column.name, _once(model, column))
        for model in apps.get_models(include_auto_created=True)
        for column in model._meta.local_fields
        if isinstance(column, models.ForeignKey) and column.related_model is Partnership
    )
    return sorted(found, key=lambda key: key.name)


def unanswered() -> list[str]:
    """Keys whose rows cannot all stay, and of which nobody has said which one does."""
    return [key.name for key in keys() if key.needs_answer]


def carry_over(kept: Partnership, dropped: Partnership) -> None:
    """Move all rows from one tie to the other. Raises ``DomainError`` rather than lose any."""
    if unanswered():
        raise DomainError(_("Some records cannot be moved yet. Please tell the administrator."))
    for key in keys():
        _carry(key, kept, dropped)


def _carry(key: Key, kept: Partnership, dropped: Partnership) -> None:
    rows = key.model._default_manager
    start = 0
    if key.is_positioned:
        both = rows.filter(**{f"{key.field}__in": [kept, dropped]})
        start = (both.aggregate(last=models.Max(POSITION))["last"] or 0) + 1
    for place, row in enumerate(list(rows.filter(**{key.field: dropped}).order_by(*_order(key)))):
        twin = _twin(key, kept, row)
        if twin is None:
            position = {POSITION: start + place} if key.is_positioned else {}
            rows.filter(pk=row.pk).update(**{key.field: kept}, **position)
            continue
        if not key.is_join:
            _absorbers[key.name](twin, row)
        row.delete()


def _order(key: Key) -> list[str]:
    return [POSITION] if key.is_positioned else ["pk"]


def _twin(key: Key, kept: Partnership, row: models.Model) -> models.Model | None:
    """The row of the tie that stays beside which this one may not stand."""
    if key.is_positioned:
        return None
    rows = key.model._default_manager.filter(**{key.field: kept})
    for columns in key.once:
        values = {name: getattr(row, name) for name in columns}
        if None in values.values():
            continue  # nothing is ever equal to an unknown value
        found: models.Model | None = rows.filter(**values).first()
        if found is not None:
            return found
    return None


def _once(model: type[models.Model], column: "models.ForeignKey[Any, Any]") -> list[Sequence[str]]:
    """The columns that make a row the only one of its tie, for each constraint that has a say."""
    groups: list[Sequence[str]] = [()] if column.unique else []
    named = [list(each) for each in model._meta.unique_together]
    named += [list(each.fields) for each in model._meta.constraints if isinstance(each, models.UniqueConstraint)]
    groups += [tuple(name for name in fields if name != column.name) for fields in named if column.name in fields]
    return groups
