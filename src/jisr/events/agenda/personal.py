"""What programmes keep about people: who speaks, who published."""

from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.events.agenda.models import ProgrammeVersion, SessionSpeaker
from jisr.kernel import personal
from jisr.kernel.personal import Erasure, OwnData, Retention


def register() -> None:
    personal.declare(
        *("events.SessionSpeaker", "full_name"),
        purpose=_("telling participants who speaks; in public only with consent"),
        retention=Retention.CONTENT,
        erasure=Erasure.ANONYMISED,
    )
    personal.declare(
        *("events.ProgrammeVersion", "published_by"),
        purpose=_("knowing who published a programme"),
        retention=Retention.AUDIT,
        erasure=Erasure.EMPTIED,
    )
    personal.register_export("appearances", own_data)
    personal.register_erasure("appearances", take_out)


def own_data(user: User) -> OwnData:
    """The sessions in which a person speaks."""
    rows = [
        {"session": str(row.session), "role": row.get_role_display(), "agreed_at": row.consented_at}
        for row in SessionSpeaker.objects.filter(participant__user=user).select_related("session").order_by("pk")
    ]
    return OwnData(title=_("Sessions in which you speak"), rows=rows)


def take_out(user: User) -> int:
    """Take the person's name out of what is planned, and the pointer out of what was published."""
    spoken = SessionSpeaker.objects.filter(participant__user=user)
    touched = spoken.update(full_name="", function_title="", consented_at=None)
    return touched + ProgrammeVersion.objects.filter(published_by=user).update(published_by=None)
