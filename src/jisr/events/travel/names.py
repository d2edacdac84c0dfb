"""Lists with names for those outside who need them: only what each of them needs, and only with a reason."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jisr.accounts.models import User
from jisr.events.editions.models import Edition
from jisr.events.registration.models import LANGUAGES, Participant
from jisr.events.travel import sealing
from jisr.events.travel.counting import pairs_of, spoken_in
from jisr.events.travel.policies import READ_TRAVEL_NAMES
from jisr.events.travel.queries import travellers
from jisr.events.travel.services import ReasonMissing
from jisr.events.travel.states import AccessNeed, Diet, NameList
from jisr.exports.cells import yes_or_no
from jisr.exports.tables import Column
from jisr.kernel import trail
from jisr.kernel.policy import authorize


@transaction.atomic
def take_names(edition: Edition, name: str, *, reason: str, actor: User) -> tuple[Sequence[Column], list[Participant]]:
    """The columns and people of a list. Who took it and why is told in the trail.

    Raises ``ReasonMissing``, ``Refused``.
    """
    authorize(actor, READ_TRAVEL_NAMES, edition)
    if not reason.strip():
        raise ReasonMissing(_("Please say who needs this list and why."))
    chosen = NameList(name)
    rows = (
        travellers()
        .filter(edition=edition)
        .select_related("travel_journey", "travel_data", "authority", "organisation", "edition")
    )
    people = [person for person in rows.order_by("full_name", "pk") if _belongs(person, chosen)]
    spoken = spoken_in(edition) if chosen == NameList.INTERPRETERS else []
    for person in people:
        person.needs = _needs(person) if chosen == NameList.CATERING else {}
        person.pairs = pairs_of(person, spoken)
    if chosen == NameList.INTERPRETERS:
        people = [person for person in people if person.pairs]
    if chosen == NameList.CATERING:
        people = [person for person in people if person.needs]
    changes = {"list": [None, chosen.value], "reason": [None, reason.strip()], "people": [None, len(people)]}
    trail.record("events.travel_names_taken", edition, actor=actor, changes=changes)
    return COLUMNS[chosen], people


def _belongs(person: Participant, chosen: NameList) -> bool:
    if chosen not in (NameList.HOTEL, NameList.TRANSPORT):
        return True
    journey = getattr(person, "travel_journey", None)
    if journey is None:
        return False
    return bool(journey.first_night_on) if chosen == NameList.HOTEL else journey.needs_pickup or journey.needs_return


def _needs(person: Participant) -> dict[str, Any]:
    if not hasattr(person, "travel_data"):
        return {}
    opened = sealing.unseal(person.travel_data.sealed, owner=person.public_id)
    names = ("diet", "diet_note", "access", "access_note")
    return {name: opened[name] for name in names if opened.get(name) not in (None, "", [], Diet.NONE)}


def _when(person: Participant, column: str) -> datetime | None:
    moment: datetime | None = getattr(person.travel_journey, column)
    return timezone.make_naive(moment, ZoneInfo(person.edition.zone)) if moment else None


def _languages(person: Participant) -> str:
    words = {code: str(label) for code, label in LANGUAGES}
    return " · ".join(words.get(code, code) for code in person.languages)


def _pairs(person: Participant) -> str:
    words = {code: str(label) for code, label in LANGUAGES}
    return " · ".join(f"{words.get(spoken, spoken)} > {words.get(own, own)}" for spoken, own in person.pairs)


NAME = Column("name", _("Name"), lambda person: person.full_name)
BODY = Column("body", _("Sent by"), lambda person: str(person.body or ""))
COLUMNS: dict[NameList, Sequence[Column]] = {
    NameList.HOTEL: (
        NAME,
        Column("first", _("First night"), lambda person: person.travel_journey.first_night_on, "date"),
        Column("last", _("Last night"), lambda person: person.travel_journey.last_night_on, "date"),
        Column("room", pgettext_lazy("hotel", "Room"), lambda person: person.travel_journey.get_room_wish_display()),
    ),
    NameList.TRANSPORT: (
        NAME,
        Column("arrives", _("Arrives"), lambda person: _when(person, "arrives_at"), "date"),
        Column("from", _("Place of arrival"), lambda person: person.travel_journey.arrival_place),
        Column("pickup", _("Transfer on arrival"), lambda person: yes_or_no(person.travel_journey.needs_pickup)),
        Column("leaves", _("Leaves"), lambda person: _when(person, "departs_at"), "date"),
        Column("to", _("Place of departure"), lambda person: person.travel_journey.departure_place),
        Column("return", _("Transfer on departure"), lambda person: yes_or_no(person.travel_journey.needs_return)),
    ),
    NameList.INTERPRETERS: (
        NAME,
        BODY,
        Column("languages", _("Languages"), _languages),
        Column("pairs", _("Needs"), _pairs),
    ),
    NameList.CATERING: (
        NAME,
        Column("diet", _("Food"), lambda person: Diet(person.needs["diet"]).label if "diet" in person.needs else ""),
        Column("diet_note", _("Note on food"), lambda person: person.needs.get("diet_note")),
        Column(
            "access",
            _("Access needs"),
            lambda person: " · ".join(str(AccessNeed(need).label) for need in person.needs.get("access", [])),
        ),
        Column("access_note", _("Note on access needs"), lambda person: person.needs.get("access_note")),
    ),
}
