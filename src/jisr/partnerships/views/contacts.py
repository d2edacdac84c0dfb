"""Contacts of ties, the ties that have been silent for too long, and the rule for that."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jisr.accounts.access import staff_required
from jisr.accounts.states import Role
from jisr.documents.views.doors import signed_in
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import may
from jisr.municipalities.desk.policies import EDIT_FACTS
from jisr.municipalities.views import contacts
from jisr.municipalities.views.contacts import Contacts
from jisr.partnerships.alarms import set_alarm_months, set_contact_rule, silent_ties, usual_months, why
from jisr.partnerships.forms.contacts import MonthsForm, RuleForm, TieContactForm
from jisr.partnerships.models import ContactRule, Partnership
from jisr.partnerships.queries import CARED_FOR
from jisr.partnerships.views.finding import tie_or_404

PAGE_SIZE = 50


def _more(request: HttpRequest, tie: Partnership) -> dict[str, Any]:
    if not may(request.user, EDIT_FACTS, tie):
        return {}
    today = timezone.localdate()
    is_cared_for = tie.status in CARED_FOR
    return {
        "alarm": why(tie, today=today, usual=usual_months(today=today)) if is_cared_for else "",
        "months_form": MonthsForm(instance=tie),
        "months_url": reverse("ties:months", args=[tie.slug]),
    }


OF_TIE = Contacts(TieContactForm, "partnership", tie_or_404, "ties:contacts", _more)


@never_cache
@signed_in
@require_safe
def tie_contacts(request: HttpRequest, slug: str) -> HttpResponse:
    return contacts.show(request, OF_TIE, slug)


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def tie_contact_edit(request: HttpRequest, slug: str, public_id: UUID | None = None) -> HttpResponse:
    return contacts.edit(request, OF_TIE, slug, public_id)


@never_cache
@signed_in
@require_POST
def tie_contact_note(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    return contacts.note(request, OF_TIE, slug, public_id)


@never_cache
@signed_in
@require_POST
def tie_contact_end(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    return contacts.end(request, OF_TIE, slug, public_id)


@staff_required(Role.ADVISER)
@require_POST
def tie_months(request: HttpRequest, slug: str) -> HttpResponse:
    tie = tie_or_404(request, slug)
    form = MonthsForm(request.POST, instance=tie)
    if not form.is_valid():
        return contacts.show(request, OF_TIE, slug, months_form=form)
    set_alarm_months(tie, form.cleaned_data["contact_alarm_months"], actor=request.user)
    messages.success(request, _("The number of months is saved."))
    return redirect("ties:contacts", slug)


@staff_required(Role.ADVISER)
@require_safe
def silent(request: HttpRequest) -> HttpResponse:
    """All ties with which nobody was in touch for too long, with since when and why."""
    today = timezone.localdate()
    usual = usual_months(today=today)
    page = Paginator(silent_ties(today=today), PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [(tie, why(tie, today=today, usual=usual)) for tie in page]
    return render(request, "partnerships/desk/silent.html", {"page": page, "rows": rows, "usual": usual})


@staff_required(Role.ADVISER)
@require_http_methods(["GET", "HEAD", "POST"])
def contact_rules(request: HttpRequest) -> HttpResponse:
    """The office's rules, by the day from which they hold."""
    form = RuleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        try:
            set_contact_rule(
                valid_from=answers["valid_from_on"],
                months=answers["months"],
                note=answers["note"],
                actor=request.user,
                at=timezone.now(),
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("The rule is saved."))
            return redirect("ties:rules")
    context = {
        "form": form,
        "rules": ContactRule.objects.select_related("set_by"),
        "usual": usual_months(today=timezone.localdate()),
    }
    return render(request, "partnerships/desk/rules.html", context, status=422 if form.is_bound else 200)
