"""The themes of municipal partnerships and the words people use for them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jisr.municipalities.queries import ThemeQuerySet
from jisr.web.addresses import address_of


class Theme(models.Model):
    """One of the 40 themes. ``sdg_targets`` such as ``6.1``; ``dac_code`` of the OECD's purpose list."""

    class Focus(models.TextChoices):
        SERVICES = "services", _("services of general interest")
        GOVERNANCE = "governance", _("good local governance")
        CLIMATE = "climate", _("climate and environment")
        OTHER = "other", _("society and exchange")

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    focus = models.CharField(_("field"), max_length=12, choices=Focus)
    sdg_goals = models.JSONField(_("Sustainable Development Goals"), default=list)
    sdg_targets = models.JSONField(_("SDG targets"), default=list)
    dac_code = models.CharField(_("DAC purpose code"), max_length=5)
    dac_label = models.CharField(_("DAC purpose"), max_length=160)

    objects = ThemeQuerySet.as_manager()

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address_of("municipalities:theme", self.slug)


class ThemeSynonym(models.Model):
    """An everyday word for a theme in one language."""

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="synonyms")
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    word = models.CharField(_("word"), max_length=80)

    class Meta:
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=["language", "word"], name="municipalities_synonym_points_to_one_theme"),
        )

    def __str__(self) -> str:
        return self.word
