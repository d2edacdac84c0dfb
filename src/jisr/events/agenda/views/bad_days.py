"""What to do on a bad day: a room is lost, an interpreter is ill."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import partial
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jisr.events.agenda import placing
from jisr.events.agenda.casting import replace_interpreters
from jisr.events.agenda.checking import Board, board_of
from jisr.events.agenda.conflicts import Slot
from jisr.events.agenda.models import Interpretation, Room, Session
from jisr.events.agenda.services import move_all
from jisr.events.agenda.setting_forms import RoomLostForm
from jisr.events.agenda.states import ConflictKind
from jisr.events.agenda.venues import close_room, open_room
from jisr.events.agenda.views.finding import (
    edition_or_404,
    form_page,
    frame,
    office_plans,
    office_reads,
    room_or_404,
)
from jisr.events.agenda.views.session import interpreters as people_who_interpret
from jisr.events.editions.clock import day_of, told
from jisr.events.editions.models import Edition
from jisr.events.registration.models import LANGUAGES, Participant
from jisr.events.registration.policies import LIST_PARTICIPANTS
from jisr.kernel.policy import may
from jisr.web.answering import is_done, tried


@office_plans
@require_http_methods(["GET", "HEAD", "POST"])
def room_lost(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """Say from when a room cannot be used."""
    edition = edition_or_404(request, slug)
    room = room_or_404(edition, public_id)
    form = RoomLostForm(request.POST or None, zone=edition.zone)

    def step() -> None:
        times = {name: form.cleaned_data[name] for name in ("starts_at", "ends_at", "reason")}
        close_room(room, edition=edition, **times, actor=request.user)

    if is_done(request, form, step, _("The room is marked. Now find other rooms for its sessions.")):
        return redirect("agenda:room", slug, public_id)
    title = _("%(room)s cannot be used") % {"room": room.name}
    lead = _("All its sessions from that moment on become conflicts. On the next page you move them in one step.")
    back = reverse("agenda:venues", args=[slug])
    return form_page(request, edition, form, title=title, lead=lead, button=_("Mark the room"), back=back)


@office_reads
@require_safe
def room_page(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """The sessions that a closed room leaves without a place, each with rooms that are free and big enough."""
    edition = edition_or_404(request, slug)
    room = room_or_404(edition, public_id)
    board = board_of(edition)
    homeless = _homeless(board, room)
    found = placing.spread(homeless, board.spaces(), board.slots, board.setting.closed)
    rows = [
        {
            "session": board.sessions[slot.key],
            "when": told(slot.starts_at, edition.zone),
            "need": slot.need,
            "rooms": [board.rooms[space.key] for space in found[slot.key]],
        }
        for slot in homeless
    ]
    closures = [
        (told(each.starts_at, edition.zone), told(each.ends_at, edition.zone) if each.ends_at else "", each.reason)
        for each in room.closures.all()
    ]
    return render(request, "agenda/room.html", frame(request, edition, room=room, rows=rows, closures=closures))


def _homeless(board: Board, room: Room) -> list[Slot]:
    keys = {key for each in board.found if each.kind == ConflictKind.CLOSED for key in each.sessions}
    slots = [slot for slot in board.slots if slot.key in keys and slot.room == room.pk]
    return sorted(slots, key=lambda slot: (slot.starts_at, slot.key))


@office_plans
@require_POST
def room_move_all(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """Move all sessions for which a room is chosen: all of them or none."""
    edition = edition_or_404(request, slug)
    room = room_or_404(edition, public_id)
    board = board_of(edition)
    by_id = {str(each.public_id): each for each in board.rooms.values()}
    moves: list[tuple[Session, Room]] = []
    seen: dict[int, int] = {}
    for session in edition.sessions.filter(room=room):
        chosen = by_id.get(request.POST.get(f"room-{session.public_id}", ""))
        version = request.POST.get(f"version-{session.public_id}", "")
        if chosen and version.isdecimal():
            moves.append((session, chosen))
            seen[session.pk] = int(version[:9])
    if not moves:
        messages.error(request, _("Choose a room for at least one session."))
    else:
        done = _("All are moved.")
        tried(request, partial(move_all, moves, seen=seen, edition=edition, actor=request.user), done)
    return redirect("agenda:room", slug, public_id)


@office_plans
@require_POST
def room_found(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    edition = edition_or_404(request, slug)
    room = room_or_404(edition, public_id)
    tried(request, partial(open_room, room, edition=edition, actor=request.user), _("The room can be used again."))
    return redirect("agenda:room", slug, public_id)


@office_reads
@require_safe
def interpreters(request: HttpRequest, slug: str) -> HttpResponse:
    """Who interprets how much, and what nobody interprets yet."""
    edition = edition_or_404(request, slug)
    rows = _interpretations(edition).select_related("interpreter", "session")
    by_person: dict[Participant, list[Interpretation]] = {}
    open_rows = []
    for row in rows:
        if row.interpreter is None:
            open_rows.append(row)
        else:
            by_person.setdefault(row.interpreter, []).append(row)
    people = [
        {"person": person, "count": len(own), "minutes": sum(row.session.minutes for row in own)}
        for person, own in sorted(by_person.items(), key=lambda pair: pair[0].full_name)
    ]
    query = QueryDict(mutable=True)
    query["edition"] = edition.slug
    days = _by_day(edition) if may(request.user, LIST_PARTICIPANTS) else []
    context = frame(request, edition, people=people, open=_shown(edition, open_rows), days=days, export_query=query)
    return render(request, "agenda/interpreters.html", context)


def _by_day(edition: Edition) -> list[tuple[date, list[Interpretation]]]:
    """Who interprets where, by the days of the meeting's own clock."""
    rows = Interpretation.objects.filter(session__edition=edition).assigned().for_interpreters()
    grouped = groupby(rows, key=lambda row: day_of(edition, row.session.starts_at))
    return [(day, list(theirs)) for day, theirs in grouped]


@office_plans
@require_http_methods(["GET", "HEAD", "POST"])
def interpreter(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """Which sessions lose which languages without somebody, and who is free to replace them."""
    edition = edition_or_404(request, slug)
    person = get_object_or_404(Participant, edition=edition, public_id=public_id)
    rows = list(_interpretations(edition).filter(interpreter=person).select_related("session"))
    offered = _replacements(edition, rows, person)
    if request.method == "POST":
        wanted: dict[int, Participant | None] = {}
        for row in rows:
            typed = request.POST.get(f"row-{row.pk}", "keep")
            chosen = next((one for one in offered[row.pk] if str(one.public_id) == typed), None)
            if typed == "nobody" or chosen is not None:
                wanted[row.pk] = chosen
        done = _("The interpretation is given to others. Publish the programme so that they learn of it.")
        tried(request, partial(replace_interpreters, wanted, edition=edition, actor=request.user), done)
        return redirect("agenda:interpreters", slug)
    shown = [{**each, "people": offered[each["row"].pk]} for each in _shown(edition, rows)]
    return render(request, "agenda/interpreter.html", frame(request, edition, person=person, rows=shown))


def _interpretations(edition: Edition) -> Any:  # noqa: ANN401 - a query
    rows = Interpretation.objects.filter(session__edition=edition, session__is_cancelled=False)
    return rows.order_by("session__starts_at", "pk")


def _shown(edition: Edition, rows: Iterable[Interpretation]) -> list[dict[str, Any]]:
    names = dict(LANGUAGES)
    found = []
    for row in rows:
        row.session.edition = edition
        at = row.session.starts_at
        found.append(
            {
                "row": row,
                "session": row.session,
                "when": told(at, edition.zone) if at else "",
                "source": names.get(row.from_language, row.from_language),
                "target": names.get(row.to_language, row.to_language),
                "is_over": bool(at and at < timezone.now()),
            }
        )
    return found


def _replacements(
    edition: Edition, rows: Iterable[Interpretation], person: Participant
) -> dict[int, list[Participant]]:
    """For each row those who know both languages and have nothing else to do at that time."""
    board = board_of(edition)
    candidates = [each for each in people_who_interpret(edition) if each.pk != person.pk]
    return {
        row.pk: [
            each
            for each in candidates
            if {row.from_language, row.to_language} <= set(each.languages)
            and not _is_busy(board, each.pk, row.session.starts_at, row.session.ends_at)
        ]
        for row in rows
    }


def _is_busy(board: Board, participant: int, starts_at: datetime | None, ends_at: datetime | None) -> bool:
    if starts_at is None or ends_at is None:
        return False
    own = [slot for slot in board.slots if _works_in(slot, participant)]
    others = [each for each in board.setting.commitments if each.participant_id == participant]
    return any(each.starts_at < ends_at and each.ends_at > starts_at for each in (*own, *others))


def _works_in(slot: Slot, participant: int) -> bool:
    voices = {voice.person for voice in slot.voices}
    return participant in voices | {channel.interpreter for channel in slot.channels}
