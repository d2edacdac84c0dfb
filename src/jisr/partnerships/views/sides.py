"""The page on which the office corrects the two sides of a tie."""

from copy import copy
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jisr.accounts.access import staff_required
from jisr.accounts.states import Role
from jisr.kernel.errors import DomainError
from jisr.municipalities.services.facts import ChangedMeanwhile
from jisr.partnerships.forms.sides import SidesForm
from jisr.partnerships.models import Partnership
from jisr.partnerships.sides import correct_sides, read_sides
from jisr.partnerships.views.finding import tie_or_404


@staff_required(Role.ADVISER)
@require_http_methods(["GET", "HEAD", "POST"])
def tie_sides(request: HttpRequest, slug: str) -> HttpResponse:
    tie = tie_or_404(request, slug)
    form = _form(tie, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            tie = correct_sides(
                tie.pk,
                form.values(),
                opened=form.opened_with,
                origin=form.origin(),
                actor=request.user,
                at=timezone.now(),
            )
        except ChangedMeanwhile as clash:
            form = _form(tie_or_404(request, slug), form.with_clashes(request.POST, clash.clashes, clash.now))
            form.add_error(None, clash.message)
        except DomainError as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("The sides are saved."))
            return redirect("municipalities:directory_entry", "ties", tie.slug)
    context = {"tie": tie, "form": form}
    return render(request, "partnerships/desk/sides.html", context, status=422 if form.is_bound else 200)


def _form(tie: Partnership, data: Any) -> SidesForm:  # noqa: ANN401 - what was typed
    now = read_sides(tie)
    return SidesForm(data, instance=copy(tie), initial=now, now=now, sources={})
