"""What lets somebody wait for consent in the workspace: photos of them, and their own sessions."""

from django.urls import reverse
from django.utils.translation import gettext as _

from jisr.accounts.models import User
from jisr.events.timetable.models import PhotoPerson
from jisr.events.timetable.states import Consent
from jisr.web.waiting import Waiting

MOST = 20


def consents_waiting(user: User) -> list[Waiting]:
    """One entry for each meeting with photos that show the person and that they have not answered."""
    rows = PhotoPerson.objects.filter(participant__user=user, consent=Consent.ASKED)
    editions = {row.photo.edition: None for row in rows.select_related("photo__edition").order_by("pk")[:MOST]}
    return [
        Waiting(
            _("May we show photos of you? %(meeting)s") % {"meeting": edition.title},
            reverse("my_timetable:consents", args=[edition.slug]),
            None,
            _("You are on a photo. It is shown only if you agree."),
        )
        for edition in editions
    ]
