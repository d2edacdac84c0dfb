"""Two people at once, on a real transaction each."""

from datetime import UTC, date, datetime

import pytest

from jisr.kernel.errors import DomainError
from jisr.partnerships.council.answers import read, read_step
from jisr.partnerships.council.models import CouncilMatter, CouncilStep
from jisr.partnerships.council.services import Next, add_step, change_matter, move_step, note_outcome, start_matter
from jisr.partnerships.council.states import BodyKind, Outcome, Side
from tests.at_once import results_at_once
from tests.factories.accounts import UserFactory
from tests.factories.council import CouncilMatterFactory, CouncilStepFactory
from tests.factories.partnerships import PartnershipFactory

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
HELD = date(2026, 11, 20)


@pytest.fixture
def two():
    return UserFactory(adviser=True), UserFactory(adviser=True)


def test_beginning_at_once_makes_one_paper(two):
    tie = PartnershipFactory()

    made = results_at_once(*[lambda who=who: start_matter(tie, Side.GERMAN, actor=who, at=NOW) for who in two])

    assert made[0] == made[1]
    assert CouncilMatter.objects.count() == 1


def test_one_of_two_entries_is_kept_and_the_other_is_told(two):
    matter = CouncilMatterFactory()
    opened = read(matter)

    results = results_at_once(
        *[
            lambda who=who: change_matter(matter.pk, {"risks": str(who)}, opened=opened, actor=who, at=NOW)
            for who in two
        ]
    )

    matter.refresh_from_db()
    refused = [place for place, result in enumerate(results) if isinstance(result, DomainError)]
    assert len(refused) == 1
    assert matter.risks == str(two[1 - refused[0]])


def test_adjourning_at_once_brings_the_matter_back_once(two):
    step = CouncilStepFactory()
    opened = read_step(step)
    values = {"outcome": Outcome.ADJOURNED, "met_on": HELD, "adjourned_reason": "x"}

    results_at_once(
        *[lambda who=who: note_outcome(step.pk, values, opened=opened, then=Next(), actor=who, at=NOW) for who in two]
    )

    assert CouncilStep.objects.filter(adjourned_from=step).count() == 1
    assert list(step.matter.steps.values_list("position", flat=True)) == [step.position, step.position + 1]


def test_adding_and_moving_at_once_keep_every_meeting_in_one_order(two):
    matter = CouncilMatterFactory()
    first, second = CouncilStepFactory(matter=matter, position=0), CouncilStepFactory(matter=matter, position=1)
    body = {"name": "New", "kind": BodyKind.COUNCIL, "planned_on": None, "note": "", "is_shared": False}

    results_at_once(
        lambda: add_step(matter.pk, body, actor=two[0]),
        lambda: move_step(second.pk, earlier=True, actor=two[1]),
    )

    assert [step.name for step in matter.steps.all()] == [second.name, first.name, "New"]
    assert len(set(matter.steps.values_list("position", flat=True))) == 3
