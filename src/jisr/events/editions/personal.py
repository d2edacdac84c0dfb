"""What editions keep about people: who took a step or decided, and who was invited."""

from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.events.editions.models import Deviation, EditionStep, InvitationLetter, InvitationRound
from jisr.kernel import personal
from jisr.kernel.personal import Erasure, OwnData, Retention


def register() -> None:
    for label, field in (
        ("events.EditionStep", "taken_by"),
        ("events.Deviation", "decided_by"),
        ("events.InvitationRound", "begun_by"),
    ):
        personal.declare(
            *(label, field),
            purpose=_("knowing who took a decision about a meeting"),
            retention=Retention.AUDIT,
            erasure=Erasure.EMPTIED,
        )
    personal.declare(
        *("events.InvitationLetter", "user"),
        purpose=_("writing to nobody twice in one round of invitations"),
        retention=Retention.PURPOSE,
        erasure=Erasure.DELETED,
    )
    personal.register_export("invitations", own_data)
    personal.register_erasure("edition steps", take_out)


def own_data(user: User) -> OwnData:
    """The rounds of invitations in which a person was written to."""
    letters = InvitationLetter.objects.filter(user=user).select_related("round__edition").order_by("pk")
    rows = [{"meeting": str(row.round.edition), "at": row.round.begun_at} for row in letters]
    return OwnData(title=_("Your invitations to meetings"), rows=rows)


def take_out(user: User) -> int:
    """Empty who did something, delete to whom was written; return how many rows that touched."""
    touched: int = EditionStep.objects.filter(taken_by=user).update(taken_by=None)
    touched += Deviation.objects.filter(decided_by=user).update(decided_by=None)
    touched += InvitationRound.objects.filter(begun_by=user).update(begun_by=None)
    gone, _by_model = InvitationLetter.objects.filter(user=user).delete()
    return touched + gone
