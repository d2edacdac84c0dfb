"""The steps of a tie, each on a page of its own."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from jisr.documents.views.doors import signed_in
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import may
from jisr.partnerships.agreements.forms import StepForm, papers_of
from jisr.partnerships.agreements.moving import Missing, Stale, publish_tie, take_step
from jisr.partnerships.agreements.steps import stamp_of
from jisr.partnerships.agreements.words import EXPLAINED, LABELS
from jisr.partnerships.agreements.workflow import MOVES
from jisr.partnerships.models import Partnership
from jisr.partnerships.policies import CARRY_TIE
from jisr.partnerships.views.finding import tie_or_404


def carried_or_404(request: HttpRequest, slug: str) -> Partnership:
    tie = tie_or_404(request, slug)
    if not may(request.user, CARRY_TIE, tie):
        raise Http404
    return tie


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def tie_move(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    tie = carried_or_404(request, slug)
    move = MOVES.get(name)
    if move is None:
        raise Http404
    if request.method != "POST" and tie.status not in move.sources:
        messages.info(request, _("This step does not begin where the partnership stands now."))
        return redirect(tie.hub_url)
    data = request.POST.copy() if request.method == "POST" else None
    form = StepForm(data, tie=tie, move=move, papers=papers_of(tie, request.user), initial={"seen": stamp_of(tie)})
    is_stale = False
    if request.method == "POST" and form.is_valid():
        try:
            take_step(
                tie.pk,
                name,
                form.decision(),
                seen=form.cleaned_data["seen"],
                keeps_hidden=form.cleaned_data.get("keeps_hidden", False),
                actor=request.user,
                at=timezone.now(),
            )
        except Missing as missing:
            form.add_error(missing.field if missing.field in form.fields else None, str(missing.message))
        except Stale as stale:
            if _is_done(tie, name, form):
                return redirect(tie.hub_url)
            is_stale = True
            form.data["seen"] = stamp_of(tie)  # who looks and sends again has seen it
            form.add_error(None, str(stale.message))
        except DomainError as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("Done. Those concerned have been told."))
            return redirect(tie.hub_url)
    context = {
        "tie": tie,
        "form": form,
        "label": LABELS[name],
        "explained": EXPLAINED[name],
        "is_possible": tie.status in move.sources,
        "lacks_agreement": move.needs_agreement and not form.fields["agreement"].queryset.exists(),
        "newest": tie.steps.order_by("-pk").first() if is_stale else None,
    }
    return render(request, "partnerships/tie_move.html", context, status=422 if form.is_bound else 200)


def _is_done(tie: Partnership, name: str, form: StepForm) -> bool:
    """Whether the last step is the very one that was sent: a double click."""
    last, decision = tie.steps.order_by("-pk").first(), form.decision()
    return last is not None and (last.kind, last.happened_on, last.decided_by, last.reason) == (
        MOVES[name].kind,
        decision.happened_on,
        decision.decided_by,
        decision.reason,
    )


@never_cache
@signed_in
@require_POST
def tie_publish(request: HttpRequest, slug: str) -> HttpResponse:
    tie = carried_or_404(request, slug)
    try:
        publish_tie(tie.pk, actor=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Everybody sees the partnership now."))
    return redirect(tie.hub_url)
