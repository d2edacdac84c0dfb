"""What requests and offers add to other rooms: menus, messages, the trail, what waits, search, files, own data."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from jisr.audit import access
from jisr.kernel.policy import may
from jisr.matching.requests import exports, panels, partner_facts, personal, search, telling
from jisr.matching.requests.models import PartnershipRequest
from jisr.matching.requests.policies import EDIT_REQUEST
from jisr.matching.requests.waiting import requests_waiting
from jisr.municipalities.policies import acts_for, reads_for_office
from jisr.partnerships.council import fact_sheet
from jisr.web import navigation, public_data, waiting, workspace_menu
from jisr.web import panels as page_panels

SUBJECT = "matching.partnershiprequest"


def register() -> None:
    navigation.register(25, _("Requests"), "requests:requests")
    workspace_menu.register(22, _("Our requests and offers"), "requests:mine", for_members=True)
    workspace_menu.register(62, _("Requests and offers in the office"), "requests:queue", reads_for_office)
    waiting.register("requests", requests_waiting)
    telling.declare_kinds()
    personal.register()
    search.register()
    exports.register()
    fact_sheet.register("request", partner_facts.tell)
    page_panels.register("authority", "requests", panels.of_authority, place=5)
    page_panels.register("theme", "requests", panels.of_theme, place=15)
    public_data.register("matching.PartnershipRequest", "matching.RequestTheme", "matching.RequestText")
    access.register_rows(
        lambda: PartnershipRequest.objects.select_related("authority"),
        _may_read,
        elsewhere="requests:mine",
        one=_("request or offer"),
        url=lambda found: found.case_url,
    )
    access.name_actions(
        {
            "matching.request_started": _("request or offer begun"),
            "matching.request_language_changed": _("language of a draft changed"),
            "matching.request_submitted": _("request or offer submitted"),
            "matching.request_asked_back": _("questions asked about a request or an offer"),
            "matching.request_question_answered": _("question about a request or an offer answered"),
            "matching.request_checked": _("request or offer checked"),
            "matching.request_text_translated": _("text of a request or an offer translated"),
            "matching.request_translated": _("request or offer translated"),
            "matching.request_published": _("request or offer published"),
            "matching.request_matched": _("partner found"),
            "matching.request_confirmed": _("request or offer confirmed"),
            "matching.request_went_stale": _("asked whether a request or an offer still holds"),
            "matching.request_withdrawn": _("request or offer withdrawn"),
            "matching.request_consent_withdrawn": _("consent to publish withdrawn"),
            "matching.request_archived": _("request or offer archived"),
        }
    )


def _may_read(actor: Any, found: PartnershipRequest) -> bool:  # noqa: ANN401 - a person
    """The history is for those inside, even of what everybody may see."""
    return reads_for_office(actor) or acts_for(actor, found.authority) or may(actor, EDIT_REQUEST, found)
