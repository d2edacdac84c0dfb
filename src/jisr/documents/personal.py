"""What this room keeps of people, and how it is handed over and taken out."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.audit.services import SYSTEM
from jisr.documents.models import Document, Version
from jisr.documents.services import discard, sweep
from jisr.documents.storage import private
from jisr.kernel import personal

LABELS = {
    "title": _("title"),
    "file_name": _("name of the file"),
    "version": _("version"),
    "added_at": _("added on"),
    "size": _("size"),
    "sha256": _("checksum"),
}


def declare() -> None:
    """Tell the kernel; called once, when the models are ready."""
    personal.declare(
        "documents.Version",
        "created_by",
        purpose=_("knowing who added a paper to a case"),
        retention=personal.Retention.AUDIT,
        erasure=personal.Erasure.NUMBER,
    )
    personal.register_export("documents", own_papers)
    personal.register_erasure("documents", papers_about)
    personal.register_retention("documents", sweep)


def own_papers(user: User) -> personal.OwnData:
    """The versions that a person added. The files too, as far as the person may still read them."""
    versions = Version.objects.filter(created_by=user).select_related("document").order_by("created_at", "pk")
    readable = set(Document.objects.filter(versions__created_by=user).visible_to(user).values_list("pk", flat=True))
    rows = [_row(version) for version in versions]
    files = {_path(version): _content(version) for version in versions if version.document_id in readable}
    return personal.OwnData(_("Documents you added"), rows, files, LABELS)


def papers_about(user: User) -> int:
    """Discard the papers whose subject is the person; those of cases stay with their case."""
    papers = list(Document.objects.of(user).values_list("pk", flat=True))
    for pk in papers:
        discard(pk, actor=SYSTEM)
    return len(papers)


def _row(version: Version) -> dict[str, Any]:
    return {
        "title": version.document.title,
        "file_name": version.file_name,
        "version": version.number,
        "added_at": version.created_at,
        "size": version.size,
        "sha256": version.sha256,
    }


def _path(version: Version) -> str:
    """Files of many cases may share a name; in the zip each has its own."""
    return f"{version.document.public_id}-{version.number}-{version.file_name}"


def _content(version: Version) -> bytes:
    with private().open(version.stored_as) as file:
        content: bytes = file.read()
    return content
