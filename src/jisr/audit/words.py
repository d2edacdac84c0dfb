"""The words of this room's own steps and of those of rooms below it, and its entry in the workspace."""

from django.utils.translation import gettext_lazy as _

from jisr.audit import access
from jisr.audit.policies import READ
from jisr.kernel.policy import may
from jisr.web import workspace_menu


def register() -> None:
    workspace_menu.register(90, _("Trail"), "audit:trail", lambda user: may(user, READ))
    access.name_actions(
        {
            "accounts.address_added": _("address added"),
            "accounts.address_changed": _("address changed"),
            "accounts.address_removed": _("address removed"),
            "accounts.erased": _("account erased"),
            "accounts.erasure_requested": _("erasure asked for"),
            "accounts.invitation_accepted": _("invitation accepted"),
            "accounts.invited": _("invited to open an account"),
            "accounts.own_data_taken": _("own data taken home"),
            "accounts.password_changed": _("password changed"),
            "accounts.password_reset": _("password set anew"),
            "accounts.preferences_changed": _("preferences changed"),
            "accounts.role_granted": _("role given"),
            "accounts.role_revoked": _("role taken away"),
            "accounts.second_factor_added": _("second factor set up"),
            "accounts.second_factor_removed": _("second factor removed"),
            "accounts.second_factor_renewed": _("recovery codes made anew"),
            "accounts.signed_in": _("signed in"),
            "accounts.signed_up": _("account opened"),
            "audit.proof_asked_for": _("proof of the trail asked for"),
            "audit.proved": _("trail proved"),
        }
    )
