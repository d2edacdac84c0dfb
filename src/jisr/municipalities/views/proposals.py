"""Members propose facts of their authority; the office compares and decides."""

from typing import TYPE_CHECKING, cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from jisr.documents.views.doors import signed_in
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import may, verdict
from jisr.municipalities.acting import memberships_of
from jisr.municipalities.desk.policies import DECIDE_PROPOSAL, PROPOSE_FACTS
from jisr.municipalities.desk.words import label, shown
from jisr.municipalities.forms.proposals import DecideForm, ProposeForm
from jisr.municipalities.models import Proposal
from jisr.municipalities.moving import authority_or_404
from jisr.municipalities.services.facts import latest_sources, seal
from jisr.municipalities.services.proposals import decide_proposal, own_facts, propose_facts
from jisr.web.listing import Filter, read_listing

if TYPE_CHECKING:
    from jisr.accounts.models import User

FILTERS = (
    Filter(
        "state",
        _("State"),
        lambda rows, value: rows if value == "all" else rows.filter(state=value),
        lambda: [*Proposal.State.choices, ("all", _("All states"))],
    ),
)
SORTS = {
    "waiting": (_("Longest waiting"), ["created_at"]),
    "authority": (_("Authority"), ["authority__name", "created_at"]),
}


@never_cache
@signed_in
@require_safe
def proposal_list(request: HttpRequest) -> HttpResponse:
    """For the office what waits; for members what they and their colleagues proposed."""
    actor = cast("User", request.user)  # the door stands before
    asked = request.GET.copy()
    asked.setdefault("state", Proposal.State.OPEN if actor.is_programme_staff else "all")
    rows = Proposal.objects.visible_to(actor).select_related("authority__country", "proposed_by")
    context = {
        "listing": read_listing(asked, rows, filters=FILTERS, sorts=SORTS),
        "authorities": [row.authority for row in memberships_of(request) if row.authority is not None],
        "is_office": actor.is_programme_staff,
    }
    return render(request, "municipalities/desk/proposal_list.html", context)


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, slug: str) -> HttpResponse:
    """The facts of one's authority to correct. Who may no longer do it keeps what they typed, and reads why."""
    authority = authority_or_404(slug)
    if request.method != "POST" and not may(request.user, PROPOSE_FACTS, authority):
        raise Http404
    form = ProposeForm(request.POST or None, known=own_facts(authority))
    if request.method == "POST" and form.is_valid():
        try:
            proposal = propose_facts(
                authority.pk,
                form.values,
                opened=form.opened_with,
                origin=form.origin,
                actor=request.user,
                at=timezone.now(),
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, gettext("Your proposal is with the programme office. You get a message."))
            return redirect(proposal)
    context = {
        "authority": authority,
        "form": form,
        "populations": authority.populations.best_first(),
        "sections": _sections(form),
    }
    return render(request, "municipalities/desk/propose.html", context, status=422 if form.is_bound else 200)


def _sections(form: ProposeForm) -> list[tuple[str, list[object]]]:
    groups = (
        (gettext("Population"), ["population"]),
        (gettext("Names"), ["name_de", "name_en", "name_ar", "aliases"]),
        (gettext("Website and place"), ["website", "latitude", "longitude"]),
        (gettext("Notes on the public page"), ["note_de", "note_en", "note_ar"]),
        (gettext("Source"), ["source", "as_of"]),
    )
    return [(title, [form[name] for name in names]) for title, names in groups]


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One proposal: before, proposed, now; and the decision for those who may take it."""
    rows = Proposal.objects.visible_to(request.user).select_related("authority__region", "proposed_by", "decided_by")
    row = get_object_or_404(rows, public_id=public_id)
    now = own_facts(row.authority)
    form = DecideForm(request.POST or None, now=now)
    if request.method == "POST":
        answer = verdict(request.user, DECIDE_PROPOSAL, row)
        if not answer or row.state != Proposal.State.OPEN:
            messages.error(request, str(answer.reason or _("Somebody has decided on this proposal already.")))
            return redirect(row)
        if form.is_valid() and _decide(request, row, form):
            return redirect(row)
    return render(request, "municipalities/desk/proposal.html", _context(request, row, form, now))


def _decide(request: HttpRequest, row: Proposal, form: DecideForm) -> bool:
    try:
        decide_proposal(
            row.pk,
            is_accepted=form.is_accepted,
            reason=form.cleaned_data["reason"],
            seen=form.seen_with,
            actor=request.user,
            at=timezone.now(),
        )
    except DomainError as refusal:
        form.add_error(None, str(refusal.message))
        form.data = {**form.data.dict(), "seen": seal(own_facts(row.authority))}  # type: ignore[attr-defined]
        return False
    messages.success(request, gettext("It is decided. The proposer gets a message."))
    return True


def _context(request: HttpRequest, row: Proposal, form: DecideForm, now: dict[str, str]) -> dict[str, object]:
    sources = latest_sources(row.authority)
    is_open = row.state == Proposal.State.OPEN
    return {
        "proposal": row,
        "authority": row.authority,
        "lines": [
            {
                "label": label(name),
                "before": shown(name, row.known.get(name, "")),
                "proposed": shown(name, text),
                "now": shown(name, now.get(name, "")),
                "source": sources.get(name),
                "has_moved": is_open and now.get(name, "") != row.known.get(name, ""),
            }
            for name, text in row.values.items()
        ],
        "decision": verdict(request.user, DECIDE_PROPOSAL, row) if is_open else None,
        "populations": row.authority.populations.best_first() if "population" in row.values else [],
        "form": form,
    }
