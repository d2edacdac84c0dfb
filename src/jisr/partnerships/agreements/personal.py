"""What agreements and steps keep about people: who noted a step. Parties sign by a function."""

from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.kernel import personal
from jisr.kernel.personal import Erasure, OwnData, Retention
from jisr.partnerships.models import StatusStep


def register() -> None:
    personal.declare(
        *("partnerships.StatusStep", "recorded_by"),
        purpose=_("knowing who noted a step of a partnership"),
        retention=Retention.CONTENT,
        erasure=Erasure.EMPTIED,
    )
    personal.register_export("tie_steps", own_data)
    personal.register_erasure("tie_steps", take_out)


def own_data(user: User) -> OwnData:
    rows = StatusStep.objects.filter(recorded_by=user).select_related("tie__german", "tie__palestinian")
    return OwnData(
        title=_("Steps of partnerships that you noted"),
        rows=[
            {"about": str(row.tie), "step": str(row.get_kind_display()), "reason": row.reason, "at": row.recorded_at}
            for row in rows
        ],
    )


def take_out(user: User) -> int:
    return StatusStep.objects.filter(recorded_by=user).update(recorded_by=None)
