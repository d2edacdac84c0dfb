"""The office's pages of plans: start one, look at it, place by hand, publish, take over its teams."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jisr.accounts.access import staff_required
from jisr.accounts.states import Role
from jisr.events.groups.forms import PlaceForm, PublishForm, StartForm
from jisr.events.groups.inputs import homes_of, joining, problem_of, read_inputs, rules_of
from jisr.events.groups.models import GroupPlan, WorkingGroup
from jisr.events.groups.placing import Outdated, adopt_teams, place_by_hand, publish_plan
from jisr.events.groups.planning import UnderWay, is_silent, start_plan
from jisr.events.groups.presenting import Names, PlanView, differences_in_words, figures_of
from jisr.events.groups.problem import Break, breaks_of
from jisr.events.groups.states import PlanState, Rule
from jisr.events.groups.views.desk import desk_context
from jisr.events.groups.views.finding import CONFLICT, OK, edition_or_404, plan_or_404, put_on_form
from jisr.events.registration.models import Participant
from jisr.kernel.errors import DomainError

BY_HAND = (PlanState.READY, PlanState.PUBLISHED)


@staff_required(Role.EVENTS)
@require_POST
def plan_start(request: HttpRequest, slug: str) -> HttpResponse:
    edition = edition_or_404(request, slug)
    form = StartForm(request.POST)
    if not form.is_valid():
        return render(request, "events/groups/desk.html", desk_context(edition, form), status=422)
    try:
        plan = start_plan(edition, **form.cleaned_data, actor=request.user, at=timezone.now())
    except UnderWay as refusal:
        messages.info(request, str(refusal.message))
        return redirect("groups:plan", edition.slug, refusal.facts["plan"])
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
        return redirect("groups:desk", edition.slug)
    return redirect(plan)


@staff_required(Role.EVENTS)
@require_safe
def plan_page(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    plan = plan_or_404(request, slug, public_id)
    if plan.state in {PlanState.RUNNING, PlanState.FAILED}:
        context = {"plan": plan, "edition": plan.edition, "is_silent": is_silent(plan, timezone.now())}
        return render(request, "events/groups/plan_running.html", context)
    return render(request, "events/groups/plan.html", _shown(plan))


def _shown(plan: GroupPlan) -> dict[str, Any]:
    view = PlanView(plan)
    return {
        "plan": plan,
        "edition": plan.edition,
        "figures": view.figures,
        "proof": view.proof(),
        "sections": view.sections(),
        "unhappy": view.unhappy(),
        "breaks": view.breaks_in_words(),
        "remedies": view.remedies_in_words() if plan.state == PlanState.READY else [],
        "changes": view.changes(),
        "difference": view.difference(),
        "compared": _compared(plan) if plan.is_trial else None,
        "can_place": plan.state in BY_HAND and not plan.is_trial,
        "not_placed": _not_placed(plan, view) if plan.state in BY_HAND and not plan.is_trial else [],
        "by_hand": sum(place.is_pinned for place in view.places),
    }


def _not_placed(plan: GroupPlan, view: PlanView) -> list[Participant]:
    """Who takes part now and is nowhere in the plan."""
    rows = joining(plan.edition, rules_of(plan.edition)).exclude(pk__in=view.people)
    return list(rows.for_lists().order_by("full_name", "pk"))


def _compared(plan: GroupPlan) -> dict[str, Any] | None:
    """The last plan that could hold, beside which a question is answered."""
    other = GroupPlan.objects.filter(edition=plan.edition_id).with_places().first()
    if other is None:
        return None
    problem = problem_of(other.inputs)
    wishers = {person.key for person in problem.people if person.wishes}
    places = list(other.places.all())
    other.edition = plan.edition
    return {
        "plan": other,
        "figures": figures_of(places, wishers),
        "breaks": len(breaks_of(problem, homes_of(places))),
    }


@staff_required(Role.EVENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def plan_place(request: HttpRequest, slug: str, public_id: UUID, person: UUID) -> HttpResponse:
    """Put one person in another group; each group says what it would bend."""
    plan = plan_or_404(request, slug, public_id)
    rows = Participant.objects.visible_to(request.user).filter(edition=plan.edition_id).for_lists()
    participant = get_object_or_404(rows, public_id=person)
    place = plan.places.filter(participant=participant).first()
    groups = {str(row.pk): row for row in WorkingGroup.objects.filter(edition=plan.edition_id).taking_place()}
    initial = {
        "group": str(place.group_id) if place else "",
        "seen": plan.version,
        "is_pinned": place.is_pinned if place and place.is_pinned else True,
    }
    choices = _choices(plan, participant, list(groups.values()))
    form = PlaceForm(request.POST if request.method == "POST" else None, choices=choices, initial=initial)
    status = OK
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            place_by_hand(
                plan.public_id,
                participant,
                groups[values["group"]],
                is_pinned=values["is_pinned"],
                seen=values["seen"],
                actor=request.user,
                at=timezone.now(),
            )
        except DomainError as refusal:
            put_on_form(form, refusal)
        else:
            messages.success(request, _("The place is changed."))
            return redirect(plan)
    if form.errors:
        status = CONFLICT
    context = {"plan": plan, "edition": plan.edition, "participant": participant, "place": place, "form": form}
    return render(request, "events/groups/place.html", context, status=status)


def _choices(plan: GroupPlan, participant: Participant, groups: list[WorkingGroup]) -> list[tuple[str, str]]:
    """Each group with the wish that it is and the rules that would bend there; not what others do not follow."""
    problem = problem_of(read_inputs(plan.edition))
    homes = homes_of(plan.places.all())
    person = next((one for one in problem.people if one.key == participant.pk), None)
    wishes = list(person.wishes) if person else []
    view = PlanView(plan)
    view.people.setdefault(participant.pk, participant)
    bent = {
        group.pk: [
            one
            for one in breaks_of(problem, {**homes, participant.pk: group.pk})
            if one.group == group.pk and (one.rule != Rule.LANGUAGE or one.who == str(participant.pk))
        ]
        for group in groups
    }
    names = Names(view, [one for breaks in bent.values() for one in breaks])
    return [(str(group.pk), _choice(group, wishes, names, bent[group.pk])) for group in groups]


def _choice(group: WorkingGroup, wishes: list[int], names: Names, bent: list[Break]) -> str:
    wish = _("Wish %(number)s") % {"number": wishes.index(group.pk) + 1} if group.pk in wishes else _("no wish")
    return " ".join([f"{group.title} · {wish}.", *(names.told(one) for one in bent)])


@staff_required(Role.EVENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def plan_publish(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """What publishing would change and whom it tells, then a yes."""
    plan = plan_or_404(request, slug, public_id)
    form = PublishForm(request.POST if request.method == "POST" else None, initial={"seen": plan.version})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            publish_plan(plan.public_id, **values, actor=request.user, at=timezone.now())
        except Outdated as refusal:
            told = differences_in_words(refusal.facts.get("differences", []))
            messages.error(request, " ".join([str(refusal.message), *(f"{one}." for one in told)]))
            return redirect(plan)
        except DomainError as refusal:
            put_on_form(form, refusal)
        else:
            messages.success(request, _("The groups are published. Everybody whose group is new has been told."))
            return redirect(plan)
    if plan.is_trial or plan.state != PlanState.READY:
        return redirect(plan)
    view = PlanView(plan)
    difference = view.difference()
    context = {
        "plan": plan,
        "edition": plan.edition,
        "form": form,
        "breaks": view.breaks_in_words(),
        "changes": view.changes(),
        "difference": difference,
        "told": len(difference["moved"]) + len(difference["new"]) if difference else len(view.places),
    }
    return render(request, "events/groups/publish.html", context, status=CONFLICT if form.errors else OK)


@staff_required(Role.EVENTS)
@require_POST
def plan_adopt(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    plan = plan_or_404(request, slug, public_id)
    try:
        number = adopt_teams(plan.public_id, actor=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
        return redirect(plan)
    text = ngettext(
        "The interpretation of %(number)s group is changed. Compute a plan now.",
        "The interpretation of %(number)s groups is changed. Compute a plan now.",
        number,
    )
    messages.success(request, text % {"number": number})
    return redirect("groups:desk", slug)
