"""A participant's own pages: the code of the badge, where they were, certificates, feedback."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jisr.documents.views.doors import signed_in
from jisr.events.attendance.feedback import give, has_answered
from jisr.events.attendance.forms import AnswersForm, CodeForm
from jisr.events.attendance.models import FeedbackForm
from jisr.events.attendance.panels import facts_for
from jisr.events.attendance.services import declare_presence
from jisr.events.attendance.views.finding import (
    OK,
    UNPROCESSABLE,
    form_page,
    own_participation_or_404,
    who_reads,
)
from jisr.kernel.errors import DomainError


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest, slug: str) -> HttpResponse:
    """One's own attendance; who takes part online types the code of the session here."""
    participant = own_participation_or_404(request, slug)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            row = declare_presence(participant, form.cleaned_data["code"], actor=request.user, at=timezone.now())
        except DomainError as refusal:
            form.add_error("code", str(refusal.message))
        else:
            messages.success(request, _("Thank you. You take part in: %(session)s") % {"session": row.session})
            return redirect("attendance:mine", slug)
    context = {"participant": participant, "form": form, "facts": facts_for(participant)}
    return render(request, "events/attendance/mine.html", context, status=UNPROCESSABLE if form.errors else OK)


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def my_feedback(request: HttpRequest, slug: str) -> HttpResponse:
    participant = own_participation_or_404(request, slug)
    feedback = get_object_or_404(FeedbackForm.objects.prefetch_related("questions"), edition=participant.edition)
    back, now = participant.edition.get_absolute_url(), timezone.now()
    is_open = feedback.opens_at <= now < feedback.closes_at
    if not is_open or has_answered(feedback, participant):
        context = {"participant": participant, "feedback": feedback, "is_open": is_open, "now": now}
        return render(request, "events/attendance/feedback_over.html", context)
    form = AnswersForm(request.POST if request.method == "POST" else None, feedback=feedback)
    if request.method == "POST" and form.is_valid():
        try:
            give(feedback, participant, form.answers, actor=request.user, at=now)
        except DomainError as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("Thank you. Your answers are kept."))
            return redirect("attendance:my_feedback", slug)
    return form_page(
        request,
        form,
        kicker=participant.edition.title,
        title=_("Your feedback"),
        lead=who_reads(feedback),
        button=_("Send the answers"),
        back=back,
    )
