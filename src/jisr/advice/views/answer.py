"""Answering an enquiry, perhaps from a template; and changing the templates."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_safe

from jisr.accounts.access import staff_required
from jisr.accounts.models import User
from jisr.advice.forms import AnswerForm, TemplateForm
from jisr.advice.models import Enquiry, ReplyTemplate
from jisr.advice.policies import ADVISERS, ANSWER
from jisr.advice.replies import fill
from jisr.advice.services import records
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import verdict
from jisr.web.open_form import new_key, new_stamp, read_stamp

COLUMNS = tuple(f"{name}_{code}" for name in ("title", "subject", "body") for code, _language in settings.LANGUAGES)


@staff_required(*ADVISERS)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, reference: str) -> HttpResponse:
    rows = Enquiry.objects.visible_to(request.user).select_related("user", "adviser", "authority", "other_authority")
    shown = get_object_or_404(rows, reference=reference)
    form = AnswerForm(request.POST or None, initial=_initial(request, shown))
    if request.method == "POST" and form.is_valid():
        key = read_stamp(request.POST.get("stamp", "")).key
        try:
            records.answer(
                reference, **form.cleaned_data, actor=request.user, at=timezone.now(), form_key=key or new_key()
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("Your answer is on its way, and the clock has stopped."))
            return redirect(shown)
    templates = ReplyTemplate.objects.order_by("title", "pk")
    context = {
        "enquiry": shown,
        "form": form,
        "stamp": request.POST.get("stamp") or new_stamp(),
        "templates": [row for row in templates if row.topic in ("", shown.topic)],
        "others": [row for row in templates if row.topic not in ("", shown.topic)],
        "verdict": verdict(request.user, ANSWER, shown),
    }
    return render(request, "advice/answer.html", context, status=422 if form.is_bound else 200)


def _initial(request: HttpRequest, shown: Enquiry) -> dict[str, str]:
    with override(shown.language):
        subject = _("Your question %(reference)s") % {"reference": shown.reference}
    template = ReplyTemplate.objects.filter(slug=request.GET.get("template", "")).first()
    if template is None:
        return {"subject": subject}
    values = _values(shown, request.user)
    return {
        name: fill(template.in_language(column, shown.language), values)
        for name, column in (("subject", "subject"), ("text", "body"))
    }


def _values(shown: Enquiry, adviser: User) -> dict[str, str]:
    return {"name": shown.contact_name, "reference": shown.reference, "adviser": adviser.display_name}


@staff_required(*ADVISERS)
@require_safe
def template_list(request: HttpRequest) -> HttpResponse:
    return render(request, "advice/template_list.html", {"templates": ReplyTemplate.objects.order_by("title", "pk")})


@staff_required(*ADVISERS)
@require_http_methods(["GET", "HEAD", "POST"])
def template_edit(request: HttpRequest, slug: str) -> HttpResponse:
    template = get_object_or_404(ReplyTemplate, slug=slug)
    form = TemplateForm(request.POST or None, initial={name: getattr(template, name) for name in COLUMNS})
    if request.method == "POST" and form.is_valid():
        seen = request.POST.get("version", "")
        try:
            _save(template, form.cleaned_data, int(seen) if seen.isdecimal() else 0, request.user)
        except DomainError as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("The template is saved."))
            return redirect("advice:templates")
    context: dict[str, Any] = {"template": template, "form": form}
    return render(request, "advice/template_edit.html", context, status=422 if form.is_bound else 200)


def _save(template: ReplyTemplate, columns: dict[str, str], seen: int, actor: User) -> None:
    records.edit_template(template.pk, columns=columns, seen_version=seen, actor=actor)
