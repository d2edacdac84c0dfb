"""What agreements and the steps of ties add to other rooms: menu, what waits, messages, papers, the trail."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from jisr.audit import access
from jisr.documents import access as documents
from jisr.documents.access import Place
from jisr.kernel.policy import may
from jisr.partnerships import joining
from jisr.partnerships.agreements import panels, personal, telling
from jisr.partnerships.agreements.policies import READ_AGREEMENT
from jisr.partnerships.agreements.waiting import agreements_waiting
from jisr.partnerships.models import Agreement
from jisr.partnerships.policies import CARRY_TIE
from jisr.web import panels as page_panels
from jisr.web import waiting, workspace_menu

SUBJECT = "partnerships.agreement"


def register() -> None:
    workspace_menu.register(24, _("Our partnerships"), "ties:ties")
    waiting.register("agreements", agreements_waiting)
    telling.declare_kinds()
    personal.register()
    page_panels.register("tie", "agreements", panels.of_tie, place=10)
    documents.register(SUBJECT, _may_read, _may_add_papers, _place)
    access.register_rows(
        lambda: Agreement.objects.select_related("tie__german", "tie__palestinian"),
        lambda actor, agreement: may(actor, READ_AGREEMENT, agreement),
        elsewhere="ties:ties",
        one=_("agreement"),
    )
    # Sent is sent: a second note of the same reminder says nothing new.
    joining.merge_rows("partnerships.TieReminder.tie", lambda _kept, _dropped: None)
    access.name_actions(
        {
            "partnerships.tie_begun": _("initiation of a partnership begun"),
            "partnerships.tie_activated": _("partnership begun"),
            "partnerships.tie_paused": _("partnership paused"),
            "partnerships.tie_prolonged": _("pause of a partnership prolonged"),
            "partnerships.tie_resumed": _("partnership resumed"),
            "partnerships.tie_renewed": _("partnership renewed"),
            "partnerships.tie_upgraded": _("form of a partnership changed"),
            "partnerships.tie_expired": _("term of a partnership ended"),
            "partnerships.tie_ended": _("partnership ended"),
            "partnerships.tie_published": _("partnership shown to everybody"),
            "partnerships.tie_sides_corrected": _("sides of the partnership corrected"),
            "partnerships.agreement_written": _("agreement written"),
            "partnerships.agreement_changed": _("agreement changed"),
            "partnerships.agreement_signed": _("signature of an agreement noted"),
            "partnerships.agreement_notice_given": _("notice given"),
            "partnerships.agreement_discarded": _("agreement given up"),
        }
    )


def _find(key: str) -> Agreement | None:
    rows = Agreement.objects.select_related("tie__german", "tie__palestinian")
    found: Agreement | None = rows.filter(pk=key).first() if key.isdecimal() else None
    return found


def _may_read(actor: Any, key: str) -> bool:  # noqa: ANN401 - a person
    agreement = _find(key)
    return agreement is not None and may(actor, READ_AGREEMENT, agreement)


def _may_add_papers(actor: Any, key: str) -> bool:  # noqa: ANN401
    agreement = _find(key)
    return agreement is not None and may(actor, CARRY_TIE, agreement.tie)


def _place(key: str) -> Place | None:
    agreement = _find(key)
    return Place(str(agreement), agreement.get_absolute_url()) if agreement else None
