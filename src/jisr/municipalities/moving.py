"""Where the addresses of things lead that were merged into others."""

from typing import Any

from django.db import models
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from jisr.municipalities.models import Authority
from jisr.municipalities.services.merging import current_slug


def moved(
    model: type[models.Model], route: str, slug: str, *, shown: "models.QuerySet[Any] | None" = None
) -> HttpResponse:
    """Lead for good to the one that stayed. Raises ``Http404`` for an address that never was one.

    ``shown``: the rows that the reader may see; the addresses of others are not there.
    """
    now = current_slug(model, slug)
    if now is None or (shown is not None and not shown.filter(slug=now).exists()):
        raise Http404
    return redirect(route, now, permanent=True)


def authority_or_404(slug: str) -> Authority:
    """The authority of an address in the workspace, even if it was merged into another one since."""
    rows = Authority.objects.for_lists()
    found: Authority | None = rows.filter(slug=slug).first()
    if found is None:
        found = rows.filter(slug=current_slug(Authority, slug) or "").first()
    if found is None:
        raise Http404
    return found
