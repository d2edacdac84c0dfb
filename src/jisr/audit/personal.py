"""What the trail holds about people: the number of an account, and nothing that has to be taken out."""

from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.audit.models import Entry
from jisr.kernel import personal
from jisr.kernel.personal import Erasure, OwnData, Retention


def register() -> None:
    personal.register_export("trail", own_steps)
    personal.declare(
        *("audit.Entry", "actor_id"),
        purpose=_("proving who did what with public money, rights and facts"),
        retention=Retention.AUDIT,
        erasure=Erasure.NUMBER,
    )


def own_steps(user: User) -> OwnData:
    steps = Entry.objects.filter(actor_id=user.pk).order_by("number")
    rows = list(steps.values("at", "action", "subject_type"))
    return OwnData(title=_("What you did"), rows=rows, labels={"at": _("when"), "action": _("what")})
