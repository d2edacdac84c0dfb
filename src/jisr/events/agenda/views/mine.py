"""What a person does for a programme: hand in contributions, and say whether they are shown as a speaker."""

from functools import partial
from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jisr.documents.views.doors import signed_in
from jisr.events.agenda import contributions as services
from jisr.events.agenda.casting import say_consent
from jisr.events.agenda.contribution_forms import ContributionForm
from jisr.events.agenda.contribution_models import Contribution, ContributionCall
from jisr.events.agenda.contributions import Kept, stamps_of, values_of
from jisr.events.agenda.models import Interpretation, SessionSpeaker
from jisr.events.agenda.policies import HAND_IN
from jisr.events.agenda.views.finding import OK, UNPROCESSABLE, edition_or_404
from jisr.events.editions.clock import told
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import verdict
from jisr.web.answering import tried

AUTOSAVE = "X-Autosave"
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
    blank = {"title": "", "abstract": "", "language": request.LANGUAGE_CODE, "format": "talk", "themes": []}
    form = ContributionForm(request.POST or None, call=call, initial=blank)
    return _written(request, call, form, None, stamps_of(blank))


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def contribution_edit(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    row = _own_or_404(request, slug, public_id)
    form = ContributionForm(request.POST or None, call=row.call, contribution=row)
    return _written(request, row.call, form, row, stamps_of(values_of(row)))


def _written(
    request: HttpRequest,
    call: ContributionCall,
    form: ContributionForm,
    row: Contribution | None,
    stamps: dict[str, str],
) -> HttpResponse:
    """Keep what was typed as a draft, and hand it in if that button was pressed."""
    if request.method != "POST":
        return _form_page(request, call, form, row, stamps)
    seen = {name: request.POST.get(f"seen_{name}", "") for name in form.fields}
    is_right = form.is_valid()
    if request.headers.get(AUTOSAVE):
        return _kept_quietly(request, call, form, row, seen)
    if not is_right:
        return _form_page(request, call, form, row, seen)
    try:
        kept = _keep(request, call, form, row, seen)
    except DomainError as refusal:
        form.add_error(None, str(refusal.message))
        return _form_page(request, call, form, row, seen)
    if kept.conflicts:
        return _form_page(request, call, form, kept.contribution, stamps_of(values_of(kept.contribution)), kept)
    return _handed_in(request, kept.contribution)


def _kept_quietly(
    request: HttpRequest, call: ContributionCall, form: ContributionForm, row: Contribution | None, seen: dict[str, str]
) -> HttpResponse:
    """Keep what is right so far. A page on which nothing was written yet makes no draft."""
    if row is None and not any(form.cleaned_data.get(name) for name in ("title", "abstract")):
        return JsonResponse({"message": ""})
    try:
        return _told(_keep(request, call, form, row, seen), form)
    except DomainError as refusal:
        return JsonResponse({"message": str(refusal.message)}, status=HTTPStatus.CONFLICT)


def _keep(
    request: HttpRequest, call: ContributionCall, form: ContributionForm, row: Contribution | None, seen: dict[str, str]
) -> Kept:
    typed, at = form.cleaned_data, timezone.now()
    if row is None:
        return services.begin(call, typed, key=_key(request), seen=seen, actor=request.user, at=at)
    return services.write(row, typed, seen=seen, actor=request.user, at=at)


def _key(request: HttpRequest) -> UUID:
    """The draft that a page for a new contribution writes, however often it saves."""
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid4()


def _told(kept: Kept, form: ContributionForm) -> HttpResponse:
    stamps = stamps_of(values_of(kept.contribution))
    if kept.conflicts:
        message = _("You changed this in another window meanwhile. Press “Save as a draft” to see both texts.")
        saved = {name: stamp for name, stamp in stamps.items() if name not in kept.conflicts}
        return JsonResponse({"message": message, "stamps": saved}, status=HTTPStatus.CONFLICT)
    message = _("Please check your entries; what is right is saved.") if form.errors else _("Saved.")
    return JsonResponse({"message": message, "stamps": stamps})


def _form_page(
    request: HttpRequest,
    call: ContributionCall,
    form: ContributionForm,
    row: Contribution | None,
    stamps: dict[str, str],
    kept: Kept | None = None,
) -> HttpResponse:
    context = {
        "edition": call.edition,
        "call": call,
        "form": form,
        "row": row,
        "key": row.public_id if row else _key(request),
        "seen": stamps,
        "conflicts": [_both(form, name, theirs) for name, theirs in kept.conflicts.items()] if kept else [],
        "closes": told(call.closes_at, call.edition.zone),
    }
    status = HTTPStatus.CONFLICT if context["conflicts"] else UNPROCESSABLE if form.errors else OK
    return render(request, "agenda/contribution_form.html", context, status=int(status))


def _both(form: ContributionForm, name: str, theirs: Any) -> tuple[str, str, str]:  # noqa: ANN401 - a text, or themes
    """A field in two windows: its label, what was typed here, and what is saved."""
    return str(form.fields[name].label), _spoken(form, name, form.cleaned_data[name]), _spoken(form, name, theirs)


def _spoken(form: ContributionForm, name: str, value: Any) -> str:  # noqa: ANN401 - a text, or themes
    if isinstance(value, str):
        return str(dict(getattr(form.fields[name], "choices", ())).get(value, value))
    return pgettext("between items of a list", ", ").join(str(theme) for theme in value)


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
    """The sessions in which somebody speaks, and whether they may be shown; and those that they interpret."""
    edition = edition_or_404(request, slug)
    rows = _appearances(request, slug)
    interpreting = list(Interpretation.objects.of(request.user).filter(session__edition=edition).for_interpreters())
    if not rows and not interpreting:
        raise Http404
    shown = [
        {"row": row, "when": told(row.session.starts_at, edition.zone) if row.session.starts_at else ""} for row in rows
    ]
    context = {
        "edition": edition,
        "participant": rows[0].participant if rows else interpreting[0].interpreter,
        "rows": shown,
        "interpreting": interpreting,
    }
    return render(request, "agenda/appearances.html", context)


def _appearances(request: HttpRequest, slug: str) -> list[SessionSpeaker]:
    rows = SessionSpeaker.objects.of(request.user).of_those_who_come().filter(session__edition__slug=slug)
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
