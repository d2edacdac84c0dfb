"""The way from a public page to the office's desk."""

from typing import Any

from django import template

from jisr.kernel.policy import may
from jisr.municipalities.desk.directory import kind_of
from jisr.municipalities.desk.policies import READ_DESK

register = template.Library()


@register.inclusion_tag("municipalities/_edit_link.html", takes_context=True)
def edit_link(context: dict[str, Any], name: str, row: object) -> dict[str, Any]:
    """``{% edit_link "themes" theme %}`` for the office; strangers are told apart without asking for a session."""
    kind = kind_of(name)
    if kind is None or not context["is_signed_in"] or not may(context["request"].user, READ_DESK):
        return {"url": ""}
    return {"url": kind.entry_url(row)}
