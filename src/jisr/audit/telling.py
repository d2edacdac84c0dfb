"""Turns steps into words: who, what, about what, and each changed field with its label."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from jisr.accounts.models import User
from jisr.audit import access
from jisr.audit.models import ActorKind, Entry

Text = str | Promise
LONGEST_VALUE = 300


@dataclass(frozen=True)
class Change:
    """One field. Personal values are never told: ``is_hidden``."""

    label: Text
    before: str
    after: str
    is_hidden: bool


@dataclass(frozen=True)
class Told:
    """One step in words.

    ``url`` leads to the history of its object, which names the object: a list would have to ask for each of them.
    """

    number: int
    at: datetime
    actor: str
    action: Text
    kind: Text
    subject_key: str
    url: str
    changes: list[Change]


def tell(entries: Iterable[Entry]) -> list[Told]:
    """All steps in words; the names of all people are asked for at once."""
    entries = list(entries)
    numbers = {entry.actor_id for entry in entries if entry.actor_id is not None}
    names = dict(User.objects.filter(pk__in=numbers).values_list("pk", "display_name")) if numbers else {}
    return [_told(entry, names) for entry in entries]


def kind_name(subject_type: str) -> Text:
    """What a kind of object is called, also when its model is gone."""
    model = _model(subject_type)
    return capfirst(model._meta.verbose_name) if model else subject_type


def _told(entry: Entry, names: dict[int, str]) -> Told:
    return Told(
        number=entry.number,
        at=entry.at,
        actor=_actor(entry, names),
        action=access.action_name(entry.action),
        kind=kind_name(entry.subject_type),
        subject_key=entry.subject_key,
        url=reverse("audit:history", args=[entry.subject_type, entry.subject_key]),
        changes=list(_changes(entry)),
    )


def _actor(entry: Entry, names: dict[int, str]) -> str:
    if entry.actor_kind == ActorKind.PERSON:
        if entry.actor_id not in names:
            return _("erased account")
        return names[entry.actor_id] or _("person without a name")
    if entry.actor_kind == ActorKind.IMPORT:
        return _("import: %(note)s") % {"note": entry.actor_note}
    return _("system: %(note)s") % {"note": entry.actor_note} if entry.actor_note else _("system")


def _changes(entry: Entry) -> Iterator[Change]:
    model, known = _model(entry.subject_type), access.subject(entry.subject_type)
    for name, value in entry.changes.items():
        column = _column(model, name)
        label = (known.fields.get(name) if known else None) or (capfirst(column.verbose_name) if column else name)
        before, after = value if isinstance(value, list) and len(value) == len(("before", "after")) else (None, value)
        yield Change(label, _shown(before, column), _shown(after, column), is_hidden=before is None and after is None)


def _shown(value: Any, column: "models.Field[Any, Any] | None") -> str:  # noqa: ANN401 - whatever a step keeps
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(_shown(part, column) for part in value)
    if isinstance(column, models.DateTimeField) and (moment := parse_datetime(str(value))):
        moment = timezone.localtime(moment)
        return f"{date_format(moment, 'DATETIME_FORMAT')} {moment:%Z}"
    choices = dict(column.flatchoices) if column is not None and column.choices else {}
    return str(choices.get(value, value) if isinstance(value, str | int) else value)[:LONGEST_VALUE]


def _model(subject_type: str) -> type[models.Model] | None:
    try:
        return apps.get_model(subject_type)
    except (LookupError, ValueError):
        return None


def _column(model: type[models.Model] | None, name: str) -> "models.Field[Any, Any] | None":
    try:
        column = model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        return None
    return column if isinstance(column, models.Field) else None
