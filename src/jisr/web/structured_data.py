"""Facts for machines (JSON-LD after schema.org) inside a page."""

import json
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString

_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def json_ld(kind: str, **facts: Any) -> SafeString:  # noqa: ANN401 - JSON holds any kind
    """Write ``facts`` about a thing of a schema.org kind for a ``<script>`` data block; empty ones are left out."""
    known = {name: value for name, value in facts.items() if value not in (None, "", [])}
    text = json.dumps({"@context": "https://schema.org", "@type": kind, **known}, ensure_ascii=False)
    return SafeString(text.translate(_ESCAPES))  # every sign that could end the block is escaped


def absolute(path: str) -> str:
    """The full address of a page."""
    return f"{settings.BASE_URL}{path}"
