"""Changes rows that belong to a thing and bear a source each: population figures, official keys, milestones."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from jisr.kernel import trail
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import authorize
from jisr.municipalities.services.facts import (
    ChangedMeanwhile,
    Origin,
    Sheet,
    Values,
    clashes_between,
    keep_sources,
    text_of,
)


@dataclass(frozen=True)
class Part:
    """The rows of one kind that belong to a thing: ``owner`` is their key to it, ``name`` how the thing calls them.

    ``position`` names the column that keeps their order. ``origin`` tells where a row comes from by its own columns.
    """

    sheet: Sheet
    name: str
    model: type[models.Model]
    owner: str
    columns: Sequence[str]
    origin: Callable[[Any], Origin]
    position: str = ""

    def read(self, row: models.Model) -> dict[str, str]:
        return {name: text_of(getattr(row, name)) for name in self.columns}

    def told(self, row: models.Model) -> str:
        """A row in the trail."""
        return " · ".join(text for text in self.read(row).values() if text)

    def rows(self, owner: models.Model) -> Any:  # noqa: ANN401 - the manager of whichever model
        return self.model._default_manager.filter(**{self.owner: owner})


class GoneMeanwhile(DomainError):
    """Somebody else removed the row after the form was opened."""

    def __init__(self) -> None:
        super().__init__(_("Somebody else has removed this meanwhile. Nothing was saved."))


@transaction.atomic
def add_part(
    part: Part,
    owner_pk: int,
    values: Mapping[str, Any],
    *,
    origin: Origin | None = None,
    actor: Any,  # noqa: ANN401
    at: datetime,
) -> Any:  # noqa: ANN401 - a row of the part's model
    """Add a row; sending the same twice adds it once. Raises ``Refused``, ``DomainError`` if there is one like it."""
    owner = _locked(part, owner_pk, actor)
    wanted = {name: text_of(value) for name, value in values.items()}
    for known in part.rows(owner):
        if part.read(known) == wanted:
            return known
    row = part.model(**{part.owner: owner})
    if part.position:
        last = part.rows(owner).aggregate(last=models.Max(part.position))["last"]
        setattr(row, part.position, 0 if last is None else last + 1)
    _write(row, values)
    _finish(part, owner, ["", part.told(row)], origin=origin or part.origin(row), actor=actor, at=at)
    return row


@transaction.atomic
def change_part(  # noqa: PLR0913 - of what, what, from what to what, from where, by whom, when
    part: Part,
    owner_pk: int,
    pk: int,
    values: Mapping[str, Any],
    *,
    opened: Values,
    origin: Origin | None = None,
    actor: Any,  # noqa: ANN401
    at: datetime,
) -> bool:
    """Write what was typed anew; whether anything was. Raises ``ChangedMeanwhile``, ``GoneMeanwhile``, ``Refused``."""
    owner = _locked(part, owner_pk, actor)
    row = part.rows(owner).filter(pk=pk).first()
    if row is None:
        raise GoneMeanwhile
    now, before = part.read(row), part.told(row)
    mine = {name: text_of(value) for name, value in values.items() if name in now}
    clashes = clashes_between(opened, mine, now)
    if clashes:
        raise ChangedMeanwhile(clashes, now)
    changed = [name for name, text in mine.items() if text not in (now[name], opened.get(name, ""))]
    if changed:
        _write(row, {name: values[name] for name in changed})
        _finish(part, owner, [before, part.told(row)], origin=origin or part.origin(row), actor=actor, at=at)
    return bool(changed)


@transaction.atomic
def remove_part(part: Part, owner_pk: int, pk: int, *, actor: Any, at: datetime) -> bool:  # noqa: ANN401
    """Take a row away; ``False`` if it is gone already. The trail keeps what it said."""
    owner = _locked(part, owner_pk, actor)
    row = part.rows(owner).filter(pk=pk).first()
    if row is None:
        return False
    told = part.told(row)
    row.delete()
    _finish(part, owner, [told, ""], origin=None, actor=actor, at=at)
    return True


def _locked(part: Part, owner_pk: int, actor: Any) -> Any:  # noqa: ANN401
    owner = part.sheet.model._default_manager.select_for_update(no_key=True).get(pk=owner_pk)
    authorize(actor, part.sheet.permission, owner)
    return owner


def _write(row: models.Model, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise DomainError(_("There is one like it already. Nothing was saved.")) from error


def _finish(
    part: Part,
    owner: Any,  # noqa: ANN401
    told: list[str],
    *,
    origin: Origin | None,
    actor: Any,  # noqa: ANN401
    at: datetime,
) -> None:
    if origin is not None:
        keep_sources(owner, {part.name: origin}, actor=actor, at=at)
    part.sheet.after(owner)
    trail.record(f"{part.sheet.action}_changed", owner, actor=actor, changes={part.name: told})
