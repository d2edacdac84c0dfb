"""Pages about functions to write to. Rooms above show theirs with the same functions and their own ``Contacts``."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jisr.documents.models import Document
from jisr.documents.policies import WRITE
from jisr.documents.subjects import subject_of, upload_url
from jisr.documents.views.doors import signed_in
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import may
from jisr.municipalities.desk.policies import EDIT_FACTS, PROPOSE_FACTS, reads_for
from jisr.municipalities.forms.contacts import ContactForm, NoteForm
from jisr.municipalities.models import Authority, ContactPoint
from jisr.municipalities.moving import authority_or_404
from jisr.municipalities.services.contacts import end_contact, note_contact, save_contact
from jisr.web.panels import panels_for


@dataclass(frozen=True)
class Contacts:
    """The contacts of one kind of subject: ``find`` gives the subject to those who read its contacts, else 404."""

    form: type[forms.ModelForm]
    link: str
    find: Callable[[HttpRequest, str], Any]
    route: str
    more: Callable[[HttpRequest, Any], dict[str, Any]] = lambda _request, _subject: {}

    def address(self, subject: Any, step: str = "", *parts: Any) -> str:  # noqa: ANN401 - an authority or a tie
        return reverse(f"{self.route}{step}", args=[subject.slug, *parts])


def show(request: HttpRequest, kind: Contacts, key: str, **extra: Any) -> HttpResponse:  # noqa: ANN401 - context
    """All contacts of a subject and its papers, for the office and for its own people."""
    subject = kind.find(request, key)
    is_editor = may(request.user, EDIT_FACTS, subject)
    contacts = [
        {
            "row": row,
            "edit_url": kind.address(subject, "_edit", row.public_id),
            "note_url": kind.address(subject, "_note", row.public_id),
        }
        for row in subject.contacts.live()
    ]
    context = {
        "subject": subject,
        "contacts": contacts,
        "is_editor": is_editor,
        "add_url": kind.address(subject, "_add"),
        "documents": Document.objects.of(subject).visible_to(request.user).with_newest(),
        "upload_url": upload_url(subject) if may(request.user, WRITE, subject_of(subject)) else "",
        **kind.more(request, subject),
        **extra,
    }
    return render(request, "municipalities/desk/contacts.html", context)


def edit(request: HttpRequest, kind: Contacts, key: str, public_id: UUID | None = None) -> HttpResponse:
    """Add a contact, or change one that has not ended."""
    subject = _editable(request, kind, key)
    row = _contact(subject, public_id) if public_id else None
    form = kind.form(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        contact: ContactPoint = form.instance
        setattr(contact, kind.link, subject)
        try:
            save_contact(contact, subject=subject, actor=request.user, at=timezone.now())
        except DomainError as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("The contact is saved."))
            return redirect(kind.address(subject))
    context = {
        "subject": subject,
        "form": form,
        "back_url": kind.address(subject),
        "end_url": kind.address(subject, "_end", public_id) if public_id else "",
    }
    status = 422 if form.is_bound else 200
    return render(request, "municipalities/desk/contact_edit.html", context, status=status)


def note(request: HttpRequest, kind: Contacts, key: str, public_id: UUID) -> HttpResponse:
    """Somebody was in touch today."""
    subject = _editable(request, kind, key)
    row, form = _contact(subject, public_id), NoteForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("The note is too long. Please use at most 250 letters."))
        return show(request, kind, key, typed={"contact": row.public_id, "note": request.POST.get("note", "")})
    return _then_list(
        request,
        kind,
        subject,
        lambda: note_contact(row, form.cleaned_data["note"], subject=subject, actor=request.user, at=timezone.now()),
        _("The contact of today is noted."),
    )


def end(request: HttpRequest, kind: Contacts, key: str, public_id: UUID) -> HttpResponse:
    """A function is no longer there."""
    subject = _editable(request, kind, key)
    row = _contact(subject, public_id)
    return _then_list(
        request,
        kind,
        subject,
        lambda: end_contact(row, subject=subject, actor=request.user, at=timezone.now()),
        _("The contact has ended."),
    )


def _then_list(
    request: HttpRequest,
    kind: Contacts,
    subject: Any,  # noqa: ANN401
    step: Callable[[], object],
    done: str,
) -> HttpResponse:
    try:
        step()
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, done)
    return redirect(kind.address(subject))


def _editable(request: HttpRequest, kind: Contacts, key: str) -> Any:  # noqa: ANN401
    subject = kind.find(request, key)
    if not may(request.user, EDIT_FACTS, subject):
        raise Http404
    return subject


def _contact(subject: Any, public_id: UUID) -> ContactPoint:  # noqa: ANN401
    found: ContactPoint = get_object_or_404(subject.contacts, public_id=public_id)
    return found


def _find(request: HttpRequest, slug: str) -> Authority:
    authority = authority_or_404(slug)
    if not reads_for(request.user, authority):
        raise Http404
    return authority


def _more(request: HttpRequest, authority: Authority) -> dict[str, Any]:
    return {
        "propose_slug": authority.slug if may(request.user, PROPOSE_FACTS, authority) else "",
        "panels": panels_for("contacts", request, authority),
    }


OF_AUTHORITY = Contacts(ContactForm, "authority", _find, "municipalities:contacts", _more)


@never_cache
@signed_in
@require_safe
def authority_contacts(request: HttpRequest, slug: str) -> HttpResponse:
    return show(request, OF_AUTHORITY, slug)


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def authority_contact_edit(request: HttpRequest, slug: str, public_id: UUID | None = None) -> HttpResponse:
    return edit(request, OF_AUTHORITY, slug, public_id)


@never_cache
@signed_in
@require_POST
def authority_contact_note(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    return note(request, OF_AUTHORITY, slug, public_id)


@never_cache
@signed_in
@require_POST
def authority_contact_end(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    return end(request, OF_AUTHORITY, slug, public_id)
