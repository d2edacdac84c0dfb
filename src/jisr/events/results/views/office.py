"""The office's overview of what came of a meeting, who writes, how far each text is; and what minute takers begin."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jisr.accounts.models import User
from jisr.documents.views.doors import signed_in
from jisr.events.agenda.models import Session
from jisr.events.agenda.states import SessionKind
from jisr.events.editions.models import Edition
from jisr.events.editions.policies import RUN_EDITION
from jisr.events.editions.states import AHEAD
from jisr.events.editions.states import State as EditionState
from jisr.events.registration.models import Participant
from jisr.events.results import minutes as minutes_service
from jisr.events.results import releasing
from jisr.events.results.accounts import agreed_before, figures_of
from jisr.events.results.carrying import carry
from jisr.events.results.forms import CarryForm, LanguageForm, TakerForm
from jisr.events.results.models import Decision, FollowUp, Minutes, MinuteTaker, ResultSheet
from jisr.events.results.policies import (
    EDIT_FOLLOW_UP,
    READ_RESULTS_DESK,
    RELEASE_RESULT,
    writes,
)
from jisr.events.results.presenting import desk_url
from jisr.events.results.views.finding import (
    KINDS,
    edition_or_404,
    form_page,
    outcome_or_404,
    sessions_of,
)
from jisr.events.results.workflow import MOVES
from jisr.kernel.policy import may
from jisr.web.answering import is_done, tried


@dataclass(frozen=True)
class Row:
    """A session with what is written about it; ``session`` is empty for the meeting as a whole."""

    session: Session | None
    title: str
    minutes: Minutes | None
    sheet: ResultSheet | None
    may_begin_minutes: bool
    may_begin_sheet: bool

    @property
    def key(self) -> str:
        return str(self.session.public_id) if self.session else "whole"


def rows_of(edition: Edition, actor: Any, *, only_own: bool) -> list[Row]:  # noqa: ANN401 - a person
    """All sessions but breaks; those of which something is written although they are gone; the meeting as a whole."""
    minutes = list(Minutes.objects.visible_to(actor).filter(edition=edition).for_lists())
    sheets = list(ResultSheet.objects.visible_to(actor).filter(edition=edition).for_lists())
    sessions = [row for row in sessions_of(edition) if row.kind != SessionKind.BREAK]
    own = writable_sessions(edition, actor)
    found = [_row(session, minutes, sheets, may_write=own is None or session.pk in own) for session in sessions]
    if only_own and own is not None:
        found = [row for row in found if row.session is not None and row.session.pk in own]
    found += [Row(None, row.title, row, None, False, False) for row in minutes if row.session is None]
    found += [Row(None, row.title, None, row, False, False) for row in sheets if row.session is None]
    has_groups = any(row.kind == SessionKind.WORKING_GROUP and not row.is_cancelled for row in sessions)
    has_own = any(row.session is None and not row.titles for row in sheets)
    if not (has_groups or has_own) and writes(actor, edition.pk, None):
        found.append(Row(None, str(edition.title), None, None, False, True))
    return found


def _row(session: Session, minutes: list[Minutes], sheets: list[ResultSheet], *, may_write: bool) -> Row:
    mine = next((row for row in minutes if row.session_id == session.pk), None)
    sheet = next((row for row in sheets if row.session_id == session.pk), None)
    may_begin = may_write and not session.is_cancelled
    is_group = session.kind == SessionKind.WORKING_GROUP
    return Row(
        session, str(session.title), mine, sheet, may_begin and mine is None, may_begin and is_group and sheet is None
    )


def writable_sessions(edition: Edition, actor: Any) -> set[int] | None:  # noqa: ANN401
    """The sessions whose minutes the actor takes; nothing named means all."""
    if writes(actor, edition.pk, None):
        return None
    takers = MinuteTaker.objects.of(actor).filter(edition=edition, session__isnull=False)
    return set(takers.values_list("session", flat=True))


@never_cache
@signed_in
@require_safe
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """What there is, how far it is, and what is agreed."""
    edition = edition_or_404(request, slug)
    if not may(request.user, READ_RESULTS_DESK, edition):
        raise Http404
    today = timezone.localdate()
    context = {
        "edition": edition,
        "rows": rows_of(edition, request.user, only_own=False),
        "begin_form": LanguageForm(initial={"language": get_language()}),
        "decisions": Decision.objects.visible_to(request.user).filter(edition=edition).count(),
        "figures": figures_of(FollowUp.objects.agreed_at(edition), today=today),
        "earlier": figures_of(agreed_before(edition), today=today),
        "brought": FollowUp.objects.brought_into(edition).count(),
        "may_run": may(request.user, RUN_EDITION, edition),
        "may_follow": may(request.user, EDIT_FOLLOW_UP, edition) and edition.state != EditionState.PLANNED,
        "takers": _takers(edition) if may(request.user, RUN_EDITION, edition) else [],
    }
    return render(request, "events/results/overview.html", context)


def _takers(edition: Edition) -> list[MinuteTaker]:
    rows = MinuteTaker.objects.filter(edition=edition).select_related("session", "participant", "staff")
    return list(rows.order_by("session__starts_at", "pk"))


@never_cache
@signed_in
@require_safe
def writing(request: HttpRequest, slug: str) -> HttpResponse:
    """For minute takers: the sessions they write about."""
    edition = edition_or_404(request, slug)
    own = writable_sessions(edition, request.user)
    if own is not None and not own:
        raise Http404
    context = {
        "edition": edition,
        "rows": rows_of(edition, request.user, only_own=True),
        "begin_form": LanguageForm(initial={"language": get_language()}),
        "may_read_desk": may(request.user, READ_RESULTS_DESK, edition),
    }
    return render(request, "events/results/writing.html", context)


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def taker_add(request: HttpRequest, slug: str) -> HttpResponse:
    edition = _run(request, slug)
    people, sessions = _candidates(edition), sessions_of(edition)
    places = [("", _("All sessions")), *((str(row.public_id), str(row.title)) for row in sessions)]
    names = [(key, name) for key, (name, _person) in people.items()]
    form = TakerForm(request.POST or None, people=names, places=places)

    def act() -> None:
        person = people[form.cleaned_data["person"]][1]
        key = form.cleaned_data["place"]
        minutes_service.name_taker(
            edition,
            session=next((row for row in sessions if str(row.public_id) == key), None),
            participant=person if isinstance(person, Participant) else None,
            staff=person if isinstance(person, User) else None,
            actor=request.user,
        )

    if is_done(request, form, act, _("The minute taker is named.")):
        return redirect(desk_url(edition))
    return form_page(
        request,
        form,
        title=_("Name a minute taker"),
        lead=_("A participant with an account, or somebody of the programme office. Several can write together."),
        kicker=edition.title,
        button=_("Appoint this person"),
        back=desk_url(edition),
    )


def _candidates(edition: Edition) -> dict[str, tuple[str, Participant | User]]:
    coming = Participant.objects.coming().filter(edition=edition, user__isnull=False).order_by("full_name", "pk")
    staff = User.objects.filter(roles__isnull=False, is_active=True).distinct().order_by("display_name", "pk")
    found: dict[str, tuple[str, Participant | User]] = {
        str(row.public_id): (row.full_name, row) for row in coming.select_related("edition")
    }
    office = _("programme office")
    return found | {f"staff-{row.pk}": (f"{row.display_name} ({office})", row) for row in staff}


@never_cache
@signed_in
@require_POST
def taker_remove(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    edition = _run(request, slug)
    taker = MinuteTaker.objects.filter(edition=edition, public_id=public_id).first()
    if taker is not None:
        tried(
            request,
            lambda: minutes_service.remove_taker(public_id, actor=request.user),
            _("The task is taken back. What was written stays."),
        )
    return redirect(desk_url(edition))


def _run(request: HttpRequest, slug: str) -> Edition:
    edition = edition_or_404(request, slug)
    if not may(request.user, RUN_EDITION, edition):
        raise Http404
    return edition


@never_cache
@signed_in
@require_POST
def outcome_move(request: HttpRequest, slug: str, kind: str, public_id: UUID, name: str) -> HttpResponse:
    """Take one step with minutes, a decision or a sheet."""
    if kind not in KINDS or name not in MOVES:
        raise Http404
    model = KINDS[kind]
    thing = outcome_or_404(request, model, slug, public_id)
    if not may(request.user, RELEASE_RESULT, thing):
        raise Http404
    tried(
        request,
        lambda: releasing.move(model, thing.public_id, name, actor=request.user, at=timezone.now()),
        _told(name),
    )
    return redirect(thing)


def _told(name: str) -> str:
    return {
        "check": _("It is checked. Nobody changes it now."),
        "share": _("It is shared with those who take part."),
        "publish": _("It is public now."),
        "renew": _("The public reads the texts of now."),
        "take_back": _("It is taken back. Only those who write and the events team see it now."),
        "reopen": _("It can be written again."),
    }[name]


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def carry_over(request: HttpRequest, slug: str) -> HttpResponse:
    """Bring what is still open into the next meeting."""
    edition = _run(request, slug)
    ahead = Edition.objects.visible_to(request.user).filter(state__in=AHEAD).exclude(pk=edition.pk)
    targets = {row.slug: row for row in ahead.order_by("start_on", "pk")}
    follower = next((key for key, row in targets.items() if row.follows_id == edition.pk), "")
    form = CarryForm(
        request.POST or None,
        targets=[(key, str(row.title)) for key, row in targets.items()],
        initial={"target": follower},
    )
    if request.method == "POST" and form.is_valid():
        target = targets[form.cleaned_data["target"]]
        number = carry(edition, target, actor=request.user, at=timezone.now())
        told = ngettext("%(number)s step was brought along.", "%(number)s steps were brought along.", number)
        messages.success(request, told % {"number": number})
        return redirect("results:edition_follow_ups", target.slug)
    return form_page(
        request,
        form,
        title=_("Bring open steps into the next meeting"),
        lead=_(
            "The same steps, not copies: whoever takes them on keeps them, and the opening shows what became of them."
        ),
        kicker=edition.title,
        button=_("Bring them along"),
        back=desk_url(edition),
        first=None if targets else _next_first(edition),
    )


def _next_first(edition: Edition) -> dict[str, str]:
    """What to do while there is no meeting into which steps could be brought."""
    return {
        "title": _("There is no next meeting yet"),
        "text": _("Plan it first. It can take the open steps along at once."),
        "url": reverse("meetings:next", args=[edition.slug]),
        "label": _("Plan the next one"),
    }
