"""Who sees the contacts of a tie."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from jisr.kernel.policy import ALLOW, Verdict, deny, permission, rule
from jisr.municipalities.desk.policies import reads_for

if TYPE_CHECKING:
    from jisr.partnerships.models import Partnership, TieContact

READ_TIE_CONTACT = permission("partnerships.read_tie_contact", _("see a contact of a partnership"))


def reads_for_tie(actor: Any, tie: "Partnership") -> bool:  # noqa: ANN401 - a person or nobody
    """Whether the actor reads what the office and the people of both sides know about a tie."""
    return reads_for(actor, tie.german, tie.palestinian)


@rule(READ_TIE_CONTACT)
def may_read_tie_contact(actor: Any, contact: "TieContact") -> Verdict:  # noqa: ANN401
    if reads_for_tie(actor, contact.partnership):
        return ALLOW
    return deny(_("Only the programme office and members of the two authorities see these contacts."))
