"""The list of local authorities as a file."""

from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.exports import tables
from jisr.exports.cells import yes_or_no
from jisr.exports.policies import STAFF_LISTS
from jisr.exports.tables import Column
from jisr.municipalities.models import Authority
from jisr.municipalities.policies import READ_ALL_MEMBERSHIPS
from jisr.municipalities.views.authority import authority_listing
from jisr.municipalities.views.members import membership_listing
from jisr.web.structured_data import absolute


def _keys(authority: Authority) -> str:
    return ", ".join(str(key) for key in authority.keys.all() if key.valid_to is None)


COLUMNS = (
    Column("name_de", _("Name in German"), lambda authority: authority.name_de),
    Column("name_en", _("Name in English"), lambda authority: authority.name_en),
    Column("name_ar", _("Name in Arabic"), lambda authority: authority.name_ar),
    Column("kind", _("Kind"), lambda authority: authority.get_kind_display()),
    Column("country", _("Country"), lambda authority: authority.country.name),
    Column("region", _("Region"), lambda authority: authority.region.name),
    Column("keys", _("Official keys"), _keys),
    Column("latitude", _("Latitude"), lambda authority: authority.latitude, "number"),
    Column("longitude", _("Longitude"), lambda authority: authority.longitude, "number"),
    Column("is_former", _("No longer exists"), lambda authority: yes_or_no(authority.is_former)),
    Column("page", _("Page"), lambda authority: absolute(authority.get_absolute_url()), "url"),
)


MEMBERSHIP_COLUMNS = (
    Column("person", _("Person"), lambda row: row.person_name),
    Column("function", _("Function"), lambda row: row.function_title),
    Column("body", _("For whom"), lambda row: row.body.name),
    Column("country", _("Country"), lambda row: row.body.country.name),
    Column("role", _("Role"), lambda row: row.get_role_display()),
    Column("state", _("State"), lambda row: row.get_state_display()),
    Column("asked", _("Asked"), lambda row: timezone.localdate(row.asked_at), "date"),
)


def register() -> None:
    tables.register(
        "memberships",
        _("All memberships"),
        columns=MEMBERSHIP_COLUMNS,
        rows=lambda actor, parameters: membership_listing(actor, parameters).rows,
        permission=READ_ALL_MEMBERSHIPS,
    )
    tables.register("authorities", _("Municipalities"), columns=COLUMNS, rows=_rows, permission=STAFF_LISTS)


def _rows(_actor: Any, parameters: QueryDict) -> QuerySet[Authority]:  # noqa: ANN401 - the same for all who may
    return authority_listing(parameters).rows.prefetch_related("keys")
