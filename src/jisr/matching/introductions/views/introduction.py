"""One introduction: what is known of the other side, answering, the room once it is open, and ending it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jisr.documents.views.doors import signed_in
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import may
from jisr.matching.introductions.contacts import contacts_of
from jisr.matching.introductions.forms import AnswerForm, CloseForm, ConcludeForm, NoteForm, WithdrawForm
from jisr.matching.introductions.models import Introduction, IntroductionCall, IntroductionNote
from jisr.matching.introductions.papers import paper_rows
from jisr.matching.introductions.policies import SHARED, WORK_TOGETHER, seat_of, sides_of
from jisr.matching.introductions.presenting import answers_of, public_requests, reasons_in_words
from jisr.matching.introductions.services import answer, close, conclude, withdraw
from jisr.matching.introductions.states import BOTH, Answer, Side, State
from jisr.matching.introductions.times import local
from jisr.matching.introductions.views.finding import form_page, introduction_or_404, new_key
from jisr.matching.introductions.workflow import MOVES
from jisr.matching.policies import matches_for_office
from jisr.municipalities.policies import coordinates, reads_for_office
from jisr.partnerships.models import Partnership

ENDINGS = ("conclude", "close", "withdraw")


@never_cache
@signed_in
@require_safe
def introduction_page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return show(request, introduction_or_404(request, public_id))


def show(
    request: HttpRequest,
    introduction: Introduction,
    *,
    answer_form: AnswerForm | None = None,
    note_form: NoteForm | None = None,
) -> HttpResponse:
    """The page, with the form that was sent if there was something wrong with it."""
    seat, for_office = seat_of(request.user, introduction), reads_for_office(request.user)
    mine = sides_of(request.user, introduction)
    asked = [] if answer_form else asked_sides(request, introduction)
    initial, reasons = {"seen": introduction.version}, reasons_in_words(introduction)
    context: dict[str, Any] = {
        "introduction": introduction,
        "seat": seat,
        "mine": mine,
        "for_office": for_office,
        "knows_reasons": matches_for_office(request.user),
        "sides": _sides(request, introduction),
        "reasons": reasons,
        "reason_share": sum(reason.share for reason in reasons),
        "answers": answers_of(introduction, BOTH if for_office else mine, for_office=matches_for_office(request.user)),
        "answer_form": answer_form or (AnswerForm(initial=initial) if asked else None),
        "note_form": note_form or NoteForm(initial={"corrects": request.GET.get("corrects", "")}),
        "endings": _endings(introduction, seat),
        "tie": _tie(introduction),
        "today": timezone.localdate(),
        "form_key": request.POST.get("form_key") or new_key(),
        **_room(request, introduction, seat),
    }
    context["correcting"] = next((row for row in context["notes"] if _is_corrected(context["note_form"], row)), None)
    context["answering"] = introduction.authority_of(asked[0]) if asked else None
    is_wrong = bool((answer_form and answer_form.errors) or (note_form and note_form.errors))
    return render(request, "matching/introduction.html", context, status=422 if is_wrong else 200)


def _is_corrected(form: NoteForm, note: IntroductionNote) -> bool:
    return str(form["corrects"].value() or "") == str(note.public_id)


def asked_sides(request: HttpRequest, introduction: Introduction) -> list[Side]:
    """The sides that the reader may answer for now."""
    if introduction.state != State.ASKED or introduction.german.is_former or introduction.palestinian.is_former:
        return []
    pending = introduction.pending_sides()
    return [side for side in pending if coordinates(request.user, introduction.authority_of(side))]


def _sides(request: HttpRequest, introduction: Introduction) -> list[dict[str, Any]]:
    requests, contacts = public_requests(introduction), contacts_of(introduction, request.user)
    mine = sides_of(request.user, introduction)
    return [
        {
            "authority": introduction.authority_of(side),
            "requests": requests[side],
            "contacts": contacts[side],
            "is_own": side in mine,
        }
        for side in BOTH
    ]


def _endings(introduction: Introduction, seat: Side | None) -> list[str]:
    """The ways to end it that make sense for the reader now."""
    if seat is None:
        return []
    found = [name for name in ENDINGS if introduction.state in MOVES[name].sources]
    if introduction.state == State.ASKED and seat != Side.OFFICE and introduction.answer_of(seat) != Answer.YES:
        found.remove("withdraw")  # who has not answered says no instead
    return found


def _tie(introduction: Introduction) -> Partnership | None:
    if introduction.state != State.CONCLUDED:
        return None
    rows = Partnership.objects.filter(german=introduction.german, palestinian=introduction.palestinian)
    return rows.first()


def _room(request: HttpRequest, introduction: Introduction, seat: Side | None) -> dict[str, Any]:
    """What was written in the room, as far as the reader may read it."""
    rows: dict[str, Any] = {}
    for name in ("notes", "visits", "steps", "papers"):
        visible = getattr(introduction, name).visible_to(request.user)
        more = ("written_by", "corrects") if name == "notes" else ()
        rows[name] = list(visible.select_related("introduction__german", "introduction__palestinian", *more))
    call = IntroductionCall.objects.visible_to(request.user).filter(introduction=introduction).first()
    has_any = any(rows.values()) or call is not None
    return {
        **rows,
        "papers": paper_rows(rows["papers"], introduction, request.user, seat),
        "call": call,
        "call_times": [(side, local(call.starts_at, side)) for side in BOTH] if call else [],
        "may_work": may(request.user, WORK_TOGETHER, introduction),
        "has_room": introduction.state in SHARED or has_any,
        "is_shared": introduction.state in SHARED,
    }


@never_cache
@signed_in
@require_POST
def introduction_answer(request: HttpRequest, public_id: UUID) -> HttpResponse:
    introduction = introduction_or_404(request, public_id)
    sides = [side for side in BOTH if coordinates(request.user, introduction.authority_of(side))]
    if not sides:
        raise Http404
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return show(request, introduction, answer_form=form)
    typed = form.cleaned_data
    side = next(iter(asked_sides(request, introduction)), sides[0])
    is_yes = typed["answer"] == "yes"
    try:
        done = answer(
            introduction.public_id,
            side,
            is_yes=is_yes,
            note=typed["note"],
            seen=typed["seen"],
            actor=request.user,
            at=timezone.now(),
        )
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _told(done, is_yes))
    return redirect(introduction)


def _told(done: Introduction, is_yes: bool) -> str:  # noqa: FBT001 - what was said
    if done.state == State.OPEN:
        return _("Both sides have said yes. Contacts are open to both now.")
    if is_yes:
        return _("Thank you. We tell you as soon as the other side has answered.")
    return _("Thank you for your answer. The other side reads that it does not fit at the moment, and no more.")


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def introduction_end(request: HttpRequest, public_id: UUID, name: str) -> HttpResponse:
    """Take back, close, or begin a partnership: each asks on a page of its own."""
    introduction = introduction_or_404(request, public_id)
    if name not in ENDINGS or seat_of(request.user, introduction) is None:
        raise Http404
    form = FORMS[name](request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            STEPS[name](introduction, form.cleaned_data, request)
        except DomainError as refusal:
            messages.error(request, str(refusal.message))
        else:
            messages.success(request, _("Done. Those concerned have been told."))
        return redirect(introduction)
    if request.method != "POST" and name not in _endings(introduction, seat_of(request.user, introduction)):
        return redirect(introduction)
    title, lead, button = _words(name, introduction)
    return form_page(request, introduction, form, title=title, lead=lead, button=button, is_danger=name != "conclude")


def _words(name: str, introduction: Introduction) -> tuple[str, str, str]:
    if name == "conclude":
        lead = _(
            "A partnership in initiation begins. Only the two authorities and the programme office see it, until it is "
            "active. The contacts of both sides go on there. Your councils decide about everything that binds you."
        )
        return _("Begin a partnership"), lead, _("Begin the partnership")
    if name == "close":
        lead = _("Contacts close at once. Each side keeps what it wrote itself. Both sides are told.")
        return _("Close this introduction"), lead, _("Close the introduction")
    if introduction.state == State.OPEN:
        lead = _("Contacts close at once. Each side keeps what it wrote itself. Both sides are told, without a reason.")
    else:
        lead = _("The question ends. No contact has been opened. The other side is told, without a reason.")
    return _("Take this introduction back"), lead, _("Take it back")


FORMS: dict[str, Any] = {"conclude": ConcludeForm, "close": CloseForm, "withdraw": WithdrawForm}
STEPS: dict[str, Callable[[Introduction, dict[str, Any], Any], Any]] = {
    "conclude": lambda row, typed, request: conclude(
        row.public_id, form=typed["form"], actor=request.user, at=timezone.now()
    ),
    "close": lambda row, typed, request: close(
        row.public_id, reason=typed["reason"], actor=request.user, at=timezone.now()
    ),
    "withdraw": lambda row, typed, request: withdraw(
        row.public_id, reason=typed["reason"], actor=request.user, at=timezone.now()
    ),
}
