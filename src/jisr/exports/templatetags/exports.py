"""Links below a list to the same list as a file."""

from typing import Any

from django import template
from django.http import QueryDict

from jisr.exports import tables
from jisr.kernel.policy import may

register = template.Library()


@register.inclusion_tag("exports/_links.html", takes_context=True)
def export_links(context: dict[str, Any], name: str, query: QueryDict) -> dict[str, Any]:
    """The links of table ``name`` with the list's filters, for those who may; public pages stay as they are.

    Anonymous readers are told apart by the context alone: the page does not ask for a session.
    """
    table = tables.find(name)
    if table is None or not context["is_signed_in"] or not may(context["request"].user, table.permission):
        return {"name": ""}
    return {"name": name, "query": query.urlencode()}
