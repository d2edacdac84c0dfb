"""Finds the tie of an address in the workspace, for those who may see it there."""

from django.http import Http404, HttpRequest

from jisr.municipalities.services.merging import current_slug
from jisr.partnerships.models import Partnership


def tie_or_404(request: HttpRequest, slug: str) -> Partnership:
    """The tie with both sides, their regions and the last contact; also by an address that it had before."""
    rows = Partnership.objects.visible_to(request.user).with_contact()
    rows = rows.select_related("german__region", "palestinian__region")
    found: Partnership | None = rows.filter(slug=slug).first()
    if found is None:
        found = rows.filter(slug=current_slug(Partnership, slug) or "").first()
    if found is None:
        raise Http404
    return found
