"""What the events team does about certificates and about seminars that are required."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jisr.events.attendance.certificates import entitled, issue_all, replace, revoke, set_rule
from jisr.events.attendance.figures import rule_of
from jisr.events.attendance.forms import ReasonForm, RuleForm, SeminarForm
from jisr.events.attendance.models import Certificate, SeminarRule
from jisr.events.attendance.policies import ISSUE_CERTIFICATE
from jisr.events.attendance.requiring import end_rule, require_seminar
from jisr.events.attendance.seminars import missing_at
from jisr.events.attendance.states import Purpose
from jisr.events.attendance.views.finding import OK, UNPROCESSABLE, edition_or_404, form_page
from jisr.events.attendance.views.office import TEAM
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import verdict

STEPS: dict[str, Callable[..., Certificate]] = {"revoke": revoke, "replace": replace}


@TEAM
@require_safe
def certificates(request: HttpRequest, slug: str) -> HttpResponse:
    """Who is to get one, and who has one."""
    edition = edition_or_404(slug)
    issued = Certificate.objects.filter(edition=edition).select_related("participant", "replaced_by")
    context = {
        "edition": edition,
        "tab": "certificates",
        "rule": rule_of(edition),
        "due": entitled(edition),
        "issued": issued,
        "verdict": verdict(request.user, ISSUE_CERTIFICATE, edition),
    }
    return render(request, "events/attendance/certificates.html", context)


@TEAM
@require_POST
def certificates_issue(request: HttpRequest, slug: str) -> HttpResponse:
    edition = edition_or_404(slug)
    chosen = None if request.POST.get("all") == "yes" else request.POST.getlist("who")
    try:
        made = issue_all(edition, actor=request.user, at=timezone.now(), chosen=chosen)
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    else:
        text = ngettext(
            "%(number)s certificate was issued. The files follow in a few minutes, and the holder is told.",
            "%(number)s certificates were issued. The files follow in a few minutes, and the holders are told.",
            len(made),
        )
        messages.success(request, text % {"number": len(made)})
    return redirect("attendance:certificates", slug)


@TEAM
@require_http_methods(["GET", "HEAD", "POST"])
def certificate_end(request: HttpRequest, slug: str, number: str, name: str) -> HttpResponse:
    """Revoke or replace one, with a reason."""
    rows = Certificate.objects.select_related("participant")
    certificate = get_object_or_404(rows, edition__slug=slug, number=number)
    back = reverse("attendance:certificates", args=[slug])
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            STEPS[name](certificate.pk, reason=form.cleaned_data["reason"], actor=request.user, at=timezone.now())
        except DomainError as refusal:
            messages.error(request, str(refusal.message))
        else:
            messages.success(request, _("Done. The page on which the certificate is proved says so at once."))
        return redirect(back)
    return form_page(request, form, kicker=certificate.number, back=back, **_words(name, certificate))


def _words(name: str, certificate: Certificate) -> dict[str, Any]:
    person = {"name": certificate.holder_name or certificate.number}
    if name == "revoke":
        return {
            "title": _("Revoke the certificate of %(name)s") % person,
            "lead": _("It proves nothing any more. The files are deleted and the holder is told the reason."),
            "button": _("Revoke the certificate"),
            "is_danger": True,
        }
    return {
        "title": _("Replace the certificate of %(name)s") % person,
        "lead": _(
            "A new one is issued with the name and the attendance as they are now. The old one is not valid then."
        ),
        "button": _("Issue a new certificate"),
    }


@TEAM
@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: HttpRequest, slug: str) -> HttpResponse:
    """What is enough for a certificate of this meeting, and which seminars are required."""
    edition = edition_or_404(slug)
    kept = rule_of(edition)
    initial = {"unit": kept.unit, "at_least": kept.at_least}
    is_rule, is_seminar = (request.POST.get("form") == name for name in ("rule", "seminar"))
    rule_form = RuleForm(request.POST if is_rule else None, initial=initial)
    seminar_form = SeminarForm(request.POST if is_seminar else None, edition=edition)
    if is_rule and rule_form.is_valid():
        set_rule(edition, actor=request.user, **rule_form.cleaned_data)
        messages.success(request, _("The rule is set. Certificates that were issued before stay."))
        return redirect("attendance:rules", slug)
    if is_seminar and seminar_form.is_valid():
        require_seminar(edition, seminar_form.chosen, actor=request.user)
        messages.success(request, _("The seminar is required from that day on."))
        return redirect("attendance:rules", slug)
    context = {
        "edition": edition,
        "tab": "rules",
        "rule_form": rule_form,
        "seminar_form": seminar_form,
        "for_meeting": SeminarRule.objects.filter(edition=edition).select_related("series"),
        "for_missions": SeminarRule.objects.filter(purpose=Purpose.MISSION).select_related("series"),
        "without": len(missing_at(edition)),
    }
    status = UNPROCESSABLE if rule_form.errors or seminar_form.errors else OK
    return render(request, "events/attendance/rules.html", context, status=status)


@TEAM
@require_POST
def rule_end(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    edition = edition_or_404(slug)
    rows = SeminarRule.objects.filter(pk=pk)
    rule = get_object_or_404(rows.filter(edition=edition) | rows.filter(purpose=Purpose.MISSION))
    end_rule(rule, actor=request.user, on=timezone.localdate())
    messages.success(request, _("The rule ends today. What it asked until now stays on record."))
    return redirect("attendance:rules", slug)
