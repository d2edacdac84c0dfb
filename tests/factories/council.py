"""The smallest valid council papers and meetings."""

from factory import Sequence, SubFactory
from factory.django import DjangoModelFactory

from jisr.partnerships.council.models import CouncilCost, CouncilMatter, CouncilSource, CouncilStep
from jisr.partnerships.council.states import BodyKind, Rhythm, Side
from tests.factories.partnerships import PartnershipFactory


class CouncilMatterFactory(DjangoModelFactory):
    class Meta:
        model = CouncilMatter

    tie = SubFactory(PartnershipFactory)
    side = Side.GERMAN
    subject = Sequence(lambda number: f"Paper {number}")


class CouncilStepFactory(DjangoModelFactory):
    """A meeting that is planned, for no day yet."""

    class Meta:
        model = CouncilStep

    matter = SubFactory(CouncilMatterFactory)
    position = Sequence(lambda number: number)
    name = Sequence(lambda number: f"Body {number}")
    kind = BodyKind.COMMITTEE


class CouncilCostFactory(DjangoModelFactory):
    class Meta:
        model = CouncilCost

    matter = SubFactory(CouncilMatterFactory)
    position = Sequence(lambda number: number)
    label = Sequence(lambda number: f"Cost {number}")
    amount_cents = 1_000_00
    rhythm = Rhythm.YEARLY


class CouncilSourceFactory(DjangoModelFactory):
    class Meta:
        model = CouncilSource

    matter = SubFactory(CouncilMatterFactory)
    position = Sequence(lambda number: number)
    title = "A page"
    url = "https://source.example/paper"
