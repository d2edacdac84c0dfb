"""What council papers keep about people: who wrote last. The papers name functions, nobody by name."""

from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.kernel import personal
from jisr.kernel.personal import Erasure, OwnData, Retention
from jisr.partnerships.council.models import CouncilMatter


def register() -> None:
    personal.declare(
        *("partnerships.CouncilMatter", "edited_by"),
        purpose=_("knowing who wrote last on a council paper"),
        retention=Retention.CONTENT,
        erasure=Erasure.EMPTIED,
    )
    personal.register_export("council", own_data)
    personal.register_erasure("council", take_out)


def own_data(user: User) -> OwnData:
    rows = CouncilMatter.objects.filter(edited_by=user).order_by("pk")
    told = [{"subject": row.subject, "edited_at": row.edited_at} for row in rows]
    return OwnData(title=_("Council papers on which you wrote last"), rows=told)


def take_out(user: User) -> int:
    return CouncilMatter.objects.filter(edited_by=user).update(edited_by=None)
