"""The head of signed-in pages."""

from typing import Any

from django import template
from django.template import Context

from jisr.web import workspace_menu

register = template.Library()


@register.inclusion_tag("workspace_bar.html", takes_context=True)
def workspace_bar(context: Context) -> dict[str, Any]:
    """The menu of the workspace, and the switch for those who act for several."""
    request = context["request"]
    worn, hats = workspace_menu.hats_of(request)
    return {
        "path": request.path,
        "entries": workspace_menu.entries_for(request.user),
        "worn": worn,
        "worn_label": dict(hats).get(worn, ""),
        "hats": hats,
        "csrf_token": context.get("csrf_token"),
    }
