"""Local authorities: names, keys, population and how they came about."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jisr.kernel.models import PartialDateDescriptor, Timestamped, precision_field, precision_matches
from jisr.municipalities.models.place import Country, Region
from jisr.municipalities.queries import AuthorityQuerySet, PopulationQuerySet
from jisr.web.addresses import address_of


class Authority(Timestamped):
    """A municipality, district or village council. Addressed by ``slug``, which never changes."""

    class Kind(models.TextChoices):
        DISTRICT_FREE_CITY = "kreisfreie_stadt", _("district-free city")
        TOWN = "kreisangehoerige_stadt", _("town in a district")
        DISTRICT = "landkreis", _("rural district")
        GERMAN_MUNICIPALITY = "gemeinde", _("municipality (Germany)")
        MUNICIPALITY = "municipality", _("municipality")
        VILLAGE_COUNCIL = "village_council", _("village council")

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=24, choices=Kind, blank=True)
    country = models.ForeignKey(Country, models.PROTECT, related_name="authorities")
    region = models.ForeignKey(Region, models.PROTECT, related_name="authorities")
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    geonames_id = models.PositiveIntegerField(null=True, blank=True, unique=True)
    note = models.TextField(_("note"), blank=True)
    is_former = models.BooleanField(_("no longer exists"), default=False)

    objects = AuthorityQuerySet.as_manager()

    class Meta:
        verbose_name = _("local authority")
        verbose_name_plural = _("local authorities")
        ordering = ("name", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="municipalities_authority_has_both_coordinates",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address_of("municipalities:authority", self.slug)

    def steps(self) -> "models.QuerySet[Succession]":
        """How this authority came about and what became of it."""
        of_this = Q(predecessor=self) | Q(successor=self)
        return Succession.objects.filter(of_this).select_related("predecessor", "successor")


class AuthorityAlias(models.Model):
    """Another spelling, an exonym or a former name under which people look for an authority."""

    authority = models.ForeignKey(Authority, models.CASCADE, related_name="aliases")
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        verbose_name = _("alias")
        verbose_name_plural = _("aliases")
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["authority", "name"], name="municipalities_alias_once"),)

    def __str__(self) -> str:
        return self.name


class AuthorityKey(models.Model):
    """An official key with the system it belongs to and the time for which it holds."""

    class System(models.TextChoices):
        AGS = "AGS", _("official municipality key (AGS)")
        PCBS = "PCBS", _("locality code (PCBS)")

    authority = models.ForeignKey(Authority, models.CASCADE, related_name="keys")
    system = models.CharField(max_length=8, choices=System)
    key = models.CharField(_("key"), max_length=12)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    source_url = models.URLField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("official key")
        verbose_name_plural = _("official keys")
        ordering = ("system", "-valid_from", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["system", "key"],
                condition=Q(valid_to__isnull=True),
                name="municipalities_key_one_holder_now",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gte=models.F("valid_from")),
                name="municipalities_key_ends_after_start",
            ),
        )

    def __str__(self) -> str:
        return f"{self.system} {self.key}"


class Population(models.Model):
    """A number of inhabitants with where it comes from. Kinds are never mixed."""

    class Kind(models.TextChoices):
        CENSUS = "census", _("census or register")
        GEONAMES = "geonames", _("GeoNames, undated")
        STATED = "stated", _("stated by applicant")

    authority = models.ForeignKey(Authority, models.CASCADE, related_name="populations")
    number = models.PositiveIntegerField(_("inhabitants"))
    kind = models.CharField(max_length=8, choices=Kind)
    as_of_on = models.DateField(null=True, blank=True)
    as_of_precision = precision_field()
    as_of = PartialDateDescriptor("as_of")
    source_url = models.URLField(max_length=500)

    objects = PopulationQuerySet.as_manager()

    class Meta:
        verbose_name = _("population figure")
        verbose_name_plural = _("population figures")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["authority", "kind", "as_of_on"],
                nulls_distinct=False,
                name="municipalities_population_once",
            ),
            precision_matches("as_of", constraint="municipalities_population_date_has_precision"),
        )

    def __str__(self) -> str:
        return f"{self.number} ({self.get_kind_display()})"


class Succession(models.Model):
    """One authority became another, by a split or a merger, at a known or unknown time."""

    class Kind(models.TextChoices):
        SPLIT = "split", _("split")
        MERGER = "merger", _("merger")

    predecessor = models.ForeignKey(Authority, models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Authority, models.PROTECT, related_name="origins")
    kind = models.CharField(max_length=8, choices=Kind)
    since_on = models.DateField(null=True, blank=True)
    since_precision = precision_field()
    since = PartialDateDescriptor("since")
    note = models.TextField(_("note"), blank=True)
    source_url = models.URLField(max_length=500)

    class Meta:
        verbose_name = _("succession")
        verbose_name_plural = _("successions")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=["predecessor", "successor"], name="municipalities_succession_once"),
            models.CheckConstraint(
                condition=~Q(predecessor=models.F("successor")), name="municipalities_succession_of_another"
            ),
            precision_matches("since", constraint="municipalities_succession_date_has_precision"),
        )

    def __str__(self) -> str:
        return f"{self.predecessor} -> {self.successor}"
