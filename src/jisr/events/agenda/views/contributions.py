"""The call for contributions: the office sets it, reviewers score, the events team decides."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Avg, Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jisr.accounts.models import User
from jisr.documents.views.doors import signed_in
from jisr.events.agenda import contributions as services
from jisr.events.agenda.contribution_forms import CallForm, DeclineForm, ReviewerForm, ReviewForm
from jisr.events.agenda.contribution_models import Contribution, ContributionCall
from jisr.events.agenda.policies import REVIEW_CONTRIBUTION
from jisr.events.agenda.states import ContributionState
from jisr.events.agenda.views.finding import (
    UNPROCESSABLE,
    edition_or_404,
    form_page,
    frame,
    office_plans,
)
from jisr.events.editions.clock import told
from jisr.events.editions.models import Edition
from jisr.events.editions.policies import runs_events
from jisr.kernel.policy import may
from jisr.municipalities.policies import reads_for_office
from jisr.web.answering import is_done, tried


@office_plans
@require_http_methods(["GET", "HEAD", "POST"])
def call(request: HttpRequest, slug: str) -> HttpResponse:
    edition = edition_or_404(request, slug)
    known = ContributionCall.objects.filter(edition=edition).first()
    form = CallForm(request.POST or None, call=known, zone=edition.zone)

    def step() -> None:
        services.set_call(edition, form.cleaned_data, themes=form.cleaned_data["themes"], actor=request.user)

    if is_done(request, form, step, _("The call is saved.")):
        return redirect("agenda:contributions", slug)
    return form_page(
        request,
        edition,
        form,
        title=_("Call for contributions"),
        lead=_("It stands on the public page of the meeting while it is open. Members hand in from there."),
        button=_("Save the call"),
        back=reverse("agenda:contributions", args=[slug]),
    )


@never_cache
@signed_in
@require_safe
def contributions(request: HttpRequest, slug: str) -> HttpResponse:
    """All that was handed in, for the office and invited reviewers."""
    edition, found = _for_reviewers(request, slug)
    rows = Contribution.objects.visible_to(request.user).filter(call=found).exclude(state__in=["draft", "withdrawn"])
    rows = rows.annotate(score=Avg("reviews__score"), count=Count("reviews", distinct=True))
    context = frame(
        request,
        edition,
        call=found,
        rows=rows.select_related("call__edition").order_by("state", "submitted_at", "pk"),
        mine=dict(request.user.contribution_reviews.values_list("contribution", "score")),
        sees_all=reads_for_office(request.user),
        reviewers=found.reviewers.order_by("display_name") if found and runs_events(request.user) else [],
        reviewer_form=ReviewerForm(),
        closes=told(found.closes_at, edition.zone) if found else "",
        is_open=bool(found and found.is_open(timezone.now())),
    )
    return render(request, "agenda/contributions.html", context)


def _for_reviewers(request: HttpRequest, slug: str) -> tuple[Edition, ContributionCall | None]:
    edition = edition_or_404(request, slug)
    found = ContributionCall.objects.filter(edition=edition).select_related("edition").first()
    is_invited = found is not None and found.reviewers.filter(pk=request.user.pk).exists()
    if not (reads_for_office(request.user) or is_invited):
        raise Http404
    return edition, found


@office_plans
@require_POST
def reviewer_invite(request: HttpRequest, slug: str) -> HttpResponse:
    edition = edition_or_404(request, slug)
    found = get_object_or_404(ContributionCall, edition=edition)
    form = ReviewerForm(request.POST)
    person = User.objects.filter(email__iexact=request.POST.get("email", "").strip(), is_active=True).first()
    if not form.is_valid() or person is None:
        messages.error(request, _("Nobody has an account with this address. Ask the person to make one first."))
    else:
        step = partial(services.invite_reviewer, found, person, actor=request.user, at=timezone.now())
        tried(request, step, _("%(name)s is invited to review.") % {"name": person.display_name})
    return redirect("agenda:contributions", slug)


@office_plans
@require_POST
def reviewer_dismiss(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    edition = edition_or_404(request, slug)
    found = get_object_or_404(ContributionCall, edition=edition)
    person = get_object_or_404(found.reviewers, public_id=public_id)
    tried(request, partial(services.dismiss_reviewer, found, person, actor=request.user), _("Your changes are saved."))
    return redirect("agenda:contributions", slug)


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def contribution(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """One contribution: its author sees how it stands, reviewers say what they think of it."""
    row = seen_or_404(request, slug, public_id)
    can_review = may(request.user, REVIEW_CONTRIBUTION, row)
    own = row.reviews.filter(reviewer=request.user).first()
    initial = {"score": own.score, "note": own.note} if own else None
    form = ReviewForm(request.POST or None, initial=initial)
    if request.method == "POST":

        def step() -> None:
            services.review(row, **form.cleaned_data, actor=request.user)

        if is_done(request, form, step, _("Your review is saved.")):
            return redirect("agenda:contributions", slug)
    return _contribution_page(request, row, form if can_review or form.is_bound else None)


def seen_or_404(request: HttpRequest, slug: str, public_id: UUID) -> Contribution:
    rows = Contribution.objects.visible_to(request.user).select_related("call__edition", "author", "session__edition")
    found: Contribution = get_object_or_404(rows, call__edition__slug=slug, public_id=public_id)
    return found


def _contribution_page(
    request: HttpRequest, row: Contribution, form: ReviewForm | None, decline_form: DeclineForm | None = None
) -> HttpResponse:
    sees_all = reads_for_office(request.user) and row.author_id != request.user.pk
    is_own = row.author_id == request.user.pk
    decides = runs_events(request.user) and row.state == ContributionState.SUBMITTED
    context: dict[str, Any] = {
        "row": row,
        "form": form,
        "reviews": row.reviews.select_related("reviewer").order_by("pk") if sees_all else [],
        "sees_all": sees_all,
        "is_own": is_own,
        "decline_form": (decline_form or DeclineForm()) if decides else None,
        "is_open": row.call.is_open(timezone.now()),
    }
    is_refused = bool((form and form.is_bound) or (decline_form and decline_form.is_bound))
    status = UNPROCESSABLE if is_refused else 200
    return render(request, "agenda/contribution.html", frame(request, row.call.edition, **context), status=status)


@office_plans
@require_POST
def contribution_decide(request: HttpRequest, slug: str, public_id: UUID, name: str) -> HttpResponse:
    row = seen_or_404(request, slug, public_id)
    if name == "accept":
        step = partial(services.accept, row, actor=request.user, at=timezone.now())
        tried(request, step, _("The contribution is a session of the programme now. Its author is told."))
    elif name == "decline":
        form = DeclineForm(request.POST)
        if not form.is_valid():
            return _contribution_page(request, row, None, form)
        step = partial(services.decline, row, **form.cleaned_data, actor=request.user, at=timezone.now())
        tried(request, step, _("The author is told that it was not chosen, and why."))
    else:
        raise Http404
    return redirect(row)
