"""One session: its texts, its time and place, who speaks and interprets, what goes with it."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.forms import formset_factory
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jisr.events.agenda import casting
from jisr.events.agenda.checking import board_of
from jisr.events.agenda.days import days_of
from jisr.events.agenda.forms import (
    InterpretationRow,
    MaterialRow,
    MoveForm,
    RowSet,
    SessionForm,
    SpeakerRow,
)
from jisr.events.agenda.models import Session
from jisr.events.agenda.services import (
    ChangedMeanwhile,
    change_session,
    create_session,
    is_published,
    marks_of,
    move_session,
    remove_session,
    set_cancelled,
    values_of,
)
from jisr.events.agenda.standings import standing_for_office
from jisr.events.agenda.views.finding import (
    CONFLICT,
    OK,
    UNPROCESSABLE,
    edition_or_404,
    frame,
    office_plans,
    office_reads,
    saved,
    session_or_404,
)
from jisr.events.editions.clock import local, told
from jisr.events.editions.models import Edition
from jisr.events.registration.models import Participant
from jisr.kernel.errors import DomainError
from jisr.kernel.tables import LANGUAGES
from jisr.municipalities.search import listed
from jisr.web.answering import tried

EXTRA_ROWS, MOST_ROWS, MOST_DIGITS = 2, 40, 9


@office_plans
@require_http_methods(["GET", "HEAD", "POST"])
def session_add(request: HttpRequest, slug: str) -> HttpResponse:
    edition = edition_or_404(request, slug)
    form = SessionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        session = create_session(edition, form.values, actor=request.user)
        messages.success(request, _("The session is made. Now give it a time and a place."))
        return redirect("agenda:session_move", edition.slug, session.public_id)
    context = frame(request, edition, form=form)
    return render(request, "agenda/session_form.html", context, status=UNPROCESSABLE if form.is_bound else OK)


@office_reads
@require_http_methods(["GET", "HEAD"])
def session_page(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    session = session_or_404(request, slug, public_id)
    board = board_of(session.edition)
    troubles = board.conflicts(each for each in board.found if session.pk in each.sessions)
    at = session.starts_at
    context = frame(
        request,
        session.edition,
        session=session,
        when=told(at, session.edition.zone) if at else "",
        on=local(at, session.edition.zone).date() if at else None,
        speakers=session.speakers.select_related("participant"),
        interpretations=session.interpretations.select_related("interpreter"),
        materials=session.materials.all(),
        themes=session.themes.all(),
        conflicts=troubles,
        is_published=is_published(session),
        standing=standing_for_office(session, at=timezone.now()),
    )
    return render(request, "agenda/session.html", context)


@office_plans
@require_http_methods(["GET", "HEAD", "POST"])
def session_edit(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    session = session_or_404(request, slug, public_id)
    if request.method != "POST":
        return _edit_page(request, session, SessionForm(session=session))
    form = SessionForm(request.POST)
    if not form.is_valid():
        return _edit_page(request, session, form, status=UNPROCESSABLE)
    try:
        change_session(session, form.values, seen=form.marks, actor=request.user)
    except ChangedMeanwhile as clash:
        return _clash_page(request, session, form, clash)
    messages.success(request, saved())
    return redirect(session)


def _clash_page(request: HttpRequest, session: Session, form: SessionForm, clash: ChangedMeanwhile) -> HttpResponse:
    """What was typed stays, what only the other one changed is taken over, and where both typed both texts stand."""
    session.refresh_from_db()
    now, seen = values_of(session), form.marks
    fresh = marks_of(now)
    data = request.POST.copy()
    theirs = []
    for name, value in now.items():
        if fresh[name] == seen.get(name):
            continue
        theirs.append({"label": form.fields[name].label, "text": _plain(value), "is_clash": name in clash.fields})
        if name not in clash.fields:
            _put(data, name, value)
    data["seen"] = SessionForm(session=session).initial["seen"]
    again = SessionForm(data)
    again.is_valid()
    return _edit_page(request, session, again, status=CONFLICT, theirs=theirs)


def _put(data: Any, name: str, value: Any) -> None:  # noqa: ANN401 - a QueryDict and a plain value
    if isinstance(value, list):
        data.setlist(name, value)
    else:
        data[name] = "" if value is None else value


def _plain(value: Any) -> str:  # noqa: ANN401
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return date_format(value)
    return listed(*map(str, value)) if isinstance(value, list) else "–" if value in (None, "") else str(value)


def _edit_page(
    request: HttpRequest,
    session: Session,
    form: SessionForm,
    status: int = OK,
    **more: Any,  # noqa: ANN401 - context
) -> HttpResponse:
    context = frame(request, session.edition, session=session, form=form, **more)
    return render(request, "agenda/session_form.html", context, status=status)


@office_plans
@require_http_methods(["GET", "HEAD", "POST"])
def session_move(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """Its time and place. The grid sends this same form when a session is dragged or moved by arrow keys."""
    session = session_or_404(request, slug, public_id)
    edition, board = session.edition, board_of(session.edition)
    known = {"rooms": board.rooms.values(), "zone": edition.zone}
    if request.method != "POST":
        return _move_page(request, session, MoveForm(session=session, initial=_first_guess(session), **known))
    form = MoveForm(request.POST, **known)
    if form.is_valid():
        try:
            session = move_session(session, **form.place, seen=form.cleaned_data["version"], actor=request.user)
        except DomainError as refusal:
            return _stale_move(request, session, refusal, known)
        place = told(session.starts_at, edition.zone) if session.starts_at else _("without a time")
        messages.success(request, _("“%(title)s” is moved: %(place)s") % {"title": session.title, "place": place})
        return redirect(_after_move(request, session))
    return _move_page(request, session, form, status=UNPROCESSABLE)


def _first_guess(session: Session) -> dict[str, Any]:
    own = days_of(session.edition)
    return {"day": own[0]} if own and session.starts_at is None else {}


def _stale_move(request: HttpRequest, session: Session, refusal: DomainError, known: dict[str, Any]) -> HttpResponse:
    """Somebody moved it meanwhile: where it is now stands beside what was typed."""
    session.refresh_from_db()
    again = MoveForm({**request.POST.dict(), "version": session.version}, **known)
    again.is_valid()
    again.add_error(None, str(refusal.message))
    return _move_page(request, session, again, status=CONFLICT)


def _move_page(request: HttpRequest, session: Session, form: MoveForm, status: int = OK) -> HttpResponse:
    now = told(session.starts_at, session.edition.zone) if session.starts_at else ""
    context = frame(request, session.edition, session=session, form=form, now=now)
    return render(request, "agenda/session_move.html", context, status=status)


def _after_move(request: HttpRequest, session: Session) -> Any:  # noqa: ANN401 - an address or a row with one
    """Back to the day from which it was moved, or to the session."""
    if request.POST.get("from") == "day" and session.starts_at:
        on = local(session.starts_at, session.edition.zone).date()
        return _day_url(session.edition, on.isoformat())
    return session


def _day_url(edition: Edition, on: str) -> str:
    return reverse("agenda:day", args=[edition.slug, on])


@office_plans
@require_POST
def session_step(request: HttpRequest, slug: str, public_id: UUID, name: str) -> HttpResponse:
    session = session_or_404(request, slug, public_id)
    steps: dict[str, tuple[Callable[[], object], str]] = {
        "cancel": (
            partial(set_cancelled, session, is_cancelled=True, actor=request.user),
            _("The session is cancelled."),
        ),
        "revive": (
            partial(set_cancelled, session, is_cancelled=False, actor=request.user),
            _("The session takes place after all."),
        ),
        "remove": (partial(remove_session, session, actor=request.user), _("The session is removed.")),
    }
    if name not in steps:
        raise Http404
    step, done = steps[name]
    is_gone = tried(request, step, done) and name == "remove"
    return redirect("agenda:programme", slug) if is_gone else redirect(session)


@office_plans
@require_http_methods(["GET", "HEAD", "POST"])
def session_rows(request: HttpRequest, slug: str, public_id: UUID, name: str) -> HttpResponse:
    """Speakers, interpretation or material of a session, each written as a whole list."""
    session = session_or_404(request, slug, public_id)
    if name not in LISTS:
        raise Http404
    form_class, people, shown, write = LISTS[name]
    kinds = {"participants": people(session.edition) | _standing_here(session), "zone": session.edition.zone}
    formset_class = formset_factory(
        form_class, RowSet, extra=EXTRA_ROWS, can_delete=True, max_num=MOST_ROWS, absolute_max=MOST_ROWS + 10
    )
    if request.method != "POST":
        formset = formset_class(initial=shown(session), form_kwargs=kinds, prefix="row")
        return _rows_page(request, session, name, formset, version=session.version)
    formset = formset_class(request.POST, initial=shown(session), form_kwargs=kinds, prefix="row")
    version, status, problem = _number(request.POST.get("version")), UNPROCESSABLE, ""
    if formset.is_valid():
        try:
            write(
                session,
                [_without_extras(row) for row in formset.kept],
                seen=version,
                actor=request.user,
                at=timezone.now(),
            )
        except ChangedMeanwhile as refusal:
            session.refresh_from_db()
            version, status, problem = session.version, CONFLICT, str(refusal.message)
        except DomainError as refusal:
            problem = str(refusal.message)
        else:
            messages.success(request, saved())
            return redirect(session)
    return _rows_page(request, session, name, formset, version=version, problem=problem, status=status)


def _rows_page(  # noqa: PLR0913 - one page
    request: HttpRequest,
    session: Session,
    name: str,
    formset: Any,  # noqa: ANN401 - a set of forms
    *,
    version: int,
    problem: str = "",
    status: int = OK,
) -> HttpResponse:
    titles = {
        "speakers": _("Speakers and moderators"),
        "interpretation": _("Interpretation"),
        "materials": _("Material"),
    }
    context = frame(request, session.edition, session=session, name=name, title=titles[name], formset=formset)
    context |= {"version": version, "problem": problem, "now": _listed(session, name) if status == CONFLICT else []}
    return render(request, "agenda/session_rows.html", context, status=status)


def _listed(session: Session, name: str) -> list[str]:
    """What stands there now, for somebody whose page was old."""
    rows = {"speakers": session.speakers, "interpretation": session.interpretations, "materials": session.materials}
    return [str(row) for row in rows[name].all()]


def _without_extras(row: Any) -> dict[str, Any]:  # noqa: ANN401
    return {name: value for name, value in row.items() if name != "DELETE"}


def _number(typed: str | None) -> int:
    return int(typed) if typed and typed.isdecimal() and len(typed) <= MOST_DIGITS else 0


def _everybody(edition: Edition) -> QuerySet[Participant]:
    rows: QuerySet[Participant] = Participant.objects.live().filter(edition=edition).order_by("full_name", "pk")
    return rows


def _standing_here(session: Session) -> QuerySet[Participant]:
    """Who is down for a session, though they may not come any more: saving the list changes nothing about them."""
    speaking = session.speakers.filter(participant__isnull=False).values("participant")
    interpreting = session.interpretations.filter(interpreter__isnull=False).values("interpreter")
    rows: QuerySet[Participant] = Participant.objects.filter(Q(pk__in=speaking) | Q(pk__in=interpreting))
    return rows


def interpreters(edition: Edition) -> QuerySet[Participant]:
    """Those who come as interpreters; if nobody does, everybody."""
    everybody = _everybody(edition)
    called = everybody.filter(kind__key__startswith="interpret")
    return called if called.exists() else everybody


def _speakers(session: Session) -> list[dict[str, Any]]:
    rows = session.speakers.select_related("participant__user")
    return [SpeakerRow.shown(row, session.edition.zone) for row in rows]


def _interpretations(session: Session) -> list[dict[str, Any]]:
    return list(session.interpretations.values("from_language", "to_language", "channel", "interpreter"))


def _materials(session: Session) -> list[dict[str, Any]]:
    names = [f"title_{code}" for code in LANGUAGES]
    return [{name: getattr(row, name) or "" for name in (*names, "url", "language")} for row in session.materials.all()]


LISTS: dict[str, tuple[Any, Callable[[Edition], Any], Callable[[Session], Any], Callable[..., object]]] = {
    "speakers": (SpeakerRow, _everybody, _speakers, casting.set_speakers),
    "interpretation": (InterpretationRow, interpreters, _interpretations, casting.set_interpretations),
    "materials": (MaterialRow, _everybody, _materials, casting.set_materials),
}
