"""The smallest valid places, authorities and themes."""

from factory import LazyAttribute, Sequence, SubFactory, Trait
from factory.django import DjangoModelFactory

from jisr.municipalities.models import Authority, AuthorityAlias, Country, Population, Region, Theme


class CountryFactory(DjangoModelFactory):
    class Meta:
        model = Country
        django_get_or_create = ("code",)

    code = "DE"
    name_en = LazyAttribute(lambda country: country.code)


class RegionFactory(DjangoModelFactory):
    class Meta:
        model = Region

    class Params:
        palestinian = Trait(country=SubFactory(CountryFactory, code="PS"), kind=Region.Kind.GOVERNORATE)

    country = SubFactory(CountryFactory)
    kind = Region.Kind.LAND
    slug = Sequence(lambda number: f"region-{number}")
    name_en = Sequence(lambda number: f"Region {number}")
    code = Sequence(lambda number: f"{number % 10_000:04}")  # one process makes more than fit into four digits
    iso_code = Sequence(lambda number: f"R{number}")


class AuthorityFactory(DjangoModelFactory):
    class Meta:
        model = Authority

    class Params:
        palestinian = Trait(region=SubFactory(RegionFactory, palestinian=True))

    slug = Sequence(lambda number: f"authority-{number}")
    name_en = Sequence(lambda number: f"Authority {number}")
    region = SubFactory(RegionFactory)
    country = LazyAttribute(lambda authority: authority.region.country)


class AliasFactory(DjangoModelFactory):
    class Meta:
        model = AuthorityAlias

    authority = SubFactory(AuthorityFactory)
    name = Sequence(lambda number: f"Alias {number}")


class PopulationFactory(DjangoModelFactory):
    class Meta:
        model = Population

    authority = SubFactory(AuthorityFactory)
    number = 1000
    kind = Population.Kind.GEONAMES
    source_url = "https://source.example/"


class ThemeFactory(DjangoModelFactory):
    class Meta:
        model = Theme

    slug = Sequence(lambda number: f"theme-{number}")
    name_en = Sequence(lambda number: f"Theme {number}")
    focus = Theme.Focus.SERVICES
    dac_code = "14050"
    dac_label = "Waste management/disposal"
