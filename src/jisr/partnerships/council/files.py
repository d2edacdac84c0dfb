"""The files of a matter: accessible PDF, and text that the town hall goes on writing in."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from jisr.documents import pdf
from jisr.partnerships.council.docx import write_docx

TEMPLATE = "partnerships/council_sheet"
PDF, DOCX = "application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def as_pdf(sheet: dict[str, Any]) -> bytes:
    """PDF/UA-1, set in a process of its own."""
    return pdf.render_apart(TEMPLATE, sheet, language=sheet["language"])


def as_docx(sheet: dict[str, Any]) -> bytes:
    with translation.override(sheet["language"]):
        heads = [_("Fact"), _("Value")]
    return write_docx(sheet["title"], sheet["blocks"], language=sheet["language"], heads=heads)
