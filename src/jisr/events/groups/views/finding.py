"""What the pages of working groups look up, and the frame of their forms."""

from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from jisr.events.editions.models import Edition
from jisr.events.groups.models import GroupPlan, WorkingGroup
from jisr.kernel.errors import DomainError

OK, UNPROCESSABLE, CONFLICT = 200, 422, 409


def edition_or_404(request: HttpRequest, slug: str) -> Edition:
    return cast("Edition", get_object_or_404(Edition.objects.visible_to(request.user), slug=slug))


def group_or_404(edition: Edition, public_id: UUID) -> WorkingGroup:
    rows = WorkingGroup.objects.filter(edition=edition).for_lists()
    return cast("WorkingGroup", get_object_or_404(rows, public_id=public_id))


def plan_or_404(request: HttpRequest, slug: str, public_id: UUID) -> GroupPlan:
    rows = GroupPlan.objects.visible_to(request.user).select_related("edition", "asked_by", "published_by")
    return cast("GroupPlan", get_object_or_404(rows, public_id=public_id, edition__slug=slug))


def put_on_form(form: Any, refusal: DomainError) -> None:  # noqa: ANN401 - a form
    """Say what a service refused at the field that it names."""
    name = refusal.facts.get("field")
    form.add_error(name if name in form.fields else None, str(refusal.message))


def form_page(
    request: HttpRequest,
    form: Any,  # noqa: ANN401 - a form
    context: dict[str, Any],
    template: str = "events/groups/form.html",
) -> HttpResponse:
    """A form on a page of its own. ``context`` has its title, button and the edition."""
    status = UNPROCESSABLE if form.is_bound else OK
    return render(request, template, {"form": form, **context}, status=status)
