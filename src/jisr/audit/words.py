"""The words of this room's own steps, and of those of rooms below it."""

from django.utils.translation import gettext_lazy as _

from jisr.audit import access


def register() -> None:
    access.name_actions(
        {
            "accounts.erased": _("account erased"),
            "accounts.erasure_requested": _("erasure asked for"),
            "accounts.invitation_accepted": _("invitation accepted"),
            "accounts.invited": _("invited to open an account"),
            "accounts.own_data_taken": _("own data taken home"),
            "accounts.preferences_changed": _("preferences changed"),
            "accounts.role_granted": _("role given"),
            "accounts.role_revoked": _("role taken away"),
            "accounts.second_factor_removed": _("second factor removed"),
            "audit.proof_asked_for": _("proof of the trail asked for"),
            "audit.proved": _("trail proved"),
        }
    )
