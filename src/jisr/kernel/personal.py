"""What is kept about people: why, for how long, and what becomes of it when somebody has themself erased.

Every room declares its fields that hold or point at a person, hands over what it knows of one (``register_export``),
takes it out again (``register_erasure``) and names what time alone removes (``register_retention``). The room
``accounts`` makes from this the zip of one's own data, the erasure, the retention run and the record of processing. A
test fails for a field that looks personal and was not declared.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

PERSONAL_NAME = re.compile(
    r"^(display|first|last|full|given|family|person|contact|invited|birth)_?name$"
    r"|^(.+_)?(phone|mobile|telephone|passport|birthday|born_on|ip|user_agent)(_number)?$"
    r"|^(actor|user|person|account)_(id|number)$"
)


class Retention(models.TextChoices):
    """How long a field is kept."""

    ACCOUNT = "account", _("as long as the account exists")
    PURPOSE = "purpose", _("until the purpose is reached")
    SESSION = "session", _("until the session ends, at most 8 hours")
    AUDIT = "audit", _("ten years, as proof of how public money and rights were handled")
    CONTENT = "content", _("as long as the page or the text exists")


class Erasure(models.TextChoices):
    """What becomes of a field when its person is erased."""

    DELETED = "deleted", _("the row is deleted")
    EMPTIED = "emptied", _("the field is emptied")
    ANONYMISED = "anonymised", _("replaced by a value that names nobody")
    NUMBER = "number", _("stays as the number of an account that no longer names anybody")


@dataclass(frozen=True)
class Declaration:
    """One personal field. ``model`` is its label such as ``accounts.User``."""

    model: str
    field: str
    purpose: Text
    retention: Text
    erasure: Text

    @property
    def name(self) -> str:
        return f"{self.model}.{self.field}"


@dataclass(frozen=True)
class OwnData:
    """What a room knows of one person: rows by the names of their columns, files by name, words for the columns."""

    title: Text
    rows: Sequence[Mapping[str, Any]]
    files: Mapping[str, bytes] = field(default_factory=dict)
    labels: Mapping[str, Text] = field(default_factory=dict)


Exporter = Callable[[Any], OwnData]
Eraser = Callable[[Any], int]
Expirer = Callable[[datetime], int]

_declarations: dict[str, Declaration] = {}
_exporters: dict[str, Exporter] = {}
_erasers: dict[str, Eraser] = {}
_expirers: dict[str, Expirer] = {}


def declare(model: str, *fields: str, purpose: Text, retention: Text, erasure: Text) -> None:
    """Declare fields of one model. Raises ``ValueError`` without a field, and for one declared twice."""
    if not fields:
        raise ValueError(f"declare at least one field of {model}")
    for name in fields:
        declaration = Declaration(model, name, purpose, retention, erasure)
        if _declarations.setdefault(declaration.name, declaration) != declaration:
            raise ValueError(f"{declaration.name} is declared twice")


def declarations() -> list[Declaration]:
    """All of them, by name."""
    return [_declarations[name] for name in sorted(_declarations)]


def register_export(name: str, exporter: Exporter) -> None:
    """``exporter(user)`` hands over what the room knows of a person. ``name`` becomes the key in ``data.json``."""
    _exporters[name] = exporter


def register_erasure(name: str, eraser: Eraser) -> None:
    """``eraser(user)`` takes a person out and returns how many rows that touched.

    It runs in a transaction that a dry run rolls back: what lies outside the database goes in ``on_commit``.
    """
    _erasers[name] = eraser


def register_retention(name: str, expirer: Expirer) -> None:
    """``expirer(at)`` removes what has been kept long enough and returns how many rows that were; else as above."""
    _expirers[name] = expirer


def exporters() -> dict[str, Exporter]:
    return dict(sorted(_exporters.items()))


LAST = "accounts"  # the row of the person goes last: other rooms still look for its addresses


def erasers() -> dict[str, Eraser]:
    """As registered, upper rooms first: what points at a person goes before the person."""
    return dict(sorted(_erasers.items(), key=lambda named: named[0] == LAST))


def expirers() -> dict[str, Expirer]:
    return dict(sorted(_expirers.items()))


def undeclared(package: str = "jisr.") -> list[str]:
    """The fields of installed models that look personal and have no declaration."""
    return sorted(name for name in _personal_fields(package) if name not in _declarations)


def _personal_fields(package: str) -> Iterator[str]:
    for model in apps.get_models():
        if not model.__module__.startswith(package) or model._meta.proxy:
            continue
        for column in (*model._meta.local_fields, *model._meta.local_many_to_many):
            if looks_personal(column):
                yield f"{model._meta.label}.{column.name}"


def looks_personal(column: "models.Field[Any, Any]") -> bool:
    """Whether a column points at an account, holds an e-mail or network address, or is named like a person's fact."""
    if column.remote_field is not None:
        related = column.remote_field.model
        label = related if isinstance(related, str) else related._meta.label
        return bool(label == settings.AUTH_USER_MODEL)
    if isinstance(column, models.EmailField | models.GenericIPAddressField):
        return True
    return PERSONAL_NAME.search(column.name) is not None
