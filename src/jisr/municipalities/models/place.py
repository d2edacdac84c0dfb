"""Countries and the regions below them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Country(models.Model):
    """A country of the programme, by its ISO 3166-1 code."""

    code = models.CharField(max_length=2, primary_key=True)
    name = models.CharField(_("name"), max_length=80)

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class Region(models.Model):
    """A German Land or a Palestinian governorate."""

    class Kind(models.TextChoices):
        LAND = "land", _("Land")
        GOVERNORATE = "governorate", _("governorate")

    class Area(models.TextChoices):
        WEST_BANK = "west_bank", _("West Bank")
        GAZA_STRIP = "gaza_strip", _("Gaza Strip")

    country = models.ForeignKey(Country, models.PROTECT, related_name="regions")
    kind = models.CharField(max_length=12, choices=Kind)
    area = models.CharField(max_length=12, choices=Area, blank=True)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=80)
    code = models.CharField(_("official code"), max_length=4)
    iso_code = models.CharField(_("ISO 3166-2 code"), max_length=6, unique=True)
    source_url = models.URLField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ("country", "code")
        constraints = (models.UniqueConstraint(fields=["country", "code"], name="municipalities_region_code_once"),)

    def __str__(self) -> str:
        return self.name
