"""Pages about a paper: its facts and versions, adding one, replacing it by a newer file."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jisr.documents import access
from jisr.documents.forms import DocumentForm, VersionForm
from jisr.documents.models import Document
from jisr.documents.policies import READ, WRITE
from jisr.documents.refusals import FileRefused, NoRoom
from jisr.documents.services import add_version, store
from jisr.documents.subjects import Subject, read_token
from jisr.documents.uploading import receives_files
from jisr.documents.views.doors import signed_in
from jisr.kernel.policy import may


@require_safe
@signed_in
def document_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Facts, versions, download."""
    return _page(request, _readable(request, public_id), VersionForm())


@receives_files
@require_http_methods(["POST"])
@signed_in
def document_renew(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take a newer file of a document."""
    document = _readable(request, public_id)
    if not may(request.user, WRITE, document):
        raise Http404
    form = VersionForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            add_version(document.pk, form.cleaned_data["file"], actor=request.user)
        except (FileRefused, NoRoom) as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The new version is stored. The older ones stay."))
            return redirect(document)
    return _page(request, document, form)


@receives_files
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def document_add(request: HttpRequest, token: str) -> HttpResponse:
    """Take a new document for the subject that the token names."""
    subject = _writable(request, token)
    form = DocumentForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            document = store(owner_subject=subject, actor=request.user, **form.cleaned_data)
        except (FileRefused, NoRoom) as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The document is stored."))
            return redirect(document)
    place = access.place(*subject)
    status = 422 if form.is_bound else 200
    return render(request, "documents/document_add.html", {"form": form, "place": place}, status=status)


def _page(request: HttpRequest, document: Document, form: VersionForm) -> HttpResponse:
    context = {
        "document": document,
        "versions": list(document.versions.select_related("created_by", "document")),
        "place": document.place,
        "form": form if may(request.user, WRITE, document) else None,
    }
    return render(request, "documents/document_detail.html", context, status=422 if form.is_bound else 200)


def _readable(request: HttpRequest, public_id: str) -> Document:
    return get_object_or_404(Document.objects.filter(public_id=public_id).visible_to(request.user))


def _writable(request: HttpRequest, token: str) -> Subject:
    """The subject, for people who may add to it; for all others there is no such page."""
    subject = read_token(token)
    if subject is None or not (may(request.user, READ, subject) and may(request.user, WRITE, subject)):
        raise Http404
    return subject
