"""Somebody's 1:1 meetings as calendar entries (RFC 5545): stable names, growing sequences, cancelled ones kept."""

from datetime import UTC

from django.urls import reverse
from django.utils.translation import gettext as _

from jisr.events.registration.models import Participant
from jisr.events.talks.models import Talk
from jisr.web.structured_data import absolute


def calendar_of(participant: Participant, talks: list[Talk]) -> bytes:
    """All meetings of one person, in UTC, so that every calendar shows its owner's time."""
    from icalendar import Calendar, Event  # noqa: PLC0415 - heavy, and few ask for it

    made = Calendar()
    made.add("prodid", "-//Jisr//1-1 meetings//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", _("1:1 meetings: %(title)s") % {"title": participant.edition.title})
    for talk in talks:
        request = talk.request
        other = request.asked if request.asking.participant_id == participant.pk else request.asking
        entry = Event()
        entry.add("uid", f"talk-{request.public_id}@jisr")
        entry.add("dtstamp", talk.changed_at.astimezone(UTC))
        entry.add("last-modified", talk.changed_at.astimezone(UTC))
        entry.add("dtstart", talk.starts_at.astimezone(UTC))
        entry.add("dtend", talk.ends_at.astimezone(UTC))
        entry.add("sequence", talk.sequence)
        entry.add("status", "CANCELLED" if talk.is_cancelled else "CONFIRMED")
        entry.add("summary", _plain(_("1:1 meeting with %(name)s") % {"name": other.participant.full_name}))
        entry.add("location", _plain(_where(participant, talk)))
        entry.add("url", absolute(reverse("talks:mine", args=[participant.edition.slug])))
        made.add_component(entry)
    content: bytes = made.to_ical()
    return content


def _where(participant: Participant, talk: Talk) -> str:
    place = participant.edition.talk_setting.place
    table = _("Table %(number)d") % {"number": talk.table}
    return f"{place}, {table}" if place else table


def _plain(text: str) -> str:
    """Without signs that a calendar refuses."""
    return "".join(sign for sign in text if sign.isprintable())
