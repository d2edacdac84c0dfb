"""Venues and rooms of an edition, and the rules by which its programme is checked."""

from functools import partial
from itertools import combinations
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import formset_factory
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jisr.events.agenda.checking import levels_of
from jisr.events.agenda.forms import RowSet
from jisr.events.agenda.models import AgendaRules, Room, Venue
from jisr.events.agenda.setting_forms import RoomRow, RulesForm, UseVenueForm, VenueForm
from jisr.events.agenda.venues import leave_venue, save_venue, set_rules, use_venue
from jisr.events.agenda.views.finding import (
    OK,
    UNPROCESSABLE,
    edition_or_404,
    form_page,
    frame,
    office_plans,
    office_reads,
    saved,
)
from jisr.events.editions.models import Edition
from jisr.kernel.errors import DomainError
from jisr.municipalities.models import Authority
from jisr.web.answering import is_done, tried

EXTRA_ROOMS, MOST_ROOMS, MOST_PAIRS = 3, 100, 45


def _own_venues(edition: Edition) -> list[Venue]:
    rows = Venue.objects.filter(edition_venues__edition=edition).select_related("authority")
    return list(rows.prefetch_related("rooms__closures").order_by("edition_venues__pk"))


@office_reads
@require_safe
def venues(request: HttpRequest, slug: str) -> HttpResponse:
    edition = edition_or_404(request, slug)
    others = Venue.objects.exclude(edition_venues__edition=edition).order_by("name", "pk")
    form = UseVenueForm(venues=others) if others.exists() else None
    context = frame(request, edition, venues=_own_venues(edition), form=form)
    return render(request, "agenda/venues.html", context)


@office_plans
@require_POST
def venue_use(request: HttpRequest, slug: str) -> HttpResponse:
    edition = edition_or_404(request, slug)
    form = UseVenueForm(request.POST, venues=Venue.objects.all())
    if form.is_valid():
        tried(request, partial(use_venue, edition, form.cleaned_data["venue"], actor=request.user), saved())
    else:
        messages.error(request, _("Choose a venue."))
    return redirect("agenda:venues", slug)


@office_plans
@require_POST
def venue_leave(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    edition = edition_or_404(request, slug)
    venue = get_object_or_404(Venue, public_id=public_id, edition_venues__edition=edition)
    tried(request, partial(leave_venue, edition, venue, actor=request.user), saved())
    return redirect("agenda:venues", slug)


@office_plans
@require_http_methods(["GET", "HEAD", "POST"])
def venue_add(request: HttpRequest, slug: str) -> HttpResponse:
    return _venue_page(request, edition_or_404(request, slug), None)


@office_plans
@require_http_methods(["GET", "HEAD", "POST"])
def venue_edit(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    edition = edition_or_404(request, slug)
    return _venue_page(request, edition, get_object_or_404(Venue, public_id=public_id, edition_venues__edition=edition))


def _venue_page(request: HttpRequest, edition: Edition, venue: Venue | None) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = VenueForm(data, authorities=_hosts(edition, venue), venue=venue)
    rows = formset_factory(
        RoomRow, RowSet, extra=EXTRA_ROOMS, can_delete=True, max_num=MOST_ROOMS, absolute_max=MOST_ROOMS
    )
    shown = [RoomRow.shown(room) for room in venue.rooms.all()] if venue else []
    formset = rows(data, initial=shown, prefix="room")
    status = OK
    if data is not None:
        status = UNPROCESSABLE
        if form.is_valid() and formset.is_valid():
            try:
                save_venue(venue, form.cleaned_data, formset.kept, edition=edition, actor=request.user)
            except DomainError as refusal:
                form.add_error(None, str(refusal.message))
            else:
                messages.success(request, saved())
                return redirect("agenda:venues", edition.slug)
    context = frame(request, edition, venue=venue, form=form, formset=formset)
    return render(request, "agenda/venue_form.html", context, status=status)


def _hosts(edition: Edition, venue: Venue | None) -> Any:  # noqa: ANN401 - a query
    """The authorities that hold the meeting, and the one that the venue belongs to already."""
    own = {authority.pk for authority in edition.places.all()}
    own |= {venue.authority_id} if venue and venue.authority_id else set()
    return Authority.objects.filter(pk__in=own).order_by("name")


@office_plans
@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: HttpRequest, slug: str) -> HttpResponse:
    edition = edition_or_404(request, slug)
    kept = AgendaRules.objects.filter(edition=edition).first() or AgendaRules(edition=edition)
    own = sorted(_own_venues(edition), key=lambda venue: venue.pk)
    pairs = list(combinations(own, 2))[:MOST_PAIRS]
    initial: dict[str, Any] = {f"walk_{way.one_id}_{way.other_id}": way.minutes for way in edition.walking_times.all()}
    initial["walk_minutes"] = kept.walk_minutes
    form = RulesForm(request.POST or None, levels=levels_of(kept), pairs=pairs, initial=initial)

    def step() -> None:
        minutes = form.cleaned_data["walk_minutes"]
        set_rules(edition, walk_minutes=minutes, levels=form.levels, walks=form.walks, actor=request.user)

    if is_done(request, form, step, saved()):
        return redirect("agenda:conflicts", slug)
    return form_page(
        request,
        edition,
        form,
        title=_("What counts as a conflict"),
        lead=_("Choose how serious each kind is. Those that prevent publishing must be solved first."),
        button=_("Save the rules"),
        back=reverse("agenda:conflicts", args=[slug]),
    )


def room_names(rooms: list[Room]) -> list[tuple[str, str]]:
    """Rooms as choices, each with its house."""
    return [(str(room.public_id), f"{room.name} ({room.venue.name})") for room in rooms]
