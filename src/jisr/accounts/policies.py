"""Who may change rights, invite and erase."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from jisr.accounts.states import Role
from jisr.kernel.policy import ALLOW, Verdict, deny, permission, rule

READ_PERSON = permission("accounts.read_person", _("see the account of a person"))
MANAGE_ROLES = permission("accounts.manage_roles", _("change the roles of a person"))
RESET_SECOND_FACTOR = permission("accounts.reset_second_factor", _("remove the lost second factor of a person"))
INVITE = permission("accounts.invite", _("invite a person"))
ERASE = permission("accounts.erase", _("erase an account"))
READ_PROCESSING = permission("accounts.read_processing", _("read the record of processing"))


@rule(READ_PERSON)
def may_read_person(actor: Any, person: Any) -> Verdict:  # noqa: ANN401 - people; the model stands above this layer
    if person.erased_at is None and (actor.pk == person.pk or actor.has_role(Role.ADMINISTRATOR)):
        return ALLOW
    return deny(_("Only an administrator can see the accounts of other people."))


@rule(MANAGE_ROLES)
def may_manage_roles(actor: Any, person: Any) -> Verdict:  # noqa: ANN401
    if not actor.has_role(Role.ADMINISTRATOR):
        return deny(_("Only an administrator can change roles."))
    if actor.pk == person.pk:
        return deny(_("Nobody changes their own roles. Please ask another administrator."))
    if not person.is_active:
        return deny(_("This account is closed."))
    return ALLOW


@rule(RESET_SECOND_FACTOR)
def may_reset_second_factor(actor: Any, person: Any) -> Verdict:  # noqa: ANN401
    if not actor.has_role(Role.ADMINISTRATOR):
        return deny(_("Only an administrator can remove the second factor of other people."))
    if actor.pk == person.pk:
        return deny(_("Please change your own second factor on the page of your account."))
    return ALLOW


@rule(INVITE)
def may_invite(actor: Any, role: str) -> Verdict:  # noqa: ANN401
    """Into a role of the programme office. Who invites into an authority is for the room above to say."""
    if not actor.is_active:
        return deny(_("This account is closed."))
    if role and not actor.has_role(Role.ADMINISTRATOR):
        return deny(_("Only an administrator can invite into the programme office."))
    return ALLOW


@rule(ERASE)
def may_erase(actor: Any, person: Any) -> Verdict:  # noqa: ANN401
    if actor.pk == person.pk or getattr(actor, "kind", "") == "system":
        return ALLOW
    return deny(_("A person erases only their own account."))


@rule(READ_PROCESSING)
def may_read_processing(actor: Any, _subject: Any) -> Verdict:  # noqa: ANN401
    if actor.has_role(Role.AUDIT):
        return ALLOW
    return deny(_("Only administrators and auditors read the record of processing."))
