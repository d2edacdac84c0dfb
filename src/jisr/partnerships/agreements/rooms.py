"""What agreements and the steps of ties add to other rooms: menu, what waits, messages, papers, the trail."""

from django.utils.translation import gettext_lazy as _

from jisr.audit import access
from jisr.partnerships import joining
from jisr.partnerships.agreements import telling
from jisr.partnerships.agreements.waiting import agreements_waiting
from jisr.web import waiting, workspace_menu


def register() -> None:
    workspace_menu.register(24, _("Our partnerships"), "ties:ties")
    waiting.register("agreements", agreements_waiting)
    telling.declare_kinds()
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
        }
    )
