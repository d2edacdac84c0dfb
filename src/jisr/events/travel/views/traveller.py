"""One person's journey: the checklist, who bears which cost, arrival and departure, letters, and taking part online."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jisr.documents.views.doors import signed_in
from jisr.events.editions.states import Mode
from jisr.events.registration.models import Participant
from jisr.events.registration.states import Presence
from jisr.events.travel.costs import costs_of
from jisr.events.travel.fallback import come_back, go_online
from jisr.events.travel.forms import ItemForm, JourneyForm
from jisr.events.travel.letters import issue_letters
from jisr.events.travel.models import TravelData, TravelFact, TravelItem, TravelJourney, TravelLetter, travel_url
from jisr.events.travel.planning import is_travelled_to, travels
from jisr.events.travel.policies import ISSUE_LETTER, READ_TRAVEL_DATA, SETTLE_ITEM
from jisr.events.travel.services import save_journey, settle_item, start_checklist
from jisr.events.travel.states import ItemKind
from jisr.events.travel.views.finding import form_page, participant_or_404
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import may

LANGUAGES = ("de", "en", "ar")
READ_AND_WRITE = ["GET", "HEAD", "POST"]


@never_cache
@signed_in
@require_safe
def traveller_page(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    participant = participant_or_404(request, slug, public_id)
    is_on = is_travelled_to(participant.edition)
    may_read_data = may(request.user, READ_TRAVEL_DATA, participant)
    (costs,) = costs_of(participant.edition, (participant.side,))
    context = {
        "participant": participant,
        "edition": participant.edition,
        "is_own": participant.user_id == request.user.pk,
        "is_on": is_on,
        "is_traveller": is_on and travels(participant),
        "is_online": participant.presence == Presence.ONLINE,
        "may_switch": is_on and participant.edition.mode != Mode.ONSITE,
        "items": _items(request, participant, may_read_data=may_read_data),
        "today": timezone.localdate(),
        "costs": costs,
        "journey": TravelJourney.objects.filter(participant=participant).first(),
        "zone": ZoneInfo(participant.edition.zone),
        "may_read_data": may_read_data,
        "has_data": may_read_data and TravelData.objects.filter(participant=participant).exists(),
        "may_issue": is_on and may(request.user, ISSUE_LETTER, participant),
        **_letters(participant),
    }
    return render(request, "events/travel_traveller.html", context)


ENTERED = {ItemKind.PERSONAL_DATA: "travel:data", ItemKind.NEEDS: "travel:data", ItemKind.JOURNEY: "travel:journey"}


def _form_url(item: TravelItem, participant: Participant, *, may_read_data: bool) -> str:
    """Where an item is settled by entering something."""
    route = ENTERED.get(ItemKind(item.kind), "")
    if not route or (route == "travel:data" and not may_read_data):
        return ""
    return reverse(route, args=[participant.edition.slug, participant.public_id])


def _items(request: HttpRequest, participant: Participant, *, may_read_data: bool) -> list[dict[str, Any]]:
    facts: dict[str, list[TravelFact]] = {}
    known = TravelFact.objects.filter(host=participant.edition.country_id or "", side=participant.side)
    for fact in known.valid_on(participant.edition.start_on):
        facts.setdefault(fact.kind, []).append(fact)
    rows = []
    for item in participant.travel_items.all():
        item.participant = participant
        rows.append(
            {
                "item": item,
                "facts": facts.get(item.kind, []),
                "may_settle": may(request.user, SETTLE_ITEM, item),
                "form_url": _form_url(item, participant, may_read_data=may_read_data) if item.is_outstanding else "",
                "is_late": item.is_outstanding and item.due_on < timezone.localdate(),
            }
        )
    return rows


def _letters(participant: Participant) -> dict[str, Any]:
    live = TravelLetter.objects.filter(participant=participant, withdrawn_at=None).exclude(document=None)
    letters = list(live.select_related("document").prefetch_related("document__versions"))
    missing = [language for language in LANGUAGES if language not in {letter.language for letter in letters}]
    return {"letters": letters, "missing": missing}


@never_cache
@signed_in
@require_POST
def start(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    participant = participant_or_404(request, slug, public_id)
    try:
        start_checklist(participant.public_id, actor=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    return redirect(travel_url(participant))


@never_cache
@signed_in
@require_http_methods(READ_AND_WRITE)
def item_page(request: HttpRequest, slug: str, public_id: UUID, kind: str) -> HttpResponse:
    participant = participant_or_404(request, slug, public_id)
    item: TravelItem | None = participant.travel_items.filter(kind=kind).first()
    if item is None or not may(request.user, SETTLE_ITEM, _of(item, participant)):
        raise Http404
    initial = {"state": item.state, "note": item.note, "seen": item.version}
    form = ItemForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            settle_item(participant.public_id, kind, **typed, actor=request.user, at=timezone.now())
        except DomainError as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("Your change is kept."))
            return redirect(travel_url(participant))
    words = {"title": item.get_kind_display(), "button": _("Keep"), "item": item}
    return form_page(request, participant, form, template="events/travel_item.html", **words)


def _of(item: TravelItem, participant: Participant) -> TravelItem:
    item.participant = participant
    return item


@never_cache
@signed_in
@require_http_methods(READ_AND_WRITE)
def journey_page(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """Times are those of the clocks at the place of the meeting."""
    participant = participant_or_404(request, slug, public_id)
    journey = TravelJourney.objects.filter(participant=participant).first()
    with timezone.override(ZoneInfo(participant.edition.zone)):
        names = [name for name in JourneyForm.base_fields if name != "seen"]
        initial = {name: getattr(journey, name) for name in names} if journey else {}
        initial["seen"] = journey.version if journey else 0
        form = JourneyForm(request.POST if request.method == "POST" else None, initial=initial)
        if request.method == "POST" and form.is_valid():
            typed = dict(form.cleaned_data)
            seen = typed.pop("seen")
            try:
                save_journey(participant.public_id, typed, seen=seen, actor=request.user, at=timezone.now())
            except DomainError as refusal:
                form.add_error(None, str(refusal.message))
            else:
                messages.success(request, _("Thank you. Arrival and departure are kept."))
                return redirect(travel_url(participant))
        (costs,) = costs_of(participant.edition, (participant.side,))
        words = {"title": _("Arrival and departure"), "button": _("Keep"), "costs": costs}
        words["zone_name"] = participant.edition.get_zone_display()
        return form_page(request, participant, form, template="events/travel_journey.html", **words)


@never_cache
@signed_in
@require_POST
def letters_issue(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    participant = participant_or_404(request, slug, public_id)
    if not may(request.user, ISSUE_LETTER, participant):
        raise Http404
    wanted = [language for language in request.POST.getlist("language") if language in LANGUAGES]
    try:
        issue_letters(participant.public_id, wanted or LANGUAGES, actor=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("The letters are ready. The traveller has been told."))
    return redirect(travel_url(participant))


SWITCHES = {Presence.ONLINE: go_online, Presence.ONSITE: come_back}


@never_cache
@signed_in
@require_http_methods(READ_AND_WRITE)
def switch_page(request: HttpRequest, slug: str, public_id: UUID, to: str) -> HttpResponse:
    """From the place to online or back: asked once more, with what follows."""
    participant = participant_or_404(request, slug, public_id)
    if to not in SWITCHES:
        raise Http404
    if request.method == "POST":
        try:
            SWITCHES[Presence(to)](participant.public_id, actor=request.user, at=timezone.now())
        except DomainError as refusal:
            messages.error(request, str(refusal.message))
        else:
            messages.success(request, _("Done. Those concerned have been told."))
        return redirect(travel_url(participant))
    context = {"participant": participant, "to_online": to == Presence.ONLINE, "back": travel_url(participant)}
    return render(request, "events/travel_switch.html", context)
