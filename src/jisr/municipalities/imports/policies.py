"""Who may read and apply imports."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from jisr.accounts.states import Role
from jisr.kernel.policy import ALLOW, Verdict, deny, permission, rule
from jisr.municipalities.policies import is_person

Actor = Any  # a person or Django's AnonymousUser

READ_IMPORT = permission("municipalities.read_import", _("see an import and its report"))
IMPORT_FACTS = permission("municipalities.import_facts", _("import facts into the directory"))

IMPORTING_STAFF = (Role.ADVISER,)  # and administrators, who have every role
REPORT_READERS = (Role.ADVISER, Role.AUDIT)


def reads_imports(actor: Actor) -> bool:
    return is_person(actor) and actor.has_role(*REPORT_READERS)


@rule(READ_IMPORT)
def may_read_import(actor: Actor, _import: object) -> Verdict:
    if reads_imports(actor):
        return ALLOW
    return deny(_("Only advisers, auditors and administrators of the programme office see imports."))


@rule(IMPORT_FACTS)
def may_import(actor: Actor, _import: object) -> Verdict:
    if is_person(actor) and actor.has_role(*IMPORTING_STAFF):
        return ALLOW
    return deny(_("Only advisers and administrators of the programme office can change the directory."))
