"""Making an edition, from nothing or from the one before, and changing its facts."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jisr.accounts.access import staff_required
from jisr.accounts.states import Role
from jisr.events.editions import cloning
from jisr.events.editions.forms import EditionForm, NewEditionForm, NextEditionForm
from jisr.events.editions.hosting import Turn, turn_of
from jisr.events.editions.models import Edition, Series
from jisr.events.editions.services import change_edition, create_edition
from jisr.events.editions.sheets import EDITION_SHEET
from jisr.events.editions.starting import Plan, Started, preview_next, start_next
from jisr.events.editions.states import Mode
from jisr.events.editions.views.finding import edition_or_404, sent, status_of
from jisr.kernel.errors import DomainError
from jisr.municipalities.services.facts import AlreadyThere, ChangedMeanwhile


@staff_required(Role.EVENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def edition_new(request: HttpRequest) -> HttpResponse:
    series = Series.objects.filter(slug=request.GET.get("series", "")).first()
    initial = {"series": series.slug, **_proposed(turn_of(series))} if series else {}
    now = dict.fromkeys(EDITION_SHEET.fields, "")
    form = NewEditionForm(sent(request), now=now, sources={}, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            made = create_edition(
                form.cleaned_data["series"].slug,
                form.all_values(),
                reason=form.cleaned_data["reason"],
                actor=request.user,
                at=timezone.now(),
            )
        except AlreadyThere as known:
            messages.info(request, str(known.message))
            return redirect(known.row.desk_url)  # type: ignore[attr-defined]
        except DomainError as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("The meeting is planned. Nobody outside the office sees it yet."))
            return redirect(made.desk_url)
    context = {"form": form, "turn": turn_of(series) if series else None, "today": timezone.localdate()}
    return render(request, "events/edition_new.html", context, status=status_of(form))


def _proposed(turn: Turn) -> dict[str, Any]:
    """What a form for the next edition begins with."""
    known = [edition.number for edition in turn.series.editions.all() if edition.number]
    return {
        "number": max(known) + 1 if known else None,
        "country": turn.country,
        "zone": {"PS": "Asia/Hebron"}.get(turn.country or "", "Europe/Berlin"),
        "mode": Mode.ONSITE,
    }


@staff_required(Role.EVENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def edition_edit(request: HttpRequest, slug: str) -> HttpResponse:
    edition = edition_or_404(request, slug)
    form = _edit_form(edition, sent(request))
    if form.is_bound and form.is_valid():
        try:
            change_edition(
                slug,
                form.values(),
                opened=form.opened_with,
                reason=form.cleaned_data["reason"],
                is_told=form.cleaned_data.get("is_told", False),
                actor=request.user,
                at=timezone.now(),
            )
        except ChangedMeanwhile as clash:
            form = _edit_form(edition, form.with_clashes(request.POST, clash.clashes, clash.now))
            form.add_error(None, str(clash.message))
        except DomainError as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("Your changes are saved."))
            return redirect(edition.desk_url)
    return render(request, "events/edition_edit.html", {"form": form, "edition": edition}, status=status_of(form))


def _edit_form(edition: Edition, data: Any) -> EditionForm:  # noqa: ANN401 - what was sent
    """The form writes typed values into its row, so it gets one of its own."""
    row = Edition.objects.get(pk=edition.pk)
    return EditionForm(data, instance=row, now=EDITION_SHEET.read(row), sources={})


@staff_required(Role.EVENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def edition_next(request: HttpRequest, slug: str) -> HttpResponse:
    """Plan what carries on an edition: choose, look at what would be made, make it."""
    source = edition_or_404(request, slug)
    turn, shown = turn_of(source.series), None
    now = dict.fromkeys(EDITION_SHEET.fields, "")
    form = NextEditionForm(sent(request), source=source, now=now, sources={}, initial=_carried(source, turn))
    if form.is_bound and form.is_valid():
        plan = Plan(form.all_values(), form.cleaned_data["parts"], form.cleaned_data["reason"])
        how: dict[str, Any] = {"actor": request.user, "at": timezone.now()}
        try:
            if request.POST.get("do") != "make":
                shown = preview_next(slug, plan, **how)
            else:
                made = start_next(slug, plan, **how).edition
                messages.success(request, _("The meeting is planned. Nobody outside the office sees it yet."))
                return redirect(made.desk_url)
        except AlreadyThere as known:
            messages.info(request, str(known.message))
            return redirect(known.row.desk_url)  # type: ignore[attr-defined]
        except DomainError as refusal:
            form.add_error(None, str(refusal.message))
    context = {"edition": source, "form": form, "turn": turn, "today": timezone.localdate(), "preview": _told(shown)}
    return render(request, "events/edition_next.html", context, status=status_of(form))


def _carried(source: Edition, turn: Turn) -> dict[str, Any]:
    """The proposal of the series, with the titles of the last edition to go on from."""
    titles = {name: getattr(source, name) for name in ("title_de", "title_en", "title_ar")}
    proposed = _proposed(turn)
    return {**titles, "mode": source.mode, **proposed} if turn.country else {**titles, **proposed, "mode": source.mode}


def _told(shown: Started | None) -> dict[str, Any] | None:
    """What the preview says: rows of each part, and by how many days things move."""
    if shown is None:
        return None
    labels = {part.name: part.label for part in cloning.parts()}
    counts = [(labels[name], number) for name, number in shown.counts.items()]
    return {"edition": shown.edition, "shift_days": shown.shift_days, "counts": counts}
