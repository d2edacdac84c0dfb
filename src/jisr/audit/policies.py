"""Who may read the trail."""

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from jisr.accounts.states import Role
from jisr.audit import access
from jisr.kernel.policy import ALLOW, Verdict, deny, permission, rule

READ = permission("audit.read", _("read the whole trail"))
READ_HISTORY = permission("audit.read_history", _("read the history of an object"))
PROVE = permission("audit.prove", _("have the trail proved"))


class SubjectKey(NamedTuple):
    """An object as the trail names it; it may be gone."""

    subject_type: str
    subject_key: str


@rule(READ)
def may_read(actor: Any, _subject: Any) -> Verdict:  # noqa: ANN401
    if not actor.is_authenticated or not actor.has_role(Role.AUDIT):
        return deny(_("Only auditors and administrators can read the whole trail."))
    return ALLOW


@rule(READ_HISTORY)
def may_read_history(actor: Any, subject: SubjectKey) -> Verdict:  # noqa: ANN401
    """Auditors read all; others what the room of the object lets them read."""
    if not actor.is_authenticated:
        return deny(_("Sign in to read a history."))
    if actor.has_role(Role.AUDIT) or access.may_read(actor, *subject):
        return ALLOW
    return deny(_("Only those who may read this object can read its history."))


@rule(PROVE)
def may_prove(actor: Any, _subject: Any) -> Verdict:  # noqa: ANN401
    if not actor.is_authenticated or not actor.has_role():
        return deny(_("Only administrators can have the trail proved."))
    return ALLOW
