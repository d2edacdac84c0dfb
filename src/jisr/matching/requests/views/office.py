"""The office's side: what waits, questions at the answers, translations side by side."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from jisr.accounts.access import staff_required
from jisr.accounts.states import Role
from jisr.kernel.errors import DomainError
from jisr.matching.requests.forms import LONGEST_TEXT, QuestionsForm
from jisr.matching.requests.models import PartnershipRequest
from jisr.matching.requests.services import ask_back
from jisr.matching.requests.states import IN_OFFICE, AdministrationLanguage, Kind, State
from jisr.matching.requests.translating import Typed, languages_to_write, save_translations, titles
from jisr.matching.requests.views.case import of_case
from jisr.matching.requests.workflow import MOVES
from jisr.municipalities import choices
from jisr.municipalities.places import authorities_like
from jisr.municipalities.policies import READING_STAFF
from jisr.web.components import labels_of
from jisr.web.listing import Filter, Listing, read_listing

ALL, WAITING = "all", "waiting"


def _in_state(rows: QuerySet[PartnershipRequest], value: str) -> QuerySet[PartnershipRequest]:
    if value == ALL:
        return rows
    return rows.filter(state__in=IN_OFFICE if value == WAITING else [value])


def _states() -> list[tuple[str, Any]]:
    return [(WAITING, _("waiting for the office")), *State.choices, (ALL, gettext("All states"))]


def _by_name(rows: QuerySet[PartnershipRequest], value: str) -> QuerySet[PartnershipRequest]:
    return rows.filter(authority__in=authorities_like(value))


FILTERS = (
    Filter("q", _("Name"), _by_name),
    Filter("state", _("State"), _in_state, _states),
    Filter("kind", _("Kind"), lambda rows, value: rows.filter(kind=value), lambda: Kind.choices),
    Filter("region", _("Land or governorate"), lambda rows, v: rows.filter(authority__region__slug=v), choices.regions),
)
SORTS = {
    "submitted": (_("Submitted"), ["submitted_at"]),
    "authority": (_("Authority"), ["authority__name"]),
    "state": (_("State"), ["state", "submitted_at"]),
}


def queue_listing(actor: Any, parameters: Any) -> Listing:  # noqa: ANN401 - a person and the address
    asked = parameters.copy()
    asked.setdefault("state", WAITING)
    rows = PartnershipRequest.objects.visible_to(actor).for_lists()
    return read_listing(asked, rows, filters=FILTERS, sorts=SORTS)


@staff_required(*READING_STAFF)
@require_safe
def request_queue(request: HttpRequest) -> HttpResponse:
    return render(request, "matching/request_queue.html", {"listing": queue_listing(request.user, request.GET)})


@staff_required(Role.ADVISER)
@require_http_methods(["GET", "HEAD", "POST"])
def request_ask_back(request: HttpRequest, public_id: UUID) -> HttpResponse:
    found = of_case(request, public_id)
    form = QuestionsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ask_back(found.pk, form.cleaned_data, actor=request.user, at=timezone.now())
        except DomainError as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, gettext("The questions are on their way."))
            return redirect(found.case_url)
    elif request.method != "POST" and found.state not in MOVES["ask_back"].sources:
        return redirect(found.case_url)
    context = {"case": found, "form": form}
    return render(request, "matching/request_ask_back.html", context, status=422 if form.is_bound else 200)


@staff_required(Role.ADVISER)
@require_http_methods(["GET", "HEAD", "POST"])
def request_translate(request: HttpRequest, public_id: UUID, language: str) -> HttpResponse:
    """The original on one side, the translation on the other, each in its own direction."""
    found = of_case(request, public_id)
    if language not in languages_to_write(found):
        raise Http404
    conflicts, typed = {}, {}
    if request.method == "POST":
        heads = titles(found)
        typed = {each.key: each for each in (_typed(request, key) for key in heads) if each}
        conflicts = save_translations(found.pk, language, list(typed.values()), actor=request.user, at=timezone.now())
        if not conflicts:
            messages.success(request, gettext("The translation is saved."))
            return redirect("requests:translate", found.public_id, language)
    context = {
        "case": found,
        "rows": _rows(found, language, typed, conflicts),
        "target": _language(language),
        "original": _language(found.original_language),
        "longest": LONGEST_TEXT,
        "conflicts": bool(conflicts),
    }
    return render(request, "matching/request_translate.html", context, status=409 if conflicts else 200)


def _typed(request: HttpRequest, key: str) -> Typed | None:
    if f"text-{key}" not in request.POST:
        return None
    seen = request.POST.get(f"seen-{key}", "0")
    return Typed(
        key=key,
        text=request.POST[f"text-{key}"].replace("\x00", "")[:LONGEST_TEXT],
        is_checked=request.POST.get(f"state-{key}") == "checked",
        seen=int(seen) if seen.isdecimal() and len(seen) < 9 else 0,  # noqa: PLR2004 - more is no version of ours
    )


def _rows(
    found: PartnershipRequest, language: str, typed: dict[str, Typed], conflicts: dict[str, Any]
) -> list[dict[str, Any]]:
    texts = list(found.texts.all())
    originals = {row.key: row for row in texts if row.is_original}
    written = {row.key: row for row in texts if row.language == language and not row.is_original}
    rows = []
    for key, title in titles(found).items():
        if key in originals:
            mine, theirs = typed.get(key), written.get(key)
            rows.append(
                {
                    "key": key,
                    "title": title,
                    "original": originals[key],
                    "row": theirs,
                    "text": mine.text if mine else theirs.text if theirs else "",
                    "is_checked": mine.is_checked if mine else bool(theirs and theirs.checked_at),
                    "seen": theirs.version if theirs else 0,
                    "conflict": conflicts.get(key),
                }
            )
    return rows


def _language(code: str) -> dict[str, str]:
    is_rtl = translation.get_language_info(code)["bidi"]
    return {"code": code, "name": labels_of(AdministrationLanguage)[code], "direction": "rtl" if is_rtl else "ltr"}
