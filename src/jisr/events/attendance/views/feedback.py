"""What the office does about feedback: when and what is asked, words that wait, results."""

from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jisr.accounts.access import staff_required
from jisr.events.attendance.feedback import add_question, drop_question, moderate, people_asked, set_up
from jisr.events.attendance.forms import QuestionForm, SetUpForm
from jisr.events.attendance.models import FeedbackAnswer, FeedbackForm, FeedbackQuestion
from jisr.events.attendance.results import results_of
from jisr.events.attendance.states import QuestionKind
from jisr.events.attendance.views.finding import OK, UNPROCESSABLE, edition_or_404, form_page
from jisr.events.attendance.views.office import TEAM
from jisr.events.editions.models import Edition
from jisr.kernel.errors import DomainError
from jisr.municipalities.policies import READING_STAFF

USUAL_DAYS = timedelta(days=14)
MOST_WORDS = 100


@TEAM
@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request: HttpRequest, slug: str) -> HttpResponse:
    """When the form is open and what it asks."""
    edition = edition_or_404(slug)
    kept = FeedbackForm.objects.filter(edition=edition).prefetch_related("questions").first()
    form = SetUpForm(request.POST if request.method == "POST" else None, initial=_initial(edition, kept))
    if request.method == "POST" and form.is_valid():
        try:
            set_up(edition, actor=request.user, **_window(edition, form))
        except DomainError as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("The form is set. People are told when it opens, and reminded once."))
            return redirect("attendance:feedback", slug)
    context = {
        "edition": edition,
        "tab": "feedback",
        "form": form,
        "kept": kept,
        "answered": kept.uses.count() if kept else 0,
    }
    return render(request, "events/attendance/feedback.html", context, status=UNPROCESSABLE if form.errors else OK)


def _initial(edition: Edition, kept: FeedbackForm | None) -> dict[str, object]:
    if kept is None:
        return {"opens_on": edition.end_on, "closes_on": edition.end_on + USUAL_DAYS, "is_anonymous": "yes"}
    zone = ZoneInfo(edition.zone)
    return {
        "opens_on": kept.opens_at.astimezone(zone).date(),
        "closes_on": (kept.closes_at - timedelta(seconds=1)).astimezone(zone).date(),
        "is_anonymous": "yes" if kept.is_anonymous else "no",
    }


def _window(edition: Edition, form: SetUpForm) -> dict[str, object]:
    zone, typed = ZoneInfo(edition.zone), form.cleaned_data
    return {
        "opens_at": datetime.combine(typed["opens_on"], time(), zone),
        "closes_at": datetime.combine(typed["closes_on"] + timedelta(days=1), time(), zone),
        "is_anonymous": typed["is_anonymous"],
    }


@TEAM
@require_http_methods(["GET", "HEAD", "POST"])
def question_add(request: HttpRequest, slug: str) -> HttpResponse:
    kept = get_object_or_404(FeedbackForm.objects.select_related("edition"), edition__slug=slug)
    form = QuestionForm(request.POST if request.method == "POST" else None, initial={"kind": QuestionKind.SCALE})
    back = reverse("attendance:feedback", args=[slug])
    if request.method == "POST" and form.is_valid():
        try:
            kind = form.cleaned_data["kind"]
            add_question(kept, kind=kind, texts=form.texts, choices=form.choices, actor=request.user)
        except DomainError as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("The question is added at the end."))
            return redirect(back)
    title, button = _("Add a question"), _("Add the question")
    return form_page(request, form, kicker=kept.edition.title, title=title, button=button, back=back)


@TEAM
@require_POST
def question_drop(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    rows = FeedbackQuestion.objects.select_related("form__edition")
    question = rows.filter(form__edition__slug=slug, public_id=public_id).first()
    try:
        if question is not None:  # a second click finds it gone
            drop_question(question, actor=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("The question is left out."))
    return redirect("attendance:feedback", slug)


@TEAM
@require_safe
def words(request: HttpRequest, slug: str) -> HttpResponse:
    """Words of feedback that wait for somebody to read them, oldest forms of order told nothing: by their text."""
    edition = edition_or_404(slug)
    rows = FeedbackAnswer.objects.filter(question__form__edition=edition).exclude(text="")
    waiting = rows.filter(is_released__isnull=True).select_related("question").order_by("question__position", "text")
    read = rows.filter(is_released__isnull=False).select_related("question").order_by("question__position", "text")
    context = {"edition": edition, "tab": "feedback", "unread": waiting[:MOST_WORDS], "read": read[:MOST_WORDS]}
    return render(request, "events/attendance/words.html", context)


@TEAM
@require_POST
def word_moderate(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    answer = get_object_or_404(FeedbackAnswer, question__form__edition__slug=slug, pk=pk)
    is_released = request.POST.get("release") == "yes"
    moderate(answer.pk, is_released=is_released, actor=request.user)
    messages.success(request, _("The words are released.") if is_released else _("The words are held back."))
    return redirect("attendance:words", slug)


@staff_required(*READING_STAFF)
@require_safe
def feedback_results(request: HttpRequest, slug: str) -> HttpResponse:
    """Figures and released words, for all of the office."""
    edition = edition_or_404(slug)
    kept = get_object_or_404(FeedbackForm.objects.visible_to(request.user), edition=edition)
    invited = people_asked(edition).count()
    context = {
        "edition": edition,
        "results": results_of(kept, invited),
        "query": QueryDict(f"meeting={slug}"),
        "is_over": kept.closes_at <= timezone.now(),
    }
    return render(request, "events/attendance/results.html", context)
