"""Who sees and changes the joint projects of a tie, and why not. They are never public."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from jisr.kernel.policy import ALLOW, Verdict, deny, may, permission, rule
from jisr.municipalities.desk.policies import EDIT_FACTS
from jisr.municipalities.policies import coordinates
from jisr.partnerships.policies import reads_for_tie

if TYPE_CHECKING:
    from jisr.partnerships.models import JointProject, Partnership

Actor = Any  # a person or Django's AnonymousUser

READ_PROJECT = permission("partnerships.read_project", _("see a joint project"))
ADD_PROJECT = permission("partnerships.add_project", _("begin a joint project of a partnership"))
EDIT_PROJECT = permission("partnerships.edit_project", _("change a joint project"))


@rule(READ_PROJECT)
def may_read_project(actor: Actor, project: "JointProject") -> Verdict:
    if reads_for_tie(actor, project.tie):
        return ALLOW
    return deny(_("Only the programme office and members of the two authorities see this project."))


@rule(ADD_PROJECT)
def may_add_project(actor: Actor, tie: "Partnership") -> Verdict:
    if may(actor, EDIT_FACTS, tie) or coordinates(actor, tie.german) or coordinates(actor, tie.palestinian):
        return ALLOW
    return deny(_("Only coordinators of the two authorities and the programme office can change joint projects."))


@rule(EDIT_PROJECT)
def may_edit_project(actor: Actor, project: "JointProject") -> Verdict:
    return may_add_project(actor, project.tie)
