"""Who may do what: named permissions, one rule each, and a reason for every no.

A room declares its permissions and writes one rule for each. Services call ``authorize``, templates ask ``may``, and a
query set's ``visible_to`` is the twin of a read permission in one query. A permission without a rule is a no; a name
that nobody declared is a programming error.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jisr.kernel.errors import DomainError

Text = str | Promise


@dataclass(frozen=True)
class Permission:
    """Something one may do. ``label`` finishes the sentence "may ..."."""

    name: str
    label: Text


@dataclass(frozen=True)
class Verdict:
    """Yes, or no with the reason in the reader's language. True and false as a condition."""

    allowed: bool
    reason: Text = ""

    def __bool__(self) -> bool:
        return self.allowed


Rule = Callable[[Any, Any], Verdict]

ALLOW = Verdict(allowed=True)
_permissions: dict[str, Permission] = {}
_rules: dict[str, Rule] = {}


class Refused(DomainError):
    """The rule of a permission said no."""


class UnknownPermission(LookupError):
    """A permission that no room has declared."""


def deny(reason: Text) -> Verdict:
    return Verdict(allowed=False, reason=reason)


def permission(name: str, label: Text) -> Permission:
    """Declare a permission. Raises ``ValueError`` for a name that is taken."""
    if name in _permissions:
        raise ValueError(f"permission {name} is declared twice")
    return _permissions.setdefault(name, Permission(name, label))


def rule(wanted: Permission) -> Callable[[Rule], Rule]:
    """Make a function the one rule of a permission. Raises ``ValueError`` for a second rule."""

    def register(function: Rule) -> Rule:
        if wanted.name in _rules:
            raise ValueError(f"permission {wanted.name} has a rule already")
        _rules[wanted.name] = function
        return function

    return register


def verdict(actor: Any, wanted: Permission | str, subject: Any = None) -> Verdict:  # noqa: ANN401 - rules know their subjects
    """What the rule says. Raises ``UnknownPermission`` for a name that was never declared."""
    name = wanted if isinstance(wanted, str) else wanted.name
    if name not in _permissions:
        raise UnknownPermission(name)
    decide = _rules.get(name)
    return deny(_("Nobody may do this.")) if decide is None else decide(actor, subject)


def may(actor: Any, wanted: Permission | str, subject: Any = None) -> bool:  # noqa: ANN401
    return verdict(actor, wanted, subject).allowed


def authorize(actor: Any, wanted: Permission | str, subject: Any = None) -> None:  # noqa: ANN401
    """Raise ``Refused`` with the reason unless the rule says yes."""
    answer = verdict(actor, wanted, subject)
    if not answer:
        name = wanted if isinstance(wanted, str) else wanted.name
        raise Refused(answer.reason, permission=name)


def permissions() -> dict[str, Permission]:
    """All declared permissions by name."""
    return dict(_permissions)
