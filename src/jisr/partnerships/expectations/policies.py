"""Who sees what was expected of whom, and who writes it down."""

from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from jisr.kernel.policy import ALLOW, Verdict, deny, may, permission, rule
from jisr.municipalities.desk.policies import EDIT_FACTS
from jisr.municipalities.policies import coordinates
from jisr.partnerships.expectations.states import Side
from jisr.partnerships.policies import reads_for_tie

if TYPE_CHECKING:
    from jisr.partnerships.models import Evidence, Expectation, Partnership

Actor = Any  # a person or Django's AnonymousUser

READ_EXPECTATION = permission("partnerships.read_expectation", _("see what a side of a partnership promised"))
READ_EVIDENCE = permission("partnerships.read_evidence", _("see how a side of a partnership kept its promise"))
WRITE_EXPECTATION = permission("partnerships.write_expectation", _("note promises of a side and how it kept them"))


class OneSide(NamedTuple):
    """One authority of a tie."""

    tie: "Partnership"
    side: str


def _reads(actor: Actor, tie: "Partnership") -> Verdict:
    if reads_for_tie(actor, tie):
        return ALLOW
    return deny(_("Only the programme office and members of the two authorities see this."))


@rule(READ_EXPECTATION)
def may_read_expectation(actor: Actor, expectation: "Expectation") -> Verdict:
    return _reads(actor, expectation.tie)


@rule(READ_EVIDENCE)
def may_read_evidence(actor: Actor, evidence: "Evidence") -> Verdict:
    return _reads(actor, evidence.tie)


@rule(WRITE_EXPECTATION)
def may_write_expectation(actor: Actor, subject: OneSide) -> Verdict:
    authority = subject.tie.german if subject.side == Side.GERMAN else subject.tie.palestinian
    if may(actor, EDIT_FACTS, subject.tie) or coordinates(actor, authority):
        return ALLOW
    return deny(_("Only coordinators of this authority and the programme office write this down."))
