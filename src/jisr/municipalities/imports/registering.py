"""What imports add to other rooms: the workspace, the trail, files of their reports, what is kept and for how long."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.audit import access
from jisr.kernel import personal
from jisr.kernel.personal import Erasure, OwnData, Retention
from jisr.municipalities.imports import report
from jisr.municipalities.imports.policies import reads_imports
from jisr.municipalities.imports.services import delete_expired
from jisr.municipalities.imports.states import ImportState
from jisr.municipalities.models import Import
from jisr.web import waiting, workspace_menu
from jisr.web.waiting import Waiting

MOST = 5


def register() -> None:
    report.register()
    workspace_menu.register(65, _("Imports"), "municipalities:imports", reads_imports)
    waiting.register("imports", checked_imports)
    _declare()
    _tell()


def _declare() -> None:
    personal.declare(
        *("municipalities.Import", "uploaded_by", "applied_by"),
        purpose=_("knowing who brought facts into the directory; the file itself is deleted after 90 days"),
        retention=Retention.ACCOUNT,
        erasure=Erasure.EMPTIED,
    )
    personal.register_export("imports", own_imports)
    personal.register_erasure("imports", take_out)
    personal.register_retention("imports", delete_expired)


def _tell() -> None:
    fields = {"new": _("new"), "changed": _("changed"), "unchanged": _("unchanged"), "rejected": _("rejected")}
    access.register("municipalities.Import", _may_read, _url, _label, fields=fields)
    access.name_actions(
        {
            "municipalities.import_uploaded": _("file uploaded for import"),
            "municipalities.import_checked": _("import checked"),
            "municipalities.import_apply_asked": _("applying the import asked for"),
            "municipalities.import_applied": _("import applied"),
            "municipalities.import_resumed": _("import taken up again"),
            "municipalities.import_dropped": _("import dropped"),
        }
    )


def checked_imports(user: User) -> list[Waiting]:
    """Those whose report waits for the person who uploaded the file."""
    rows = Import.objects.visible_to(user).filter(uploaded_by=user, state=ImportState.CHECKED)[:MOST]
    return [
        Waiting(
            title=gettext("Read the report of the import “%(file)s” and apply it") % {"file": made.file_name},
            url=made.get_absolute_url(),
            until=timezone.localdate(made.expires_at),
            why=gettext("You uploaded this file. Nothing was changed yet; the file is deleted after this day."),
        )
        for made in rows
    ]


def own_imports(user: User) -> OwnData:
    rows = [
        {"file": made.file_name, "uploaded_at": made.uploaded_at, "state": made.get_state_display()}
        for made in Import.objects.filter(uploaded_by=user)
    ]
    return OwnData(title=_("Your imports"), rows=rows)


def take_out(user: User) -> int:
    """Take a person's name off their imports; what they brought in stays, and the trail knows their number."""
    uploaded = Import.objects.filter(uploaded_by=user).update(uploaded_by=None)
    return uploaded + Import.objects.filter(applied_by=user).update(applied_by=None)


def _may_read(actor: Any, _key: str) -> bool:  # noqa: ANN401 - a person
    return reads_imports(actor)


def _find(key: str) -> Import | None:
    found: Import | None = Import.objects.filter(pk=key).first() if key.isdecimal() else None
    return found


def _url(key: str) -> str:
    made = _find(key)
    return made.get_absolute_url() if made else reverse("municipalities:imports")


def _label(key: str) -> str:
    return str(_find(key) or _("import"))
