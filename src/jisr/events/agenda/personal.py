"""What programmes keep about people: who speaks, who handed in and reviewed, who published."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.events.agenda import signing_up
from jisr.events.agenda.comparing import without_speaker
from jisr.events.agenda.contribution_models import Contribution, ContributionCall, Review
from jisr.events.agenda.models import ProgrammeVersion, SessionSpeaker
from jisr.events.agenda.published import Programme
from jisr.events.agenda.retention import expire_signups
from jisr.events.agenda.signup_models import SessionSignup
from jisr.kernel import personal
from jisr.kernel.personal import Erasure, OwnData, Retention
from jisr.kernel.tables import LANGUAGES

FUNCTIONS = {"function_title": "", **{f"function_title_{code}": "" for code in LANGUAGES}}


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
    personal.declare(
        *("events.Contribution", "author", "decided_by"),
        purpose=_("choosing contributions to a meeting"),
        retention=Retention.PURPOSE,
        erasure=Erasure.EMPTIED,
    )
    for model, field in (("events.Review", "reviewer"), ("events.ContributionCall", "reviewers")):
        personal.declare(
            *(model, field),
            purpose=_("choosing contributions to a meeting"),
            retention=Retention.PURPOSE,
            erasure=Erasure.EMPTIED,
        )
    personal.declare(
        *("events.SessionSignup", "participant"),
        purpose=_("giving few places in a session fairly, and telling people of changes"),
        retention=_("90 days after the meeting; then only how many signed up"),
        erasure=Erasure.DELETED,
    )
    personal.register_retention("session sign-ups", expire_signups)
    personal.register_export("session sign-ups", own_signups)
    personal.register_erasure("session sign-ups", drop_signups)
    personal.register_export("appearances", own_data)
    personal.register_export("contributions", own_contributions)
    personal.register_erasure("appearances", take_out)


def own_data(user: User) -> OwnData:
    """The sessions in which a person speaks."""
    rows = [
        {
            "session": str(row.session),
            "role": row.get_role_display(),
            "agreed_at": row.consented_at,
            "refused_at": row.declined_at,
        }
        for row in SessionSpeaker.objects.of(user).select_related("session").order_by("pk")
    ]
    return OwnData(title=_("Sessions in which you speak"), rows=rows)


def own_contributions(user: User) -> OwnData:
    """What a person handed in and what they said as a reviewer."""
    handed = Contribution.objects.filter(author=user).select_related("call__edition").order_by("pk")
    reviews = Review.objects.filter(reviewer=user).select_related("contribution").order_by("pk")
    rows: list[dict[str, Any]] = [
        *(
            {
                "meeting": str(row.call),
                "title": row.title,
                "abstract": row.abstract,
                "state": row.get_state_display(),
                "at": row.submitted_at,
                "reason": row.reason,
            }
            for row in handed
        ),
        *({"reviewed": str(row.contribution), "score": row.score, "note": row.note} for row in reviews),
    ]
    return OwnData(title=_("Contributions that you handed in or reviewed"), rows=rows)


def own_signups(user: User) -> OwnData:
    """The sessions for which a person signed up."""
    rows = [
        {
            "meeting": str(row.session.edition),
            "session": str(row.session),
            "state": _("on the waiting list") if row.is_waiting else _("has a place"),
            "at": row.signed_up_at,
        }
        for row in SessionSignup.objects.filter(participant__user=user).select_related("session__edition")
    ]
    return OwnData(title=_("Sessions for which you signed up"), rows=rows)


@transaction.atomic
def drop_signups(user: User) -> int:
    """Delete a person's sign-ups; who waits first gets each place."""
    return signing_up.erase(user, at=timezone.now())


@transaction.atomic
def take_out(user: User) -> int:
    """Take the person's name out of what is planned and published, and every pointer to them."""
    spoken = SessionSpeaker.objects.of(user).select_related("session")
    touched = sum(_redact(row) for row in spoken.exclude(full_name=""))
    empty = {"full_name": "", "consented_at": None, "declined_at": None, "consent_note": "", **FUNCTIONS}
    for row in spoken:
        for name, value in empty.items():
            setattr(row, name, value)
        row.save()
        touched += 1
    touched += ProgrammeVersion.objects.filter(published_by=user).update(published_by=None)
    touched += Contribution.objects.filter(author=user).update(author=None)
    touched += Contribution.objects.filter(decided_by=user).update(decided_by=None)
    touched += Review.objects.filter(reviewer=user).update(reviewer=None)
    through = ContributionCall.reviewers.through
    gone, _rows = through.objects.filter(user=user).delete()
    return touched + gone


def _redact(row: SessionSpeaker) -> int:
    """Take one name out of all versions that show it: the one way in which a published programme changes."""
    guid, count = str(row.session.public_id), 0
    for version in ProgrammeVersion.objects.filter(edition=row.session.edition_id):
        programme = Programme.read(version.content)
        cleaned = without_speaker(programme, guid, row.full_name)
        if cleaned.as_json() != programme.as_json():
            version.content = {**version.content, **cleaned.as_json()}
            version.save(update_fields=["content"])
            count += 1
    return count
