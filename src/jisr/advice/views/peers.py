"""Peer advice: who agreed to be asked, asking, and saying yes or no."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jisr.advice.forms import ConsentForm, PeerForm
from jisr.advice.models import PeerConsent, PeerQuestion
from jisr.advice.policies import ASK_PEER, DECIDE_QUESTION, GIVE_CONSENT, WITHDRAW_QUESTION, advises, is_member
from jisr.advice.services import peers
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import may, verdict
from jisr.municipalities.acting import acting_membership, memberships_of
from jisr.municipalities.models import Authority
from jisr.municipalities.reference import theme_names
from jisr.web.listing import Choices, Filter, read_listing
from jisr.web.open_form import new_key, new_stamp, read_stamp


def _themes() -> Choices:
    return [(str(pk), name) for pk, name in theme_names().items()]


FILTERS = (
    Filter("theme", _("Theme"), lambda rows, value: rows.filter(theme=value), _themes),
    Filter(
        "country",
        _("Country"),
        lambda rows, value: rows.filter(authority__country=value),
        lambda: [("DE", _("Germany")), ("PS", _("Palestine"))],
    ),
)
SORTS = {
    "theme": (_("Theme"), ["theme__name", "authority__name"]),
    "authority": (_("Local authority"), ["authority__name"]),
    "since": (_("Since"), ["-given_at"]),
}


@never_cache
@login_required
@require_safe
def peer_list(request: HttpRequest) -> HttpResponse:
    """Authorities that agreed to be asked; for members of authorities and for the office. No person is named."""
    if not (advises(request.user) or is_member(request.user)):
        return render(request, "advice/peers_closed.html", status=403)
    own = {row.authority_id for row in memberships_of(request)}
    rows = PeerConsent.objects.live().select_related("authority__country", "theme")
    listing = read_listing(request.GET, rows, filters=FILTERS, sorts=SORTS)
    return render(request, "advice/peers.html", {"listing": listing, "own": own})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def peer_ask(request: HttpRequest, public_id: str) -> HttpResponse:
    rows = PeerConsent.objects.live().select_related("authority", "theme")
    consent = get_object_or_404(rows, public_id=public_id)
    if not (advises(request.user) or is_member(request.user)):
        raise Http404
    answer = verdict(request.user, ASK_PEER, consent)
    form = PeerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        key = read_stamp(request.POST.get("stamp", "")).key or new_key()
        try:
            question = peers.ask_peer(
                public_id,
                text=form.cleaned_data["text"],
                asked_for=_own_authority(request),
                actor=request.user,
                at=timezone.now(),
                form_key=key,
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, gettext("Your question is on its way."))
            return redirect(question)
    stamp = request.POST.get("stamp") or new_stamp()
    context = {"consent": consent, "form": form, "verdict": answer, "stamp": stamp}
    return render(request, "advice/peer_ask.html", context, status=422 if form.is_bound else 200)


def _own_authority(request: HttpRequest) -> Authority | None:
    """For whom the reader asks: the hat worn now, or else the first authority they act for."""
    acting = acting_membership(request)
    mine = [
        row.authority for row in (acting, *memberships_of(request)) if row is not None and row.authority is not None
    ]
    return mine[0] if mine else None


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def consent_give(request: HttpRequest, slug: str) -> HttpResponse:
    """A member lets the authority be asked about a theme."""
    authority = get_object_or_404(Authority, slug=slug)
    if not may(request.user, GIVE_CONSENT, authority):
        raise Http404
    form = ConsentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        peers.give_consent(
            authority,
            form.cleaned_data["theme"],
            experience=form.cleaned_data["experience"],
            actor=request.user,
            at=timezone.now(),
        )
        messages.success(
            request, gettext("Others can ask your authority about this theme now. You can take that back.")
        )
        return redirect("advice:mine")
    context = {"authority": authority, "form": form}
    return render(request, "advice/consent_give.html", context, status=422 if form.is_bound else 200)


@never_cache
@login_required
@require_POST
def consent_withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    consent = get_object_or_404(PeerConsent.objects.select_related("authority"), public_id=public_id)
    if not may(request.user, GIVE_CONSENT, consent.authority):
        raise Http404
    peers.withdraw_consent(public_id, actor=request.user, at=timezone.now())
    messages.success(request, gettext("Nobody can ask your authority about this theme any more."))
    return redirect("advice:mine")


@never_cache
@login_required
@require_safe
def question(request: HttpRequest, public_id: str) -> HttpResponse:
    rows = PeerQuestion.objects.visible_to(request.user)
    rows = rows.select_related("consent__authority", "consent__theme", "asked_for", "asked_by", "answered_by")
    shown = get_object_or_404(rows, public_id=public_id)
    context = {
        "question": shown,
        "is_asked": may(request.user, DECIDE_QUESTION, shown),
        "may_withdraw": may(request.user, WITHDRAW_QUESTION, shown),
    }
    return render(request, "advice/question.html", context)


@never_cache
@login_required
@require_POST
def question_settle(request: HttpRequest, public_id: str) -> HttpResponse:
    """Yes, no, or taken back."""
    shown = get_object_or_404(PeerQuestion.objects.visible_to(request.user), public_id=public_id)
    wish, now = request.POST.get("wish", ""), timezone.now()
    try:
        if wish in ("yes", "no"):
            peers.decide(public_id, is_yes=wish == "yes", actor=request.user, at=now)
        elif wish == "withdraw":
            peers.withdraw_question(public_id, actor=request.user, at=now)
        else:
            raise Http404
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, gettext("Your decision is saved."))
    return redirect(shown)
