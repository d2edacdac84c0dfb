"""Staff roles. Wagtail's groups and the superuser's mark follow them."""

from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction

from jisr.accounts.models import StaffRole, User
from jisr.accounts.policies import MANAGE_ROLES
from jisr.accounts.services.sign_in import end_sessions
from jisr.accounts.states import Role
from jisr.kernel import trail
from jisr.kernel.policy import authorize

EDITORS = "Editors"


@transaction.atomic
def grant_role(user: User, role: str, *, actor: Any) -> None:  # noqa: ANN401 - a person or an audit.services.Actor
    """Raises ``Refused`` unless an administrator gives it to somebody else. Giving it again changes nothing."""
    person = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if getattr(actor, "kind", "") != "system":
        authorize(actor, MANAGE_ROLES, person)
    _row, is_new = StaffRole.objects.get_or_create(user=person, role=Role(role))
    if is_new:
        _follow(person)
        trail.record("accounts.role_granted", person, actor=actor, changes={"role": [None, role]})
    user.forget_roles()


@transaction.atomic
def revoke_role(user: User, role: str, *, actor: Any) -> None:  # noqa: ANN401
    """Raises ``Refused`` as above. All sessions of the person end, so that no open page keeps a right."""
    person = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    authorize(actor, MANAGE_ROLES, person)
    taken, _models = StaffRole.objects.filter(user=person, role=Role(role)).delete()
    if taken:
        _follow(person)
        end_sessions(person)
        trail.record("accounts.role_revoked", person, actor=actor, changes={"role": [role, None]})
    user.forget_roles()


def _follow(person: User) -> None:
    """Let Wagtail know: editors are in its group, administrators may do everything there."""
    roles = set(StaffRole.objects.filter(user=person).values_list("role", flat=True))
    editors, _is_new = Group.objects.get_or_create(name=EDITORS)
    if Role.EDITOR in roles:
        person.groups.add(editors)
    else:
        person.groups.remove(editors)
    person.is_superuser = Role.ADMINISTRATOR in roles
    person.save(update_fields=["is_superuser"])
