"""A result sheet as PDF/UA, in the language of its reader."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from jisr.documents import pdf
from jisr.events.results.minutes import title_in
from jisr.events.results.models import ResultSheet
from jisr.events.results.sheets import Shown, shown
from jisr.web.context import LANGUAGE_NAMES
from jisr.web.structured_data import absolute
from jisr.web.templatetags.jisr import partial_date


def answer(sheet: ResultSheet, content: dict[str, Any], language: str) -> HttpResponse:
    data = sheet_data(sheet, content, language)
    response = HttpResponse(
        pdf.render_apart("events/result_sheet", data, language=language), content_type="application/pdf"
    )
    name = f"{sheet.edition.slug}-{str(sheet.public_id)[:8]}-{language}.pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def sheet_data(sheet: ResultSheet, content: dict[str, Any], language: str) -> dict[str, Any]:
    """What the template sets, in a language."""
    with translation.override(language):
        names = [row.name for row in sheet.authorities.order_by("name")]
        return {
            "title": title_in(content["titles"], language) or sheet.edition.title,
            "kind": _("Result sheet"),
            "meeting": f"{sheet.edition.title} · {partial_date(sheet.edition.start)}",
            "authorities_title": _("Authorities that took part"),
            "authorities": names,
            "texts": [
                {"title": part.title, "text": part.text, "note": note_on(part)} for part in shown(content, language)
            ],
            "closing": closing(sheet),
        }


def closing(sheet: ResultSheet) -> str:
    if sheet.released is None:
        return _("Not released for the public. Set on %(day)s.") % {"day": partial_date(timezone.localdate())}
    return _("The sheet stands at %(address)s.") % {"address": absolute(sheet.public_url)}


def note_on(part: Shown) -> str:
    """Which it is: original, checked translation, unchecked draft, or not translated yet."""
    if part.is_foreign:
        return _("not yet translated: original in %(language)s") % {"language": LANGUAGE_NAMES[part.language]}
    if not part.is_translated:
        return ""
    return _("translated and checked") if part.is_checked else _("draft of a translation, not checked")
