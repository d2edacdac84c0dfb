"""The list of participants for the events team, and its decisions."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jisr.accounts.access import staff_required
from jisr.accounts.states import Role
from jisr.events.editions.models import Edition
from jisr.events.registration import answering, listing, services
from jisr.events.registration.answer_figures import answers_in_figures
from jisr.events.registration.entries import Person, owner_of
from jisr.events.registration.forms import FirstForm, ReasonForm
from jisr.events.registration.models import Participant
from jisr.events.registration.office_forms import HandForm
from jisr.events.registration.places import capacity_of
from jisr.events.registration.states import LIVE, ParticipantState, Release
from jisr.events.registration.views import finding
from jisr.kernel.errors import DomainError
from jisr.municipalities.search import listed

MOST = 200  # of one list that are decided about together


@staff_required(Role.EVENTS)
@require_safe
def participants(request: HttpRequest, slug: str) -> HttpResponse:
    edition = finding.edition_or_404(request, slug)
    found = listing.participant_listing(edition, request.GET)
    rows = list(found.page.object_list)
    missing = answering.still_to_answer(rows)
    query = found.query.copy()
    query["edition"] = edition.slug
    context = {
        "edition": edition,
        "listing": found,
        "rows": [{"row": row, "missing": missing[row.pk]} for row in rows],
        "figures": figures(edition),
        "export_query": query,
        "crumbs": [(edition.title, edition.desk_url)],
    }
    return render(request, "events/registration/participants.html", context)


@staff_required(Role.EVENTS)
@require_safe
def answers(request: HttpRequest, slug: str) -> HttpResponse:
    """What was answered to the office's own form, in figures."""
    edition = finding.edition_or_404(request, slug)
    query = QueryDict(mutable=True)
    query["edition"] = edition.slug
    context = {
        "edition": edition,
        "counted": answers_in_figures(edition, actor=request.user),
        "export_query": query,
        "crumbs": finding.desk_crumbs(edition),
    }
    return render(request, "events/registration/answers_figures.html", context)


def figures(edition: Edition) -> dict[str, Any]:
    """How many come, wait, and lack something, and how many places are left: one query beside the places."""
    rows = Participant.objects.filter(edition=edition)
    not_released = Q(authority__isnull=False, release__in=[Release.ASKED, Release.REFUSED, Release.NOT_ASKED])
    counts = rows.order_by().values("state").annotate(number=Count("pk"), open=Count("pk", filter=not_released))
    by_state = {row["state"]: row["number"] for row in counts}
    places = capacity_of(edition)
    return {
        "confirmed": by_state.get(ParticipantState.CONFIRMED, 0),
        "offered": by_state.get(ParticipantState.OFFERED, 0),
        "waiting": by_state.get(ParticipantState.WAITING, 0),
        "applied": by_state.get(ParticipantState.APPLIED, 0),
        "total": places.total if places else None,
        "unreleased": sum(row["open"] for row in counts if row["state"] == ParticipantState.CONFIRMED),
    }


@staff_required(Role.EVENTS)
@require_POST
def decide_about(request: HttpRequest, slug: str) -> HttpResponse:
    """Approve those chosen, or decline them with a reason, which is asked for on a page of its own."""
    edition = finding.edition_or_404(request, slug)
    chosen = _chosen(request)
    back = _back(request, edition, chosen)
    if not chosen:
        messages.error(request, _("Please choose at least one person."))
        return redirect(back)
    if request.POST.get("step") == "approve":
        return _decided(request, edition, chosen, is_yes=True)
    form = ReasonForm(request.POST if "reason" in request.POST else None)
    if form.is_bound and form.is_valid():
        return _decided(request, edition, chosen, is_yes=False, reason=form.cleaned_data["reason"])
    names = Participant.objects.filter(edition=edition, public_id__in=chosen).values_list("full_name", flat=True)
    return finding.form_page(
        request,
        form,
        title=_("Decline registrations"),
        lead=_("Each person is told with this reason. Their places go to those who wait."),
        note=listed(*names),
        button=_("Decline"),
        kicker=edition.title,
        back=back,
        crumbs=finding.desk_crumbs(edition),
        is_danger=True,
        hidden=[("back", request.POST.get("back", "")), *(("who", str(one)) for one in chosen)],
    )


def _back(request: HttpRequest, edition: Edition, chosen: list[UUID]) -> str:
    """To the page of the one person on which it was decided, else to the list."""
    if request.POST.get("back") == "person" and len(chosen) == 1:
        return reverse("registration:participation", args=chosen)
    return reverse("registration:list", args=[edition.slug])


def _chosen(request: HttpRequest) -> list[UUID]:
    found = []
    for text in request.POST.getlist("who")[:MOST]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _decided(
    request: HttpRequest, edition: Edition, chosen: list[UUID], *, is_yes: bool, reason: str = ""
) -> HttpResponse:
    number = services.decide(edition, chosen, is_yes=is_yes, reason=reason, actor=request.user, at=timezone.now())
    told = (
        ngettext("%(number)d registration is approved.", "%(number)d registrations are approved.", number)
        if is_yes
        else ngettext("%(number)d registration is declined.", "%(number)d registrations are declined.", number)
    )
    messages.success(request, told % {"number": number})
    if number < len(chosen):
        messages.info(request, _("Some of those chosen were settled already; they stay as they are."))
    return redirect(_back(request, edition, chosen))


@staff_required(Role.EVENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Register somebody by hand."""
    edition = finding.edition_or_404(request, slug)
    kinds = list(edition.participant_kinds.all())
    if not kinds:
        messages.info(request, _("Please add a kind of participant first."))
        return redirect("registration:places", slug=edition.slug)
    form = HandForm(request.POST if request.method == "POST" else None, edition=edition, kinds=kinds)
    if request.method == "POST" and form.is_valid():
        columns = form.columns()
        person = Person(kind=form.kind, user=owner_of(columns["email"]), **columns)
        try:
            done = services.add_by_hand(
                edition,
                person,
                body=form.body,
                form_key=finding.key_of(request),
                actor=request.user,
                at=timezone.now(),
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("%(name)s is registered.") % {"name": done.full_name})
            return redirect(done)
    return finding.form_page(
        request,
        form,
        title=_("Add somebody"),
        lead=_("Without approval and after the deadline, too. Where no place is free they go on the waiting list."),
        button=_("Register this person"),
        kicker=edition.title,
        back=reverse("registration:list", args=[edition.slug]),
        crumbs=finding.desk_crumbs(edition),
    )


@staff_required(Role.EVENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def put_first(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """Put somebody in front of the waiting list."""
    edition = finding.edition_or_404(request, slug)
    rows = Participant.objects.filter(edition=edition, state__in=LIVE)
    participant = get_object_or_404(rows, public_id=public_id)
    if participant.state != ParticipantState.WAITING and request.method != "POST":
        raise Http404
    form = FirstForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            services.move_up(public_id, reason=reason, actor=request.user, at=timezone.now())
        except DomainError as refusal:
            messages.error(request, str(refusal.message))
        else:
            messages.success(request, _("This person is first on the waiting list now."))
        return redirect(participant)
    return finding.form_page(
        request,
        form,
        title=_("Put first on the waiting list"),
        lead=_("All others who wait move one place back. A party that comes whole moves together."),
        button=_("Put first"),
        kicker=f"{participant.full_name} · {edition.title}",
        back=participant.get_absolute_url(),
        crumbs=finding.desk_crumbs(edition),
    )
