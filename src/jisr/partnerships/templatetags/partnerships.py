"""How ties are shown."""

from datetime import date

from django import template

from jisr.partnerships.models import Partnership
from jisr.partnerships.states import Status

register = template.Library()

_TONES = {
    Status.INITIATION: "info",
    Status.ACTIVE: "good",
    Status.PAUSED: "waiting",
    Status.EXPIRED: "neutral",
    Status.ENDED: "neutral",
}


@register.filter
def status_tone(tie: Partnership) -> str:
    """The colour of the status; only a fresh one deserves it, but the word is always there."""
    return _TONES[Status(tie.status)]


@register.filter
def is_fresh(tie: Partnership, today: date) -> bool:
    return tie.is_status_fresh(today=today)
