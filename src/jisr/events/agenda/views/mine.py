"""What a person does for a programme: hand in contributions, and say whether they are shown as a speaker."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jisr.documents.views.doors import signed_in
from jisr.events.agenda import contributions as services
from jisr.events.agenda.casting import say_consent
from jisr.events.agenda.contribution_forms import ContributionForm
from jisr.events.agenda.contribution_models import Contribution, ContributionCall
from jisr.events.agenda.days import told
from jisr.events.agenda.models import SessionSpeaker
from jisr.events.agenda.policies import HAND_IN
from jisr.events.agenda.views.finding import OK, UNPROCESSABLE, edition_or_404, tried
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import verdict

ANSWERS = {"yes": True, "no": False}


def _call_or_404(request: HttpRequest, slug: str) -> ContributionCall:
    edition = edition_or_404(request, slug)
    found: ContributionCall = get_object_or_404(ContributionCall.objects.select_related("edition"), edition=edition)
    return found


@never_cache
@signed_in
@require_safe
def my_contributions(request: HttpRequest, slug: str) -> HttpResponse:
    call = _call_or_404(request, slug)
    answer = verdict(request.user, HAND_IN, call)
    context = {
        "edition": call.edition,
        "call": call,
        "rows": Contribution.objects.filter(call=call, author=request.user).select_related("call__edition"),
        "is_open": call.is_open(timezone.now()),
        "is_ahead": timezone.now() < call.opens_at,
        "opens": told(call.opens_at, call.edition.zone),
        "closes": told(call.closes_at, call.edition.zone),
        "may_hand_in": answer.allowed,
        "why_not": answer.reason,
    }
    return render(request, "agenda/my_contributions.html", context)


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def contribution_add(request: HttpRequest, slug: str) -> HttpResponse:
    call = _call_or_404(request, slug)
    answer = verdict(request.user, HAND_IN, call)
    if not answer or (request.method != "POST" and not call.is_open(timezone.now())):
        messages.error(request, str(answer.reason or _("The call for contributions is not open.")))
        return redirect("agenda:my_contributions", slug)
    form = ContributionForm(
        request.POST or None, call=call, initial={"language": request.LANGUAGE_CODE, "format": "talk"}
    )
    return _written(request, call, form, None)


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def contribution_edit(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    row = _own_or_404(request, slug, public_id)
    form = ContributionForm(request.POST or None, call=row.call, contribution=row)
    return _written(request, row.call, form, row)


def _written(
    request: HttpRequest, call: ContributionCall, form: ContributionForm, row: Contribution | None
) -> HttpResponse:
    """Keep what was typed as a draft, and hand it in if that button was pressed."""
    status = OK
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                row = _keep(request, call, form, row)
            except DomainError as refusal:
                form.add_error(None, str(refusal.message))
            else:
                return _handed_in(request, row)
    context = {"edition": call.edition, "call": call, "form": form, "row": row}
    context["closes"] = told(call.closes_at, call.edition.zone)
    return render(request, "agenda/contribution_form.html", context, status=status)


def _keep(
    request: HttpRequest, call: ContributionCall, form: ContributionForm, row: Contribution | None
) -> Contribution:
    typed, at = form.cleaned_data, timezone.now()
    if row is None:
        return services.begin(call, typed, actor=request.user, at=at)
    return services.write(row, typed, actor=request.user, at=at)


def _handed_in(request: HttpRequest, row: Contribution) -> HttpResponse:
    if "submit" not in request.POST:
        messages.success(request, _("Your draft is saved. Nobody else sees it yet."))
        return redirect("agenda:contribution_edit", row.call.edition.slug, row.public_id)
    step = partial(services.submit, row, actor=request.user, at=timezone.now())
    if tried(request, step, _("Your contribution is handed in. We write to you when it is decided.")):
        return redirect("agenda:my_contributions", row.call.edition.slug)
    return redirect("agenda:contribution_edit", row.call.edition.slug, row.public_id)


def _own_or_404(request: HttpRequest, slug: str, public_id: UUID) -> Contribution:
    rows = Contribution.objects.filter(author=request.user).select_related("call__edition")
    found: Contribution = get_object_or_404(rows, call__edition__slug=slug, public_id=public_id)
    return found


@never_cache
@signed_in
@require_POST
def contribution_withdraw(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    row = _own_or_404(request, slug, public_id)
    tried(request, partial(services.withdraw, row, actor=request.user), _("Your contribution is taken back."))
    return redirect("agenda:my_contributions", slug)


@never_cache
@signed_in
@require_safe
def appearances(request: HttpRequest, slug: str) -> HttpResponse:
    """The sessions in which somebody speaks, and whether they may be shown."""
    edition = edition_or_404(request, slug)
    rows = _appearances(request, slug)
    shown = [
        {"row": row, "when": told(row.session.starts_at, edition.zone) if row.session.starts_at else ""} for row in rows
    ]
    if not shown:
        raise Http404
    return render(request, "agenda/appearances.html", {"edition": edition, "rows": shown})


def _appearances(request: HttpRequest, slug: str) -> list[SessionSpeaker]:
    rows = SessionSpeaker.objects.of(request.user).filter(session__edition__slug=slug)
    return list(rows.select_related("session__edition", "participant").order_by("session__starts_at", "pk"))


@never_cache
@signed_in
@require_POST
def appearance_answer(request: HttpRequest, slug: str) -> HttpResponse:
    rows = {str(row.pk): row for row in _appearances(request, slug)}
    row, answer = rows.get(request.POST.get("appearance", "")), request.POST.get("answer", "")
    if row is None or answer not in ANSWERS:
        raise Http404
    step = partial(say_consent, row, is_shown=ANSWERS[answer], actor=request.user, at=timezone.now())
    tried(request, step, _("Your answer is saved. You can change it at any time."))
    return redirect("agenda:appearances", slug)
