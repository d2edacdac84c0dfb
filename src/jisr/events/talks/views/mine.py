"""What a participant does: the profile, the others, requests, and the own plan."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jisr.documents.views.doors import signed_in
from jisr.events.talks.calendar import calendar_of
from jisr.events.talks.clock import slot_in_words
from jisr.events.talks.forms import AskForm, ProfileForm
from jisr.events.talks.models import Talk, TalkProfile, TalkRequest
from jisr.events.talks.presenting import agenda_of, people_for, requests_of
from jisr.events.talks.services import answer, ask, keep_profile, opt_out, take_back
from jisr.events.talks.views.finding import form_page, participation_or_404
from jisr.kernel.errors import DomainError
from jisr.municipalities import choices
from jisr.web.answering import is_done, tried
from jisr.web.listing import Filter, read_listing

METHODS = ["GET", "HEAD", "POST"]
FILTERS = (
    Filter(
        "offers",
        pgettext_lazy("what a person offers", "Offers"),
        lambda rows, value: rows.filter(offers__slug=value),
        choices.themes,
    ),
    Filter("needs", gettext_lazy("Looks for"), lambda rows, value: rows.filter(needs__slug=value), choices.themes),
)
SORTS = {"name": (gettext_lazy("Name"), ["participant__full_name", "pk"])}


def _profile(participant: Any) -> TalkProfile | None:  # noqa: ANN401 - a participant
    found: TalkProfile | None = TalkProfile.objects.filter(participant=participant).for_lists().first()
    return found


@never_cache
@signed_in
@require_safe
def mine(request: HttpRequest, slug: str) -> HttpResponse:
    participant = participation_or_404(request, slug)
    profile, setting = _profile(participant), participant.edition.talk_setting
    is_open = profile is not None and profile.is_open
    context = {
        "edition": participant.edition,
        "participant": participant,
        "profile": profile,
        "is_open": is_open,
        "setting": setting,
        "is_late": timezone.now() >= setting.closes_at,
        "agenda": agenda_of(profile, participant.edition) if profile else [],
        "requests": requests_of(profile) if profile else {},
        "suggested": people_for(profile)[:5] if is_open else [],
    }
    return render(request, "events/talks/mine.html", context)


@never_cache
@signed_in
@require_http_methods(METHODS)
def profile_edit(request: HttpRequest, slug: str) -> HttpResponse:
    participant = participation_or_404(request, slug)
    edition, profile = participant.edition, _profile(participant)
    slots = [(slot.key, slot_in_words(slot, edition)) for slot in edition.talk_setting.slots()]
    form = ProfileForm.of(profile, slots, request.POST if request.method == "POST" else None)
    thanks = _("Thank you. Others who take part can ask you now.")
    if is_done(request, form, lambda: keep_profile(participant, form.cleaned_data, actor=request.user), thanks):
        return redirect("talks:mine", slug)
    lead = _("Others see this with your name, function and authority, only if they take part in the 1:1 meetings, too.")
    return form_page(
        request,
        edition,
        form,
        title=_("My profile for 1:1 meetings"),
        lead=lead,
        button=_("Save and take part"),
        back=reverse("talks:mine", args=[slug]),
    )


@never_cache
@signed_in
@require_http_methods(METHODS)
def profile_close(request: HttpRequest, slug: str) -> HttpResponse:
    participant = participation_or_404(request, slug)
    if request.method == "POST":
        opt_out(participant, actor=request.user, at=timezone.now())
        messages.success(
            request, _("You do not take part in the 1:1 meetings any more. Those concerned have been told.")
        )
        return redirect("talks:mine", slug)
    lead = _("Your profile is hidden at once, your requests are taken back and your meetings are cancelled.")
    return form_page(
        request,
        participant.edition,
        None,
        title=_("Take part no longer"),
        lead=lead,
        button=_("Take part no longer"),
        back=reverse("talks:mine", args=[slug]),
        is_danger=True,
    )


@never_cache
@signed_in
@require_safe
def people(request: HttpRequest, slug: str) -> HttpResponse:
    """All who take part, those first who fit what the reader looks for and offers."""
    participant = participation_or_404(request, slug)
    profile = _profile(participant)
    if profile is None or not profile.is_open:
        messages.info(request, _("Please write your own profile first. Then you see those of the others."))
        return redirect("talks:profile", slug)
    rows = TalkProfile.objects.visible_to(request.user).taking_part().exclude(pk=profile.pk)
    rows = rows.filter(participant__edition=participant.edition).for_lists()
    listing = read_listing(request.GET, rows, filters=FILTERS, sorts=SORTS)
    live = TalkRequest.objects.of(profile).live()
    known = {row.asked_id if row.asking_id == profile.pk else row.asking_id: row for row in live}
    suggested = [] if listing.chosen_count or listing.page.number > 1 else people_for(profile)[:5]
    context = {
        "edition": participant.edition,
        "profile": profile,
        "listing": listing,
        "rows": [(each, known.get(each.pk)) for each in listing.page],
        "suggested": suggested,
        "is_late": timezone.now() >= participant.edition.talk_setting.closes_at,
    }
    return render(request, "events/talks/people.html", context)


@never_cache
@signed_in
@require_http_methods(METHODS)
def request_make(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    participant = participation_or_404(request, slug)
    own = _profile(participant)
    rows = TalkProfile.objects.visible_to(request.user).taking_part().filter(participant__edition=participant.edition)
    other = get_object_or_404(rows.for_lists().exclude(participant=participant), public_id=public_id)
    form = AskForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = ask(own, other.public_id, words=form.cleaned_data["words"], actor=request.user, at=timezone.now())
        except DomainError as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _asked_words(made, own))
            return redirect("talks:mine", slug)
    title = _("Ask %(name)s for a 1:1 meeting") % {"name": other.participant.full_name}
    return form_page(
        request,
        participant.edition,
        form,
        title=title,
        lead=_("The other person says yes or no. A no needs no reason; silence until the close counts as a no."),
        button=pgettext("for 1:1 meetings", "Send the request"),
        back=reverse("talks:people", args=[slug]),
    )


def _asked_words(made: TalkRequest, own: TalkProfile | None) -> str:
    if own is not None and made.asking_id != own.pk:
        return _("You both want this meeting. It is planned with the others.")
    return _("Thank you. We tell you as soon as the other person has answered.")


@never_cache
@signed_in
@require_POST
def request_answer(request: HttpRequest, slug: str, public_id: UUID, name: str) -> HttpResponse:
    participation_or_404(request, slug)
    found = get_object_or_404(TalkRequest.objects.visible_to(request.user), public_id=public_id)
    how = {"actor": request.user, "at": timezone.now()}
    step = partial(take_back, **how) if name == "back" else partial(answer, is_yes=name == "yes", **how)
    tried(request, partial(step, found.public_id), _("Done. The other person has been told."))
    return redirect("talks:mine", slug)


@never_cache
@signed_in
@require_safe
def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The own meetings for a calendar; cancelled ones stay in it, so that calendars notice."""
    participant = participation_or_404(request, slug)
    talks = Talk.objects.of(_profile(participant)).for_lists() if _profile(participant) else Talk.objects.none()
    content = calendar_of(participant, list(talks))
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="meetings-{slug}.ics"'
    return response
