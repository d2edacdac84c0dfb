"""The smallest valid tie."""

from factory import Sequence, SubFactory
from factory.django import DjangoModelFactory

from jisr.partnerships.models import Milestone, Partnership
from jisr.partnerships.states import Form, MilestoneKind, Status
from tests.factories.municipalities import AuthorityFactory


class PartnershipFactory(DjangoModelFactory):
    class Meta:
        model = Partnership

    slug = Sequence(lambda number: f"tie-{number}")
    german = SubFactory(AuthorityFactory)
    palestinian = SubFactory(AuthorityFactory, palestinian=True)
    form = Form.PROJEKTPARTNERSCHAFT
    status = Status.ACTIVE
    status_source_url = "https://source.example/"


class MilestoneFactory(DjangoModelFactory):
    class Meta:
        model = Milestone

    partnership = SubFactory(PartnershipFactory)
    position = Sequence(lambda number: number)
    kind = MilestoneKind.VISIT
    text_en = "A visit"
    source_url = "https://source.example/"
