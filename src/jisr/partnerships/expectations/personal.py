"""What expectations keep about people: who noted what."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.kernel import personal
from jisr.kernel.personal import Erasure, OwnData, Retention
from jisr.partnerships.expectations.models import Evidence, Expectation


def register() -> None:
    personal.declare(
        *("partnerships.Expectation", "changed_by"),
        purpose=_("knowing who noted a promise"),
        retention=Retention.CONTENT,
        erasure=Erasure.EMPTIED,
    )
    personal.declare(
        *("partnerships.Evidence", "noted_by"),
        purpose=_("knowing who noted an event"),
        retention=Retention.CONTENT,
        erasure=Erasure.EMPTIED,
    )
    personal.register_export("expectations", own_data)
    personal.register_erasure("expectations", take_out)


def own_data(user: User) -> OwnData:
    noted = Evidence.objects.filter(noted_by=user).select_related("tie__german", "tie__palestinian")
    promised = Expectation.objects.filter(changed_by=user).select_related("tie__german", "tie__palestinian")
    rows = [
        *({"about": str(row.tie), "event": row.note, "on": row.happened_on, "at": row.noted_at} for row in noted),
        *({"about": str(row.tie), "note": row.note, "at": row.updated_at} for row in promised),
    ]
    return OwnData(title=_("What you noted about expectations"), rows=rows)


@transaction.atomic
def take_out(user: User) -> int:
    """Take a person's name off what they noted; return how many rows that touched."""
    promised = Expectation.objects.filter(changed_by=user).update(changed_by=None)
    return promised + Evidence.objects.filter(noted_by=user).update(noted_by=None)
