"""What this room keeps about people, and what it tells and forgets on request."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from jisr.exports.models import Export
from jisr.exports.services import delete_expired, delete_exports_of
from jisr.kernel import personal
from jisr.kernel.personal import Erasure, OwnData, Retention
from jisr.web import workspace_menu


def register() -> None:
    workspace_menu.register(80, _("Lists taken along"), "exports:exports", lambda user: user.is_programme_staff)
    personal.declare(
        "exports.Export",
        "asked_by",
        purpose=_("Only the person who asked for a list may fetch its file."),
        retention=Retention.PURPOSE,
        erasure=Erasure.DELETED,
    )
    personal.register_export("exports", own_exports)
    personal.register_erasure("exports", delete_exports_of)
    personal.register_retention("exports", delete_expired)


def own_exports(person: Any) -> OwnData:  # noqa: ANN401 - the kernel hands over a person of its own idea
    """Which lists a person took along in the last days, without the lists themselves: they tell about others."""
    rows = Export.objects.visible_to(person)
    return OwnData(
        title=_("Lists taken along"),
        rows=[
            {
                "list": export.table,
                "format": export.format,
                "filters": export.parameters,
                "rows": export.rows_total,
                "asked_at": export.asked_at,
            }
            for export in rows
        ],
        labels={
            "list": _("List"),
            "format": _("Kind of file"),
            "filters": _("Filters"),
            "rows": _("Rows"),
            "asked_at": _("Asked for"),
        },
    )
