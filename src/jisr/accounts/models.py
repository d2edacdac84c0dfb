"""People who sign in."""

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from jisr.accounts.states import Role


class UserManager(BaseUserManager["User"]):
    """Makes accounts; the e-mail address is the name."""

    def create_user(self, email: str, password: str | None = None, **columns: object) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **columns)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **columns: object) -> "User":
        return self.create_user(email, password, is_superuser=True, **columns)


class User(AbstractBaseUser, PermissionsMixin):
    """One person's account. Rights come from groups; who writes content is in Wagtail's groups."""

    email = models.EmailField(_("e-mail address"), unique=True)
    display_name = models.CharField(_("name shown"), max_length=120)
    preferred_language = models.CharField(
        _("preferred language"), max_length=2, choices=settings.LANGUAGES, default="de"
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self) -> str:
        return self.display_name or self.email

    def get_full_name(self) -> str:
        return self.display_name

    @cached_property
    def role_names(self) -> frozenset[str]:
        """The staff roles of this person, asked once for each object in memory."""
        return frozenset(self.roles.values_list("role", flat=True))

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
