"""One joint project: what is known of it, how one begins, and the steps of its way."""

from http import HTTPStatus
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from jisr.kernel.errors import DomainError
from jisr.kernel.policy import may
from jisr.partnerships.projects import answers as parts
from jisr.partnerships.projects.forms import MoveForm, StartForm
from jisr.partnerships.projects.models import JointProject
from jisr.partnerships.projects.outline import PAGES, is_translated, lacking
from jisr.partnerships.projects.policies import ADD_PROJECT, EDIT_PROJECT
from jisr.partnerships.projects.presenting import facts_of
from jisr.partnerships.projects.services import Incomplete, move, start_project
from jisr.partnerships.projects.states import EDITABLE
from jisr.partnerships.projects.workflow import MOVES
from jisr.partnerships.views.finding import tie_or_404

LABELS = {
    "develop": gettext_lazy("Make it a concept"),
    "get_ready": gettext_lazy("It is ready for funding"),
    "go_back": gettext_lazy("Back to the concept"),
    "run": gettext_lazy("It runs without funding"),
    "finish": gettext_lazy("It is done"),
    "drop": gettext_lazy("Drop it"),
    "take_up": gettext_lazy("Take it up again"),
}
FORWARD = ("develop", "get_ready", "run", "finish", "take_up")


@never_cache
@login_required
@require_safe
def project_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    found = of_project(request, public_id)
    answers = parts.read(found)
    may_edit = may(request.user, EDIT_PROJECT, found)
    moves = [name for name, step in MOVES.items() if found.state in step.sources] if may_edit else []
    ahead = next((name for name in moves if MOVES[name].needs), "")
    context = {
        "project": found,
        "pages": [(page, facts_of(page, answers)) for page in PAGES],
        "may_edit": may_edit and found.state in EDITABLE,
        "forward": [(name, LABELS[name]) for name in moves if name in FORWARD],
        "backward": [(name, LABELS[name]) for name in moves if name not in FORWARD],
        "ahead": LABELS.get(ahead, ""),
        "lacks": lacking(ahead, answers) if ahead else [],
        "is_translated": is_translated(found),
        "moves": list(found.moves.all()),
    }
    return render(request, "partnerships/projects/project.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def project_start(request: HttpRequest, slug: str) -> HttpResponse:
    tie = tie_or_404(request, slug)
    if not may(request.user, ADD_PROJECT, tie):
        raise Http404
    form = StartForm(request.POST if request.method == "POST" else None, initial={"form_key": get_random_string(32)})
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        project = start_project(
            tie,
            title=typed["title"],
            language=typed["original_language"],
            form_key=typed["form_key"],
            actor=request.user,
            at=timezone.now(),
        )
        return redirect("projects:page", project.public_id, "idea")
    context = {"tie": tie, "form": form}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "partnerships/projects/start.html", context, status=status)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def project_move(request: HttpRequest, public_id: UUID, name: str) -> HttpResponse:
    """Take a step: asks for the day, and for a reason where one is needed; says what is lacking, with links."""
    found = of_project(request, public_id)
    if name not in MOVES or not may(request.user, EDIT_PROJECT, found):
        raise Http404
    needs_reason = MOVES[name].needs_reason
    form = MoveForm(request.POST if request.method == "POST" else None, needs_reason=needs_reason)
    lacks = lacking(name, parts.read(found))
    if request.method == "POST" and form.is_valid():
        reason, day = form.cleaned_data["reason"], form.day()
        try:
            move(found.pk, name, reason=reason, happened_on=day, actor=request.user, at=timezone.now())
        except Incomplete as refusal:
            lacks = refusal.facts["lacks"]
        except DomainError as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("Done. The people of both sides have been told."))
            return redirect(found)
    elif request.method != "POST" and found.state not in MOVES[name].sources:
        return redirect(found)
    context = {"project": found, "form": form, "label": LABELS[name], "lacks": lacks}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "partnerships/projects/move.html", context, status=status)


def of_project(request: HttpRequest, public_id: UUID) -> JointProject:
    """A project that the reader may see; others are as if they were not there."""
    rows = JointProject.objects.visible_to(request.user).with_parts()
    return cast("JointProject", get_object_or_404(rows, public_id=public_id))
