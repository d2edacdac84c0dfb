"""The list of participants as a file, for the events team."""

from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.events.editions.models import Edition
from jisr.events.registration.listing import participant_listing
from jisr.events.registration.models import Participant
from jisr.events.registration.policies import LIST_PARTICIPANTS
from jisr.exports import tables
from jisr.exports.tables import Column
from jisr.web.structured_data import absolute


def _day(at: Any) -> Any:  # noqa: ANN401 - a moment or nothing
    return timezone.localdate(at) if at else None


COLUMNS = (
    Column("reference", _("Reference"), lambda row: row.party.reference if row.party else ""),
    Column("name", _("Name"), lambda row: row.full_name),
    Column("email", _("E-mail address"), lambda row: row.email),
    Column("function", _("Function"), lambda row: row.function_title),
    Column("kind", _("Takes part as"), lambda row: row.kind.name),
    Column("body", _("Sent by"), lambda row: row.body.name if row.body else ""),
    Column("side", _("Side"), lambda row: row.side.label),
    Column("state", _("State"), lambda row: row.get_state_display()),
    Column("presence", _("Takes part"), lambda row: row.get_presence_display()),
    Column("languages", _("Languages"), lambda row: row.spoken),
    Column("release", _("Release by the employer"), lambda row: row.get_release_display()),
    Column("registered", _("Registered on"), lambda row: _day(row.registered_at), "date"),
    Column("confirmed", _("Confirmed on"), lambda row: _day(row.confirmed_at), "date"),
    Column("page", _("Page"), lambda row: absolute(row.get_absolute_url()), "url"),
)


def register() -> None:
    title = _("Participants of a meeting")
    tables.register("participants", title, columns=COLUMNS, rows=_rows, permission=LIST_PARTICIPANTS)


def _rows(_actor: Any, parameters: QueryDict) -> QuerySet[Participant]:  # noqa: ANN401 - the same for all who may
    edition = Edition.objects.filter(slug=parameters.get("edition", "")).first()
    return participant_listing(edition, parameters).rows if edition else Participant.objects.none()
