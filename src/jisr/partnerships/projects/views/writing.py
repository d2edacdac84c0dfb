"""Writing a joint project page by page: saved at once, two editors told field by field, nothing lost."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from jisr.kernel.errors import DomainError
from jisr.kernel.policy import may
from jisr.partnerships.projects import answers as parts
from jisr.partnerships.projects.forms import PageForm, retyped
from jisr.partnerships.projects.models import JointProject, ProjectTyping
from jisr.partnerships.projects.outline import BY_SLUG, PAGES, Page, label_of
from jisr.partnerships.projects.policies import EDIT_PROJECT
from jisr.partnerships.projects.presenting import spoken
from jisr.partnerships.projects.services import Saved, drop_typing, keep_typing, save_answers
from jisr.partnerships.projects.states import EDITABLE
from jisr.partnerships.projects.views.project import of_project

AUTOSAVE = "X-Autosave"
STAY, OVERVIEW = "stay", "overview"


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def project_page(request: HttpRequest, public_id: UUID, slug: str) -> HttpResponse:
    found, page = _editable(request, public_id), BY_SLUG.get(slug)
    if page is None:
        raise Http404
    if request.headers.get(AUTOSAVE):
        return _keep(request, found, page)
    if request.method != "POST":
        if found.state not in EDITABLE:
            return redirect(found)
        return _opened(request, found, page)
    return _save(request, found, page)


def _save(request: HttpRequest, found: JointProject, page: Page) -> HttpResponse:
    form = PageForm(request.POST, page=page, answers=parts.read(found), state=found.state)
    seen = _seen(request.POST, page)
    if not form.is_valid():
        return _shown(request, found, page, form, seen=seen)
    try:
        saved = save_answers(found.pk, form.cleaned(), seen=seen, actor=request.user, at=timezone.now())
    except DomainError as refusal:
        form.add_error(None, str(refusal.message))
        return _shown(request, found, page, form, seen=seen)
    if saved.conflicts:
        return _shown(request, found, page, form, seen=saved.stamps, saved=saved)
    drop_typing(found, page.slug, actor=request.user)
    return redirect(*_next(request.POST.get("then", ""), found, page))


def _keep(request: HttpRequest, found: JointProject, page: Page) -> HttpResponse:
    """What is typed is kept for its author until they save it, so that nobody else's text is touched by a timer."""
    try:
        keep_typing(found.pk, page.slug, request.POST.urlencode(), actor=request.user, at=timezone.now())
    except DomainError as refusal:
        return JsonResponse({"message": str(refusal.message)}, status=HTTPStatus.CONFLICT)
    return JsonResponse({"message": _("Kept for you. Others see it once you save.")})


def _opened(request: HttpRequest, found: JointProject, page: Page) -> HttpResponse:
    form = PageForm(page=page, answers=parts.read(found), state=found.state)
    typing = ProjectTyping.objects.filter(project=found, page=page.slug, person=request.user).first()
    if typing is None:
        return _shown(request, found, page, form, seen=found.stamps)
    typed = QueryDict(typing.typed)
    return _shown(request, found, page, retyped(form, typed), seen=_seen(typed, page), typing=typing)


def _shown(request: HttpRequest, found: JointProject, page: Page, form: PageForm, **more: Any) -> HttpResponse:  # noqa: ANN401
    saved: Saved | None = more.get("saved")
    conflicts = _conflicts(saved, form) if saved else []
    context = {
        "project": found,
        "page": page,
        "number": PAGES.index(page) + 1,
        "total": len(PAGES),
        "form": form,
        "seen": {name: more["seen"].get(name, 0) for name in page.fields},
        "conflicts": conflicts,
        "their_name": saved.their_name if saved else "",
        "typing": more.get("typing"),
    }
    status = HTTPStatus.CONFLICT if conflicts else HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "partnerships/projects/page.html", context, status=int(status))


def _conflicts(saved: Saved, form: PageForm) -> list[tuple[str, str, str]]:
    """Each answer that two people changed: its label, what the reader typed, and what the other one saved."""
    mine = form.cleaned()
    return [
        (str(label_of(name)), spoken(name, mine.get(name)), spoken(name, theirs))
        for name, theirs in saved.conflicts.items()
    ]


def _next(then: str, found: JointProject, page: Page) -> tuple[str, ...]:
    place = PAGES.index(page) + 1
    if then == STAY:
        return ("projects:page", str(found.public_id), page.slug)
    if then == OVERVIEW or place == len(PAGES):
        return ("projects:project", str(found.public_id))
    return ("projects:page", str(found.public_id), PAGES[place].slug)


@never_cache
@login_required
@require_POST
def project_discard(request: HttpRequest, public_id: UUID, slug: str) -> HttpResponse:
    """Forget one's own unsaved entries on a page."""
    found = _editable(request, public_id)
    drop_typing(found, slug, actor=request.user)
    messages.success(request, _("Your unsaved entries are gone. The page shows what is saved."))
    return redirect("projects:page", found.public_id, slug) if slug in BY_SLUG else redirect(found)


def _editable(request: HttpRequest, public_id: UUID) -> JointProject:
    found = of_project(request, public_id)
    if not may(request.user, EDIT_PROJECT, found):
        raise Http404
    return found


def _seen(typed: QueryDict, page: Page) -> dict[str, int]:
    return {name: _number(typed.get(f"seen_{name}", "")) for name in page.fields}


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else 0  # noqa: PLR2004 - more is no stamp of ours
