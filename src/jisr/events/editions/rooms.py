"""What editions add to other rooms."""

from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.events.editions.models import EditionStep
from jisr.kernel import personal
from jisr.kernel.personal import Erasure, Retention


def register() -> None:
    personal.declare(
        *("events.EditionStep", "taken_by"),
        purpose=_("knowing who took a decision about a meeting"),
        retention=Retention.AUDIT,
        erasure=Erasure.EMPTIED,
    )
    personal.register_erasure("edition steps", take_out)


def take_out(user: User) -> int:
    touched: int = EditionStep.objects.filter(taken_by=user).update(taken_by=None)
    return touched
