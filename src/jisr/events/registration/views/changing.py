"""What people do with one participation: accept, answer, give back, name somebody else, release, connect."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from jisr.documents.views.doors import signed_in
from jisr.events.registration import answering, changing, services
from jisr.events.registration.entries import Person, owner_of
from jisr.events.registration.forms import PersonForm, QuestionsForm, ReleaseForm, WithdrawForm
from jisr.events.registration.models import Participant
from jisr.events.registration.policies import ANSWER_FOR, CONFIRM_RELEASE, REPLACE_PARTICIPANT
from jisr.events.registration.queries import SENDING
from jisr.events.registration.states import Release
from jisr.events.registration.views.finding import UNPROCESSABLE, crumbs_of, form_page, participant_or_404
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import may


@never_cache
@signed_in
@require_POST
def accept(request: HttpRequest, public_id: UUID) -> HttpResponse:
    participant = participant_or_404(request, public_id)
    try:
        services.accept_offer(public_id, actor=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("The place is confirmed."))
    return redirect(participant)


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    participant = participant_or_404(request, public_id)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            services.withdraw(public_id, reason=reason, actor=request.user, at=timezone.now())
        except DomainError as refusal:
            messages.error(request, str(refusal.message))
        else:
            messages.success(request, _("The registration is withdrawn. Thank you for telling us."))
        return redirect(participant)
    return _form(
        request,
        participant,
        form,
        title=_("Withdraw the registration"),
        lead=_("The place goes to the next who waits. It cannot be got back without a new registration."),
        button=_("Withdraw"),
        is_danger=True,
    )


def _form(request: HttpRequest, participant: Participant, form: Any, **words: Any) -> HttpResponse:  # noqa: ANN401
    back = participant.get_absolute_url()
    return form_page(
        request,
        form,
        kicker=f"{participant.full_name} · {participant.edition.title}",
        back=back,
        crumbs=crumbs_of(participant),
        **words,
    )


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def answers(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """All questions on one page, with what was answered so far."""
    participant = participant_or_404(request, public_id)
    if not may(request.user, ANSWER_FOR, participant):
        raise Http404
    questions = answering.asked_of(participant.kind)
    given = answering.values_of(participant)
    form = QuestionsForm(request.POST if request.method == "POST" else None, questions=questions, given=given)
    if request.method == "POST" and form.is_valid():
        try:
            answering.answer(public_id, form.values(), actor=request.user, at=timezone.now())
        except DomainError as refusal:
            messages.error(request, str(refusal.message))
        else:
            messages.success(request, _("Your answers are saved."))
        return redirect(participant)
    context = {
        "participant": participant,
        "edition": participant.edition,
        "form": form,
        "rows": form.rows(),
        "crumbs": crumbs_of(participant),
    }
    return render(request, "events/registration/answers.html", context, status=UNPROCESSABLE if form.is_bound else 200)


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def replace(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Name somebody else for the place."""
    participant = participant_or_404(request, public_id)
    if not may(request.user, REPLACE_PARTICIPANT, participant):
        raise Http404
    form = PersonForm(request.POST if request.method == "POST" else None, edition=participant.edition)
    if request.method == "POST" and form.is_valid():
        columns = form.columns()
        person = Person(kind=participant.kind, user=owner_of(columns["email"]), **columns)
        try:
            new = changing.replace(public_id, person, actor=request.user, at=timezone.now())
        except DomainError as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("The place now belongs to %(name)s. Both are told.") % {"name": new.full_name})
            return redirect(new)
    return _form(
        request,
        participant,
        form,
        title=_("Name somebody else"),
        lead=_("The new person takes over the place or the position on the waiting list, but no answers."),
        button=_("Change the person"),
    )


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def release(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """For those who speak for the employer: coordinators, mayors, and the office that notes what it is told."""
    rows = Participant.objects.visible_to(request.user) | Participant.objects.sent_by(request.user, *SENDING)
    participant = get_object_or_404(rows.distinct().for_telling(), public_id=public_id)
    if participant.body is None or not may(request.user, CONFIRM_RELEASE, participant):
        raise Http404
    form = ReleaseForm(request.POST if request.method == "POST" else None)
    back = _after_release(request, participant)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            changing.say_release(
                public_id,
                Release(typed["said"]),
                note=typed["note"],
                actor=request.user,
                at=timezone.now(),
            )
        except changing.ReasonMissing as refusal:
            form.add_error("note", str(refusal.message))
        except DomainError as refusal:
            messages.error(request, str(refusal.message))
            return redirect(back)
        else:
            messages.success(request, _("Thank you. It is noted."))
            return redirect(back)
    facts = [participant.function_title, participant.spoken]
    expected = _("The programme expects of municipalities that they release staff for its meetings.")
    return form_page(
        request,
        form,
        title=_("Release by the employer"),
        lead=expected,
        note=" · ".join(fact for fact in facts if fact),
        button=_("Send the answer"),
        kicker=f"{participant.full_name} · {participant.edition.title}",
        back=back,
        crumbs=[(_("My meetings"), reverse("registration:mine"))],
    )


def _after_release(request: HttpRequest, participant: Participant) -> str:
    """A mayor may release somebody without seeing the page of the participation."""
    sees = Participant.objects.visible_to(request.user).filter(pk=participant.pk).exists()
    return participant.get_absolute_url() if sees else reverse("registration:mine")


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Connect a registration with the account whose confirmed address it was made for."""
    participant = get_object_or_404(Participant.objects.select_related("edition"), public_id=public_id)
    if participant.user_id == request.user.pk:
        return redirect(participant)
    if request.method == "POST":
        try:
            done = changing.claim(public_id, actor=request.user)
        except DomainError as refusal:
            messages.error(request, str(refusal.message))
        else:
            messages.success(request, _("The registration is yours now. Please complete it."))
            return redirect(done)
    return render(request, "events/registration/claim.html", {"edition": participant.edition})
