"""Participants are concerned by every step of their edition."""

from collections.abc import Iterator

from jisr.accounts.models import User
from jisr.events.editions import audience
from jisr.events.editions.models import Edition
from jisr.events.registration.models import Participant
from jisr.events.registration.states import Side
from jisr.notifications.rendering import Correspondent

LANGUAGE_OF = {Side.GERMAN: "de", Side.PALESTINIAN: "ar", Side.OTHER: "en"}


def register() -> None:
    audience.register("participants", participants)


def participants(edition: Edition) -> Iterator[User | Correspondent]:
    """All who wait for a place or have one: by their account, else by the address that was given for them."""
    rows = Participant.objects.filter(edition=edition).live().for_lists().select_related("user")
    for row in rows:
        if row.user is not None:
            yield row.user
        elif row.email:
            yield correspondent(row)


def language_of(participant: Participant) -> str:
    """The language to write in: that of their side if they work in it, else the first one of theirs."""
    usual = LANGUAGE_OF[participant.side]
    if not participant.languages or usual in participant.languages:
        return usual
    return str(participant.languages[0])


def correspondent(participant: Participant) -> Correspondent:
    """The reader of mails to somebody who has an address and no account."""
    return Correspondent(participant.email, language_of(participant), participant.full_name)
