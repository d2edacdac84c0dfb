"""The smallest joint projects and expectations."""

from datetime import UTC, date, datetime
from typing import Any

from factory import Sequence, SubFactory
from factory.django import DjangoModelFactory

from jisr.partnerships.expectations.states import EvidenceKind, Kind, Promise, Side
from jisr.partnerships.models import Evidence, Expectation, JointProject
from jisr.partnerships.projects import answers
from tests.factories.municipalities import ThemeFactory
from tests.factories.partnerships import PartnershipFactory


class JointProjectFactory(DjangoModelFactory):
    """An idea, unless a state is named."""

    class Meta:
        model = JointProject

    tie = SubFactory(PartnershipFactory)
    original_language = "en"
    title_en = Sequence(lambda number: f"Project {number}")


COMPLETE: dict[str, Any] = {
    "summary_en": "Less waste in the streets",
    "need": "Waste is burnt in the open",
    "planned": "Sort, collect, learn from each other",
    "lead_side": "palestinian",
    "german_role": "Advises",
    "palestinian_role": "Collects",
    "steps": [{"text": "Visit", "from_on": "2027-03-01", "to_on": "2027-04-01", "who": "Works yard"}],
    "results": [
        {
            "text": "Less burnt",
            "measure": "Tonnes a month",
            "baseline": "40",
            "target": "10",
            "due_on": "2028-03-01",
            "outcome": "",
            "outcome_on": None,
        }
    ],
    "start_on": "2027-03-01",
    "end_on": "2028-12-31",
    "estimated_cost_cents": 5_000_000,
    "own_means_cents": 500_000,
}


def complete_project(**columns: Any) -> JointProject:
    """One with all that a project ready for funding needs."""
    project: JointProject = JointProjectFactory(**columns)
    answers.write(project, {**COMPLETE, "themes": [ThemeFactory().slug]})
    return project


class ExpectationFactory(DjangoModelFactory):
    class Meta:
        model = Expectation

    tie = SubFactory(PartnershipFactory)
    side = Side.GERMAN
    kind = Kind.RELEASE
    promise = Promise.YES


class EvidenceFactory(DjangoModelFactory):
    class Meta:
        model = Evidence

    tie = SubFactory(PartnershipFactory)
    side = Side.GERMAN
    expectation = Kind.RELEASE
    kind = EvidenceKind.MISSION
    happened_on = date(2026, 9, 14)
    noted_at = datetime(2026, 9, 20, 9, tzinfo=UTC)
