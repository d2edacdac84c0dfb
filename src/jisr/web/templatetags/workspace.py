"""The head of signed-in pages."""

from typing import Any

from django import template
from django.template import Context

from jisr.web import workspace_menu

register = template.Library()


@register.inclusion_tag("workspace_bar.html", takes_context=True)
def workspace_bar(context: Context) -> dict[str, Any]:
    """The menu of the workspace, one's own part and the office's, and the switch for those who act for several."""
    request = context["request"]
    worn, hats = workspace_menu.hats_of(request)
    entries = [entry for entry in workspace_menu.entries_for(request.user) if hats or not entry.for_members]
    return {
        "path": request.path,
        "entries": [entry for entry in entries if not entry.is_office],
        "office": [entry for entry in entries if entry.is_office],
        "worn": worn,
        "worn_label": dict(hats).get(worn, ""),
        "hats": hats,
        "csrf_token": context.get("csrf_token"),
    }
