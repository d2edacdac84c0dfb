"""The papers of a tie, one paper with all that belongs to it, one page of it at a time, and taking it back."""

from copy import copy
from http import HTTPStatus
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jisr.documents.views.doors import signed_in
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import may
from jisr.municipalities.services.facts import ChangedMeanwhile
from jisr.partnerships.council.answers import BY_SLUG, LISTS, PAGES, Page, is_filled, read, rows_of
from jisr.partnerships.council.forms.matter import MatterForm, WithdrawForm
from jisr.partnerships.council.models import CouncilMatter
from jisr.partnerships.council.panels import council_context
from jisr.partnerships.council.policies import EDIT_MATTER
from jisr.partnerships.council.services import change_matter, start_matter, withdraw_matter
from jisr.partnerships.council.states import Side
from jisr.partnerships.council.wording import cost_in_words, hours_in_words, term_of
from jisr.partnerships.models import Partnership


def tie_or_404(request: HttpRequest, slug: str) -> Partnership:
    rows = Partnership.objects.visible_to(request.user).with_partners()
    return cast("Partnership", get_object_or_404(rows, slug=slug))


def matter_or_404(request: HttpRequest, public_id: UUID) -> CouncilMatter:
    rows = CouncilMatter.objects.visible_to(request.user).with_tie().prefetch_related("steps", "costs", "sources")
    return cast("CouncilMatter", get_object_or_404(rows, public_id=public_id))


def editable_or_404(request: HttpRequest, public_id: UUID) -> CouncilMatter:
    """A paper that the reader may change; for others there is no such page."""
    matter = matter_or_404(request, public_id)
    if not may(request.user, EDIT_MATTER, matter):
        raise Http404
    return matter


@never_cache
@signed_in
@require_safe
def matters_of_tie(request: HttpRequest, slug: str) -> HttpResponse:
    """The papers of a tie; what the other side sees of them is what was released."""
    return render(request, "partnerships/council/list.html", council_context(request.user, tie_or_404(request, slug)))


@never_cache
@signed_in
@require_POST
def matter_start(request: HttpRequest, slug: str, side: str) -> HttpResponse:
    tie = tie_or_404(request, slug)
    if side not in Side.values or not may(request.user, EDIT_MATTER, CouncilMatter(tie=tie, side=side)):
        raise Http404
    try:
        matter = start_matter(tie, Side(side), actor=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
        return redirect("council:tie", slug)
    return redirect("council:page", matter.public_id, PAGES[0].slug)


@never_cache
@signed_in
@require_safe
def matter_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    matter = matter_or_404(request, public_id)
    entries = read(matter)
    label, tone = matter.badge
    context = {
        "matter": matter,
        "pages": [(page, is_filled(page, entries)) for page in PAGES],
        "may_change": matter.withdrawn_at is None and may(request.user, EDIT_MATTER, matter),
        "badge_label": label,
        "badge_tone": tone,
        "term": term_of(matter),
        "cost": cost_in_words(matter, list(matter.costs.all())),
        "hours": hours_in_words(matter.staff_hours),
    }
    return render(request, "partnerships/council/matter.html", context)


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def matter_page(request: HttpRequest, public_id: UUID, page: str) -> HttpResponse:
    """One page of the form. What cannot be saved stays on the page, with the reason at its field."""
    matter = editable_or_404(request, public_id)
    if page not in BY_SLUG:
        raise Http404
    form = page_form(matter, BY_SLUG[page], request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        answer = _save(request, matter, form)
        if isinstance(answer, HttpResponse):
            return answer
        form = answer
    context = {
        "matter": matter,
        "page": BY_SLUG[page],
        "form": form,
        "number": PAGES.index(BY_SLUG[page]) + 1,
        "total": len(PAGES),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "partnerships/council/page.html", context, status=int(status))


def page_form(matter: CouncilMatter, page: Page, data: Any) -> MatterForm:  # noqa: ANN401 - typed values
    """The form writes typed values into its row, so it gets a copy."""
    lists = {name: rows_of(matter, name) for name in page.fields if name in LISTS}
    return MatterForm(data, page=page, instance=copy(matter), initial=lists, now=read(matter), sources={})


def _save(request: HttpRequest, matter: CouncilMatter, form: MatterForm) -> HttpResponse | MatterForm:
    """The way on when all went well, else the form that says why not."""
    try:
        changed = change_matter(
            matter.pk, form.values(), opened=form.opened_with, actor=request.user, at=timezone.now()
        )
    except ChangedMeanwhile as clash:
        fresh = matter_or_404(request, matter.public_id)
        again = page_form(fresh, form.page, form.with_clashes(request.POST, clash.clashes, clash.now))
        again.add_error(None, clash.message)
        return again
    except DomainError as refusal:
        form.add_error(None, str(refusal.message))
        return form
    if changed:
        messages.success(request, _("Saved."))
    place = PAGES.index(form.page) + 1
    if request.POST.get("then") == "stay":
        return redirect("council:page", matter.public_id, form.page.slug)
    if request.POST.get("then") == "list" or place == len(PAGES):
        return redirect(matter)
    return redirect("council:page", matter.public_id, PAGES[place].slug)


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def matter_withdraw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    matter = editable_or_404(request, public_id)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        withdraw_matter(matter.pk, form.cleaned_data["reason"], actor=request.user, at=timezone.now())
        messages.success(request, _("The paper is withdrawn. It stays here to be read."))
        return redirect(matter)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    context = {"matter": matter, "form": form}
    return render(request, "partnerships/council/withdraw.html", context, status=int(status))
