"""The queue of enquiries as a file, without the words and the address of those who asked."""

from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.advice.models import Enquiry
from jisr.advice.policies import HANDLE
from jisr.advice.views.queue import enquiry_listing
from jisr.exports import tables
from jisr.exports.tables import Column

COLUMNS = (
    Column("reference", _("Reference"), lambda row: row.reference),
    Column("topic", _("Topic"), lambda row: row.get_topic_display()),
    Column("urgency", _("Urgency"), lambda row: row.get_urgency_display()),
    Column("state", _("State"), lambda row: row.get_state_display()),
    Column("came", _("How it came"), lambda row: row.get_channel_display()),
    Column("language", _("Language"), lambda row: row.get_language_display()),
    Column("authority", _("Local authority"), lambda row: row.authority.name if row.authority else ""),
    Column("received", _("Received"), lambda row: timezone.localdate(row.received_at), "date"),
    Column("due", _("Answer due by"), lambda row: row.due_on, "date"),
    Column(
        "answered",
        _("Answered"),
        lambda row: timezone.localdate(row.answered_at) if row.answered_at else None,
        "date",
    ),
    Column("adviser", _("Adviser"), lambda row: str(row.adviser or "")),
)


def register() -> None:
    tables.register("enquiries", _("Enquiries"), columns=COLUMNS, rows=_rows, permission=HANDLE)


def _rows(actor: Any, parameters: QueryDict) -> QuerySet[Enquiry]:  # noqa: ANN401 - the list's own rule
    return enquiry_listing(actor, parameters).rows
