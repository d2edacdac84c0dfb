"""What the trail tells about and who may read the history of it. Rooms above register their own kinds of objects.

A kind that nobody registered can be read by those alone who may read the whole trail.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True)
class Subject:
    """One kind of object, by its model's label. ``url`` and ``label`` get the key that the trail keeps."""

    may_read: Callable[[Any, str], bool]
    url: Callable[[str], str]
    label: Callable[[str], Text]
    fields: Mapping[str, Text] = field(default_factory=dict)


_subjects: dict[str, Subject] = {}
_actions: dict[str, Text] = {}


def register(
    subject_type: str,
    may_read: Callable[[Any, str], bool],
    url: Callable[[str], str],
    label: Callable[[str], Text],
    *,
    fields: Mapping[str, Text] | None = None,
) -> None:
    """Say who may read the history of one kind of object; ``fields`` names what is no column of the model."""
    _subjects[subject_type.lower()] = Subject(may_read, url, label, fields or {})


def register_rows(
    rows: Callable[[], QuerySet[Any]],
    may_read: Callable[[Any, Any], bool],
    *,
    elsewhere: str,
    one: Text,
    url: Callable[[Any], str] = lambda row: str(row.get_absolute_url()),
    fields: Mapping[str, Text] | None = None,
) -> None:
    """The same for the rows of a model: ``may_read`` gets the actor and the row, ``rows`` fetches what both need.

    A row that is gone is called ``one`` and leads to the route ``elsewhere``.
    """

    def find(key: str) -> Any:  # noqa: ANN401 - a row
        return rows().filter(pk=key).first() if key.isdecimal() else None

    def may_read_key(actor: Any, key: str) -> bool:  # noqa: ANN401
        row = find(key)
        return row is not None and may_read(actor, row)

    def url_of(key: str) -> str:
        row = find(key)
        return url(row) if row else reverse(elsewhere)

    register(rows().model._meta.label_lower, may_read_key, url_of, lambda key: str(find(key) or one), fields=fields)


def name_actions(actions: Mapping[str, Text]) -> None:
    """Give steps words: ``{"accounts.role_granted": _("role granted")}``."""
    _actions.update(actions)


def subject(subject_type: str) -> Subject | None:
    return _subjects.get(subject_type.lower())


def action_name(action: str) -> Text:
    """The words of a step, or its bare name where no room gave it any."""
    return _actions.get(action, action)


def may_read(actor: Any, subject_type: str, key: str) -> bool:  # noqa: ANN401 - rooms know their actors
    known = subject(subject_type)
    return known is not None and known.may_read(actor, key)
