"""Result sheets: begun, read, written, translated side by side, and set as PDF."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jisr.documents.views.doors import signed_in
from jisr.events.agenda.models import Session
from jisr.events.results import paper, sheets
from jisr.events.results.bodies import authorities_of
from jisr.events.results.forms import LanguageForm
from jisr.events.results.minutes import Place
from jisr.events.results.models import LONGEST_TEXT, ResultSheet
from jisr.events.results.policies import EDIT_FOLLOW_UP, RELEASE_RESULT, WRITE_RESULT, writes
from jisr.events.results.sheets import AUTHORITIES, SavedTexts, TypedText
from jisr.events.results.states import SheetPart, State, TextState
from jisr.events.results.views.finding import WHOLE, edition_or_404, language_of, outcome_or_404, uuid_of
from jisr.events.results.views.minutes import AUTOSAVE
from jisr.events.results.workflow import open_moves
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import may
from jisr.kernel.stamps import plain, read_stamp, stamp_of


@never_cache
@signed_in
@require_POST
def sheet_begin(request: HttpRequest, slug: str) -> HttpResponse:
    edition, session = edition_or_404(request, slug), None
    if request.POST.get("place", "") != WHOLE:
        key = uuid_of(request.POST.get("place", ""))
        session = get_object_or_404(Session.objects.filter(edition=edition), public_id=key)
    if not may(request.user, WRITE_RESULT, Place(edition.pk, session.pk if session else None)):
        raise Http404
    form = LanguageForm(request.POST)
    language = form.cleaned_data["language"] if form.is_valid() else "en"
    try:
        sheet = sheets.begin_sheet(edition, session, language=language, actor=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
        return redirect("results:writing", edition.slug)
    return redirect("results:sheet_write", edition.slug, sheet.public_id)


@never_cache
@signed_in
@require_safe
def sheet_page(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """The sheet in the reader's language. Who does not write it sees of a public one what was released."""
    sheet, language = outcome_or_404(request, ResultSheet, slug, public_id), get_language() or "en"
    may_release, may_write = may(request.user, RELEASE_RESULT, sheet), may(request.user, WRITE_RESULT, sheet)
    content = content_for(request, sheet)
    context = {
        "sheet": sheet,
        "parts": sheets.shown(content, language),
        "authorities": sheet.authorities.order_by("name"),
        "may_write": may_write and sheet.state == State.DRAFT,
        "translations": _progress(sheet) if may_write else [],
        "may_release": may_release,
        "moves": open_moves(sheet.state) if may_release else [],
        "may_follow": may(request.user, EDIT_FOLLOW_UP, sheet.edition),
        "decisions": sheet.decisions.visible_to(request.user).for_lists().order_by("decided_on", "pk"),
        "follow_ups": sheet.follow_ups.visible_to(request.user).for_lists(),
        "today": timezone.localdate(),
    }
    return render(request, "events/results/sheet.html", context)


def content_for(request: HttpRequest, sheet: ResultSheet) -> dict[str, Any]:
    """The texts of now for those who write; else, once it is public, those that were released."""
    if sheet.released is not None and not writes(request.user, sheet.edition_id, sheet.session_id):
        released: dict[str, Any] = sheet.released
        return released
    return sheets.snapshot(sheet)


def _progress(sheet: ResultSheet) -> list[dict[str, Any]]:
    return [
        {"target": language_of(code), "total": total, "written": written, "checked": checked}
        for code, total, written, checked in sheets.progress(sheet)
    ]


@never_cache
@signed_in
@require_safe
def sheet_pdf(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    sheet = outcome_or_404(request, ResultSheet, slug, public_id)
    return paper.answer(sheet, content_for(request, sheet), get_language() or "en")


def _writable(request: HttpRequest, slug: str, public_id: UUID) -> ResultSheet:
    sheet = outcome_or_404(request, ResultSheet, slug, public_id)
    if not may(request.user, WRITE_RESULT, sheet):
        raise Http404
    return sheet


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def sheet_write(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    sheet = _writable(request, slug, public_id)
    if request.method != "POST":
        if sheet.state != State.DRAFT:
            return redirect(sheet)
        return _write_page(request, sheet)
    return _save(request, sheet)


def _save(request: HttpRequest, sheet: ResultSheet) -> HttpResponse:
    typed = _typed(request, list(SheetPart))
    try:
        saved = sheets.save_sheet(
            sheet.public_id,
            typed,
            authorities=request.POST.getlist(AUTHORITIES),
            seen=request.POST.get(f"seen_{AUTHORITIES}", ""),
            actor=request.user,
            at=timezone.now(),
        )
    except DomainError as refusal:
        if request.headers.get(AUTOSAVE):
            return JsonResponse({"message": str(refusal.message)}, status=HTTPStatus.CONFLICT)
        return _write_page(request, sheet, typed=typed, refusal=str(refusal.message))
    if request.headers.get(AUTOSAVE):
        told = _("Somebody else changed the same text. Press “Save” to see both.") if saved.conflicts else _("Saved.")
        return JsonResponse({"message": told, "stamps": saved.stamps})
    if saved.conflicts:
        return _write_page(request, sheet, typed=typed, saved=saved)
    messages.success(request, _("The sheet is saved."))
    return redirect(sheet)


def _typed(request: HttpRequest, parts: list[SheetPart]) -> list[TypedText]:
    return [
        TypedText(
            part.value,
            request.POST[f"text_{part.value}"],
            request.POST.get(f"seen_{part.value}", ""),
            is_checked=request.POST.get(f"state_{part.value}") == "checked",
        )
        for part in parts
        if f"text_{part.value}" in request.POST
    ]


def _row(part: SheetPart, row: Any, typed: TypedText | None, saved: SavedTexts | None) -> dict[str, Any]:  # noqa: ANN401
    """One part as its field shows it: what was typed, and at a conflict the other text."""
    text, version = (row.text, row.version) if row else ("", 0)
    found = {"part": part, "row": row, "text": text, "stamp": stamp_of(version, text), "theirs": None}
    if typed is None or read_stamp(typed.seen).is_untouched(plain(typed.text)):
        return found
    found["text"] = typed.text
    if saved is not None and part.value in saved.conflicts:
        return found | {"theirs": saved.conflicts[part.value]}
    return found if saved is not None else found | {"stamp": typed.seen}


def _write_page(
    request: HttpRequest,
    sheet: ResultSheet,
    *,
    typed: list[TypedText] | None = None,
    saved: SavedTexts | None = None,
    refusal: str = "",
) -> HttpResponse:
    rows = {row.part: row for row in sheet.texts.filter(is_original=True)}
    given = {each.part: each for each in typed or []}
    present = list(sheet.authorities.all())
    chosen = {row.slug for row in present}
    context = {
        "sheet": sheet,
        "language": language_of(sheet.original_language),
        "rows": [_row(part, rows.get(part.value), given.get(part.value), saved) for part in SheetPart],
        "authorities": [(row, row.slug in chosen) for row in authorities_of(sheet.edition, also=[*present])],
        "authorities_stamp": sheets.authorities_stamp(chosen),
        "authorities_conflict": saved is not None and AUTHORITIES in saved.conflicts,
        "their_name": saved.their_name if saved else "",
        "has_conflict": bool(saved and saved.conflicts),
        "refusal": refusal,
        "longest": LONGEST_TEXT,
    }
    status = HTTPStatus.CONFLICT if refusal or context["has_conflict"] else HTTPStatus.OK
    return render(request, "events/results/sheet_write.html", context, status=int(status))


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def sheet_translate(request: HttpRequest, slug: str, public_id: UUID, language: str) -> HttpResponse:
    """The original on one side, the translation on the other, each in its own direction."""
    sheet = _writable(request, slug, public_id)
    if language not in {code for code, *_rest in sheets.progress(sheet)}:
        raise Http404
    originals = {row.part: row for row in sheet.texts.filter(is_original=True).exclude(text="")}
    parts = [part for part in SheetPart if part.value in originals]
    typed, saved, refusal = [], None, ""
    if request.method == "POST":
        typed = _typed(request, parts)
        try:
            saved = sheets.save_translation(sheet.public_id, language, typed, actor=request.user, at=timezone.now())
        except DomainError as refused:
            refusal = str(refused.message)
        else:
            if not saved.conflicts:
                messages.success(request, _("The translation is saved."))
                return redirect("results:sheet_translate", slug, sheet.public_id, language)
    rows = {row.part: row for row in sheet.texts.filter(language=language).select_related("checked_by")}
    given = {each.part: each for each in typed}
    context = {
        "sheet": sheet,
        "target": language_of(language),
        "original": language_of(sheet.original_language),
        "rows": [
            _row(part, rows.get(part.value), given.get(part.value), saved)
            | {
                "original": originals[part.value],
                "is_checked": _is_checked(rows.get(part.value), given.get(part.value)),
            }
            for part in parts
        ],
        "has_conflict": bool(saved and saved.conflicts),
        "refusal": refusal,
        "longest": LONGEST_TEXT,
    }
    status = HTTPStatus.CONFLICT if refusal or context["has_conflict"] else HTTPStatus.OK
    return render(request, "events/results/sheet_translate.html", context, status=int(status))


def _is_checked(row: Any, typed: TypedText | None) -> bool:  # noqa: ANN401 - a text or none
    if typed is not None:
        return typed.is_checked
    return row is not None and row.state == TextState.CHECKED
