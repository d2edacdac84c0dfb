"""Who acts for an authority or organisation, in which role, and how that came about and ended."""

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jisr.kernel.models import Timestamped
from jisr.municipalities.models.authority import Authority
from jisr.municipalities.models.organisation import Organisation
from jisr.municipalities.queries import MembershipQuerySet
from jisr.municipalities.states import LIVE, TONES, MembershipRole, MembershipState


def _step_by() -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+")


class Membership(Timestamped):
    """One person acts for one body in one role. Its state changes only in ``services.memberships``.

    ``user`` is empty while an invitation has gone to an address (``invited_email``) that nobody has accepted with, and
    after the person was erased.
    """

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="memberships"
    )
    invited_email = models.EmailField(_("invited e-mail address"), blank=True)
    authority = models.ForeignKey(Authority, models.PROTECT, null=True, blank=True, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="memberships")
    role = models.CharField(_("role"), max_length=12, choices=MembershipRole)
    function_title = models.CharField(_("function"), max_length=120, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=MembershipState, editable=False)
    asked_at = models.DateTimeField(editable=False)
    asked_by = _step_by()
    expires_at = models.DateTimeField(null=True, editable=False)
    confirmed_at = models.DateTimeField(null=True, editable=False)
    confirmed_by = _step_by()
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_by = _step_by()
    note = models.TextField(_("note"), blank=True)
    successor = models.ForeignKey("self", models.SET_NULL, null=True, editable=False, related_name="predecessors")

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ("-asked_at", "pk")
        indexes = (models.Index(fields=["state", "asked_at"], name="municipalities_member_queue"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(authority__isnull=True, organisation__isnull=False)
                | Q(authority__isnull=False, organisation__isnull=True),
                name="municipalities_membership_of_one_body",
            ),
            models.UniqueConstraint(
                fields=["user", "authority", "role"],
                condition=Q(state__in=LIVE, user__isnull=False, authority__isnull=False),
                name="municipalities_membership_once_per_authority",
            ),
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=Q(state__in=LIVE, user__isnull=False, organisation__isnull=False),
                name="municipalities_membership_once_per_organisation",
            ),
            models.CheckConstraint(
                condition=~Q(confirmed_by=F("user")), name="municipalities_membership_nobody_confirms_themself"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[MembershipState.ASKED, MembershipState.CONFIRMED]) | Q(user__isnull=False),
                name="municipalities_membership_of_a_person",
            ),
            models.CheckConstraint(
                condition=~Q(state=MembershipState.CONFIRMED) | Q(confirmed_at__isnull=False),
                name="municipalities_membership_confirmed_is_dated",
            ),
            models.CheckConstraint(
                condition=Q(state__in=LIVE, ended_at__isnull=True) | (~Q(state__in=LIVE) & Q(ended_at__isnull=False)),
                name="municipalities_membership_ended_is_dated",
            ),
            models.CheckConstraint(
                condition=~Q(state=MembershipState.INVITED) | (Q(expires_at__isnull=False) & ~Q(invited_email="")),
                name="municipalities_membership_invited_where_and_until",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_name} – {self.body}"

    def get_absolute_url(self) -> str:
        return reverse("municipalities:membership", args=[self.public_id])

    @property
    def body(self) -> Authority | Organisation:
        """For whom the person acts."""
        return self.authority or self.organisation

    @property
    def body_address(self) -> tuple[str, str]:
        """Kind and key of the body, as addresses name them."""
        if self.authority is not None:
            return "authority", self.authority.slug
        return "organisation", str(self.body.public_id)

    @property
    def person_name(self) -> str:
        """The name of the person; of an invitation the address, so that it does not tell whether it is known."""
        if self.state == MembershipState.INVITED or self.user is None:
            return self.invited_email or str(_("person no longer here"))
        return str(self.user)

    @property
    def tone(self) -> str:
        return TONES[MembershipState(self.state)]

    def heirs(self) -> "models.QuerySet[Membership]":
        """Other confirmed members of the same body, who could take over."""
        others = Membership.objects.of_body(self.body).confirmed().exclude(user=self.user).for_lists()
        found: models.QuerySet[Membership] = others.order_by("user__display_name", "pk")
        return found

    def is_last_coordinator(self) -> bool:
        """Whether nobody would be left to speak for the body. A service asks again while the body is locked."""
        if (self.state, self.role) != (MembershipState.CONFIRMED, MembershipRole.COORDINATOR):
            return False
        others = Membership.objects.of_body(self.body).confirmed().filter(role=MembershipRole.COORDINATOR)
        return not others.exclude(pk=self.pk).exists()
