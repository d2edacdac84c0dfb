"""One thing of the directory: its facts, a new one, its history."""

from copy import copy
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jisr.accounts.access import staff_required
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import verdict
from jisr.municipalities.desk.directory import Kind, field_labels
from jisr.municipalities.desk.policies import EDIT_FACTS
from jisr.municipalities.forms.facts import FactForm
from jisr.municipalities.models import FactSource
from jisr.municipalities.services.facts import (
    AlreadyThere,
    ChangedMeanwhile,
    change_facts,
    create_with_facts,
    latest_sources,
)
from jisr.municipalities.services.merging import current_slug
from jisr.municipalities.views.desk import kind_or_404
from jisr.web.panels import panels_for

SHOWN_SOURCES = 50
REFUSED = 422


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required()
def directory_entry(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """The facts with their sources, for those who may as a form. What was merged leads to what it became."""
    into = current_slug(kind_or_404(kind).sheet.model, key)
    if into is not None:
        return redirect("municipalities:directory_entry", kind, into)
    wanted, row = entry_or_404(kind, key)
    form = _form(wanted, row, request.POST or None if request.method == "POST" else None)
    allowed = verdict(request.user, EDIT_FACTS, row)
    if request.method == "POST":
        if not allowed:
            raise PermissionDenied
        if form.is_valid():
            answer = _change(request, wanted, row, form)
            if isinstance(answer, HttpResponse):
                return answer
            form = answer
    context = {
        "form": form,
        "refusal": "" if allowed else allowed.reason,
        "tab": "facts",
        "steps": wanted.step_links(row),
        "panels": panels_for(f"directory_entry {wanted.name}", request, row),
    }
    status = REFUSED if form.is_bound else 200
    return render(request, "municipalities/desk_entry.html", entry_context(wanted, row) | context, status=status)


def entry_or_404(kind: str, key: str) -> tuple[Kind, Any]:
    wanted = kind_or_404(kind)
    row = wanted.find(key)
    if row is None:
        raise Http404
    return wanted, row


def entry_context(kind: Kind, row: Any) -> dict[str, Any]:  # noqa: ANN401 - a row of the kind
    """What the pages of one thing share."""
    return {
        "kind": kind,
        "row": row,
        "name": str(row),
        "key": str(getattr(row, kind.key)),
        "entry_url": kind.entry_url(row),
        "public_url": kind.public_url(row),
    }


def _form(kind: Kind, row: Any, data: Any) -> FactForm:  # noqa: ANN401
    """The form writes typed values into its row, so it gets a copy."""
    now = kind.sheet.read(row)
    lines = {name: now[name] for name in kind.sheet.lines}
    rest = {name: getattr(row, name) for name in kind.form.base_fields if name in kind.sheet.columns}
    plain = {name: value for name, value in rest.items() if name not in {each.name for each in row._meta.get_fields()}}
    return kind.form(data, instance=copy(row), initial=lines | plain, now=now, sources=latest_sources(row))


def _change(request: HttpRequest, kind: Kind, row: Any, form: FactForm) -> HttpResponse | FactForm:  # noqa: ANN401
    """The answer when all went well, else the form that says why not."""
    try:
        changed = change_facts(
            kind.sheet,
            row.pk,
            form.values(),
            opened=form.opened_with,
            origin=form.origin(),
            origins=form.origins(),
            actor=request.user,
            at=timezone.now(),
        )
    except ChangedMeanwhile as clash:
        again = _form(
            kind, kind.find(str(getattr(row, kind.key))), form.with_clashes(request.POST, clash.clashes, clash.now)
        )
        again.add_error(None, clash.message)
        return again
    except DomainError as refusal:
        form.add_error(None, refusal.message)
        return form
    number = len(changed) or len(form.origins())
    told = ngettext("%(number)s fact is saved.", "%(number)s facts are saved.", number) % {"number": number}
    messages.success(request, told if number else _("Nothing differed from what is known."))
    return redirect(kind.entry_url(row))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required()
def directory_new(request: HttpRequest, kind: str) -> HttpResponse:
    wanted = kind_or_404(kind)
    allowed = verdict(request.user, EDIT_FACTS, wanted.sheet.model())
    if not allowed:
        messages.error(request, str(allowed.reason))
        return redirect(wanted.list_url)
    empty = dict.fromkeys(wanted.sheet.fields, "")
    form = (wanted.new_form or wanted.form)(request.POST if request.method == "POST" else None, now=empty, sources={})
    if request.method == "POST" and form.is_valid():
        answer = _create(request, wanted, form)
        if answer:
            return answer
    status = REFUSED if form.is_bound else 200
    return render(request, "municipalities/desk_new.html", {"kind": wanted, "form": form}, status=status)


def _create(request: HttpRequest, kind: Kind, form: FactForm) -> HttpResponse | None:
    """Make it once: the same form sent twice leads to what the first one made."""
    try:
        row = create_with_facts(
            kind.sheet,
            form.values(),
            fixed=form.fixed(),
            origin=form.origin(),
            origins=form.origins(),
            actor=request.user,
            at=timezone.now(),
        )
    except AlreadyThere as known:
        messages.info(request, str(known.message))
        return redirect(kind.entry_url(known.row))
    except DomainError as refusal:
        form.add_error(None, refusal.message)
        return None
    messages.success(request, _("It is added to the directory."))
    return redirect(kind.entry_url(row))


@require_safe
@staff_required()
def directory_history(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """What happened to it, and where each of its facts came from."""
    wanted, row = entry_or_404(kind, key)
    sources = FactSource.objects.about(row).select_related("entered_by")[:SHOWN_SOURCES]
    labels = field_labels(wanted.name, get_language() or "")
    context = {"tab": "history", "sources": [(labels.get(each.field, each.field), each) for each in sources]}
    return render(request, "municipalities/desk_history.html", entry_context(wanted, row) | context)
