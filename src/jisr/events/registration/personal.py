"""What registration keeps about people."""

from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.events.editions.states import AHEAD
from jisr.events.registration import places
from jisr.events.registration.answering import in_words
from jisr.events.registration.form_models import FormAnswer, RegistrationDraft
from jisr.events.registration.models import Delegation, Participant, ParticipantInvitation, Party, StaffRelease
from jisr.events.registration.retention import delete_old
from jisr.events.registration.services import go_on
from jisr.events.registration.states import ParticipantState
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
    personal.register_retention("registration answers", delete_old)


def own_data(user: User) -> OwnData:
    """A person's own registrations, what they answered and what they have typed so far."""
    rows: list[dict[str, Any]] = [
        {
            "meeting": str(row.edition),
            "kind": str(row.kind),
            "name": row.full_name,
            "function": row.function_title,
            "state": row.get_state_display(),
            "release": row.get_release_display(),
            "at": row.registered_at,
        }
        for row in Participant.objects.filter(user=user).select_related("edition", "kind").order_by("pk")
    ]
    answers = FormAnswer.objects.filter(participant__user=user).select_related(
        "question", "version", "participant__edition"
    )
    answered = list(answers.order_by("pk"))
    for answer, told in zip(answered, in_words(answered), strict=True):
        meeting = str(answer.participant.edition)
        rows.append({"meeting": meeting, "question": told.label, "answer": told.text, "at": answer.answered_at})
    for draft in RegistrationDraft.objects.filter(user=user).select_related("edition").order_by("pk"):
        typed = [", ".join(texts) for page in draft.data.values() for texts in page.values()]
        rows.append({"meeting": str(draft.edition), "draft": " · ".join(typed), "at": draft.changed_at})
    return OwnData(title=_("Your registrations for meetings"), rows=rows)


@transaction.atomic
def take_out(user: User) -> int:
    """Empty what names a person. Their place at a meeting to come goes to the next one."""
    mine = Participant.objects.filter(user=user)
    for row in mine.live().filter(edition__state__in=AHEAD):
        place = places.lock(row.edition_id)
        mine.filter(pk=row.pk).update(state=ParticipantState.WITHDRAWN, queue_number=None, offer_until=None)
        go_on(place, at=timezone.now())
    addresses = [user.email, *user.emailaddress_set.values_list("email", flat=True)]
    invited, _tables = ParticipantInvitation.objects.filter(email__in=[text.lower() for text in addresses]).delete()
    answers, _tables = FormAnswer.objects.filter(participant__user=user).delete()
    drafts, _tables = RegistrationDraft.objects.filter(user=user).delete()
    named = mine.update(user=None, full_name="", email="", function_title="", decision_reason="")
    pointing: list[tuple[type[models.Model], str]] = [
        (Delegation, "registered_by"),
        (Party, "registered_by"),
        (ParticipantInvitation, "invited_by"),
        (StaffRelease, "decided_by"),
    ]
    emptied = sum(model._default_manager.filter(**{name: user}).update(**{name: None}) for model, name in pointing)
    return invited + answers + drafts + named + emptied
