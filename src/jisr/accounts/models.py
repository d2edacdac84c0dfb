"""People who sign in."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from jisr.accounts.queries import InvitationQuerySet, UserQuerySet
from jisr.accounts.states import Role


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Makes accounts; the e-mail address is the name."""

    def create_user(self, email: str, password: str | None = None, **columns: object) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **columns)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **columns: object) -> "User":
        """Make the first administrator; later ones get their role from another administrator."""
        user = self.create_user(email, password, is_superuser=True, **columns)
        StaffRole.objects.create(user=user, role=Role.ADMINISTRATOR)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """One person's account. Rights come from roles; Wagtail's groups follow them."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True)
    display_name = models.CharField(_("name shown"), max_length=120)
    preferred_language = models.CharField(
        _("preferred language"), max_length=2, choices=settings.LANGUAGES, default="de"
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    date_joined = models.DateTimeField(auto_now_add=True)
    erased_at = models.DateTimeField(null=True, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self) -> str:
        return str(_("erased account")) if self.erased_at else self.display_name or self.email

    def get_full_name(self) -> str:
        return self.display_name

    @cached_property
    def _roles(self) -> dict[str, bool]:
        """The staff roles, and whether a second factor is set up; asked once for each object in memory."""
        factors = type(self).objects.filter(pk=models.OuterRef("user"), authenticator__isnull=False)
        return dict(self.roles.values_list("role", models.Exists(factors)))

    @property
    def role_names(self) -> frozenset[str]:
        """The staff roles of this person."""
        return frozenset(self._roles)

    @property
    def has_second_factor(self) -> bool:
        """Whether an authenticator app or a passkey is set up."""
        return any(self._roles.values()) if self._roles else bool(self.authenticator_set.exists())

    def forget_roles(self) -> None:
        """Ask anew: they have changed."""
        self.__dict__.pop("_roles", None)

    def has_role(self, *roles: str) -> bool:
        """Whether this person works for the programme office in one of ``roles``; an administrator has them all."""
        return self.is_active and (Role.ADMINISTRATOR in self.role_names or not self.role_names.isdisjoint(roles))

    @property
    def is_programme_staff(self) -> bool:
        return self.is_active and bool(self.role_names)

    @property
    def is_staff(self) -> bool:
        """Django's and Wagtail's word for people who may see a desk at all."""
        return self.is_superuser


class StaffRole(models.Model):
    """A role of a person in the programme office. Granted and taken in ``services`` alone."""

    user = models.ForeignKey(User, models.CASCADE, related_name="roles")
    role = models.CharField(_("role"), max_length=16, choices=Role)
    granted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("staff role")
        verbose_name_plural = _("staff roles")
        constraints = (models.UniqueConstraint(fields=["user", "role"], name="accounts_staff_role_once"),)

    def __str__(self) -> str:
        return self.get_role_display()


class Invitation(models.Model):
    """The offer to open an account with one address. The link holds a token, of which only the digest is kept."""

    email = models.EmailField(_("e-mail address"))
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    role = models.CharField(_("role"), max_length=16, choices=Role, blank=True)
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="invitations_sent")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(_("valid until"))
    used_at = models.DateTimeField(null=True, editable=False)
    accepted_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="invitations_accepted")

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ("-created_at",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(used_at=None) | models.Q(used_at__lte=models.F("expires_at")),
                name="accounts_invitation_used_in_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.email} {self.expires_at:%Y-%m-%d}"


class ErasureLog(models.Model):
    """One erasure: asked for when, done when, how many rows of which room. It names nobody but by a number."""

    account_number = models.PositiveBigIntegerField(unique=True)
    requested_at = models.DateTimeField(_("asked for"))
    done_at = models.DateTimeField(_("done"), null=True)
    rows = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        ordering = ("-requested_at",)

    def __str__(self) -> str:
        return f"{self.requested_at:%Y-%m-%d} {self.account_number}"


class RetentionLog(models.Model):
    """One run of the retention rules: how many rows of which room had been kept long enough."""

    run_at = models.DateTimeField(_("run"))
    rows = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("retention run")
        verbose_name_plural = _("retention runs")
        ordering = ("-run_at",)

    def __str__(self) -> str:
        return f"{self.run_at:%Y-%m-%d %H:%M}"
