"""What people do with a computed plan: place somebody by hand, publish it, take over its teams of interpreters."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from jisr.accounts.models import User
from jisr.events.editions.models import Edition
from jisr.events.editions.policies import RUN_EDITION
from jisr.events.groups.inputs import (
    Difference,
    differences,
    digest_of,
    homes_of,
    joining,
    problem_of,
    read_inputs,
    rules_of,
)
from jisr.events.groups.models import GroupPlace, GroupPlan, WorkingGroup
from jisr.events.groups.planning import rank_of
from jisr.events.groups.problem import breaks_of
from jisr.events.groups.reasons import Reasons
from jisr.events.groups.services import ChangedMeanwhile, NotPossible, lock
from jisr.events.groups.states import PlanState
from jisr.events.groups.telling import not_told_yet, tell_placed
from jisr.events.registration.models import Participant
from jisr.kernel import trail
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import authorize
from jisr.kernel.workflow import IllegalMove


class Outdated(DomainError):
    """What a plan was computed from has changed. ``facts["differences"]`` says what."""


class RulesBent(DomainError):
    """A plan that bends rules was not accepted as such."""


def locked_plan(public_id: UUID | str, *, actor: User) -> GroupPlan:
    """The plan behind the lock of its edition."""
    plan: GroupPlan = GroupPlan.objects.select_related("edition").get(public_id=public_id)
    authorize(actor, RUN_EDITION, plan.edition)
    lock(plan.edition)
    fresh: GroupPlan = (
        GroupPlan.objects.select_for_update(of=("self",), no_key=True).select_related("edition").get(pk=plan.pk)
    )
    return fresh


@transaction.atomic
def place_by_hand(  # noqa: PLR0913 - whom, where, in which version of which plan
    public_id: UUID | str,
    participant: Participant,
    group: WorkingGroup,
    *,
    is_pinned: bool = True,
    seen: int,
    actor: User,
    at: datetime,
) -> GroupPlace:
    """Put somebody in a group; in a published plan they are told at once. Conflicts are shown, not forbidden.

    ``is_pinned``: later plans keep this place. Raises ``ChangedMeanwhile``, ``NotPossible``, ``IllegalMove``.
    """
    plan = locked_plan(public_id, actor=actor)
    if plan.is_trial or plan.state not in {PlanState.READY, PlanState.PUBLISHED}:
        raise IllegalMove(_("Nobody can be placed by hand in this plan."))
    if group.edition_id != plan.edition_id or group.is_cancelled:
        raise NotPossible(_("This group is not offered."), field="group")
    if not joining(plan.edition, rules_of(plan.edition)).filter(pk=participant.pk).exists():
        raise NotPossible(_("This person does not take part in working groups."))
    known = GroupPlace.objects.select_for_update(no_key=True).filter(plan=plan, participant=participant).first()
    if known is not None and (known.group_id, known.is_pinned) == (group.pk, is_pinned):
        return known
    if seen != plan.version:
        raise ChangedMeanwhile(_("Somebody else has changed this plan meanwhile. Please look at it again."))
    before = known.group_id if known else None
    place = known or GroupPlace(plan=plan, participant=participant)
    wishes = (
        list(participant.wish_list.wishes.order_by("rank").values_list("group_id", flat=True))
        if hasattr(participant, "wish_list")
        else []
    )
    place.group, place.is_pinned, place.rank = group, is_pinned, rank_of(wishes, group.pk)
    place.reasons = []
    place.save()
    plan.version += 1
    plan.save(update_fields=["version"])
    if plan.state == PlanState.PUBLISHED and before != group.pk:
        tell_placed([place], before={participant.pk: before} if before else {}, at=at)
    changes = {"participant": [participant.pk, participant.pk], "group": [before, group.pk]}
    trail.record("events.group_place_set", plan, actor=actor, changes=changes)
    return place


def changed_since(plan: GroupPlan) -> list[Difference]:
    """What of people, groups and rules is not as it was when the plan was computed. Places by hand do not count."""
    now = read_inputs(plan.edition)
    if digest_of(now) == plan.inputs_hash:
        return []
    found = differences(plan.inputs, now)
    placed = set(plan.places.values_list("participant_id", flat=True))
    return [one for one in found if not (one.what == "people_new" and placed.issuperset(one.keys))]


@transaction.atomic
def publish_plan(
    public_id: UUID | str, *, seen: int, accepts_breaks: bool = False, actor: User, at: datetime
) -> GroupPlan:
    """Make a plan the one that holds, and tell everybody whose group is new to them. A second click tells nobody.

    Raises ``Outdated`` where people, groups or rules have changed since, ``RulesBent`` where rules are bent and nobody
    has accepted that, ``ChangedMeanwhile`` where ``seen`` is not the version that the page showed.
    """
    plan = locked_plan(public_id, actor=actor)
    if plan.state == PlanState.PUBLISHED:
        return plan
    if plan.is_trial or plan.state != PlanState.READY:
        raise IllegalMove(_("This plan cannot be published."))
    if seen != plan.version:
        raise ChangedMeanwhile(_("Somebody else has changed this plan meanwhile. Please look at it again."))
    published = GroupPlan.objects.published().filter(edition=plan.edition).first()
    _refuse_outdated(plan, published)
    places = list(
        plan.places.select_related(
            "participant__user", "participant__authority", "group__edition", "group__session__room"
        )
    )
    problem = problem_of(read_inputs(plan.edition))
    homes = homes_of(places)
    if breaks_of(problem, homes) and not accepts_breaks:
        raise RulesBent(_("This plan bends rules. Please say that you accept this."))
    before = homes_of(published.places.all()) if published else {}
    _keep_reasons(places, Reasons(problem, homes))
    if published is not None:
        published.state = PlanState.SUPERSEDED
        published.save(update_fields=["state"])
    plan.state, plan.published_at, plan.published_by = PlanState.PUBLISHED, at, actor
    plan.save(update_fields=["state", "published_at", "published_by"])
    told = tell_placed(not_told_yet(plan.edition, places, before), before=before, at=at)
    trail.record("events.group_plan_published", plan, actor=actor, changes={"told": [0, told]})
    return plan


def _refuse_outdated(plan: GroupPlan, published: GroupPlan | None) -> None:
    if plan.based_on_id != (published.pk if published else None):
        raise Outdated(_("Another plan was published since this one was computed. Please compute a new one."))
    if found := changed_since(plan):
        raise Outdated(
            _("Since this plan was computed, something has changed. Please compute a new one."), differences=found
        )


def _keep_reasons(places: list[GroupPlace], reasons: Reasons) -> None:
    """Why somebody is in none of their first wishes, as it was when the plan was published."""
    people = {person.key: person for person in reasons.problem.people}
    for place in places:
        person = people.get(place.participant_id)
        place.reasons = [reason.kept() for reason in reasons.of(person)] if person else []
    GroupPlace.objects.bulk_update([place for place in places if place.reasons], ["reasons"])


@transaction.atomic
def adopt_teams(public_id: UUID | str, *, actor: User) -> int:
    """Let each group be interpreted as a trial placed the teams; return how many groups changed.

    Raises ``IllegalMove`` for a plan without teams of its own, ``Outdated`` where groups have changed since.
    """
    plan = locked_plan(public_id, actor=actor)
    if not plan.is_trial or plan.state != PlanState.READY:
        raise IllegalMove(_("This plan has no teams of its own."))
    if any(one.what.startswith("groups") for one in changed_since(plan)):
        raise Outdated(_("The groups have changed since. Please ask the question anew."))
    changed = 0
    for group in WorkingGroup.objects.select_for_update(no_key=True).filter(edition=plan.edition).taking_place():
        placed = plan.report["teams"].get(str(group.pk), [])
        wanted = sorted([one, other] for a, b in placed for one, other in ((a, b), (b, a)) if one in group.spoken)
        before = sorted(list(pair) for pair in group.interpreted)
        if wanted == before:
            continue
        group.interpreted = wanted
        group.version += 1
        group.save(update_fields=["interpreted", "version", "updated_at"])
        trail.record("events.working_group_changed", group, actor=actor, changes={"interpreted": [before, wanted]})
        changed += 1
    return changed


def moved_between(before: dict[int, int], after: dict[int, int]) -> dict[str, list[int]]:
    """Who has another group, who is new, and who is gone, by the numbers of their registrations."""
    return {
        "moved": sorted(one for one in before.keys() & after.keys() if before[one] != after[one]),
        "new": sorted(after.keys() - before.keys()),
        "gone": sorted(before.keys() - after.keys()),
    }


def published_plan(edition: Edition) -> GroupPlan | None:
    found: GroupPlan | None = GroupPlan.objects.published().filter(edition=edition).first()
    return found
