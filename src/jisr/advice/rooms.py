"""What advice adds to other rooms: home, workspace, messages, trail, documents, exports, own data."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from jisr.advice import exports, history, personal
from jisr.advice.policies import advises
from jisr.advice.services import telling
from jisr.advice.waiting import advice_waiting
from jisr.web import panels, public_data, waiting, workspace_menu
from jisr.web.panels import Panel


def register() -> None:
    personal.register()
    telling.declare_kinds()
    history.register()
    exports.register()
    waiting.register("advice", advice_waiting)
    panels.register("home", "advice", _of_home, place=5)
    workspace_menu.register(25, _("Advice"), "advice:mine")
    workspace_menu.register(50, _("Enquiries"), "advice:queue", advises)
    public_data.register("advice.Instrument", "advice.SupportOption", "advice.SupportRule")


def _of_home(_request: HttpRequest, _page: object) -> Panel:
    return Panel("advice/panel_home.html", {})
