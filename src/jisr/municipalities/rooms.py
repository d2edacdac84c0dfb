"""What memberships add to other rooms: the workspace, messages, the trail, own data."""

from django.utils.translation import gettext_lazy as _

from jisr.kernel.policy import may
from jisr.municipalities import acting, history, personal
from jisr.municipalities.desk.policies import READ_DESK
from jisr.municipalities.policies import reads_for_office
from jisr.municipalities.services import telling
from jisr.municipalities.waiting import memberships_waiting
from jisr.web import waiting, workspace_menu


def register() -> None:
    personal.register()
    telling.declare_kinds()
    history.register()
    waiting.register("memberships", memberships_waiting)
    workspace_menu.register(20, _("My memberships"), "municipalities:my_memberships")
    workspace_menu.register(60, _("All memberships"), "municipalities:membership_queue", reads_for_office)
    workspace_menu.register(55, _("Directory"), "municipalities:directory_home", lambda user: may(user, READ_DESK))
    workspace_menu.register_hats(acting.hats)
