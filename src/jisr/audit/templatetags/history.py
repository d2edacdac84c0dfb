"""The history of one object, on pages for people who are signed in."""

from typing import Any

from django import template
from django.db.models import Model

from jisr.audit.models import Entry
from jisr.audit.policies import READ_HISTORY, SubjectKey
from jisr.audit.telling import tell
from jisr.kernel.policy import may

register = template.Library()
SHOWN = 20


@register.inclusion_tag("audit/_history.html", takes_context=True)
def history(context: dict[str, Any], subject: Model) -> dict[str, Any]:
    """``{% history authority %}``: the last steps with each changed field, for those who may read them."""
    key = SubjectKey(subject._meta.label_lower, str(subject.pk))
    if not may(context["request"].user, READ_HISTORY, key):
        return {"is_readable": False}
    newest = list(Entry.objects.about_key(key)[: SHOWN + 1])
    return {"is_readable": True, "steps": tell(newest[:SHOWN]), "key": key, "has_more": len(newest) > SHOWN}
