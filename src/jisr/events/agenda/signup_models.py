"""Who signed up for a session with few places."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jisr.events.agenda.models import Session
from jisr.events.agenda.queries import SignupQuerySet


class SessionSignup(models.Model):
    """One participant's place in a session, or on its waiting list, which moves in the order of the rows.

    ``seat``: the number of the place, so that the database gives none to two people; None: waits.
    """

    session = models.ForeignKey(Session, models.PROTECT, related_name="signups")
    participant = models.ForeignKey("events.Participant", models.CASCADE, related_name="signups")
    seat = models.PositiveIntegerField(null=True, editable=False)
    signed_up_at = models.DateTimeField(editable=False)

    objects = SignupQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign-up for a session")
        verbose_name_plural = _("sign-ups for sessions")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=["session", "participant"], name="events_session_signup_once"),
            models.UniqueConstraint(fields=["session", "seat"], name="events_session_seat_once"),
            models.CheckConstraint(condition=Q(seat__isnull=True) | Q(seat__gte=1), name="events_session_seat_counted"),
        )

    def __str__(self) -> str:
        return f"{self.session} {self.participant}"

    @property
    def is_waiting(self) -> bool:
        return self.seat is None
