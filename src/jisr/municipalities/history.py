"""Who reads the history of a membership in the trail, and in which words."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jisr.audit import access
from jisr.kernel.policy import may
from jisr.municipalities.models import Membership
from jisr.municipalities.policies import READ_MEMBERSHIP

MEMBERSHIP = "municipalities.membership"


def register() -> None:
    access.register(MEMBERSHIP, _may_read, _url, _label)
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


def _find(key: str) -> Membership | None:
    rows = Membership.objects.select_related("user", "authority", "organisation")
    found: Membership | None = rows.filter(pk=key).first() if key.isdecimal() else None
    return found


def _may_read(actor: Any, key: str) -> bool:  # noqa: ANN401 - a person
    membership = _find(key)
    return membership is not None and may(actor, READ_MEMBERSHIP, membership)


def _url(key: str) -> str:
    membership = _find(key)
    return membership.get_absolute_url() if membership else reverse("municipalities:my_memberships")


def _label(key: str) -> str:
    return str(_find(key) or _("membership"))
