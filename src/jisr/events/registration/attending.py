"""Who took part before: a question for invitations in bulk."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jisr.events.editions import choosing
from jisr.events.editions.models import Edition
from jisr.events.registration.models import Participant
from jisr.municipalities.models import Authority

BEFORE, LAST, NEVER = "before", "last", "never"


def register() -> None:
    choosing.register("attended", _("Took part in this series"), choices, narrow, place=50)


def choices() -> list[tuple[str, str]]:
    return [
        (BEFORE, gettext("at any meeting before")),
        (LAST, gettext("at the meeting that this one carries on")),
        (NEVER, gettext("at none so far")),
    ]


def narrow(rows: QuerySet[Authority], value: str, edition: Edition) -> QuerySet[Authority]:
    """By confirmed participants, and by the hosts of past meetings."""
    before = Edition.objects.filter(series=edition.series_id, start_on__lt=edition.start_on).exclude(pk=edition.pk)
    if value == LAST:
        before = before.filter(pk=edition.follows_id)
    came = Participant.objects.coming().filter(edition__in=before, authority__isnull=False)
    attended = Q(pk__in=came.values("authority")) | Q(pk__in=Authority.objects.filter(editions_held__in=before))
    return rows.exclude(attended) if value == NEVER else rows.filter(attended)
