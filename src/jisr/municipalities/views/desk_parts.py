"""Rows that belong to a thing of the directory and bear a source each, such as population figures."""

from copy import copy
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jisr.accounts.access import staff_required
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import may
from jisr.municipalities.desk.directory import Kind, PartPages
from jisr.municipalities.desk.policies import EDIT_FACTS
from jisr.municipalities.forms.facts import ConflictForm
from jisr.municipalities.services.facts import ChangedMeanwhile
from jisr.municipalities.services.parts import GoneMeanwhile, add_part, change_part, remove_part
from jisr.municipalities.views.desk_entry import REFUSED, entry_context, entry_or_404


@require_safe
@staff_required()
def directory_parts(request: HttpRequest, kind: str, key: str, part: str) -> HttpResponse:
    """All rows of one kind."""
    wanted, row = entry_or_404(kind, key)
    pages = _pages_or_404(wanted, part)
    rows = [(each, _told(pages, each)) for each in pages.part.rows(row)]
    context = {"pages": pages, "tab": part, "rows": rows, "may_edit": may(request.user, EDIT_FACTS, row)}
    return render(request, "municipalities/desk_parts.html", entry_context(wanted, row) | context)


def _pages_or_404(kind: Kind, name: str) -> PartPages:
    pages = kind.part(name)
    if pages is None:
        raise Http404
    return pages


def _told(pages: PartPages, row: Any) -> list[tuple[str, str]]:  # noqa: ANN401
    """A row in words: each field that says something, with its label."""
    form = _form(pages, row, None)
    texts = pages.part.read(row)
    return [(str(form.fields[name].label), form.shown(name, texts[name])) for name in form.fact_names if texts[name]]


def _form(pages: PartPages, row: Any, data: Any) -> ConflictForm:  # noqa: ANN401
    columns = pages.part.columns
    dates = {name: getattr(row, name) for name in columns if name in pages.form.declared_fields} if row else {}
    now = pages.part.read(row) if row else dict.fromkeys(columns, "")
    return pages.form(data, instance=copy(row) if row else None, initial=dates, now=now, sources={})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required()
def directory_part(request: HttpRequest, kind: str, key: str, part: str, number: int = 0) -> HttpResponse:
    """Add a row, or correct one; ``number`` is the row's key among those of this thing."""
    wanted, owner = entry_or_404(kind, key)
    pages = _pages_or_404(wanted, part)
    row = pages.part.rows(owner).filter(pk=number).first() if number else None
    if number and row is None:
        raise Http404
    if not may(request.user, EDIT_FACTS, owner):
        raise PermissionDenied
    form = _form(pages, row, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        answer = _save(request, wanted, pages, owner, row, form)
        if isinstance(answer, HttpResponse):
            return answer
        form = answer
    context = {"pages": pages, "tab": part, "form": form, "part_row": row}
    status = REFUSED if form.is_bound else 200
    return render(request, "municipalities/desk_part.html", entry_context(wanted, owner) | context, status=status)


def _save(
    request: HttpRequest,
    kind: Kind,
    pages: PartPages,
    owner: Any,  # noqa: ANN401
    row: Any,  # noqa: ANN401
    form: ConflictForm,
) -> HttpResponse | ConflictForm:
    typed = {"actor": request.user, "at": timezone.now(), "origin": form.part_origin()}
    try:
        if row is None:
            add_part(pages.part, owner.pk, form.all_values(), **typed)
        else:
            change_part(pages.part, owner.pk, row.pk, form.values(), opened=form.opened_with, **typed)
    except ChangedMeanwhile as clash:
        fresh = pages.part.rows(owner).filter(pk=row.pk).first()
        again = _form(pages, fresh, form.with_clashes(request.POST, clash.clashes, clash.now))
        again.add_error(None, clash.message)
        return again
    except GoneMeanwhile as gone:
        messages.error(request, str(gone.message))
    except DomainError as refusal:
        form.add_error(None, refusal.message)
        return form
    else:
        messages.success(request, _("Saved."))
    return redirect("municipalities:directory_parts", kind.name, str(getattr(owner, kind.key)), pages.part.name)


@require_POST
@staff_required()
def directory_part_remove(request: HttpRequest, kind: str, key: str, part: str, number: int) -> HttpResponse:
    wanted, owner = entry_or_404(kind, key)
    pages = _pages_or_404(wanted, part)
    if not may(request.user, EDIT_FACTS, owner):
        raise PermissionDenied
    if remove_part(pages.part, owner.pk, number, actor=request.user, at=timezone.now()):
        messages.success(request, _("Removed. The history keeps what it said."))
    return redirect("municipalities:directory_parts", wanted.name, key, part)
