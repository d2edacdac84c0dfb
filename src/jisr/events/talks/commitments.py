"""When participants meet one another, so that the programme sees conflicts with its sessions."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from jisr.events.talks.models import Talk


def commitments_of(edition_id: int) -> Iterator[tuple[int, datetime, datetime, str]]:
    """For both people of each published meeting: who, from when to when, and what it is."""
    rows = Talk.objects.held().filter(request__asking__participant__edition=edition_id)
    label = _("1:1 meeting")
    for talk in rows.select_related("request__asking", "request__asked"):
        for profile in (talk.request.asking, talk.request.asked):
            yield profile.participant_id, talk.starts_at, talk.ends_at, label
