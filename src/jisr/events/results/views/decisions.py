"""Decisions: the list of a meeting, one decision, noting and changing it."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from jisr.documents.views.doors import signed_in
from jisr.events.agenda.models import Session
from jisr.events.editions.models import Edition
from jisr.events.results import decisions as service
from jisr.events.results.decisions import Decided
from jisr.events.results.forms import DecisionForm
from jisr.events.results.listing import decision_listing
from jisr.events.results.models import Decision, ResultSheet
from jisr.events.results.policies import (
    EDIT_FOLLOW_UP,
    READ_RESULTS_DESK,
    RELEASE_RESULT,
    WRITE_RESULT,
    writes,
)
from jisr.events.results.states import LANGUAGES, State
from jisr.events.results.views.finding import (
    edition_or_404,
    form_page,
    key_of,
    outcome_or_404,
    sessions_of,
    uuid_of,
)
from jisr.events.results.views.office import writable_sessions
from jisr.events.results.workflow import open_moves
from jisr.kernel.policy import may
from jisr.web.answering import is_done


@never_cache
@signed_in
@require_safe
def decision_list(request: HttpRequest, slug: str) -> HttpResponse:
    """For the office and those who write; participants find what is shared on their own page."""
    edition = edition_or_404(request, slug)
    own = writable_sessions(edition, request.user)
    if not may(request.user, READ_RESULTS_DESK, edition) and own is not None and not own:
        raise Http404
    listing = decision_listing(request.user, request.GET, edition=edition)
    export = listing.query.copy()
    export["edition"] = edition.slug
    may_add = own is None or bool(own)
    context = {
        "edition": edition,
        "listing": listing,
        "export": export,
        "may_add": may_add,
        "may_read_desk": may(request.user, READ_RESULTS_DESK, edition),
    }
    return render(request, "events/results/decisions.html", context)


@never_cache
@signed_in
@require_safe
def decision_page(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    decision = outcome_or_404(request, Decision, slug, public_id)
    may_release = may(request.user, RELEASE_RESULT, decision)
    context = {
        "decision": decision,
        "texts": [
            (code, getattr(decision, f"text_{code}"), getattr(decision, f"decided_by_{code}"))
            for code in LANGUAGES
            if getattr(decision, f"text_{code}")
        ],
        "may_write": decision.state == State.DRAFT and may(request.user, WRITE_RESULT, decision),
        "may_release": may_release,
        "moves": open_moves(decision.state) if may_release else [],
        "may_follow": may(request.user, EDIT_FOLLOW_UP, decision.edition),
        "follow_ups": decision.follow_ups.visible_to(request.user).for_lists(),
        "today": timezone.localdate(),
    }
    return render(request, "events/results/decision.html", context)


def _places(request: HttpRequest, edition: Edition) -> list[tuple[str, str]]:
    """Where the writer may note something: the whole meeting, or the sessions they write about."""
    own = writable_sessions(edition, request.user)
    sessions = [row for row in sessions_of(edition) if own is None or row.pk in own]
    whole = [("", _("The whole meeting"))] if own is None else []
    return [*whole, *((str(row.public_id), str(row.title)) for row in sessions)]


def _decided(form: DecisionForm) -> Decided:
    data = form.cleaned_data
    return Decided(
        language=data["language"],
        texts=form.texts("text"),
        decided_by=form.texts("decided_by"),
        decided_on=data["decided_on"],
    )


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def decision_add(request: HttpRequest, slug: str) -> HttpResponse:
    edition = edition_or_404(request, slug)
    sheet = _sheet(request, edition)
    places = _places(request, edition)
    if not places and (sheet is None or not may(request.user, WRITE_RESULT, sheet)):
        raise Http404
    start: dict[str, Any] = {"language": get_language(), "decided_on": timezone.localdate()}
    if sheet is not None and sheet.session is not None:
        start["place"] = str(sheet.session.public_id)
    form = DecisionForm(request.POST or None, places=places, initial=start)
    made: list[Decision] = []

    def act() -> None:
        key = form.cleaned_data["place"]
        session = Session.objects.filter(edition=edition, public_id=key).first() if key else None
        made.append(
            service.add_decision(
                edition,
                _decided(form),
                session=session,
                sheet=sheet,
                actor=request.user,
                form_key=key_of(request),
            )
        )

    if is_done(request, form, act, _("The decision is noted.")):
        return redirect(made[0])
    back = sheet.get_absolute_url() if sheet is not None else _list_url(edition)
    return form_page(
        request, form, title=_("Note a decision"), kicker=edition.title, button=_("Note this decision"), back=back
    )


def _list_url(edition: Edition) -> str:
    return reverse("results:decisions", args=[edition.slug])


def _sheet(request: HttpRequest, edition: Edition) -> ResultSheet | None:
    """The group whose sheet the writer came from."""
    key = uuid_of(request.GET.get("sheet", ""))
    if key is None:
        return None
    rows = ResultSheet.objects.visible_to(request.user).filter(edition=edition).for_lists()
    found: ResultSheet | None = rows.filter(public_id=key).first()
    return found if found is not None and writes(request.user, edition.pk, found.session_id) else None


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def decision_edit(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    decision = outcome_or_404(request, Decision, slug, public_id)
    if not may(request.user, WRITE_RESULT, decision):
        raise Http404
    if request.method != "POST" and decision.state != State.DRAFT:
        return redirect(decision)
    start = {"language": decision.original_language, "decided_on": decision.decided_on, "seen": decision.version}
    for column in ("text", "decided_by"):
        start |= {f"{column}_{code}": getattr(decision, f"{column}_{code}") for code in LANGUAGES}
    form = DecisionForm(request.POST or None, places=[("", "")], initial=start)
    del form.fields["place"]

    def act() -> None:
        service.change_decision(
            decision.public_id, _decided(form), seen=form.cleaned_data["seen"] or 0, actor=request.user
        )

    if is_done(request, form, act, _("Your changes are saved.")):
        return redirect(decision)
    stale = form.is_bound and bool(form.non_field_errors())
    return form_page(
        request,
        form,
        title=_("Change a decision"),
        kicker=decision.edition.title,
        button=_("Save"),
        back=decision.get_absolute_url(),
        theirs=[getattr(decision, f"text_{code}") for code in LANGUAGES if getattr(decision, f"text_{code}")]
        if stale
        else [],
    )
