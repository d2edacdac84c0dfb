"""Who takes part, in figures for the office's page of an edition."""

from collections import Counter

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jisr.events.editions import figures
from jisr.events.editions.figures import Figure
from jisr.events.editions.models import Edition
from jisr.events.registration.models import LANGUAGES, EditionPlaces, Participant, ParticipantKind
from jisr.events.registration.states import HOLDS_PLACE, LIVE, ParticipantState, Side


def register() -> None:
    figures.register("answers", _("Registrations"), answers, place=10)
    figures.register("coming", _("Those with a place"), coming, place=20)


def answers(edition: Edition) -> list[Figure]:
    """How many stand where; states without anybody are left out."""
    counted = Counter(Participant.objects.filter(edition=edition).values_list("state", flat=True))
    found = [Figure(state.label, counted[state]) for state in ParticipantState if counted[state]]
    limits = list(ParticipantKind.objects.filter(edition=edition).values_list("places", flat=True))
    if limits:
        known = [] if None in limits else [sum(limits)]
        known += EditionPlaces.objects.filter(edition=edition, total__isnull=False).values_list("total", flat=True)
        found.append(Figure(_("Places"), str(min(known, default=_("no limit")))))
        found.append(Figure(_("Places taken"), sum(counted[state] for state in HOLDS_PLACE)))
    return found


def coming(edition: Edition) -> list[Figure]:
    """Those who come by side and by language; somebody of two languages counts in both."""
    rows = list(Participant.objects.filter(edition=edition, state__in=LIVE).coming().for_lists())
    sides = Counter(row.side for row in rows)
    spoken = Counter(code for row in rows for code in row.languages)
    return [
        *(Figure(side.label, sides[side]) for side in Side if sides[side]),
        *(
            Figure(pgettext_lazy("figure: language that participants work in", "work in: %s") % label, spoken[code])
            for code, label in LANGUAGES
            if spoken[code]
        ),
    ]
