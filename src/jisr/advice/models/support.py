"""What the support check knows: offers and instruments, their dated rules, and the calls with their sources."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Instrument(models.Model):
    """One call of a funding instrument as its source tells it. Amounts in whole euros, shares in percent."""

    slug = models.SlugField(max_length=40)
    call = models.CharField(_("call"), max_length=12)
    name_de = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160)
    min_eur = models.PositiveIntegerField(_("least amount"), null=True)
    max_eur = models.PositiveIntegerField(_("most amount"), null=True)
    funding_share_pct = models.PositiveSmallIntegerField(_("funding share, %"), null=True)
    own_share_pct = models.PositiveSmallIntegerField(_("own share, %"), null=True)
    min_months = models.PositiveSmallIntegerField(_("shortest term in months"), null=True)
    max_months = models.PositiveSmallIntegerField(_("longest term in months"), null=True)
    deadline_on = models.DateField(_("last day for applications"), null=True)
    facts = models.JSONField(_("further columns of the source table"), default=dict)
    source_url = models.URLField(_("source"), max_length=300)
    source_date = models.CharField(_("date of the source"), max_length=10, blank=True)

    class Meta:
        verbose_name = _("funding instrument")
        verbose_name_plural = _("funding instruments")
        ordering = ("slug", "call")
        constraints = (models.UniqueConstraint(fields=["slug", "call"], name="advice_instrument_once_per_call"),)

    def __str__(self) -> str:
        return f"{self.slug} {self.call}"


class SupportOption(models.Model):
    """An offer of the programme or an instrument that the check can name. ``path`` is a page below the language."""

    class Kind(models.TextChoices):
        OFFER = "offer", _("offer of the programme")
        INSTRUMENT = "instrument", _("funding instrument")

    slug = models.SlugField(max_length=40, unique=True)
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(_("name"), max_length=160)
    text = models.CharField(_("what it is"), max_length=300)
    path = models.CharField(max_length=80, blank=True)
    instrument = models.ForeignKey(Instrument, models.PROTECT, null=True, blank=True, related_name="+")
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("kind of support")
        verbose_name_plural = _("kinds of support")
        ordering = ("place", "pk")

    def __str__(self) -> str:
        return self.name


class SupportRule(models.Model):
    """One condition: which answers to a question fit, and the words for yes and for no.

    No answers at all means that the option fits nobody while the rule is in force: a call is closed.
    """

    code = models.SlugField(max_length=60, unique=True)
    option = models.ForeignKey(SupportOption, models.CASCADE, related_name="rules")
    question = models.CharField(max_length=12, blank=True)
    answers = models.JSONField(default=list)
    reason_for = models.CharField(max_length=300, blank=True)
    reason_against = models.CharField(max_length=300)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid until"), null=True, blank=True)
    source_url = models.CharField(_("source"), max_length=300)
    source_date = models.CharField(_("date of the source"), max_length=10, blank=True)

    class Meta:
        verbose_name = _("rule of the support check")
        verbose_name_plural = _("rules of the support check")
        ordering = ("option", "pk")

    def __str__(self) -> str:
        return self.code
