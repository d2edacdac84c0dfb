"""Minutes: begun, read, and written by several people at the same time."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jisr.documents.views.doors import signed_in
from jisr.events.agenda.models import Session
from jisr.events.results import minutes as service
from jisr.events.results.forms import LanguageForm
from jisr.events.results.minutes import Place, Typed, Written
from jisr.events.results.models import LONGEST_BLOCK, Minutes, MinutesBlock
from jisr.events.results.policies import RELEASE_RESULT, WRITE_RESULT
from jisr.events.results.states import BlockKind, State
from jisr.events.results.views.finding import edition_or_404, language_of, outcome_or_404, uuid_of
from jisr.events.results.workflow import open_moves
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import may
from jisr.kernel.stamps import plain, read_stamp, stamp_of

AUTOSAVE = "X-Autosave"
TEXT, SEEN, KIND, AFTER = "text_", "seen_", "kind_", "after_"
UP, DOWN = "up", "down"


@dataclass
class Row:
    """One block on the page: what is typed, what the page saw of it, and what somebody else wrote."""

    key: UUID
    kind: str
    text: str
    stamp: str
    block: MinutesBlock | None = None
    after: UUID | None = None
    conflict: MinutesBlock | None = None
    can_rise: bool = False
    can_sink: bool = False

    @property
    def is_new(self) -> bool:
        return self.block is None

    @property
    def is_heading(self) -> bool:
        return self.kind == BlockKind.HEADING


@never_cache
@signed_in
@require_POST
def minutes_begin(request: HttpRequest, slug: str) -> HttpResponse:
    edition = edition_or_404(request, slug)
    key = uuid_of(request.POST.get("place", ""))
    session = get_object_or_404(Session.objects.filter(edition=edition), public_id=key)
    if not may(request.user, WRITE_RESULT, Place(edition.pk, session.pk)):
        raise Http404
    form = LanguageForm(request.POST)
    language = form.cleaned_data["language"] if form.is_valid() else "en"
    try:
        minutes = service.begin_minutes(session.pk, language=language, actor=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
        return redirect("results:writing", edition.slug)
    return redirect("results:minutes_write", edition.slug, minutes.public_id)


@never_cache
@signed_in
@require_safe
def minutes_page(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    minutes = outcome_or_404(request, Minutes, slug, public_id)
    may_release = may(request.user, RELEASE_RESULT, minutes)
    context = {
        "minutes": minutes,
        "language": language_of(minutes.original_language),
        "blocks": minutes.blocks.filter(is_removed=False).exclude(text=""),
        "may_write": minutes.state == State.DRAFT and may(request.user, WRITE_RESULT, minutes),
        "may_release": may_release,
        "moves": open_moves(minutes.state) if may_release else [],
    }
    return render(request, "events/results/minutes.html", context)


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def minutes_write(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    minutes = _writable(request, slug, public_id)
    if request.method != "POST":
        if minutes.state != State.DRAFT:
            return redirect(minutes)
        return _page(request, minutes, _rows(minutes, after=uuid_of(request.GET.get("after", ""))))
    return _save(request, minutes)


def _save(request: HttpRequest, minutes: Minutes) -> HttpResponse:
    typed = _typed(request)
    theirs = uuid_of(request.POST.get("theirs", ""))
    try:
        sent = [each for each in typed if each.key != theirs]
        written = service.save_blocks(minutes.public_id, sent, actor=request.user, at=timezone.now())
        if request.headers.get(AUTOSAVE):
            return _told(written)
        _press(request, minutes, typed)
    except DomainError as refusal:
        if request.headers.get(AUTOSAVE):
            return JsonResponse({"message": str(refusal.message)}, status=HTTPStatus.CONFLICT)
        return _page(request, minutes, _overlaid(_rows(minutes), sent, {}), refusal=str(refusal.message))
    if written.conflicts:
        return _page(request, minutes, _overlaid(_rows(minutes), sent, written.conflicts))
    return _next(request, minutes)


def _writable(request: HttpRequest, slug: str, public_id: UUID) -> Minutes:
    minutes = outcome_or_404(request, Minutes, slug, public_id)
    if not may(request.user, WRITE_RESULT, minutes):
        raise Http404
    return minutes


def _typed(request: HttpRequest) -> list[Typed]:
    """What came back, in the order of the page. A name that is no key of a block is left out."""
    found = []
    for name, text in request.POST.items():
        key = uuid_of(name.removeprefix(TEXT)) if name.startswith(TEXT) else None
        if key is not None:
            rest = name.removeprefix(TEXT)
            found.append(
                Typed(
                    key,
                    str(text),
                    request.POST.get(SEEN + rest, ""),
                    kind=request.POST.get(KIND + rest, BlockKind.TEXT.value),
                    after=uuid_of(request.POST.get(AFTER + rest, "")),
                )
            )
    return found


def _told(written: Written) -> JsonResponse:
    stamps = {str(key): stamp for key, stamp in written.stamps.items()}
    if written.conflicts:
        message = _("Somebody else changed the same paragraph. Press “Save” to see both texts.")
    else:
        message = _("Saved.")
    return JsonResponse({"message": message, "stamps": stamps})


def _press(request: HttpRequest, minutes: Minutes, typed: list[Typed]) -> None:
    """The buttons at a block: take it out, put it back, move it past its neighbour on the page."""
    now = timezone.now()
    if key := uuid_of(request.POST.get("remove", "")):
        typed_here = next((each for each in typed if each.key == key), None)
        seen = typed_here.seen if typed_here else ""
        block = minutes.blocks.filter(public_id=key).first()
        if block is not None and typed_here is not None and block.text == plain(typed_here.text):
            seen = stamp_of(block.version, block.text)  # saved with this very request, or never changed
        service.remove_block(minutes.public_id, key, seen=seen, actor=request.user, at=now)
    if key := uuid_of(request.POST.get("restore", "")):
        service.restore_block(minutes.public_id, key, actor=request.user, at=now)
    for name in (UP, DOWN):
        if key := uuid_of(request.POST.get(name, "")):
            _move(request, minutes, typed, key, is_up=name == UP)


def _move(request: HttpRequest, minutes: Minutes, typed: list[Typed], key: UUID, *, is_up: bool) -> None:
    """The page says which one the neighbour was, so that a second click, or a stale page, moves nothing further."""
    saved = set(minutes.blocks.values_list("public_id", flat=True))
    shown = [each.key for each in typed if each.key in saved]
    place = shown.index(key) + (-1 if is_up else 1) if key in shown else -1
    if 0 <= place < len(shown):
        service.move_block(minutes.public_id, key, shown[place], is_before=is_up, actor=request.user)


def _next(request: HttpRequest, minutes: Minutes) -> HttpResponse:
    if after := uuid_of(request.POST.get("insert", "")):
        answer = redirect("results:minutes_write", minutes.edition.slug, minutes.public_id)
        answer.headers["Location"] += f"?after={after}#new"
        return answer
    if moved := uuid_of(request.POST.get(UP, "")) or uuid_of(request.POST.get(DOWN, "")):
        answer = redirect("results:minutes_write", minutes.edition.slug, minutes.public_id)
        answer.headers["Location"] += f"#block-{moved}"
        return answer
    if request.POST.get("then") == "read":
        messages.success(request, _("The minutes are saved."))
        return redirect(minutes)
    if not any(name in request.POST for name in ("remove", "restore", "theirs")):
        messages.success(request, _("Saved."))
    return redirect("results:minutes_write", minutes.edition.slug, minutes.public_id)


def _rows(minutes: Minutes, *, after: UUID | None = None) -> list[Row]:
    """The blocks as they are now, and an empty one: at the end, or behind the one that was asked for."""
    rows = [
        Row(block.public_id, block.kind, block.text, stamp_of(block.version, block.text), block)
        for block in minutes.blocks.filter(is_removed=False).select_related("edited_by").prefetch_related("earlier")
    ]
    places = [place for place, row in enumerate(rows) if row.key == after]
    place = places[0] + 1 if places else len(rows)
    rows.insert(
        place, Row(uuid4(), BlockKind.TEXT.value, "", stamp_of(0, ""), after=rows[place - 1].key if places else None)
    )
    return rows


def _overlaid(rows: list[Row], typed: list[Typed], conflicts: dict[UUID, MinutesBlock]) -> list[Row]:
    """The page again with what was typed; at a conflict with the other text, and the stamp that saving again needs."""
    known = {row.key: row for row in rows}
    for each in typed:
        if read_stamp(each.seen).is_untouched(plain(each.text)):
            continue
        row, other = known.get(each.key), conflicts.get(each.key)
        if row is None:
            row = Row(each.key, each.kind, each.text, each.seen, block=other, after=each.after)
            rows.insert(max(len(rows) - 1, 0), row)
        row.text, row.stamp = each.text, each.seen
        if other is not None:
            row.conflict, row.stamp = other, stamp_of(other.version, other.text)
    return rows


def _page(request: HttpRequest, minutes: Minutes, rows: list[Row], *, refusal: str = "") -> HttpResponse:
    saved = [row for row in rows if not row.is_new]
    for place, row in enumerate(saved):
        row.can_rise, row.can_sink = place > 0, place < len(saved) - 1
    has_conflict = any(row.conflict for row in rows)
    context: dict[str, Any] = {
        "minutes": minutes,
        "language": language_of(minutes.original_language),
        "language_form": LanguageForm(initial={"language": minutes.original_language}),
        "rows": rows,
        "refusal": refusal,
        "has_conflict": has_conflict,
        "removed": minutes.blocks.filter(is_removed=True).exclude(text=""),
        "longest": LONGEST_BLOCK,
    }
    status = HTTPStatus.CONFLICT if has_conflict or refusal else HTTPStatus.OK
    return render(request, "events/results/minutes_write.html", context, status=int(status))


@never_cache
@signed_in
@require_POST
def minutes_language(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    minutes = _writable(request, slug, public_id)
    form = LanguageForm(request.POST)
    if form.is_valid():
        try:
            service.change_language(minutes.public_id, form.cleaned_data["language"], actor=request.user)
        except DomainError as refusal:
            messages.error(request, str(refusal.message))
        else:
            messages.success(request, _("The language of the minutes is changed."))
    return redirect("results:minutes_write", slug, minutes.public_id)
