"""Who reads the history of a membership in the trail, and in which words."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jisr.audit import access
from jisr.kernel.policy import may
from jisr.municipalities.models import Membership
from jisr.municipalities.policies import READ_MEMBERSHIP

MEMBERSHIP = "municipalities.membership"


def register() -> None:
    access.register_rows(
        lambda: Membership.objects.select_related("user", "authority", "organisation"),
        lambda actor, membership: may(actor, READ_MEMBERSHIP, membership),
        elsewhere="municipalities:my_memberships",
        one=_("membership"),
    )
    access.name_actions(
        {
            "municipalities.membership_asked": _("membership asked for"),
            "municipalities.membership_invited": _("member invited"),
            "municipalities.membership_accepted": pgettext_lazy("step of the trail", "invitation accepted"),
            "municipalities.membership_confirmed": _("membership confirmed"),
            "municipalities.membership_refused": _("membership refused"),
            "municipalities.membership_ended": _("membership ended"),
            "municipalities.membership_handed_over": _("task handed over"),
            "municipalities.membership_taken_over": _("task taken over"),
        }
    )
