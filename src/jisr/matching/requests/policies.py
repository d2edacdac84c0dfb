"""Who may read, draft, check and publish requests and offers, and why not."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from jisr.kernel.policy import ALLOW, Verdict, deny, permission, rule
from jisr.matching.policies import matches_for_office
from jisr.municipalities.policies import Actor, acts_for, coordinates, reads_for_office

if TYPE_CHECKING:
    from jisr.matching.requests.models import PartnershipRequest
    from jisr.municipalities.models import Authority

READ_REQUEST = permission("matching.read_request", _("see a request or an offer"))
DRAFT_REQUEST = permission("matching.draft_request", _("draft a request or an offer of an authority"))
EDIT_REQUEST = permission("matching.edit_request", _("change a request or an offer"))
CHECK_REQUEST = permission("matching.check_request", _("check, translate and publish requests and offers"))


@rule(READ_REQUEST)
def may_read(actor: Actor, request: "PartnershipRequest") -> Verdict:
    if request.is_shown() or reads_for_office(actor) or acts_for(actor, request.authority):
        return ALLOW
    return deny(_("Only the authority itself and the programme office see this."))


@rule(DRAFT_REQUEST)
def may_draft(actor: Actor, authority: "Authority") -> Verdict:
    if matches_for_office(actor) or coordinates(actor, authority):
        return ALLOW
    return deny(_("Only a confirmed coordinator of the authority or the programme office can change this."))


@rule(EDIT_REQUEST)
def may_edit(actor: Actor, request: "PartnershipRequest") -> Verdict:
    return may_draft(actor, request.authority)


@rule(CHECK_REQUEST)
def may_check(actor: Actor, _request: object) -> Verdict:
    if matches_for_office(actor):
        return ALLOW
    return deny(_("Only the programme office checks, translates and publishes requests."))
