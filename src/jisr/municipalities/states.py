"""States and roles of memberships."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MembershipRole(models.TextChoices):
    """In what capacity a person acts for an authority or organisation."""

    COORDINATOR = "coordinator", _("coordinator")
    MAYOR = "mayor", _("mayor")
    EXPERT = "expert", _("expert")
    FINANCE = "finance", _("finance officer")
    READER = "reader", pgettext_lazy("role of a member", "reader")


class MembershipState(models.TextChoices):
    """Where a membership stands."""

    ASKED = "asked", _("waits for confirmation")
    INVITED = "invited", _("invited")
    CONFIRMED = "confirmed", _("confirmed")
    REFUSED = "refused", _("refused")
    ENDED = "ended", _("ended")


LIVE = (MembershipState.ASKED, MembershipState.INVITED, MembershipState.CONFIRMED)
TONES = {
    MembershipState.ASKED: "waiting",
    MembershipState.INVITED: "waiting",
    MembershipState.CONFIRMED: "good",
    MembershipState.REFUSED: "bad",
    MembershipState.ENDED: "neutral",
}
