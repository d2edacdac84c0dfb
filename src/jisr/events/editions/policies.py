"""Who sees and who runs an edition."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from jisr.accounts.states import Role
from jisr.kernel.policy import ALLOW, Verdict, deny, permission, rule
from jisr.municipalities.policies import Actor, is_person, reads_for_office

if TYPE_CHECKING:
    from jisr.events.editions.models import Edition

READ_EDITION = permission("events.read_edition", _("see a meeting"))
RUN_EDITION = permission("events.run_edition", _("plan and run a meeting"))


def runs_events(actor: Actor) -> bool:
    """Whether the actor plans and runs meetings for the programme office."""
    return is_person(actor) and actor.has_role(Role.EVENTS)


@rule(READ_EDITION)
def may_read(actor: Actor, edition: "Edition") -> Verdict:
    if edition.is_public or reads_for_office(actor):
        return ALLOW
    return deny(_("This meeting is not announced yet."))


@rule(RUN_EDITION)
def may_run(actor: Actor, _edition: object) -> Verdict:
    return ALLOW if runs_events(actor) else deny(_("Only the events team of the programme office can do this."))
