"""What this part keeps about people: their own programmes, and what they allowed to be shown of them."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.events.timetable.models import (
    CalendarFeed,
    DocumentationFile,
    EditionPhoto,
    PhotoPerson,
    ProgrammePick,
    SpeakerAllowance,
)
from jisr.events.timetable.presenting import entries_of
from jisr.events.timetable.reading import latest
from jisr.events.timetable.states import Consent
from jisr.kernel import personal
from jisr.kernel.personal import Erasure, OwnData, Retention


def register() -> None:
    personal.declare(
        *("events.ProgrammePick", "user"),
        purpose=_("showing somebody the sessions they chose, and telling them of changes"),
        retention=Retention.ACCOUNT,
        erasure=Erasure.DELETED,
    )
    personal.declare(
        *("events.CalendarFeed", "user"),
        purpose=_("giving somebody's own programme to their calendar"),
        retention=Retention.ACCOUNT,
        erasure=Erasure.DELETED,
    )
    for model, column in (
        ("EditionPhoto", "added_by"),
        ("DocumentationFile", "added_by"),
        ("PhotoPerson", "noted_by"),
        ("SpeakerAllowance", "noted_by"),
    ):
        personal.declare(
            *(f"events.{model}", column),
            purpose=_("knowing who documented a meeting and who noted a consent"),
            retention=Retention.AUDIT,
            erasure=Erasure.EMPTIED,
        )
    personal.register_export("programmes", own_programmes)
    personal.register_erasure("programmes", drop_programmes)
    personal.register_export("photos", own_photos)
    personal.register_erasure("photos", take_out)


def own_programmes(user: User) -> OwnData:
    """The sessions that a person chose. The address of their calendar is a secret and stays one."""
    rows = []
    for pick in (
        ProgrammePick.objects.filter(user=user).select_related("edition").order_by("edition", "starts_at", "pk")
    ):
        published = latest(pick.edition)
        session = published.by_guid.get(str(pick.session_guid)) if published else None
        title = entries_of(pick.edition, published, [session])[0].plain_title if published and session else ""
        rows.append({"meeting": str(pick.edition), "session": title, "begins": pick.starts_at, "at": pick.picked_at})
    return OwnData(title=_("Sessions you chose"), rows=rows)


@transaction.atomic
def drop_programmes(user: User) -> int:
    """Delete what a person chose and their calendars."""
    return ProgrammePick.objects.filter(user=user).delete()[0] + CalendarFeed.objects.filter(user=user).delete()[0]


def own_photos(user: User) -> OwnData:
    """The photos on which a person is named, and what they said."""
    people = PhotoPerson.objects.filter(participant__user=user).select_related("photo__edition").order_by("pk")
    allowed = SpeakerAllowance.objects.filter(speaker__participant__user=user).select_related("speaker__session")
    rows = [
        {
            "meeting": str(person.photo.edition),
            "photo": person.photo.alternative,
            "consent": person.get_consent_display(),
            "at": person.answered_at,
        }
        for person in people
    ]
    rows += [
        {"session": str(row.speaker.session), "slides": row.may_slides, "recording": row.may_record, "at": row.noted_at}
        for row in allowed.order_by("pk")
    ]
    return OwnData(title=_("What you allowed to be shown of meetings"), rows=rows)


@transaction.atomic
def take_out(user: User) -> int:
    """Hide what shows the person, and empty what points at them. Comes before the participants lose their account."""
    mine = PhotoPerson.objects.filter(participant__user=user)
    touched = mine.update(consent=Consent.WITHDRAWN, answered_at=timezone.now(), note="")
    touched += SpeakerAllowance.objects.filter(speaker__participant__user=user).delete()[0]
    for model, column in ((EditionPhoto, "added_by"), (DocumentationFile, "added_by")):
        touched += model._default_manager.filter(**{column: user}).update(**{column: None})
    for model in (PhotoPerson, SpeakerAllowance):
        touched += model._default_manager.filter(noted_by=user).update(noted_by=None)
    return touched
