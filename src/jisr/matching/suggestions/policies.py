"""Who may see suggestions, set weights and say how often an authority is suggested, and why not."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from jisr.kernel.policy import ALLOW, Verdict, deny, permission, rule
from jisr.matching.policies import matches_for_office
from jisr.municipalities.policies import Actor, coordinates

if TYPE_CHECKING:
    from jisr.municipalities.models import Authority

SEE_SUGGESTIONS = permission("matching.see_suggestions", _("see whom the programme would suggest to an authority"))
SET_LIMITS = permission("matching.set_limits", _("say whether and how often an authority may be suggested"))
SET_WEIGHTS = permission("matching.set_weights", _("set what counts how much in suggestions"))


@rule(SEE_SUGGESTIONS)
def may_see(actor: Actor, authority: "Authority") -> Verdict:
    if matches_for_office(actor) or coordinates(actor, authority):
        return ALLOW
    return deny(_("Only a confirmed coordinator of the authority and the programme office see its suggestions."))


@rule(SET_LIMITS)
def may_set_limits(actor: Actor, authority: "Authority") -> Verdict:
    if matches_for_office(actor) or coordinates(actor, authority):
        return ALLOW
    return deny(_("Only a confirmed coordinator of the authority or the programme office can change this."))


@rule(SET_WEIGHTS)
def may_set_weights(actor: Actor, _subject: object) -> Verdict:
    return ALLOW if matches_for_office(actor) else deny(_("Only the programme office sets what counts how much."))
