"""The page on which the office runs one edition; parts above add their panels."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jisr.accounts.access import staff_required
from jisr.events.editions.models import Edition
from jisr.events.editions.policies import RUN_EDITION
from jisr.kernel.policy import may
from jisr.municipalities.policies import READING_STAFF
from jisr.web.panels import panels_for


@staff_required(*READING_STAFF)
@require_safe
def edition_desk(request: HttpRequest, slug: str) -> HttpResponse:
    edition = get_object_or_404(Edition.objects.visible_to(request.user).for_lists(), slug=slug)
    context: dict[str, Any] = {
        "edition": edition,
        "places": edition.places.all(),
        "may_run": may(request.user, RUN_EDITION, edition),
        "panels": panels_for("edition_desk", request, edition),
        "today": timezone.localdate(),
    }
    return render(request, "events/edition_desk.html", context)
