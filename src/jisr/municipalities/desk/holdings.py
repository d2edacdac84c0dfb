"""What an authority holds in this room and what may go on with a successor: keys, people, contacts."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from jisr.kernel import trail
from jisr.kernel.errors import DomainError
from jisr.municipalities.models import Authority, AuthorityContact, AuthorityKey, Membership
from jisr.municipalities.services.succession import Holding, register_holdings
from jisr.municipalities.states import LIVE

if TYPE_CHECKING:
    from django.db import models


def register() -> None:
    register_holdings("10 memberships", members_of)
    register_holdings("20 contacts", contacts_of)
    register_holdings("30 keys", keys_of)


def members_of(authority: Authority) -> list[Holding]:
    rows = authority.memberships.filter(state__in=LIVE).select_related("user")
    return [
        Holding(
            f"member:{row.public_id}", _("Memberships"), f"{row.person_name} – {row.get_role_display()}", _mover(row)
        )
        for row in rows
    ]


def contacts_of(authority: Authority) -> list[Holding]:
    return [
        Holding(f"contact:{row.public_id}", _("Contacts"), str(row), _mover(row)) for row in authority.contacts.live()
    ]


def keys_of(authority: Authority) -> list[Holding]:
    rows = authority.keys.filter(valid_to__isnull=True)
    return [Holding(f"key:{row.system}:{row.key}", _("Official keys"), str(row), _mover(row)) for row in rows]


def _mover(row: AuthorityContact | AuthorityKey | Membership) -> Any:  # noqa: ANN401 - a function of successor and actor
    def move(successor: Authority, actor: Any) -> None:  # noqa: ANN401
        if isinstance(row, Membership) and _acts_there_already(row, successor):
            raise DomainError(_("Somebody acts for the successor in the same role already. Let that membership stay."))
        before = row.authority
        row.authority = successor
        row.save()
        subject: models.Model = row if isinstance(row, Membership) else successor
        changes = {"authority": [before.slug, successor.slug]}
        trail.record(f"municipalities.{row._meta.model_name}_moved", subject, actor=actor, changes=changes)

    return move


def _acts_there_already(row: Membership, successor: Authority) -> bool:
    if row.user_id is None:
        return False
    same = Membership.objects.filter(authority=successor, user_id=row.user_id, role=row.role, state__in=LIVE)
    return bool(same.exists())
