"""Checking in: by the list, which needs no script, and by codes, also without a line (``static/events/checkin.js``)."""

import json
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jisr.documents.views.doors import signed_in
from jisr.events.agenda.models import Session
from jisr.events.attendance.codes import digest_of
from jisr.events.attendance.entries import LARGEST_BODY, MOST_AT_ONCE, Entry, Unreadable, read_device, read_entry
from jisr.events.attendance.figures import present, with_standing
from jisr.events.attendance.judging import seats_of
from jisr.events.attendance.models import BadgeCode
from jisr.events.attendance.services import Received, receive
from jisr.events.attendance.states import Direction, Origin
from jisr.events.attendance.views.finding import check_in_edition_or_404
from jisr.events.editions.models import Edition
from jisr.events.editions.policies import runs_events
from jisr.events.registration.models import Participant
from jisr.kernel.errors import DomainError
from jisr.kernel.text.folding import fold
from jisr.web.listing import clean_value

CAMERA = "camera=(self), geolocation=(), microphone=(), payment=()"


@never_cache
@signed_in
@require_safe
def check_in_page(request: HttpRequest, slug: str) -> HttpResponse:
    edition = check_in_edition_or_404(request, slug)
    sessions = list(Session.objects.filter(edition=edition).taking_place().scheduled().select_related("room"))
    session = _session(sessions, request.GET.get("session", ""))
    typed = clean_value(request.GET.get("q", ""))
    people = list(with_standing(edition, session))
    inside = sum(1 for person in people if person.standing == Direction.IN)
    context = {
        "edition": edition,
        "sessions": sessions,
        "session": session,
        "seats": seats_of(session) if session else None,
        "q": typed,
        "people": _found(people, typed),
        "inside": inside,
        "all_people": len(people),
        "key": uuid4(),
        "is_team": runs_events(request.user),
    }
    response = render(request, "events/attendance/check_in.html", context)
    response.headers["Permissions-Policy"] = CAMERA  # this page alone may ask for the camera
    return response


def _found(people: list[Participant], typed: str) -> list[Participant]:
    """Those whose name or authority holds what was typed, in whatever spelling."""
    wanted = fold(typed)
    return [one for one in people if wanted in fold(f"{one.full_name} {one.body or ''}")] if wanted else people


def _session(sessions: list[Session], key: str) -> Session | None:
    return next((row for row in sessions if str(row.public_id) == key), None)


@never_cache
@signed_in
@require_POST
def check_in_record(request: HttpRequest, slug: str) -> HttpResponse:
    """One check-in from the page without a script. The key of the page makes a second click the same check-in."""
    edition = check_in_edition_or_404(request, slug)
    try:
        entry = _typed(request)
        if entry is None:
            messages.error(request, _("Please choose somebody from the list or type a code."))
        else:
            (received,) = receive(edition, [entry], actor=request.user, at=timezone.now())
            _tell(request, received)
    except Unreadable:
        messages.error(request, _("This could not be read as a check-in. Please try again."))
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    return redirect(_back(request, edition))


def _typed(request: HttpRequest) -> Entry | None:
    """The button of a row says ``in:<public id>`` or ``out:<public id>``; the field for codes stands for itself."""
    direction, _colon, who = request.POST.get("who", "").partition(":")
    code = request.POST.get("code", "")
    if not who and not code.strip():
        return None
    sent = {"key": request.POST.get("key", ""), "session": request.POST.get("session", "")}
    sent |= {
        "direction": direction or request.POST.get("direction", ""),
        "participant": who,
        "code": "" if who else code,
    }
    entry = read_entry(sent)
    key = uuid5(entry.key, f"{entry.direction}:{who or entry.code}")
    return Entry(**{**vars(entry), "key": key, "origin": Origin.LIST if who else Origin.CODE})


def _tell(request: HttpRequest, received: Received) -> None:
    row = received.check_in
    if not row.problem:
        messages.success(request, _said(row.participant, row.direction))
    else:
        messages.warning(request, _odd(received))


def _said(person: Participant | None, direction: str) -> str:
    name = person.full_name if person else ""
    if direction == Direction.IN:
        return _("%(name)s is in.") % {"name": name}
    return _("%(name)s is out.") % {"name": name}


def _odd(received: Received) -> str:
    row = received.check_in
    text = _("Kept, but odd: %(problem)s.") % {"problem": row.get_problem_display()}
    until = _("It does not count until the events team settles it.")
    return text if row.counts else f"{text} {until}"


def _back(request: HttpRequest, edition: Edition) -> str:
    here, session = reverse("attendance:check_in", args=[edition.slug]), request.POST.get("session", "")
    try:
        return f"{here}?session={UUID(session)}"
    except ValueError:
        return here


@never_cache
@signed_in
@require_safe
def check_in_list(request: HttpRequest, slug: str) -> JsonResponse:
    """What a device keeps to know badges without a line: digests and initials, neither codes nor names.

    A phone gets lost. Who holds a badge has the name before their eyes, so initials are enough to see that it fits.
    """
    edition = check_in_edition_or_404(request, slug)
    sessions = list(Session.objects.filter(edition=edition).taking_place().select_related("room"))
    session = _session(sessions, request.GET.get("session", ""))
    people = {row.pk: row for row in with_standing(edition, session)}
    codes = BadgeCode.objects.filter(participant__in=list(people), ended_at__isnull=True)
    known = [
        {
            "d": digest_of(code.code, meeting=edition.slug),
            "i": initials(people[code.participant_id].full_name),
            "in": people[code.participant_id].standing == Direction.IN,
        }
        for code in codes
    ]
    inside = sum(1 for row in people.values() if row.standing == Direction.IN)  # type: ignore[attr-defined]
    return JsonResponse(
        {
            "people": known,
            "inside": inside,
            "seats": seats_of(session) if session else None,
            "csrf": get_token(request),  # after signing in again the page's own is worth nothing any more
        }
    )


def initials(name: str) -> str:
    words = [word for word in name.split() if word[:1].isalpha()]
    return " ".join(f"{word[0]}." for word in (words if len(words) < 3 else [words[0], words[-1]]))  # noqa: PLR2004


@never_cache
@signed_in
@require_POST
def check_in_batch(request: HttpRequest, slug: str) -> JsonResponse:
    """What a device collected. Each check-in is answered by its key; what cannot be read is answered as broken."""
    edition = check_in_edition_or_404(request, slug)
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY:
        return JsonResponse({"error": "too_large"}, status=413)
    try:
        sent = json.loads(request.body)
        entries, device = sent["entries"], read_device(sent)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return JsonResponse({"error": "unreadable"}, status=400)
    if not isinstance(entries, list) or len(entries) > MOST_AT_ONCE:
        return JsonResponse({"error": "too_many"}, status=413)
    readable, results = [], []
    for one in entries:
        try:
            readable.append(read_entry(one))
        except Unreadable as refusal:
            results.append({"key": one.get("key") if isinstance(one, dict) else None, "broken": str(refusal)})
    done = receive(edition, readable, actor=request.user, at=timezone.now(), device=device)
    results += [_result(one) for one in done]
    return JsonResponse({"results": results, "inside": present(edition)})


def _result(received: Received) -> dict[str, Any]:
    row = received.check_in
    told: dict[str, Any] = {"key": str(received.key), "counts": row.counts, "is_new": received.is_new}
    if row.problem:
        told |= {"problem": row.problem, "text": _odd(received)}
    return told
