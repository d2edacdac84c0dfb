"""Read permissions and the query sets that are their twins: both must say the same for every reader and every row.

A room adds its pair with ``register`` in its tests and calls ``disagreements``.
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser

from jisr.accounts.models import User
from jisr.accounts.states import Role
from jisr.kernel.policy import Permission, may
from jisr.municipalities.models import Authority, Organisation
from jisr.municipalities.states import MembershipRole
from tests.factories.accounts import UserFactory
from tests.factories.memberships import MembershipFactory


class Twins(NamedTuple):
    """A read permission, the rows it may be asked about, and the query that gives the same rows at once."""

    permission: Permission
    rows: Callable[[], Any]
    visible_to: Callable[[Any], Any]


_twins: dict[str, Twins] = {}


def register(permission: Permission, model: Any) -> None:
    """Name a pair: ``model.objects.visible_to(actor)`` is the twin of ``permission``."""
    _twins[permission.name] = Twins(permission, model.objects.all, model.objects.visible_to)


def names() -> list[str]:
    return sorted(_twins)


def readers(body: Authority | Organisation) -> dict[str, Any]:
    """Somebody of every kind: anonymous, from outside, in every role of ``body``, in every role of the office."""
    found: dict[str, Any] = {"anonymous": AnonymousUser(), "outsider": UserFactory(), "closed": _closed()}
    column = {body._meta.model_name: body, **({"authority": None} if isinstance(body, Organisation) else {})}
    for role in MembershipRole:
        found[role.value] = MembershipFactory(confirmed=True, role=role, **column).user
    for role in Role:
        found[f"staff {role.value}"] = UserFactory(roles=[role])
    found["asking"] = MembershipFactory(role=MembershipRole.COORDINATOR, **column).user
    found["former coordinator"] = MembershipFactory(ended=True, role=MembershipRole.COORDINATOR, **column).user
    return found


def _closed() -> User:
    person: User = UserFactory(is_active=False, roles=[Role.ADMINISTRATOR])
    return person


def disagreements(name: str, actors: dict[str, Any]) -> Iterable[str]:
    """Where rule and twin differ, in words; fails of its own accord if there is nothing to compare."""
    twins = _twins[name]
    rows = list(twins.rows())
    assert rows, f"no rows to ask {name} about"
    for label, actor in actors.items():
        seen = set(twins.visible_to(actor).values_list("pk", flat=True))
        for row in rows:
            allowed = may(actor, twins.permission, row)
            if allowed != (row.pk in seen):
                yield f"{name}: {label} and {row}: the rule says {allowed}, the query {row.pk in seen}"
