"""The smallest valid agreements, and steps of ties."""

from datetime import UTC, date, datetime
from typing import Any

from factory import LazyAttribute, SubFactory, post_generation
from factory.django import DjangoModelFactory

from jisr.partnerships.agreements.states import AgreementKind, Decider, PartyRole, StepKind
from jisr.partnerships.models import Agreement, AgreementParty, StatusStep
from jisr.partnerships.states import Form, Status
from tests.factories.partnerships import PartnershipFactory

SIGNED_ON = date(2026, 1, 10)


class AgreementFactory(DjangoModelFactory):
    """A memorandum of both sides; ``AgreementFactory(signed=day)`` is signed by both."""

    class Meta:
        model = Agreement
        skip_postgeneration_save = True

    tie = SubFactory(PartnershipFactory)
    kind = AgreementKind.MEMORANDUM
    title = "Memorandum"
    form = Form.PROJEKTPARTNERSCHAFT

    @post_generation
    def signed(self: Agreement, create: bool, day: date | None, **_more: Any) -> None:  # noqa: FBT001 - the framework's
        if not create:
            return
        for place, role in enumerate((PartyRole.GERMAN, PartyRole.PALESTINIAN)):
            AgreementParty.objects.create(
                agreement=self,
                position=place,
                role=role,
                signatory="Mayor",
                signed_on=day,
                signed_precision="day" if day else "",
            )


class StatusStepFactory(DjangoModelFactory):
    class Meta:
        model = StatusStep

    tie = SubFactory(PartnershipFactory)
    kind = StepKind.RESUMED
    happened_on = date(2026, 2, 1)
    status_before = Status.PAUSED
    status_after = Status.ACTIVE
    form_before = LazyAttribute(lambda step: step.tie.form)
    form_after = LazyAttribute(lambda step: step.tie.form)
    decided_by = Decider.BOTH
    recorded_at = datetime(2026, 2, 1, 12, tzinfo=UTC)
