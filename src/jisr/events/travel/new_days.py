"""When a meeting gets new days: checklists count from them; journeys and letters for the old ones are named."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import ngettext

from jisr.events.editions import new_days
from jisr.events.editions.models import Edition
from jisr.events.editions.new_days import Look
from jisr.events.travel.models import TravelJourney, TravelLetter
from jisr.events.travel.queries import travellers


def register() -> None:
    new_days.register_look("travel", look)


def look(edition: Edition, since: datetime) -> Iterable[Look]:
    people, url = travellers().filter(edition=edition), reverse("travel:office", args=[edition.slug])
    journeys = TravelJourney.objects.filter(participant__in=people, updated_at__lt=since).count()
    if journeys:
        text = ngettext(
            "%(number)s journey was entered for the old days.",
            "%(number)s journeys were entered for the old days.",
            journeys,
        )
        yield Look(text % {"number": journeys}, url)
    letters = TravelLetter.objects.filter(participant__in=people, withdrawn_at=None, issued_at__lt=since).count()
    if letters:
        text = ngettext(
            "%(number)s invitation letter was written for the old days.",
            "%(number)s invitation letters were written for the old days.",
            letters,
        )
        yield Look(text % {"number": letters}, url)
