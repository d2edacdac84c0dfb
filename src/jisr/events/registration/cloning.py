"""A new edition takes over the kinds of participants of the last one."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from jisr.events.editions import cloning
from jisr.events.editions.models import Edition
from jisr.events.registration.models import ParticipantKind

KINDS = "participant_kinds"
COLUMNS = ("key", "name_de", "name_en", "name_ar", "entry", "places", "position")


def register() -> None:
    cloning.register(
        KINDS,
        _("kinds of participants with their places"),
        clone_kinds,
        place=20,
        count=lambda source: ParticipantKind.objects.filter(edition=source).count(),
    )


def clone_kinds(source: Edition, target: Edition, **_how: Any) -> int:  # noqa: ANN401 - days and people do not matter
    """Kinds that the new edition has not got yet, by their key."""
    known = set(ParticipantKind.objects.filter(edition=target).values_list("key", flat=True))
    rows = [row for row in ParticipantKind.objects.filter(edition=source) if row.key not in known]
    made = [ParticipantKind(edition=target, **{column: getattr(row, column) for column in COLUMNS}) for row in rows]
    return len(ParticipantKind.objects.bulk_create(made))
