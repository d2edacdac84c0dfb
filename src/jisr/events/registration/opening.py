"""Registration opens only where somebody can register as something."""

from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from jisr.events.editions import guards
from jisr.events.editions.models import Edition
from jisr.events.registration.models import ParticipantKind


def register() -> None:
    guards.register("open", "kinds", has_kinds)


def has_kinds(edition: Edition, _at: datetime) -> str | Promise:
    if ParticipantKind.objects.filter(edition=edition).exists():
        return ""
    return _("At least one kind of participant is needed.")
