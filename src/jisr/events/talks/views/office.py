"""What the events team does: settings, times, interpreters, who takes part, plans."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jisr.accounts.access import staff_required
from jisr.accounts.states import Role
from jisr.events.talks.forms import BlockForm, InterpreterForm, SettingForm, TablesForm
from jisr.events.talks.models import Talk, TalkBlock, TalkInterpreter, TalkPlan, TalkProfile, TalkRequest, TalkSetting
from jisr.events.talks.plans import publish_plan, start_plan
from jisr.events.talks.presenting import planned_rows, unplaced_in_words
from jisr.events.talks.services import (
    add_block,
    add_interpreter,
    change_block,
    keep_setting,
    note_absent,
    note_interpreter,
    remove_block,
)
from jisr.events.talks.states import LANGUAGE_PAIRS, PlanState, RequestState
from jisr.events.talks.views.finding import edition_or_404, form_page, setting_or_404
from jisr.kernel.errors import DomainError
from jisr.municipalities.search import listed
from jisr.web.answering import is_done, tried

METHODS = ["GET", "HEAD", "POST"]
PAIRS = dict(LANGUAGE_PAIRS)


def _counts(setting: TalkSetting) -> dict[str, int]:
    requests = TalkRequest.objects.at(setting.edition).values_list("state").annotate(number=Count("pk"))
    by_state = dict(requests)
    profiles = TalkProfile.objects.filter(participant__edition=setting.edition).taking_part()
    return {
        "people": profiles.count(),
        "asked": by_state.get(RequestState.ASKED, 0),
        "agreed": by_state.get(RequestState.ACCEPTED, 0),
        "held": Talk.objects.at(setting.edition).held().count(),
    }


@staff_required(Role.EVENTS)
@require_safe
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    edition = edition_or_404(slug)
    setting = TalkSetting.objects.filter(edition=edition).prefetch_related("blocks", "interpreters").first()
    context: dict[str, Any] = {"edition": edition, "setting": setting}
    if setting is not None:
        plans = list(TalkPlan.objects.filter(edition=edition)[:10])
        interpreters = [(row, listed(*(str(PAIRS[pair]) for pair in row.pairs))) for row in setting.interpreters.all()]
        context |= {
            "counts": _counts(setting),
            "plans": plans,
            "is_running": any(plan.state == PlanState.RUNNING for plan in plans),
            "interpreters": interpreters,
            "slot_count": len(setting.slots()),
            "block_form": BlockForm(edition=edition, initial={"day": edition.start_on, "pause_minutes": 5}),
            "interpreter_form": InterpreterForm(),
        }
    return render(request, "events/talks/office.html", context)


@staff_required(Role.EVENTS)
@require_http_methods(METHODS)
def setting_edit(request: HttpRequest, slug: str) -> HttpResponse:
    edition = edition_or_404(slug)
    setting = TalkSetting.objects.filter(edition=edition).first()
    form = SettingForm.of(setting, edition, request.POST if request.method == "POST" else None)
    if is_done(request, form, lambda: keep_setting(edition, form.values(), actor=request.user), _("Saved.")):
        return redirect("talks:office", slug)
    return form_page(
        request,
        edition,
        form,
        title=_("How the 1:1 meetings work"),
        lead=_("Participants opt in by themselves, ask one another and say yes or no. Then you plan and publish."),
        button=_("Save"),
        back=reverse("talks:office", args=[slug]),
    )


def _added(request: HttpRequest, slug: str, form: Any, title: str, add: Any) -> HttpResponse:  # noqa: ANN401
    """Add what was typed, or show the form with what is wrong."""
    edition = edition_or_404(slug)
    if is_done(request, form, lambda: add(form), _("Saved.")):
        return redirect("talks:office", slug)
    return form_page(request, edition, form, title=title, button=_("Save"), back=reverse("talks:office", args=[slug]))


@staff_required(Role.EVENTS)
@require_http_methods(METHODS)
def block_add(request: HttpRequest, slug: str) -> HttpResponse:
    setting = setting_or_404(slug)
    form = BlockForm(request.POST if request.method == "POST" else None, edition=setting.edition)
    return _added(
        request, slug, form, _("Add times"), lambda form: add_block(setting, form.values(), actor=request.user)
    )


@staff_required(Role.EVENTS)
@require_http_methods(METHODS)
def block_change(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    block = get_object_or_404(TalkBlock, setting__edition__slug=slug, public_id=public_id)
    data = request.POST if request.method == "POST" else None
    return _added(
        request,
        slug,
        TablesForm(data, initial={"tables": block.tables}),
        _("Change the number of tables"),
        lambda form: change_block(block.public_id, tables=form.cleaned_data["tables"], actor=request.user),
    )


@staff_required(Role.EVENTS)
@require_POST
def block_remove(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    block = get_object_or_404(TalkBlock, setting__edition__slug=slug, public_id=public_id)
    tried(request, partial(remove_block, block.public_id, actor=request.user), _("Removed."))
    return redirect("talks:office", slug)


@staff_required(Role.EVENTS)
@require_http_methods(METHODS)
def interpreter_add(request: HttpRequest, slug: str) -> HttpResponse:
    setting = setting_or_404(slug)
    return _added(
        request,
        slug,
        InterpreterForm(request.POST if request.method == "POST" else None),
        _("Add an interpreter"),
        lambda form: add_interpreter(setting, **form.cleaned_data, actor=request.user),
    )


@staff_required(Role.EVENTS)
@require_POST
def interpreter_note(request: HttpRequest, slug: str, public_id: UUID, name: str) -> HttpResponse:
    found = get_object_or_404(TalkInterpreter, setting__edition__slug=slug, public_id=public_id)
    note_interpreter(found.public_id, is_away=name == "away", actor=request.user)
    messages.success(request, _("Noted. Please plan anew, so that the meetings follow."))
    return redirect("talks:office", slug)


@staff_required(Role.EVENTS)
@require_safe
def people_office(request: HttpRequest, slug: str) -> HttpResponse:
    setting = setting_or_404(slug)
    profiles = TalkProfile.objects.filter(participant__edition=setting.edition).taking_part().for_lists()
    live = Q(requests_made__state__in=["asked", "accepted"])
    profiles = profiles.annotate(made=Count("requests_made", filter=live, distinct=True)).order_by(
        "participant__full_name", "pk"
    )
    context = {"edition": setting.edition, "profiles": profiles}
    return render(request, "events/talks/people_office.html", context)


@staff_required(Role.EVENTS)
@require_POST
def absence_note(request: HttpRequest, slug: str, public_id: UUID, name: str) -> HttpResponse:
    found = get_object_or_404(TalkProfile, participant__edition__slug=slug, public_id=public_id)
    note_absent(found.public_id, is_absent=name == "absent", actor=request.user, at=timezone.now())
    messages.success(request, _("Noted. Please plan anew, so that the meetings follow."))
    return redirect("talks:people_office", slug)


@staff_required(Role.EVENTS)
@require_POST
def plan_start(request: HttpRequest, slug: str) -> HttpResponse:
    may_move = request.POST.get("may_move") == "yes"
    try:
        made = start_plan(edition_or_404(slug), may_move=may_move, actor=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
        return redirect("talks:office", slug)
    return redirect("talks:plan", slug, made.public_id)


@staff_required(Role.EVENTS)
@require_safe
def plan_page(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    setting = setting_or_404(slug)
    plan = get_object_or_404(TalkPlan.objects.select_related("edition"), edition__slug=slug, public_id=public_id)
    rows, unplaced = planned_rows(plan, setting), unplaced_in_words(plan)
    published = {talk.request_id: talk for talk in Talk.objects.at(setting.edition).held()}
    planned = {row["request"].pk for row in rows}
    context = {
        "edition": setting.edition,
        "plan": plan,
        "rows": rows,
        "unplaced": unplaced,
        "new": sum(1 for row in rows if row["request"].pk not in published),
        "dropped": len(set(published) - planned),
        "total": len(rows) + len(unplaced),
    }
    return render(request, "events/talks/plan.html", context)


@staff_required(Role.EVENTS)
@require_POST
def plan_publish(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    plan = get_object_or_404(TalkPlan, edition__slug=slug, public_id=public_id)
    step = partial(publish_plan, plan.public_id, actor=request.user, at=timezone.now())
    tried(request, step, _("Published. Those whose meetings changed have been told."))
    return redirect("talks:plan", slug, plan.public_id)
