"""Changes facts with their source, and notices when somebody else has changed them since a form was opened.

A *sheet* names the fields of one kind of thing. Values are compared as text, so that what a form showed, what was
typed and what is stored now can stand side by side.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, cast

from django.conf import settings
from django.core import signing
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from jisr.accounts.models import User
from jisr.kernel import trail
from jisr.kernel.dates import PartialDate
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import Permission, authorize
from jisr.municipalities.desk.policies import EDIT_FACTS
from jisr.municipalities.models import FactSource

SALT = "municipalities.facts"
Values = Mapping[str, str]


@dataclass(frozen=True)
class Origin:
    """Where facts come from: a page, or words; and the time they tell of."""

    source_url: str = ""
    note: str = ""
    as_of: PartialDate | None = None

    def __str__(self) -> str:
        told = self.source_url or self.note
        return f"{told} ({self.as_of})" if self.as_of else told


@dataclass(frozen=True)
class Lines:
    """A field that holds a list of texts kept as rows of another table, one a line.

    ``position`` names the column that keeps their order; without one the order says nothing.
    """

    related: str
    column: str
    narrow: Mapping[str, Any] = field(default_factory=dict)
    position: str = ""

    def read(self, row: Any) -> list[str]:  # noqa: ANN401 - a row of the sheet's model
        rows = getattr(row, self.related).filter(**self.narrow).order_by(self.position or "pk")
        return self.tidy(rows.values_list(self.column, flat=True))

    def tidy(self, value: str | Iterable[str]) -> list[str]:
        """Each text once; where the order says nothing, in the order of the alphabet."""
        found = value.splitlines() if isinstance(value, str) else value
        once = list(dict.fromkeys(line.strip() for line in found if line.strip()))
        return once if self.position else sorted(once)


@dataclass(frozen=True)
class Sheet:
    """The facts of one kind of thing.

    Two rows are the same if they are alike in all columns ``same`` and in one of ``names``.
    ``settle`` fills in what follows from the facts before a row is saved; ``after`` is told each row that was changed.
    """

    model: type[models.Model]
    action: str
    columns: Sequence[str]
    lines: Mapping[str, Lines] = field(default_factory=dict)
    permission: Permission = EDIT_FACTS
    same: Sequence[str] = ()
    names: Sequence[str] = ()
    settle: Callable[[Any], None] = lambda _row: None
    after: Callable[[Any], None] = lambda _row: None

    @property
    def fields(self) -> list[str]:
        return [*self.columns, *self.lines]

    def read(self, row: models.Model) -> dict[str, str]:
        """All facts of a row as text."""
        told = {name: text_of(getattr(row, name)) for name in self.columns}
        return told | {name: "\n".join(lines.read(row)) for name, lines in self.lines.items()}

    def text(self, name: str, value: Any) -> str:  # noqa: ANN401 - a value of any field
        """A value of one field as text."""
        return "\n".join(self.lines[name].tidy(value or "")) if name in self.lines else text_of(value)

    def twin(self, values: Mapping[str, Any]) -> Any:  # noqa: ANN401 - a row of the model
        """The row that a new one with these values would double."""
        alike = models.Q()
        for name in self.names:
            if values.get(name):
                alike |= models.Q(**{name: values[name]})
        if self.names and not alike:
            return None
        return self.model._default_manager.filter(alike, **{name: values.get(name) for name in self.same}).first()

    def told(self, name: str, text: str) -> str | bool:
        """The same for the trail, where a key would say nothing once its row is gone."""
        column: Any = {each.name: each for each in self.model._meta.get_fields()}.get(name)
        if isinstance(column, models.BooleanField):
            return bool(text)
        if not isinstance(column, models.ForeignKey | models.ManyToManyField):
            return text
        rows = column.related_model._default_manager.filter(pk__in=[key for key in text.split(",") if key])
        with override(settings.LANGUAGE_CODE):
            return ", ".join(str(row) for row in rows)


@dataclass(frozen=True)
class Clash:
    """One field that two people changed: what it was, what they and we made of it."""

    name: str
    original: str
    mine: str
    theirs: str


class ChangedMeanwhile(DomainError):
    """Somebody else changed the row after the form was opened. ``clashes`` tells field by field."""

    def __init__(self, clashes: list[Clash], now: Values) -> None:
        super().__init__(_("Somebody else has changed this meanwhile. Please choose what holds."))
        self.clashes, self.now = clashes, now


class AlreadyThere(DomainError):
    """Somebody added the same before, perhaps with another click. ``row`` is what there is."""

    def __init__(self, row: models.Model) -> None:
        super().__init__(_("There is one of this name already. Nothing was added."))
        self.row = row


def text_of(value: Any) -> str:  # noqa: ANN401 - a value of any column
    """A value as a form shows it; equal values give equal texts."""
    if value is None or isinstance(value, bool):
        return "1" if value else ""
    if isinstance(value, models.Model):
        return str(value.pk)
    if isinstance(value, models.Manager | models.QuerySet):
        return ",".join(sorted(str(row.pk) for row in value.all()))
    if isinstance(value, Decimal):
        return f"{value:.5f}"
    if isinstance(value, list | tuple):
        return ", ".join(str(item) for item in value)
    return str(value).replace("\r\n", "\n").strip()


def version_of(values: Values) -> str:
    """A fingerprint of the facts that a form was opened with."""
    return hashlib.sha256(json.dumps(dict(values), sort_keys=True).encode()).hexdigest()


def seal(values: Values) -> str:
    """The facts that a form was opened with, signed, to travel in the form."""
    return signing.dumps({"version": version_of(values), "values": dict(values)}, salt=SALT, compress=True)


def unseal(sealed: str) -> dict[str, str] | None:
    """What ``seal`` made; ``None`` if it was tampered with."""
    try:
        opened: dict[str, Any] = signing.loads(sealed, salt=SALT)
    except signing.BadSignature:
        return None
    values: dict[str, str] = opened["values"]
    return values if opened["version"] == version_of(values) else None


def clashes_between(opened: Values, mine: Values, now: Values) -> list[Clash]:
    """The fields that are no longer as the form showed them and were typed anew otherwise.

    What was left alone in the form is no clash: the other's value stays.
    """
    return [
        Clash(name, opened.get(name, ""), text, now[name])
        for name, text in mine.items()
        if text != opened.get(name, "") and now[name] not in (opened.get(name, ""), text)
    ]


@transaction.atomic
def change_facts(  # noqa: PLR0913 - what, from what, to what, from where, by whom, when
    sheet: Sheet,
    pk: int,
    values: Mapping[str, Any],
    *,
    opened: Values,
    origin: Origin,
    origins: Mapping[str, Origin] | None = None,
    actor: Any,  # noqa: ANN401 - a person or an Actor
    at: datetime,
) -> list[str]:
    """Write the values that were typed anew, each with its source; return their fields.

    ``origins`` names fields with a source of their own; one that did not change was looked up again.
    Sending the same twice changes nothing the second time. Raises ``ChangedMeanwhile``, ``Refused``.
    """
    row = sheet.model._default_manager.select_for_update(no_key=True).get(pk=pk)
    authorize(actor, sheet.permission, row)
    now = sheet.read(row)
    mine = {name: sheet.text(name, value) for name, value in values.items() if name in now}
    clashes = clashes_between(opened, mine, now)
    if clashes:
        raise ChangedMeanwhile(clashes, now)
    changed = [name for name, text in mine.items() if text not in (now[name], opened.get(name, ""))]
    origins = origins or {}
    if changed:
        _write_safely(sheet, row, {name: values[name] for name in changed})
        told = {name: [sheet.told(name, now[name]), sheet.told(name, mine[name])] for name in changed}
        own = {name: origins.get(name, origin) for name in changed}
        _finish(sheet, row, told, origins=own, actor=actor, at=at, action=f"{sheet.action}_changed")
    again = {name: found for name, found in origins.items() if name in now and name not in changed}
    _look_up_again(sheet, row, again, actor=actor, at=at)
    return changed


def _look_up_again(sheet: Sheet, row: Any, origins: Mapping[str, Origin], *, actor: Any, at: datetime) -> None:  # noqa: ANN401
    """Keep a newer source of facts that stay as they are."""
    known = {
        name: Origin(each.source_url, each.note, cast("PartialDate | None", each.as_of))
        for name, each in latest_sources(row).items()
    }
    new = {name: origin for name, origin in origins.items() if known.get(name) != origin}
    if new:
        keep_sources(row, new, actor=actor, at=at)
        told = {name: [str(known.get(name, "")), str(origin)] for name, origin in new.items()}
        trail.record(f"{sheet.action}_sourced", row, actor=actor, changes=told)


@transaction.atomic
def create_with_facts(  # noqa: PLR0913 - what, with what, from where, by whom, when
    sheet: Sheet,
    values: Mapping[str, Any],
    *,
    fixed: Mapping[str, Any],
    origin: Origin,
    origins: Mapping[str, Origin] | None = None,
    actor: Any,  # noqa: ANN401
    at: datetime,
) -> Any:  # noqa: ANN401 - a row of the sheet's model
    """Make a row with its first facts. Raises ``Refused``, ``AlreadyThere``, ``DomainError`` if one is like it."""
    row = sheet.model(**fixed)
    authorize(actor, sheet.permission, row)
    if isinstance(actor, User):  # two clicks come one after the other
        User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    twin = sheet.twin({**values, **fixed})
    if twin is not None:
        raise AlreadyThere(twin)
    _write_safely(sheet, row, {name: value for name, value in values.items() if name in sheet.fields})
    now = sheet.read(row)
    told = {name: ["", sheet.told(name, text)] for name, text in now.items() if text}
    own = {name: (origins or {}).get(name, origin) for name in told}
    _finish(sheet, row, told, origins=own, actor=actor, at=at, action=f"{sheet.action}_created")
    return row


def _write_safely(sheet: Sheet, row: Any, values: Mapping[str, Any]) -> None:  # noqa: ANN401
    try:
        with transaction.atomic():
            write(sheet, row, values)
    except IntegrityError as error:
        raise DomainError(_("There is one like it already. Nothing was saved.")) from error


def write(sheet: Sheet, row: Any, values: Mapping[str, Any]) -> None:  # noqa: ANN401
    """Put values into a row and its lists; plain columns first, since lists need the row's key."""
    many = {each.name for each in sheet.model._meta.many_to_many}
    for name, value in values.items():
        if name in sheet.columns and name not in many:
            setattr(row, name, value)
    sheet.settle(row)
    row.save()
    for name, value in values.items():
        if name in many:
            getattr(row, name).set(value)
        elif name in sheet.lines:
            _write_lines(row, sheet.lines[name], value)


def _write_lines(row: Any, lines: Lines, value: str | Iterable[str]) -> None:  # noqa: ANN401
    """Keep the rows that are still there, so that their keys hold; take away and add the others."""
    wanted, rows = lines.tidy(value), getattr(row, lines.related).filter(**lines.narrow)
    if lines.position:  # an order is unique: all places are given anew
        rows.delete()
    rows.exclude(**{f"{lines.column}__in": wanted}).delete()
    known = set(rows.values_list(lines.column, flat=True))
    for place, text in enumerate(wanted):
        if text not in known:
            order = {lines.position: place} if lines.position else {}
            getattr(row, lines.related).create(**{lines.column: text}, **lines.narrow, **order)


def note_sources(row: models.Model, fields: Iterable[str], *, origin: Origin, actor: Any, at: datetime) -> None:  # noqa: ANN401
    """Keep that these fields come from one source."""
    keep_sources(row, dict.fromkeys(fields, origin), actor=actor, at=at)


def keep_sources(row: models.Model, origins: Mapping[str, Origin], *, actor: Any, at: datetime) -> None:  # noqa: ANN401
    """Keep where each of these fields comes from. Raises ``DomainError`` for a fact from nowhere."""
    if any(not (origin.source_url or origin.note) for origin in origins.values()):
        raise DomainError(_("Please say where this comes from. Nothing was saved."))
    FactSource.objects.bulk_create(
        FactSource(
            subject_type=row._meta.label_lower,
            subject_key=str(row.pk),
            field=name,
            source_url=origin.source_url,
            note=origin.note,
            as_of_on=origin.as_of.first if origin.as_of else None,
            as_of_precision=origin.as_of.precision if origin.as_of else "",
            entered_by_id=getattr(actor, "pk", None),
            entered_at=at,
        )
        for name, origin in origins.items()
    )


def latest_sources(row: models.Model) -> dict[str, FactSource]:
    """The newest source of each field."""
    found: dict[str, FactSource] = {}
    for source in FactSource.objects.about(row).select_related("entered_by"):
        found.setdefault(source.field, source)
    return found


def _finish(  # noqa: PLR0913 - the end of both ways to write
    sheet: Sheet,
    row: Any,  # noqa: ANN401
    told: Mapping[str, Sequence[str | bool]],
    *,
    origins: Mapping[str, Origin],
    actor: Any,  # noqa: ANN401
    at: datetime,
    action: str,
) -> None:
    keep_sources(row, origins, actor=actor, at=at)
    sheet.after(row)
    trail.record(action, row, actor=actor, changes=told)
