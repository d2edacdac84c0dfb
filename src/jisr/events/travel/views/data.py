"""Personal travel data: the person's own form, and the events team's look at it, which is noted with a reason."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from jisr.documents.views.doors import signed_in
from jisr.documents.views.serving import disposition
from jisr.events.registration.models import Participant
from jisr.events.travel.closing import deletion_day
from jisr.events.travel.forms import ReasonForm, TravelDataForm
from jisr.events.travel.letters import letter_with_passport
from jisr.events.travel.models import TravelData, travel_url
from jisr.events.travel.policies import READ_TRAVEL_DATA
from jisr.events.travel.sealing import CannotOpen
from jisr.events.travel.services import read_travel_data, save_travel_data
from jisr.events.travel.views.finding import form_page, participant_or_404
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import may


def _for_reader(request: HttpRequest, slug: str, public_id: UUID) -> Participant:
    """For others than the person and the events team it is not there, even if they see the participant."""
    participant = participant_or_404(request, slug, public_id)
    if not may(request.user, READ_TRAVEL_DATA, participant):
        raise Http404
    return participant


@never_cache
@sensitive_post_parameters()
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def data_page(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    participant = _for_reader(request, slug, public_id)
    if request.method == "POST" and "reason" in request.POST:
        return _show_to_office(request, participant)
    if request.method == "POST":
        return _save(request, participant)
    has_data = TravelData.objects.filter(participant=participant).exists()
    if has_data and participant.user_id != request.user.pk:
        return _ask_why(request, participant, ReasonForm())
    return _form(request, participant)


def _ask_why(request: HttpRequest, participant: Participant, form: ReasonForm) -> HttpResponse:
    words = {
        "title": _("Personal travel data"),
        "lead": _("Reading this is noted in the history with your name and your reason."),
        "button": _("Show the data"),
    }
    return form_page(request, participant, form, **words)


def _show_to_office(request: HttpRequest, participant: Participant) -> HttpResponse:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _ask_why(request, participant, form)
    return _form(request, participant, reason=form.cleaned_data["reason"])


def _form(request: HttpRequest, participant: Participant, *, reason: str = "") -> HttpResponse:
    """The form with what was entered before."""
    data = TravelData.objects.filter(participant=participant).first()
    try:
        opened = read_travel_data(participant.public_id, reason=reason, actor=request.user) if data else {}
    except CannotOpen as closed:
        messages.error(request, str(closed.message))
        return redirect(travel_url(participant))
    form = TravelDataForm(initial={**opened, "seen": data.version if data else 0})
    return _page(request, participant, form)


def _save(request: HttpRequest, participant: Participant) -> HttpResponse:
    form = TravelDataForm(request.POST)
    if form.is_valid():
        typed: dict[str, Any] = dict(form.cleaned_data)
        seen = typed.pop("seen")
        try:
            save_travel_data(participant.public_id, typed, seen=seen, actor=request.user, at=timezone.now())
        except DomainError as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("Thank you. Your entries are kept under lock and key."))
            return redirect(travel_url(participant))
    return _page(request, participant, form)


def _page(request: HttpRequest, participant: Participant, form: TravelDataForm) -> HttpResponse:
    words = {
        "title": _("Personal travel data"),
        "button": _("Keep"),
        "deleted_on": deletion_day(participant.edition, getattr(participant.edition, "travel_plan", None)),
    }
    return form_page(request, participant, form, template="events/travel_data.html", **words)


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def letter_copy(request: HttpRequest, slug: str, public_id: UUID, language: str) -> HttpResponse:
    """The letter with the passport number, set for this moment; the office says why it needs one."""
    participant = _for_reader(request, slug, public_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    is_own = participant.user_id == request.user.pk
    if not is_own and not (request.method == "POST" and form.is_valid()):
        title = _("Letter with the passport number")
        lead = _("Reading this is noted in the history with your name and your reason.")
        return form_page(request, participant, form, title=title, lead=lead, button=_("Take the letter"))
    reason = "" if is_own else form.cleaned_data["reason"]
    try:
        letter, content = letter_with_passport(participant.public_id, language, reason=reason, actor=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
        return redirect(travel_url(participant))
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = disposition(f"invitation-{letter.number}-{language}.pdf")
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
