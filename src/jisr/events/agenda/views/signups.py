"""Signing up for a session: the page of those who come and their coordinators, and the office's list."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from jisr.documents.views.doors import signed_in
from jisr.events.agenda.drafting import last_version, read
from jisr.events.agenda.forms import SignUpForm
from jisr.events.agenda.models import Session
from jisr.events.agenda.published import PublishedSession
from jisr.events.agenda.signing_up import NotConfirmed, sign_off, sign_up
from jisr.events.agenda.signup_models import SessionSignup
from jisr.events.agenda.standings import delegates_of, reader_of, standing_for_office, standing_of
from jisr.events.agenda.telling import choose
from jisr.events.agenda.views.finding import edition_or_404, frame, office_plans, session_or_404
from jisr.events.editions.clock import told
from jisr.events.editions.models import Edition
from jisr.events.registration.models import Participant
from jisr.kernel.errors import DomainError


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up_page(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """How one session stands, and a button for oneself and each person whom one coordinates."""
    edition = edition_or_404(request, slug)
    session = get_object_or_404(edition.sessions.with_signups(), public_id=public_id)
    published = _published(edition, session)
    if request.method == "POST":
        _act(request, edition, session)
        return redirect(_back(request))
    reader, at = reader_of(edition, request.user), timezone.now()
    people = [*([reader.participant] if reader.participant else []), *_delegates(request, edition)]
    rows = SessionSignup.objects.filter(session=session, participant__in=people).with_position()
    known = {row.participant_id: row for row in rows}
    own = known.get(reader.participant.pk) if reader.participant else None
    context = {
        "edition": edition,
        "session": session,
        "title": choose(published.title),
        "when": told(published.starts_at, edition.zone),
        "is_off": published.is_cancelled,
        "standing": standing_of(session, edition, reader, own, at=at),
        "people": [(person, known.get(person.pk)) for person in people],
    }
    return render(request, "agenda/sign_up.html", context)


def _published(edition: Edition, session: Session) -> PublishedSession:
    """The session as people know it; what nobody knows yet is no page for them."""
    programme = read(last_version(edition))
    found = next((each for each in programme.sessions if each.number == session.pk), None) if programme else None
    if found is None:
        raise Http404
    return found


def _delegates(request: HttpRequest, edition: Edition) -> list[Participant]:
    return list(delegates_of(edition, request.user).for_lists().order_by("full_name", "pk"))


def _act(request: HttpRequest, edition: Edition, session: Session) -> None:
    """Sign somebody up or off, and say at the head of the next page what came of it."""
    is_off = request.POST.get("step") == "off"
    try:
        person = _person(request, edition)
        step = partial(sign_off if is_off else sign_up, session, person, actor=request.user, at=timezone.now())
        done = step()
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _words(session, person, done))


def _person(request: HttpRequest, edition: Edition) -> Participant:
    """The one who was named among those whom the reader acts for; without a name the reader."""
    people, named = Participant.objects.filter(edition=edition), request.POST.get("participant", "")
    if named:
        try:
            key = UUID(named)
        except ValueError:
            raise Http404 from None
        found: Participant = get_object_or_404(people.visible_to(request.user), public_id=key)
        return found
    mine: Participant | None = people.filter(user=request.user).live().first()
    if mine is None:
        raise NotConfirmed(_("Only those with a confirmed place at the meeting sign up for its sessions."))
    return mine


def _words(session: Session, person: Participant, done: SessionSignup | None) -> str:
    told = {"name": person.full_name, "session": session.title}
    if done is None:
        return _("%(name)s is signed off from “%(session)s”.") % told
    if done.is_waiting:
        return _("All places in “%(session)s” are taken. %(name)s is on the waiting list.") % told
    return _("%(name)s has a place in “%(session)s”.") % told


def _back(request: HttpRequest) -> str:
    """Where the reader was, else this page."""
    back = request.POST.get("next", "")
    is_ours = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return back if is_ours else request.path


@office_plans
@require_safe
def signups_page(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """Who signed up for a session and who waits, for the events team."""
    session = session_or_404(request, slug, public_id)
    edition = session.edition
    rows = list(session.signups.for_telling().with_position())
    query = QueryDict(mutable=True)
    query.update({"edition": edition.slug, "session": session.code})
    context: dict[str, Any] = frame(
        request,
        edition,
        session=session,
        standing=standing_for_office(session, at=timezone.now()),
        placed=[row for row in rows if not row.is_waiting],
        waiting=[row for row in rows if row.is_waiting],
        are_deleted=not rows and bool(session.past_taken or session.past_waiting),
        form=SignUpForm(session=session),
        export_query=query,
        here=request.path,
        sign_up_url=reverse("agenda:sign_up", args=[edition.slug, session.public_id]),
    )
    return render(request, "agenda/signups.html", context)
