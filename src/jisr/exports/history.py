"""What the trail says about exports, in words, and who may read it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from jisr.audit import access
from jisr.exports.models import Export


def register() -> None:
    access.register(
        "exports.Export",
        _is_own,
        _url,
        _label,
        fields={"table": _("List"), "rows_total": _("Rows"), "parameters": _("Filters"), "format": _("Kind of file")},
    )
    access.name_actions({"exports.asked_for": _("list asked for"), "exports.taken": _("list taken along")})


def _is_own(actor: Any, key: str) -> bool:  # noqa: ANN401 - as rules take it
    return Export.objects.visible_to(actor).filter(pk=key).exists()


def _url(key: str) -> str:
    export = Export.objects.prepared().filter(pk=key).first()
    return export.get_absolute_url() if export else ""


def _label(key: str) -> str:
    export = Export.objects.filter(pk=key).first()
    return export.download_name if export else key
