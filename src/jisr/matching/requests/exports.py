"""The lists of requests and offers as files: what the public list shows, and the office's own list."""

from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from jisr.exports import tables
from jisr.exports.policies import STAFF_LISTS
from jisr.exports.tables import Column
from jisr.matching.requests.models import PartnershipRequest
from jisr.matching.requests.presenting import spoken_languages
from jisr.matching.requests.views.office import queue_listing
from jisr.matching.requests.views.public import request_listing
from jisr.web.structured_data import absolute


def _themes(row: PartnershipRequest) -> str:
    wanted = sorted(row.wanted.all(), key=lambda wish: wish.rank)
    return pgettext("between items of a list", ", ").join(wish.theme.name for wish in wanted)


FACTS = (
    Column("authority", _("Authority"), lambda row: row.authority.name),
    Column("kind", _("Kind"), lambda row: row.get_kind_display()),
    Column("region", _("Region"), lambda row: row.authority.region.name),
    Column("population_stated", _("Inhabitants, as stated"), lambda row: row.population_stated, "number"),
    Column("themes", _("Themes"), _themes),
    Column("languages", _("Languages of the administration"), lambda row: spoken_languages(row.languages)),
    Column("form", _("Preferred form"), lambda row: row.get_preferred_form_display()),
    Column("status", _("Status"), lambda row: row.get_state_display()),
    Column("published", _("Published"), lambda row: row.published, "partial_date"),
)
PAGE = Column("page", _("Page"), lambda row: absolute(row.get_absolute_url()), "url")
CASE = Column("page", _("Page"), lambda row: absolute(row.case_url), "url")


def register() -> None:
    tables.register("requests", _("Requests and offers"), columns=(*FACTS, PAGE), rows=_public, permission=STAFF_LISTS)
    tables.register(
        "requests-office",
        _("Requests and offers in the office"),
        columns=(*FACTS, CASE),
        rows=_office,
        permission=STAFF_LISTS,
    )


def _public(_actor: Any, parameters: QueryDict) -> QuerySet[PartnershipRequest]:  # noqa: ANN401
    return request_listing(parameters).rows.prefetch_related("wanted__theme")


def _office(actor: Any, parameters: QueryDict) -> QuerySet[PartnershipRequest]:  # noqa: ANN401 - a person
    return queue_listing(actor, parameters).rows.prefetch_related("wanted__theme")
