"""The trail as a file, for those who may read the whole of it."""

import json
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jisr.accounts.models import User
from jisr.audit import access
from jisr.audit.models import ActorKind, Entry
from jisr.audit.policies import READ
from jisr.audit.telling import kind_name
from jisr.audit.views.trail import trail_listing
from jisr.exports import tables
from jisr.exports.tables import Column
from jisr.web import panels
from jisr.web.listing import Listing
from jisr.web.panels import Panel


def _who(entry: Entry) -> str:
    if entry.actor_kind != ActorKind.PERSON:
        return f"{entry.get_actor_kind_display()} {entry.actor_note}".strip()
    return entry.actor_name or _("erased account")


COLUMNS = (
    Column("number", gettext_lazy("Step"), lambda entry: entry.number, "number"),
    Column("at", gettext_lazy("When"), lambda entry: entry.at, "date"),
    Column("who", gettext_lazy("Who"), _who),
    Column("what", gettext_lazy("What"), lambda entry: access.action_name(entry.action)),
    Column("kind", gettext_lazy("About"), lambda entry: kind_name(entry.subject_type)),
    Column("key", gettext_lazy("Key"), lambda entry: entry.subject_key),
    Column("changes", gettext_lazy("Changes"), lambda entry: json.dumps(entry.changes, ensure_ascii=False)),
    Column("digest", gettext_lazy("Seal"), lambda entry: entry.digest),
)


def register() -> None:
    tables.register("trail", gettext_lazy("Trail"), columns=COLUMNS, rows=_rows, permission=READ)
    panels.register("trail", "exports", _links, place=10)


def _rows(actor: Any, parameters: QueryDict) -> QuerySet[Entry]:  # noqa: ANN401 - a person
    name = User.objects.filter(pk=OuterRef("actor_id")).values("display_name")
    return trail_listing(parameters, actor=actor).rows.annotate(actor_name=Subquery(name))


def _links(_request: HttpRequest, listing: Listing) -> Panel:
    """Whoever sees the trail may take it along, so nothing is asked again."""
    return Panel("exports/panel_links.html", {"name": "trail", "query": listing.query.urlencode()})
