"""Who sees and changes what goes before a council. Figures and notes belong to its own authority and the office."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from jisr.kernel.policy import ALLOW, Verdict, deny, permission, rule
from jisr.municipalities.desk.policies import may_edit_facts, reads_for
from jisr.municipalities.policies import Actor, coordinates
from jisr.partnerships.policies import reads_for_tie

if TYPE_CHECKING:
    from jisr.partnerships.council.models import CouncilMatter, CouncilStep

READ_MATTER = permission("partnerships.read_council_matter", _("see a council paper"))
EDIT_MATTER = permission("partnerships.edit_council_matter", _("write a council paper and note its meetings"))
READ_STEP = permission("partnerships.read_council_step", _("see a meeting about a council paper"))


@rule(READ_MATTER)
def may_read_matter(actor: Actor, matter: "CouncilMatter") -> Verdict:
    if reads_for(actor, matter.authority):
        return ALLOW
    return deny(_("Only the authority whose council decides and the programme office see this."))


@rule(EDIT_MATTER)
def may_edit_matter(actor: Actor, matter: "CouncilMatter") -> Verdict:
    if may_edit_facts(actor, matter) or coordinates(actor, matter.authority):
        return ALLOW
    return deny(_("Only a coordinator of the authority whose council decides and advisers can change this."))


@rule(READ_STEP)
def may_read_step(actor: Actor, step: "CouncilStep") -> Verdict:
    """Day, body and outcome in words of a meeting that was released are for both sides of the tie."""
    if may_read_matter(actor, step.matter) or (step.is_shared and reads_for_tie(actor, step.matter.tie)):
        return ALLOW
    return deny(_("The authority whose council decides has not released this."))
