"""The office's pages of groups, rules and wishes."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jisr.accounts.access import staff_required
from jisr.accounts.states import Role
from jisr.events.editions.models import Edition
from jisr.events.groups.forms import GroupForm, RulesForm, StartForm
from jisr.events.groups.inputs import joining, rules_of
from jisr.events.groups.models import GroupPlan, Wish, WorkingGroup
from jisr.events.groups.planning import is_silent
from jisr.events.groups.services import move_group, remove_group, restore_group, save_group, set_rules
from jisr.events.groups.states import PlanState
from jisr.events.groups.views.finding import edition_or_404, form_page, group_or_404, put_on_form
from jisr.events.groups.words import languages_in_words, when
from jisr.events.registration.models import Participant
from jisr.events.registration.states import Side
from jisr.kernel.errors import DomainError
from jisr.web.listing import Filter, read_listing


@staff_required(Role.EVENTS)
@require_safe
def groups_desk(request: HttpRequest, slug: str) -> HttpResponse:
    edition = edition_or_404(request, slug)
    return render(request, "events/groups/desk.html", desk_context(edition))


def desk_context(edition: Edition, start_form: StartForm | None = None) -> dict[str, Any]:
    """Groups, rules and plans. Seven queries."""
    groups = list(WorkingGroup.objects.filter(edition=edition).for_lists().with_wishes())
    rules, plans = rules_of(edition), list(GroupPlan.objects.filter(edition=edition).order_by("-number")[:20])
    running = next((plan for plan in plans if plan.state == PlanState.RUNNING), None)
    people = joining(edition, rules)
    for plan in plans:
        plan.edition = edition
    return {
        "edition": edition,
        "rows": [
            {"group": group, "languages": languages_in_words(group), "when": when(group.session, edition)}
            for group in groups
        ],
        "capacity": sum(group.capacity for group in groups if not group.is_cancelled),
        "rules": rules,
        "plans": plans,
        "running": running,
        "is_silent": running is not None and is_silent(running, timezone.now()),
        "people": people.count(),
        "ranked": people.filter(wish_list__isnull=False).count(),
        "start_form": start_form or StartForm(),
    }


@staff_required(Role.EVENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def group_edit(request: HttpRequest, slug: str, public_id: UUID | None = None) -> HttpResponse:
    """Add a group, or change one."""
    edition = edition_or_404(request, slug)
    group = group_or_404(edition, public_id) if public_id else None
    initial = GroupForm.initial_of(group) if group else {"spoken": ["en"]}
    form = GroupForm(request.POST if request.method == "POST" else None, edition=edition, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = {**form.cleaned_data}
        try:
            saved = save_group(edition, values, group=group, seen=values.pop("seen"), actor=request.user)
        except DomainError as refusal:
            put_on_form(form, refusal)
        else:
            messages.success(request, gettext("“%(group)s” is saved.") % {"group": saved.title})
            return redirect("groups:desk", edition.slug)
    title = group.title if group else gettext("Add a working group")
    context = {"edition": edition, "group": group, "title": title, "button": gettext("Save the group")}
    return form_page(request, form, context, "events/groups/group_form.html")


@staff_required(Role.EVENTS)
@require_POST
def group_step(request: HttpRequest, slug: str, public_id: UUID, name: str) -> HttpResponse:
    """Move a group up or down, take it away, or let it take place after all."""
    edition = edition_or_404(request, slug)
    group = group_or_404(edition, public_id)
    if name in {"up", "down"}:
        move_group(group, is_up=name == "up", actor=request.user)
    elif name == "remove":
        told = (
            gettext("“%(group)s” is deleted.")
            if remove_group(group, actor=request.user)
            else gettext("“%(group)s” does not take place. Wishes and places for it stay known.")
        )
        messages.success(request, told % {"group": group.title})
    elif name == "restore":
        restore_group(group, actor=request.user)
    else:
        raise Http404
    return redirect("groups:desk", edition.slug)


@staff_required(Role.EVENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def rules_edit(request: HttpRequest, slug: str) -> HttpResponse:
    edition = edition_or_404(request, slug)
    initial = RulesForm.initial_of(rules_of(edition), edition.zone)
    form = RulesForm(request.POST if request.method == "POST" else None, edition=edition, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            set_rules(edition, form.values(), seen=form.cleaned_data["seen"], actor=request.user)
        except DomainError as refusal:
            facts = {"wishes_close_at": "closes_on", "without_kinds": "without_kinds"}
            refusal.facts["field"] = facts.get(refusal.facts.get("field", ""))
            put_on_form(form, refusal)
        else:
            messages.success(request, gettext("The rules are saved."))
            return redirect("groups:desk", edition.slug)
    context = {
        "edition": edition,
        "title": gettext("Wishes and rules"),
        "lead": gettext(
            "These rules hold for every plan of this meeting. Who was told of a group stays there unless you let "
            "people move."
        ),
        "button": gettext("Save the rules"),
    }
    return form_page(request, form, context)


def _by_name(rows: QuerySet[Participant], value: str) -> QuerySet[Participant]:
    return rows.filter(full_name__icontains=value)


def _by_side(rows: QuerySet[Participant], value: str) -> QuerySet[Participant]:
    """By the country of the body that sends them, as ``Participant.side``."""

    def of(country: str) -> Q:
        return Q(authority__country=country) | Q(authority__isnull=True, organisation__country=country)

    if value == Side.OTHER:
        return rows.exclude(of(Side.GERMAN) | of(Side.PALESTINIAN))
    return rows.filter(of(value))


FILTERS = (
    Filter("q", _("Name"), _by_name),
    Filter("side", _("Side"), _by_side, lambda: Side.choices),
    Filter(
        "wishes",
        _("Wishes"),
        lambda rows, value: rows.filter(wish_list__isnull=value == "no"),
        lambda: [("yes", _("ranked")), ("no", _("not ranked yet"))],
    ),
)
SORTS = {
    "name": (_("Name"), ["full_name"]),
    "changed": (_("Last change"), ["-wish_list__changed_at", "full_name"]),
}


@staff_required(Role.EVENTS)
@require_safe
def wishes_list(request: HttpRequest, slug: str) -> HttpResponse:
    """What everybody wishes; the office can rank for somebody who calls."""
    edition = edition_or_404(request, slug)
    wishes = Prefetch("wish_list__wishes", Wish.objects.select_related("group").order_by("rank"))
    rows = Participant.objects.live().filter(edition=edition).for_lists()
    rows = rows.select_related("wish_list").prefetch_related(wishes)
    listing = read_listing(request.GET, rows, filters=FILTERS, sorts=SORTS)
    return render(request, "events/groups/wishes.html", {"edition": edition, "listing": listing})
