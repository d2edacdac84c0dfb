"""The form of a meeting, as the events team makes it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jisr.accounts.access import staff_required
from jisr.accounts.states import Role
from jisr.events.editions.models import Edition
from jisr.events.registration import answering, form_making
from jisr.events.registration.form_models import FormQuestion
from jisr.events.registration.office_forms import QuestionForm
from jisr.events.registration.views import finding
from jisr.kernel.errors import DomainError


@staff_required(Role.EVENTS)
@require_safe
def form_page(request: HttpRequest, slug: str) -> HttpResponse:
    edition = finding.edition_or_404(request, slug)
    rows = FormQuestion.objects.filter(edition=edition).prefetch_related("kinds").select_related("shown_if")
    pages: dict[int, list[FormQuestion]] = {}
    for row in rows.asked():
        pages.setdefault(row.step, []).append(row)
    context = {
        "edition": edition,
        "pages": sorted(pages.items()),
        "removed": list(rows.exclude(removed_at=None)),
        "crumbs": finding.desk_crumbs(edition),
    }
    return render(request, "events/registration/form_page.html", context)


@staff_required(Role.EVENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def question_add(request: HttpRequest, slug: str) -> HttpResponse:
    return _question(request, finding.edition_or_404(request, slug), None)


@staff_required(Role.EVENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def question_change(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    edition = finding.edition_or_404(request, slug)
    rows = FormQuestion.objects.filter(edition=edition).asked().select_related("shown_if").prefetch_related("kinds")
    return _question(request, edition, get_object_or_404(rows, public_id=public_id))


def _question(request: HttpRequest, edition: Edition, row: FormQuestion | None) -> HttpResponse:
    kinds = edition.participant_kinds.all()
    sent = request.POST if request.method == "POST" else None
    form = QuestionForm(sent, row=row, others=answering.questions_of(edition.pk), kinds=kinds)
    back = reverse("registration:form", args=[edition.slug])
    if sent is not None and form.is_valid():
        try:
            _save(request, edition, row, form)
        except DomainError as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("The question is saved."))
            return redirect(back)
    note = _("Who has answered already keeps the wording they answered to.") if row else ""
    return finding.form_page(
        request,
        form,
        title=row.label if row else _("New question"),
        note=note,
        button=_("Save the question"),
        kicker=edition.title,
        back=back,
        crumbs=[*finding.desk_crumbs(edition), (_("Registration form"), back)],
    )


def _save(request: HttpRequest, edition: Edition, row: FormQuestion | None, form: QuestionForm) -> None:
    values, kinds, condition = form.values(), form.chosen_kinds(), form.chosen_condition()
    actor, now = request.user, timezone.now()
    if row is None:
        form_making.add_question(edition, values, kinds=kinds, condition=condition, actor=actor, at=now)
        return
    seen = form.cleaned_data["seen"] or 0
    form_making.change_question(row.public_id, values, kinds=kinds, condition=condition, seen=seen, actor=actor, at=now)


@staff_required(Role.EVENTS)
@require_POST
def question_do(request: HttpRequest, slug: str, public_id: UUID, name: str) -> HttpResponse:
    """Move a question on its page, or ask it no longer."""
    edition = finding.edition_or_404(request, slug)
    row = get_object_or_404(FormQuestion, edition=edition, public_id=public_id)
    actor = request.user
    try:
        if name in {"up", "down"}:
            form_making.move_question(row.public_id, is_up=name == "up", actor=actor)
        elif name == "remove":
            form_making.remove_question(row.public_id, actor=actor, at=timezone.now())
            messages.success(request, _("The question is asked no longer. Answers stay as long as they are kept."))
        else:
            raise Http404
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    return redirect("registration:form", slug=edition.slug)
