"""The office's directory: a list of each kind of thing, and views of it that people keep for themselves."""

from typing import NamedTuple

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jisr.accounts.access import staff_required
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import may
from jisr.municipalities.desk import saved_lists
from jisr.municipalities.desk.directory import Cell, Kind, kind_of, kinds
from jisr.municipalities.desk.policies import EDIT_FACTS
from jisr.municipalities.desk.saved_lists import SavedList
from jisr.municipalities.forms.saved_view import SaveViewForm
from jisr.municipalities.imports.policies import reads_imports
from jisr.municipalities.services.saved_views import remove_view, save_view
from jisr.web import public_data
from jisr.web.listing import SortLink
from jisr.web.panels import panels_for


class Column(NamedTuple):
    """A head of the table: a link that sorts, or plain words."""

    label: str
    sort: SortLink | None


def kind_or_404(name: str) -> Kind:
    kind = kind_of(name)
    if kind is None:
        raise Http404
    return kind


@require_safe
@staff_required()
def directory_home(_request: HttpRequest) -> HttpResponse:
    """The first of the lists."""
    return redirect(kinds()[0].list_url)


@require_safe
@staff_required()
def directory(request: HttpRequest, kind: str) -> HttpResponse:
    wanted = kind_or_404(kind)
    with public_data.at(public_data.generation()):  # asked once, not for each set of choices
        return _list(request, wanted)


def _list(request: HttpRequest, wanted: Kind) -> HttpResponse:
    """One list. Cells are composed here: a long list is then one loop in the template."""
    listing = wanted.listing(request.GET)
    page = list(listing.page.object_list)
    wanted.complete(page)
    labels = [str(head.label) for head in wanted.heads]
    context = {
        "kind": wanted,
        "kinds": kinds(),
        "listing": listing,
        "columns": [
            Column(label, listing.sorts.get(head.key)) for label, head in zip(labels, wanted.heads, strict=True)
        ],
        "rows": [_cells(wanted, labels, row) for row in page],
        "table": f"directory-{wanted.name}",
        "may_edit": may(request.user, EDIT_FACTS),
        "may_import": reads_imports(request.user),
        "views": saved_lists.views_of(request, wanted.name, listing),
        "view_form": SaveViewForm(initial={"query": listing.query.urlencode()}),
        "panels": panels_for(f"directory {wanted.name}", request, listing),
    }
    return render(request, "municipalities/desk_list.html", context)


def _cells(kind: Kind, labels: list[str], row: object) -> list[tuple[str, Cell]]:
    return [(label, head.cell(row)) for label, head in zip(labels, kind.heads, strict=True)]


def saved_list_or_404(request: HttpRequest, name: str) -> SavedList:
    wanted = saved_lists.find(name)
    if wanted is None or not wanted.may_see(request.user):
        raise Http404
    return wanted


@require_POST
@staff_required()
def directory_view_save(request: HttpRequest, kind: str) -> HttpResponse:
    """Keep the present filters under a name. What the list does not know is left out."""
    wanted, form = saved_list_or_404(request, kind), SaveViewForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please name the view with at most 60 letters."))
        return redirect(wanted.list_url)
    query = wanted.listing(QueryDict(form.cleaned_data["query"]), request.user).query.urlencode()
    try:
        save_view(list_name=wanted.name, name=form.cleaned_data["name"], query=query, actor=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("The view is kept. Only you see it."))
    return redirect(f"{wanted.list_url}?{query}")


@require_POST
@staff_required()
def directory_view_remove(request: HttpRequest, kind: str) -> HttpResponse:
    wanted = saved_list_or_404(request, kind)
    if remove_view(list_name=wanted.name, name=request.POST.get("name", ""), actor=request.user):
        messages.success(request, _("The view is removed."))
    return redirect(wanted.list_url)
