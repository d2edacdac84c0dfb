"""The kinds of messages. Each room declares its own, in ``AppConfig.ready``."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

DIGEST = "notifications.digest"


@dataclass(frozen=True)
class Kind:
    """``is_mandatory``: too urgent or too weighty for a digest, always a mail of its own."""

    name: str
    label: Text
    is_mandatory: bool = False


class UnknownKind(LookupError):
    """A kind that no room has declared."""


_kinds: dict[str, Kind] = {DIGEST: Kind(DIGEST, _("daily overview"), is_mandatory=True)}


def declare(name: str, label: Text, *, mandatory: bool = False) -> Kind:
    """Declare a kind; ``name`` reads ``room.what_happened``. Declaring the same again changes nothing.

    Raises ``ValueError`` for a name that is taken by another kind.
    """
    kind = Kind(name, label, mandatory)
    if _kinds.setdefault(name, kind) != kind:
        raise ValueError(f"kind {name} is declared twice")
    return kind


def get(name: str) -> Kind:
    """Raises ``UnknownKind`` for a name that was never declared."""
    try:
        return _kinds[name]
    except KeyError:
        raise UnknownKind(name) from None


def label_of(name: str) -> Text:
    """The words for a kind; its name when the room that declared it is gone."""
    return _kinds[name].label if name in _kinds else name


def all_kinds() -> list[Kind]:
    """What an inbox can hold, by name."""
    return [kind for name, kind in sorted(_kinds.items()) if name != DIGEST]
