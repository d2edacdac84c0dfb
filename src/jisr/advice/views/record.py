"""One enquiry with its advice record, and the clicks on it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jisr.accounts.access import second_factor_first, staff_required
from jisr.accounts.models import User
from jisr.advice.forms import CloseForm, EntryForm, HandOverForm, MergeForm, SortForm, StepForm
from jisr.advice.models import Enquiry, Entry, NextStep
from jisr.advice.policies import ADVISERS, FINISH_STEP, READ_MESSAGE, advises
from jisr.advice.services import enquiries, records
from jisr.advice.services.telling import advisers
from jisr.advice.states import EntryKind
from jisr.documents.models import Document
from jisr.documents.subjects import upload_url
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import may
from jisr.municipalities.policies import acts_for
from jisr.web.open_form import new_key, new_stamp, read_stamp


@never_cache
@login_required
@require_safe
def enquiry(request: HttpRequest, reference: str) -> HttpResponse:
    """The record as the reader may see it; advisers need their second factor."""
    if advises(request.user) and not _has_second_factor(request):
        return second_factor_first(request)
    shown = _find(request, reference)
    reader = request.user
    entries = Entry.objects.visible_to(reader).filter(enquiry=shown).select_related("written_by")
    context: dict[str, Any] = {
        "enquiry": shown,
        "entries": entries.order_by("-written_at", "-pk"),
        "steps": [(step, may(reader, FINISH_STEP, step)) for step in shown.steps.select_related("owner", "enquiry")],
        "sees_message": may(reader, READ_MESSAGE, shown),
        "is_adviser": advises(reader),
        "today": timezone.localdate(),
        **_papers(shown, reader),
    }
    if context["is_adviser"]:
        context |= {"doubles": shown.doubles.order_by("pk"), "same_person": _same_person(shown)}
    return render(request, "advice/enquiry.html", context)


def _has_second_factor(request: HttpRequest) -> bool:
    return bool(request.user.has_second_factor)


def _find(request: HttpRequest, reference: str) -> Enquiry:
    rows = Enquiry.objects.visible_to(request.user)
    rows = rows.select_related("adviser", "user", "authority", "other_authority", "merged_into")
    found: Enquiry = get_object_or_404(rows, reference=reference)
    return found


def _papers(shown: Enquiry, reader: User) -> dict[str, Any]:
    """Papers are for the office, who asked, and the authority that asked; the other side does not see the section."""
    is_near = shown.user_id == reader.pk or (shown.authority is not None and acts_for(reader, shown.authority))
    if not (advises(reader) or is_near):
        return {"sees_papers": False}
    papers = Document.objects.of(shown).with_newest()
    return {"sees_papers": True, "documents": papers, "add_url": upload_url(shown)}


def _same_person(shown: Enquiry) -> list[Enquiry]:
    """Other enquiries from the same address: doubles, or what was asked before."""
    if not shown.email:
        return []
    others = Enquiry.objects.filter(email__iexact=shown.email).exclude(pk=shown.pk).exclude(merged_into=shown)
    return list(others.order_by("-received_at")[:10])


def _step(call: Callable[[HttpRequest, str], Any], done: Callable[[], str]) -> Callable[..., HttpResponse]:
    """A view for one click: call the service, say what came of it, show the record again."""

    @staff_required(*ADVISERS)
    @require_POST
    def view(request: HttpRequest, reference: str) -> HttpResponse:
        shown = _find(request, reference)
        try:
            call(request, reference)
        except DomainError as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, done())
        return redirect(shown)

    return view


def _take(request: HttpRequest, reference: str) -> None:
    seen = request.POST.get("instead_of", "")
    instead_of = int(seen) if seen.isdecimal() else None
    enquiries.take(reference, actor=request.user, at=timezone.now(), instead_of=instead_of)


def _reopen(request: HttpRequest, reference: str) -> None:
    records.reopen(reference, actor=request.user, at=timezone.now())


def _forget(request: HttpRequest, reference: str) -> None:
    records.forget_on_request(reference, actor=request.user, at=timezone.now())


def _clear(request: HttpRequest, reference: str) -> None:
    enquiries.clear_suspicion(reference, actor=request.user)


take = _step(_take, lambda: _("You have this enquiry in hand now."))
reopen = _step(_reopen, lambda: _("The enquiry is open again and in your hand."))
clear = _step(_clear, lambda: _("The enquiry is in the queue now."))


@staff_required(*ADVISERS)
@require_http_methods(["GET", "HEAD", "POST"])
def forget(request: HttpRequest, reference: str) -> HttpResponse:
    """Taking a person out cannot be undone, so it asks first."""
    shown = _find(request, reference)
    if request.method == "POST":
        _forget(request, reference)
        messages.success(request, _("Name, address, question and record are deleted."))
        return redirect(shown)
    return render(request, "advice/forget.html", {"enquiry": shown})


def _form_page(request: HttpRequest, shown: Enquiry, form: Any, *, title: str, button: str) -> HttpResponse:  # noqa: ANN401
    stamp = request.POST.get("stamp") or new_stamp()
    context = {"enquiry": shown, "form": form, "title": title, "button": button, "stamp": stamp}
    return render(request, "advice/record_form.html", context, status=422 if form.is_bound else 200)


def _key(request: HttpRequest) -> str:
    """The key of the form that was sent; a form without one gets a new key and so no protection from two clicks."""
    return read_stamp(request.POST.get("stamp", "")).key or new_key()


@staff_required(*ADVISERS)
@require_http_methods(["GET", "HEAD", "POST"])
def entry_add(request: HttpRequest, reference: str) -> HttpResponse:
    shown = _find(request, reference)
    kind = request.GET.get("kind", "")
    form = EntryForm(request.POST or None, initial={"kind": kind if kind in EntryKind.values else EntryKind.NOTE})
    if request.method == "POST" and form.is_valid():
        records.add_entry(reference, **form.cleaned_data, actor=request.user, at=timezone.now(), form_key=_key(request))
        messages.success(request, _("Your note is saved."))
        return redirect(shown)
    return _form_page(request, shown, form, title=_("Add a note"), button=_("Save the note"))


@staff_required(*ADVISERS)
@require_http_methods(["GET", "HEAD", "POST"])
def step_add(request: HttpRequest, reference: str) -> HttpResponse:
    shown = _find(request, reference)
    owners = records.possible_owners(shown, request.user)
    form = StepForm(request.POST or None, owners=owners)
    if request.method == "POST" and form.is_valid():
        typed = dict(form.cleaned_data)
        owner = next(person for person in owners if person.pk == typed.pop("owner"))
        try:
            records.agree_step(
                reference, **typed, owner=owner, actor=request.user, at=timezone.now(), form_key=_key(request)
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("The next step is agreed."))
            return redirect(shown)
    return _form_page(request, shown, form, title=_("Agree on a next step"), button=_("Agree on this step"))


@staff_required(*ADVISERS)
@require_http_methods(["GET", "HEAD", "POST"])
def enquiry_sort(request: HttpRequest, reference: str) -> HttpResponse:
    shown = _find(request, reference)
    initial = {
        "topic": shown.topic,
        "urgency": shown.urgency,
        "authority": shown.authority.name if shown.authority else "",
        "other_authority": shown.other_authority.name if shown.other_authority else "",
    }
    form = SortForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        enquiries.sort_enquiry(reference, **form.cleaned_data, actor=request.user)
        messages.success(request, _("Your changes are saved."))
        return redirect(shown)
    return _form_page(request, shown, form, title=_("Topic, urgency and authorities"), button=_("Save"))


@staff_required(*ADVISERS)
@require_http_methods(["GET", "HEAD", "POST"])
def enquiry_hand_over(request: HttpRequest, reference: str) -> HttpResponse:
    shown = _find(request, reference)
    colleagues = [person for person in advisers() if person.pk != shown.adviser_id]
    form = HandOverForm(request.POST or None, colleagues=colleagues)

    def save(typed: dict[str, Any]) -> None:
        to = next(person for person in colleagues if person.pk == typed["to"])
        enquiries.hand_over(reference, to=to, note=typed["note"], actor=request.user, at=timezone.now())

    told = _("The enquiry is handed over.")
    return _save_form(request, shown, form, save, told, title=_("Hand over to a colleague"), button=_("Hand over"))


@staff_required(*ADVISERS)
@require_http_methods(["GET", "HEAD", "POST"])
def enquiry_merge(request: HttpRequest, reference: str) -> HttpResponse:
    shown = _find(request, reference)
    form = MergeForm(request.POST or None, initial={"into": request.GET.get("into", "")})

    def save(typed: dict[str, Any]) -> None:
        enquiries.merge(reference, into=typed["into"], actor=request.user, at=timezone.now())

    told = _("The enquiries are merged.")
    return _save_form(request, shown, form, save, told, title=_("Merge a double"), button=_("Merge"))


@staff_required(*ADVISERS)
@require_http_methods(["GET", "HEAD", "POST"])
def enquiry_close(request: HttpRequest, reference: str) -> HttpResponse:
    shown = _find(request, reference)
    form = CloseForm(request.POST or None)

    def save(typed: dict[str, Any]) -> None:
        enquiries.close(reference, reason=typed["reason"], actor=request.user, at=timezone.now())

    told = _("The enquiry is closed.")
    return _save_form(request, shown, form, save, told, title=_("Close without an answer"), button=_("Close"))


def _save_form(  # noqa: PLR0913 - one form page of the record
    request: HttpRequest,
    shown: Enquiry,
    form: Any,  # noqa: ANN401
    save: Callable[[dict[str, Any]], None],
    told: str,
    *,
    title: str,
    button: str,
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            save(form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, told)
            return redirect(shown)
    return _form_page(request, shown, form, title=title, button=button)


@never_cache
@login_required
@require_POST
def step_done(request: HttpRequest, public_id: str) -> HttpResponse:
    step = get_object_or_404(NextStep.objects.visible_to(request.user).select_related("enquiry"), public_id=public_id)
    if not may(request.user, FINISH_STEP, step):
        raise Http404
    records.finish_step(public_id, actor=request.user, at=timezone.now())
    messages.success(request, _("The step is done."))
    return redirect(step.enquiry)
