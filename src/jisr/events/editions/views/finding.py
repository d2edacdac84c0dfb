"""How the office's pages find their edition, and the words that they share."""

from typing import Any

from django.http import HttpRequest, QueryDict
from django.shortcuts import get_object_or_404

from jisr.events.editions.models import Edition

REFUSED = 422


def edition_or_404(request: HttpRequest, slug: str) -> Edition:
    found: Edition = get_object_or_404(
        Edition.objects.visible_to(request.user).select_related("series", "country", "follows"), slug=slug
    )
    return found


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form sent; nothing where the page was only asked for."""
    return request.POST if request.method == "POST" else None


def status_of(form: Any) -> int:  # noqa: ANN401 - any form
    return REFUSED if form.is_bound and form.errors else 200
