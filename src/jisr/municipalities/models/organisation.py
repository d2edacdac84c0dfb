"""Partner bodies and associations, for which people act as they do for an authority."""

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from jisr.kernel.models import Timestamped
from jisr.municipalities.models.place import Country
from jisr.municipalities.queries import OrganisationQuerySet


class Organisation(Timestamped):
    """A body that takes part without being a local authority. Its names are columns in three languages."""

    class Kind(models.TextChoices):
        ASSOCIATION = "association", _("partnership association")
        MUNICIPAL_UNION = "municipal_union", _("association of local authorities")
        AGENCY = "agency", _("public agency")
        MINISTRY = "ministry", _("ministry")
        OTHER = "other", _("other body")

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    name = models.CharField(_("name"), max_length=160)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    country = models.ForeignKey(Country, models.PROTECT, related_name="organisations")

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name
