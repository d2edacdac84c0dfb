"""Who may feed and run the matching, and why not."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from jisr.accounts.states import Role
from jisr.kernel.policy import ALLOW, Verdict, deny, permission, rule
from jisr.municipalities.policies import Actor, coordinates, is_person

if TYPE_CHECKING:
    from jisr.municipalities.models import Authority

KEEP_PROFILE = permission("matching.keep_profile", _("say what an authority looks for and offers"))
BLOCK_PAIR = permission("matching.block_pair", _("rule out that two authorities are suggested to each other"))
RUN_ROUND = permission("matching.run_round", _("run a round of suggestions"))


def matches_for_office(actor: Actor) -> bool:
    """Whether the actor does the matching for the programme office."""
    return is_person(actor) and bool(actor.has_role(Role.ADVISER))


@rule(KEEP_PROFILE)
def may_keep_profile(actor: Actor, authority: "Authority") -> Verdict:
    if matches_for_office(actor) or coordinates(actor, authority):
        return ALLOW
    return deny(_("Only a confirmed coordinator of the authority or the programme office can change this."))


@rule(BLOCK_PAIR)
def may_block(actor: Actor, authority: "Authority") -> Verdict:
    return may_keep_profile(actor, authority)


@rule(RUN_ROUND)
def may_run_round(actor: Actor, _subject: object) -> Verdict:
    return ALLOW if matches_for_office(actor) else deny(_("Only the programme office runs rounds of suggestions."))
