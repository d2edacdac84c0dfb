"""What an authority says about itself, until the office has decided on it."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jisr.kernel.models import PartialDateDescriptor, Timestamped, precision_field, precision_matches
from jisr.municipalities.models.authority import Authority
from jisr.municipalities.queries import ProposalQuerySet


class Proposal(Timestamped):
    """A change that a member proposes to facts of their authority. ``values`` and ``known`` map fields to text."""

    class State(models.TextChoices):
        OPEN = "open", _("waits for the office")
        ACCEPTED = "accepted", _("accepted")
        REFUSED = "refused", _("refused")

    authority = models.ForeignKey(Authority, models.CASCADE, related_name="proposals")
    values = models.JSONField(_("proposed values"))
    known = models.JSONField(_("values at the time of the proposal"))
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    note = models.CharField(_("note on the source"), max_length=250, blank=True)
    as_of_on = models.DateField(null=True, blank=True)
    as_of_precision = precision_field()
    as_of = PartialDateDescriptor("as_of")
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN, editable=False)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="proposals")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, editable=False)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ("created_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(state="open", decided_at__isnull=True) | (~Q(state="open") & Q(decided_at__isnull=False)),
                name="municipalities_proposal_decided_is_dated",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(reason=""), name="municipalities_proposal_refused_with_reason"
            ),
            models.CheckConstraint(
                condition=~Q(source_url="") | ~Q(note=""), name="municipalities_proposal_says_where_from"
            ),
            precision_matches("as_of", constraint="municipalities_proposal_date_has_precision"),
        )

    def __str__(self) -> str:
        return f"{self.authority}: {', '.join(self.values)}"

    def get_absolute_url(self) -> str:
        return reverse("municipalities:proposal", args=[self.public_id])

    @property
    def tone(self) -> str:
        """The tone of the badge that shows its state."""
        return {"open": "waiting", "accepted": "good"}.get(self.state, "neutral")
