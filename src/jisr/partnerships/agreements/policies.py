"""Who reads, writes and signs agreements, and who may begin a tie."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from jisr.kernel.policy import ALLOW, Verdict, deny, may, permission, rule
from jisr.municipalities.desk.policies import EDIT_FACTS
from jisr.municipalities.policies import coordinates
from jisr.partnerships.agreements.states import SIDES
from jisr.partnerships.policies import may_carry_tie, reads_for_tie

if TYPE_CHECKING:
    from jisr.municipalities.models import Authority
    from jisr.partnerships.agreements.models import Agreement, AgreementParty

Actor = Any  # a person, Django's AnonymousUser, or the system

BEGIN_TIE = permission("partnerships.begin_tie", _("begin a partnership of two authorities"))
READ_AGREEMENT = permission("partnerships.read_agreement", _("see an agreement"))
WRITE_AGREEMENT = permission("partnerships.write_agreement", _("write an agreement"))
SIGN = permission("partnerships.sign_agreement", _("note that a party has signed"))


@rule(BEGIN_TIE)
def may_begin(actor: Actor, pair: "tuple[Authority, Authority]") -> Verdict:
    if may(actor, EDIT_FACTS) or any(coordinates(actor, authority) for authority in pair):
        return ALLOW
    return deny(_("Only coordinators of the two authorities and advisers of the programme office can do this."))


@rule(READ_AGREEMENT)
def may_read(actor: Actor, agreement: "Agreement") -> Verdict:
    if reads_for_tie(actor, agreement.tie):
        return ALLOW
    return deny(_("Only the programme office and members of the two authorities see this."))


@rule(WRITE_AGREEMENT)
def may_write(actor: Actor, agreement: "Agreement") -> Verdict:
    if may(actor, EDIT_FACTS):
        return ALLOW
    if agreement.pk and agreement.has_signatures():
        return deny(_("Somebody has signed already. Now only the programme office can correct this."))
    return may_carry_tie(actor, agreement.tie)


@rule(SIGN)
def may_sign(actor: Actor, party: "AgreementParty") -> Verdict:
    if may(actor, EDIT_FACTS):
        return ALLOW
    if party.role in SIDES and coordinates(actor, getattr(party.agreement.tie, party.role)):
        return ALLOW
    return deny(_("Each side notes its own signature; the programme office can note all of them."))
