"""PDF files from templates: accessible (PDF/UA-1), in the language of their reader, the same for the same data.

Templates are ``.typ`` files in a room's folder ``typst``. What they say comes as data, so no text becomes code.
"""

import json
from pathlib import Path
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import translation
from django.utils.translation import gettext as _

from jisr.documents.setting import Sheet, set_apart, set_here

ROOMS = Path(__file__).resolve().parents[1]


def render(template: str, data: dict[str, Any], *, language: str) -> bytes:
    """Set ``<room>/<name>`` (such as ``documents/letter``) with ``data`` and return the PDF.

    Takes some hundredths of a second, the first time in a process some tenths. Raises ``LookupError`` for a template
    that is not there, and ``RuntimeError`` with typst's words for data that it cannot set.
    """
    return set_here(_sheet(template, data, language))


def render_apart(template: str, data: dict[str, Any], *, language: str) -> bytes:
    """The same in a process of its own: for the web, whose processes stay small. Takes some tenths of a second."""
    return set_apart(_sheet(template, data, language))


def _sheet(template: str, data: dict[str, Any], language: str) -> Sheet:
    room, _slash, name = template.partition("/")
    source = ROOMS / room / "typst" / f"{name}.typ"
    if not (room.isidentifier() and name.replace("_", "").isalnum() and source.is_file()):
        raise LookupError(f"there is no template {template}")
    return Sheet(
        source=str(source),
        root=str(ROOMS),
        inputs={
            "data": json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False),
            "wording": json.dumps(_wording(language), ensure_ascii=False),
            "language": language,
        },
        is_rtl=translation.get_language_info(language)["bidi"],
    )


def _wording(language: str) -> dict[str, Any]:
    """What every sheet says of itself."""
    with translation.override(language):
        return {
            "author": "Jisr",
            "programme": _("German-Palestinian municipal partnerships"),
            "page": _("Page {page} of {pages}"),
            "facts": [_("Fact"), _("Value")],
        }
