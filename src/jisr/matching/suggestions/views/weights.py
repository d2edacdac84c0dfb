"""What counts how much in suggestions, from which day on."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jisr.accounts.access import staff_required
from jisr.accounts.states import Role
from jisr.matching.models import WeightSet
from jisr.matching.suggestions.forms import WeightsForm
from jisr.matching.suggestions.services import KINDS, NotWithin, set_weights


@staff_required(Role.ADVISER)
@require_http_methods(["GET", "HEAD", "POST"])
def weights(request: HttpRequest) -> HttpResponse:
    rows, today = list(WeightSet.objects.order_by("-valid_from")), timezone.localdate()
    now = next((row for row in rows if row.valid_from <= today), None)
    initial = {name: getattr(now, name) for name in KINDS} if now else {}
    form = WeightsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            set_weights(form.cleaned_data["valid_from"], form.shares(), actor=request.user, at=timezone.now())
        except NotWithin as refusal:
            form.add_error(refusal.facts["field"], str(refusal.message))
        else:
            messages.success(request, _("The weights are saved."))
            return redirect("suggestions:weights")
    context = {"form": form, "rows": rows, "now": now, "today": today}
    return render(request, "matching/suggestions_weights.html", context, status=422 if form.is_bound else 200)
