"""A participant's own wishes and group, and those of the delegates whom somebody coordinates."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from jisr.documents.views.doors import signed_in
from jisr.events.editions.models import Edition
from jisr.events.editions.policies import runs_events
from jisr.events.groups.forms import WishesForm
from jisr.events.groups.inputs import rules_of
from jisr.events.groups.models import GroupPlace, Wish, WishList, WorkingGroup
from jisr.events.groups.own import group_of, shown_groups, window_in_words
from jisr.events.groups.policies import RANK_WISHES
from jisr.events.groups.queries import own_or_led
from jisr.events.groups.services import is_open, rank_wishes
from jisr.events.groups.views.finding import CONFLICT, OK, UNPROCESSABLE, put_on_form
from jisr.events.registration.models import Participant
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import may


@never_cache
@signed_in
@require_safe
def my_groups(request: HttpRequest, slug: str) -> HttpResponse:
    """The reader's own registration and those of the delegates of their authorities, each with wishes and group."""
    edition = get_object_or_404(Edition, slug=slug)
    own: Any = Participant.objects.live().filter(own_or_led(request.user), edition=edition).distinct()
    wishes = Prefetch("wish_list__wishes", Wish.objects.select_related("group").order_by("rank"))
    rows = list(own.for_lists().select_related("wish_list").prefetch_related(wishes).order_by("full_name", "pk"))
    rows.sort(key=lambda row: row.user_id != request.user.pk)  # oneself first
    if not rows:
        raise Http404
    places = GroupPlace.objects.published().filter(participant__in=rows, plan__edition=edition)
    by_person = {place.participant_id: place for place in places.select_related("group__session__room__venue")}
    rules = rules_of(edition)
    context = {
        "edition": edition,
        "rows": [
            {
                "participant": row,
                "mine": group_of(by_person.get(row.pk), edition),
                "is_own": row.user_id == request.user.pk,
            }
            for row in rows
        ],
        "is_open": is_open(rules, timezone.now()),
        "window": window_in_words(rules, edition),
        "groups": shown_groups(edition),
    }
    return render(request, "events/groups/mine.html", context)


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def wishes_rank(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """Rank up to five groups for one participant."""
    visible = Participant.objects.visible_to(request.user).filter(edition__slug=slug)
    participant = get_object_or_404(visible.select_related("edition", "authority", "user"), public_id=public_id)
    if not may(request.user, RANK_WISHES, participant):
        raise Http404
    edition = participant.edition
    groups = list(WorkingGroup.objects.filter(edition=edition).taking_place())
    known = WishList.objects.filter(participant=participant).prefetch_related("wishes").first()
    form = WishesForm(request.POST if request.method == "POST" else None, groups=groups, initial=_initial(known))
    status = OK
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                _rank(request, participant, form)
            except DomainError as refusal:
                put_on_form(form, refusal)
                status = CONFLICT
            else:
                messages.success(request, _("The wishes are saved."))
                return redirect(_after(request, participant))
    return render(request, "events/groups/rank.html", _shown(request, participant, form), status=status)


def _rank(request: HttpRequest, participant: Participant, form: WishesForm) -> None:
    data = form.cleaned_data
    rank_wishes(
        participant.public_id,
        form.chosen(),
        takes_part=not data["stays_out"],
        seen=data["seen"],
        actor=request.user,
        at=timezone.now(),
    )


def _after(request: HttpRequest, participant: Participant) -> str:
    """Back to where one came from: the list of one's own people, or the office's list."""
    is_own = Participant.objects.filter(own_or_led(request.user), pk=participant.pk).exists()
    return reverse("groups:mine" if is_own else "groups:wishes", args=[participant.edition.slug])


def _initial(known: WishList | None) -> dict[str, Any]:
    if known is None:
        return WishesForm.initial_of([], takes_part=True, version=0)
    wished = [wish.group_id for wish in sorted(known.wishes.all(), key=lambda wish: wish.rank)]
    return WishesForm.initial_of(wished, takes_part=known.takes_part, version=known.version)


def _shown(request: HttpRequest, participant: Participant, form: WishesForm) -> dict[str, Any]:
    edition, rules = participant.edition, rules_of(participant.edition)
    is_taken = is_open(rules, timezone.now())
    return {
        "edition": edition,
        "participant": participant,
        "is_own": participant.user_id == request.user.pk,
        "form": form,
        "is_open": is_taken,
        "may_rank": is_taken or runs_events(request.user),
        "window": window_in_words(rules, edition),
        "groups": shown_groups(edition, participant.languages),
        "back": _after(request, participant),
    }
