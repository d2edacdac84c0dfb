"""What registration keeps about people."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.events.registration.models import Delegation, Participant
from jisr.kernel import personal
from jisr.kernel.personal import Erasure, OwnData, Retention


def register() -> None:
    personal.declare(
        *("events.Participant", "user", "full_name", "email"),
        purpose=_("planning a meeting for those who take part"),
        retention=Retention.PURPOSE,
        erasure=Erasure.ANONYMISED,
    )
    personal.declare(
        *("events.Delegation", "registered_by"),
        purpose=_("knowing who registered a delegation"),
        retention=Retention.PURPOSE,
        erasure=Erasure.EMPTIED,
    )
    personal.declare(
        *("events.Party", "registered_by"),
        purpose=_("knowing who sent a registration"),
        retention=Retention.PURPOSE,
        erasure=Erasure.EMPTIED,
    )
    personal.declare(
        *("events.ParticipantInvitation", "email", "invited_by"),
        purpose=_("knowing who was invited to a meeting"),
        retention=Retention.PURPOSE,
        erasure=Erasure.DELETED,
    )
    personal.declare(
        *("events.StaffRelease", "decided_by"),
        purpose=_("knowing who released somebody for a meeting"),
        retention=Retention.PURPOSE,
        erasure=Erasure.EMPTIED,
    )
    personal.declare(
        *("events.FormAnswer", "value"),
        purpose=_("planning a meeting for those who take part"),
        retention=_("as many days after the meeting as the question says"),
        erasure=Erasure.DELETED,
    )
    personal.declare(
        *("events.RegistrationDraft", "user", "data"),
        purpose=_("keeping what was typed until a registration is sent"),
        retention=_("until it is sent, at most 60 days"),
        erasure=Erasure.DELETED,
    )
    personal.register_export("participations", own_data)
    personal.register_erasure("participations", take_out)


def own_data(user: User) -> OwnData:
    """A person's own registrations."""
    rows = [
        {
            "meeting": str(row.edition),
            "kind": str(row.kind),
            "name": row.full_name,
            "function": row.function_title,
            "state": row.get_state_display(),
            "at": row.registered_at,
        }
        for row in Participant.objects.filter(user=user).select_related("edition", "kind").order_by("pk")
    ]
    return OwnData(title=_("Your registrations for meetings"), rows=rows)


def take_out(user: User) -> int:
    """Empty what names a person: their own registrations stay as numbers, those of a closed address, too."""
    mine = Participant.objects.filter(Q(user=user))
    touched = mine.update(user=None, full_name="", email="", function_title="")
    return touched + Delegation.objects.filter(registered_by=user).update(registered_by=None)
