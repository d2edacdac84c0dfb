"""PDF files from templates: accessible (PDF/UA-1), in the language of their reader, the same for the same data.

Templates are ``.typ`` files in a room's folder ``typst``. What they say comes as data, so no text becomes code.
"""

import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import translation
from django.utils.translation import gettext as _

from jisr.documents.reading_order import in_reading_order

if TYPE_CHECKING:
    import typst

ROOMS = Path(__file__).resolve().parents[1]


def render(template: str, data: dict[str, Any], *, language: str) -> bytes:
    """Set ``<room>/<name>`` (such as ``documents/letter``) with ``data`` and return the PDF.

    Takes some hundredths of a second, the first time in a process some tenths. Raises ``LookupError`` for a template
    that is not there, and ``RuntimeError`` with typst's words for data that it cannot set.
    """
    room, _slash, name = template.partition("/")
    source = ROOMS / room / "typst" / f"{name}.typ"
    if not (room.isidentifier() and name.replace("_", "").isalnum() and source.is_file()):
        raise LookupError(f"there is no template {template}")
    compiler = _compiler(source, data, language)
    content = compiler.compile(format="pdf", pdf_standards=["ua-1"])
    words = json.loads(compiler.query("<words>", field="value"))
    return in_reading_order(content, words, is_rtl=translation.get_language_info(language)["bidi"])


def _compiler(source: Path, data: dict[str, Any], language: str) -> "typst.Compiler":
    # Here, since the setter and its fonts weigh tens of megabytes: only a process that renders carries them.
    import typst  # noqa: PLC0415

    return typst.Compiler(
        input=str(source),
        root=str(ROOMS),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={
            "data": json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False),
            "wording": json.dumps(_wording(language), ensure_ascii=False),
            "language": language,
        },
    )


@lru_cache(maxsize=1)
def _fonts() -> "typst.Fonts":
    import fontpkg_noto_sans  # noqa: PLC0415
    import fontpkg_noto_sans_arabic  # noqa: PLC0415
    import typst  # noqa: PLC0415

    folders = [
        str(Path(package.__file__).parent / "files") for package in (fontpkg_noto_sans, fontpkg_noto_sans_arabic)
    ]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


def _wording(language: str) -> dict[str, Any]:
    """What every sheet says of itself."""
    with translation.override(language):
        return {
            "author": "Jisr",
            "programme": _("German-Palestinian municipal partnerships"),
            "page": _("Page {page} of {pages}"),
            "facts": [_("Fact"), _("Value")],
        }
