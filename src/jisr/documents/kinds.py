"""What sort of paper a document is. Rooms declare their own: a resolution, a receipt, a report."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

OTHER = ""
_kinds: dict[str, Text] = {OTHER: _("document")}


def declare(name: str, label: Text) -> str:
    """Add a sort of paper and return its name. Raises ``ValueError`` for one that is declared twice."""
    if name in _kinds:
        raise ValueError(f"the kind of document {name} is declared twice")
    _kinds[name] = label
    return name


def label(name: str) -> str:
    """The words for it; those for any document when its room is gone."""
    return str(_kinds.get(name, _kinds[OTHER]))


def is_declared(name: str) -> bool:
    return name in _kinds
