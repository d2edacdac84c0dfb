"""Who writes, reads and releases results, and who sees and settles agreed steps; and why not."""

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.utils.translation import gettext_lazy as _

from jisr.accounts.states import Role
from jisr.events.editions.policies import runs_events
from jisr.events.registration.states import ParticipantState
from jisr.events.results.states import READ_BY_PARTICIPANTS, Owner, State
from jisr.kernel.policy import ALLOW, Verdict, deny, permission, rule
from jisr.municipalities.policies import Actor, acts_for, coordinates, is_person, reads_for_office
from jisr.municipalities.states import MembershipRole, MembershipState

if TYPE_CHECKING:
    from jisr.events.results.models import Decision, FollowUp, Minutes, Outcome, ResultSheet

READ_MINUTES = permission("events.read_minutes", _("read minutes of a meeting"))
READ_DECISION = permission("events.read_decision", _("read a decision of a meeting"))
READ_SHEET = permission("events.read_sheet", _("read a result sheet"))
WRITE_RESULT = permission("events.write_result", _("write minutes, decisions and result sheets"))
RELEASE_RESULT = permission("events.release_result", _("check, share and publish results of a meeting"))
READ_RESULTS_DESK = permission("events.read_results_desk", _("see the overview of the results of a meeting"))
READ_FOLLOW_UP = permission("events.read_follow_up", _("see a follow-up"))
SETTLE_FOLLOW_UP = permission("events.settle_follow_up", _("say how a follow-up stands"))
EDIT_FOLLOW_UP = permission("events.edit_follow_up", _("add, change and release follow-ups"))


def cares_for_steps(actor: Actor) -> bool:
    """Whether the actor settles every follow-up: the events team and the advisers."""
    return is_person(actor) and actor.has_role(Role.EVENTS, Role.ADVISER)


def writes(actor: Actor, edition_id: int, session_id: int | None) -> bool:
    """Whether the actor runs meetings or is named as minute taker of the session, or of the whole edition."""
    if runs_events(actor):
        return True
    if not is_person(actor):
        return False
    takers = apps.get_model("events.MinuteTaker")._default_manager.of(actor).filter(edition=edition_id)
    return any(row.session_id in (None, session_id) for row in takers)


def takes_part(actor: Actor, edition_id: int) -> bool:
    """Whether the actor has a place, or coordinates an authority that somebody with a place comes from."""
    people = apps.get_model("events.Participant")._default_manager
    coming = people.filter(edition=edition_id, state=ParticipantState.CONFIRMED)
    if coming.filter(user=actor).exists():
        return True
    led = actor.memberships.filter(state=MembershipState.CONFIRMED, role=MembershipRole.COORDINATOR)
    return bool(coming.filter(authority__in=led.filter(authority__isnull=False).values("authority")).exists())


def _may_read(actor: Actor, outcome: "Outcome") -> Verdict:
    """Drafts: those who write and the events team. Shared: who takes part, too. Public: everybody."""
    if outcome.state == State.PUBLIC:
        return ALLOW
    if not is_person(actor):
        return deny(_("Please sign in first."))
    if writes(actor, outcome.edition_id, outcome.session_id):
        return ALLOW
    if outcome.state not in READ_BY_PARTICIPANTS:
        return deny(_("This is still being written. It is shown when the programme office shares it."))
    if reads_for_office(actor) or takes_part(actor, outcome.edition_id):
        return ALLOW
    return deny(_("Only those who take part in the meeting and the programme office see this."))


@rule(READ_MINUTES)
def may_read_minutes(actor: Actor, minutes: "Minutes") -> Verdict:
    return _may_read(actor, minutes)


@rule(READ_DECISION)
def may_read_decision(actor: Actor, decision: "Decision") -> Verdict:
    return _may_read(actor, decision)


@rule(READ_SHEET)
def may_read_sheet(actor: Actor, sheet: "ResultSheet") -> Verdict:
    return _may_read(actor, sheet)


@rule(WRITE_RESULT)
def may_write(actor: Actor, place: Any) -> Verdict:  # noqa: ANN401 - minutes, a decision, a sheet, or where one begins
    if writes(actor, place.edition_id, place.session_id):
        return ALLOW
    return deny(_("Only the minute takers of this session and the events team write here."))


@rule(RELEASE_RESULT)
def may_release(actor: Actor, _outcome: object) -> Verdict:
    if runs_events(actor):
        return ALLOW
    return deny(_("Only the events team of the programme office checks, shares and publishes results."))


@rule(READ_RESULTS_DESK)
def may_read_desk(actor: Actor, _edition: object) -> Verdict:
    return ALLOW if reads_for_office(actor) else deny(_("Only the programme office sees this overview."))


def belongs_to(actor: Actor, follow_up: "FollowUp", *, as_coordinator: bool = False) -> bool:
    """Whether the actor is a member of the body that took the step on; for the office's own, of its readers."""
    if follow_up.owner_kind == Owner.OFFICE:
        return reads_for_office(actor)
    body = follow_up.body
    return body is not None and (coordinates if as_coordinator else acts_for)(actor, body)


@rule(READ_FOLLOW_UP)
def may_read_follow_up(actor: Actor, follow_up: "FollowUp") -> Verdict:
    """The office, the people of the owner and those of the authority it is done with.

    What is released of it is a copy on public pages, which needs no permission.
    """
    if reads_for_office(actor) or belongs_to(actor, follow_up):
        return ALLOW
    if follow_up.counterpart is not None and acts_for(actor, follow_up.counterpart):
        return ALLOW
    return deny(_("Only those who take the step on, the other side and the programme office see it."))


@rule(SETTLE_FOLLOW_UP)
def may_settle(actor: Actor, follow_up: "FollowUp") -> Verdict:
    """The coordinators of the owner, the person named as long as they belong to it, events team and advisers."""
    if cares_for_steps(actor):
        return ALLOW
    if follow_up.owner_kind != Owner.OFFICE and belongs_to(actor, follow_up, as_coordinator=True):
        return ALLOW
    if is_person(actor) and follow_up.person_id == actor.pk and belongs_to(actor, follow_up):
        return ALLOW
    return deny(_("Only those who took the step on and the programme office say how it stands."))


@rule(EDIT_FOLLOW_UP)
def may_edit(actor: Actor, _follow_up: object) -> Verdict:
    if cares_for_steps(actor):
        return ALLOW
    return deny(_("Only the events team and the advisers of the programme office change agreed steps."))
