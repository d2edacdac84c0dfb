"""What attendance keeps about people: codes, check-ins, certificates, answers that are not anonymous."""

from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.events.attendance.certificates import discard_files
from jisr.events.attendance.models import (
    BadgeCode,
    Certificate,
    CheckIn,
    CheckInPerson,
    FeedbackAnswer,
    FeedbackSheet,
    SessionCode,
)
from jisr.kernel import personal
from jisr.kernel.personal import Erasure, OwnData, Retention

CODES_KEPT: Final = timedelta(days=90)  # after the last day: until the office has settled what was odd
DEVICES_KEPT: Final = timedelta(days=365)


def register() -> None:
    personal.declare(
        *("events.CheckInPerson", "user"),
        purpose=_("knowing who may check people in at a meeting"),
        retention=Retention.PURPOSE,
        erasure=Erasure.DELETED,
    )
    personal.declare(
        *("events.CheckIn", "given_by", "settled_by"),
        purpose=_("asking back about a check-in that is odd"),
        retention=Retention.PURPOSE,
        erasure=Erasure.EMPTIED,
    )
    personal.declare(
        *("events.Certificate", "user", "holder_name"),
        purpose=_("proving that somebody attended a meeting"),
        retention=Retention.AUDIT,
        erasure=Erasure.EMPTIED,
    )
    personal.declare(
        *("events.Certificate", "issued_by"),
        purpose=_("knowing who issued a certificate"),
        retention=Retention.AUDIT,
        erasure=Erasure.EMPTIED,
    )
    personal.register_export("attendance", own_data)
    personal.register_erasure("attendance", take_out)
    personal.register_retention("attendance", expire)


def own_data(user: User) -> OwnData:
    """When a person came and went, their certificates, and answers that carry their name."""
    came = CheckIn.objects.filter(participant__user=user).select_related("edition", "session").order_by("pk")
    held = Certificate.objects.filter(user=user).select_related("edition").order_by("pk")
    said = FeedbackAnswer.objects.filter(sheet__participant__user=user)
    helps = CheckInPerson.objects.filter(user=user).select_related("edition").order_by("pk")
    rows: list[dict[str, Any]] = [
        *(
            {
                "meeting": str(row.edition),
                "session": str(row.session or ""),
                "direction": row.get_direction_display(),
                "at": row.happened_at,
                "counts": row.counts,
            }
            for row in came
        ),
        *(
            {
                "meeting": str(row.edition),
                "certificate": row.number,
                "state": row.get_state_display(),
                "at": row.issued_at,
            }
            for row in held
        ),
        *(
            {"meeting": str(row.question.form.edition), "question": str(row.question), "answer": row.text or row.number}
            for row in said.select_related("question__form__edition").order_by("question__position", "pk")
        ),
        *({"meeting": str(row.edition), "checks_in_since": row.named_at} for row in helps),
    ]
    return OwnData(title=_("Where you were, and your certificates"), rows=rows)


@transaction.atomic
def take_out(user: User) -> int:
    """Certificates stay provable without a name, check-ins as numbers; files, codes and helping go.

    Registration may have emptied the participants before, so codes go of all who have no name any more.
    """
    certificates = list(Certificate.objects.filter(user=user).select_for_update(no_key=True))
    for certificate in certificates:
        discard_files(certificate)
    Certificate.objects.filter(user=user).update(user=None, holder_name="")
    nobody = Q(participant__user=user) | Q(participant__user=None, participant__full_name="")
    touched = len(certificates) + _deleted(BadgeCode.objects.filter(nobody))
    touched += _deleted(CheckInPerson.objects.filter(user=user))
    touched += FeedbackSheet.objects.filter(nobody).update(participant=None)
    for model, column in ((CheckIn, "given_by"), (CheckIn, "settled_by"), (Certificate, "issued_by")):
        touched += model._default_manager.filter(**{column: user}).update(**{column: None})
    return touched


def expire(at: datetime) -> int:
    """Codes and helpers go some time after the meeting, later also what devices told of themselves."""
    touched = 0
    for column, model in (
        ("participant__edition", BadgeCode),
        ("session__edition", SessionCode),
        ("edition", CheckInPerson),
    ):
        touched += _deleted(model._default_manager.filter(_over(column, at, CODES_KEPT)))
    told = CheckIn.objects.filter(_over("edition", at, DEVICES_KEPT))
    told = told.filter(Q(device__isnull=False) | Q(given_by__isnull=False) | ~Q(code_given=""))
    return touched + told.update(device=None, given_by=None, device_at=None, code_given="")


def _over(column: str, at: datetime, kept: timedelta) -> Q:
    day: date = timezone.localdate(at) - kept
    return Q(**{f"{column}__end_on__lt": day})


def _deleted(rows: "models.QuerySet[Any]") -> int:
    return rows.delete()[0]
