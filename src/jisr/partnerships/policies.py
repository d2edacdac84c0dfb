"""Who sees a tie in the workspace, its contacts, and who takes its steps."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from jisr.kernel.policy import ALLOW, Verdict, deny, may, permission, rule
from jisr.municipalities.desk.policies import EDIT_FACTS, reads_for
from jisr.municipalities.policies import coordinates

if TYPE_CHECKING:
    from jisr.partnerships.models import Partnership, TieContact

READ_TIE = permission("partnerships.read_tie", _("see a partnership in the workspace"))
CARRY_TIE = permission("partnerships.carry_tie", _("take steps of a partnership"))
READ_TIE_CONTACT = permission("partnerships.read_tie_contact", _("see a contact of a partnership"))


def reads_for_tie(actor: Any, tie: "Partnership") -> bool:  # noqa: ANN401 - a person or nobody
    """Whether the actor reads what the office and the people of both sides know about a tie."""
    return reads_for(actor, tie.german, tie.palestinian)


@rule(READ_TIE)
def may_read_tie(actor: Any, tie: "Partnership") -> Verdict:  # noqa: ANN401
    if reads_for_tie(actor, tie):
        return ALLOW
    return deny(_("Only the programme office and members of the two authorities see this."))


@rule(CARRY_TIE)
def may_carry_tie(actor: Any, tie: "Partnership") -> Verdict:  # noqa: ANN401
    if may(actor, EDIT_FACTS, tie) or coordinates(actor, tie.german) or coordinates(actor, tie.palestinian):
        return ALLOW
    return deny(_("Only coordinators of the two authorities and advisers of the programme office can do this."))


@rule(READ_TIE_CONTACT)
def may_read_tie_contact(actor: Any, contact: "TieContact") -> Verdict:  # noqa: ANN401
    if reads_for_tie(actor, contact.partnership):
        return ALLOW
    return deny(_("Only the programme office and members of the two authorities see these contacts."))
