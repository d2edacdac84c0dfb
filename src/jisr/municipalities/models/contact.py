"""Whom to write to: functions of an authority, never persons."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jisr.kernel.models import Timestamped
from jisr.municipalities.models.authority import Authority
from jisr.municipalities.queries import AuthorityContactQuerySet


class ContactPoint(Timestamped):
    """A function such as an international office, with the address of the function. Abstract: rooms say of what."""

    class Role(models.TextChoices):
        INTERNATIONAL_OFFICE = "international", _("international office")
        MAYORS_OFFICE = "mayors_office", _("mayor's office")
        PARTNERSHIP_COORDINATION = "coordination", _("coordination of the partnership")
        COUNCIL_OFFICE = "council_office", _("council office")
        PROJECT_UNIT = "project_unit", _("project unit")
        FINANCE = "finance", _("finance department")
        PRESS_OFFICE = "press", _("press office")
        ASSOCIATION = "association", _("partnership association")
        OTHER = "other", _("another function")

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    role = models.CharField(_("function"), max_length=16, choices=Role)
    unit = models.CharField(_("name of the unit"), max_length=160, blank=True)
    email = models.EmailField(_("e-mail address of the function"), blank=True)
    phone = models.CharField(_("telephone of the function"), max_length=40, blank=True)
    postal_address = models.TextField(_("postal address"), max_length=500, blank=True)
    languages = models.JSONField(_("languages spoken"), default=list, blank=True)
    last_contact_on = models.DateField(_("last contact"), null=True, blank=True)
    last_contact_note = models.CharField(_("what it was about"), max_length=250, blank=True)
    ended_on = models.DateField(_("ended"), null=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.unit or str(self.get_role_display())

    def language_names(self) -> list[str]:
        """The languages in the reader's words."""
        known = dict(settings.LANGUAGES)
        return [str(known[code]) for code in self.languages if code in known]


class AuthorityContact(ContactPoint):
    """A function of one authority."""

    authority = models.ForeignKey(Authority, models.CASCADE, related_name="contacts")

    objects = AuthorityContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact of an authority")
        verbose_name_plural = _("contacts of authorities")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(email="") | ~Q(phone="") | ~Q(postal_address=""),
                name="municipalities_contact_can_be_reached",
            ),
        )
