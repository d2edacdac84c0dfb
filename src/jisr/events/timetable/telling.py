"""Asks people for their consent to a photo."""

from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from jisr.events.timetable.models import PhotoPerson
from jisr.notifications import kinds
from jisr.notifications.services import notify

PHOTO: Final = "events.photo_consent"


def declare_kinds() -> None:
    kinds.declare(PHOTO, _("photos that show you"))


def ask_for_consent(person: PhotoPerson, *, at: datetime) -> None:
    """Write to somebody on a photo, if they have an account."""
    user, edition = person.participant.user, person.photo.edition
    if user is None:
        return
    notify(
        PHOTO,
        to=[user],
        subject_line=_("May we show a photo of you?"),
        template="events/mail/photo_consent",
        context={"meeting": lazy(lambda: str(edition.title), str)()},
        url=lazy(lambda: reverse("my_timetable:consents", args=[edition.slug]), str)(),
        at=at,
    )
