"""What a project that is ready for funding hands over, so that nobody types it again.

The room of funding reads this and nothing else. ``VERSION`` goes up with every field that is added, changed or gone.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext_lazy as _

from jisr.kernel.errors import DomainError
from jisr.kernel.tables import LANGUAGES
from jisr.partnerships.projects.models import JointProject
from jisr.partnerships.projects.states import MoneyKind, State

VERSION: Final = 1


class NotReady(DomainError):
    """Only a project that is ready for funding can be handed over."""


@dataclass(frozen=True)
class Body:
    """One of the two authorities and what it does. ``slug`` leads to its facts."""

    slug: str
    name: str
    country: str
    role: str
    leads: bool


@dataclass(frozen=True)
class Step:
    """A step of the plan; months are given as their first day."""

    text: str
    from_on: date | None
    to_on: date | None
    who: str


@dataclass(frozen=True)
class FurtherPartner:
    """Another body; ``organisation`` is its public id if it is known here, ``name`` what was typed or its own name."""

    organisation: str
    name: str
    role: str


@dataclass(frozen=True)
class Result:
    """A wanted result with how it is measured, and what came of it so far."""

    text: str
    measure: str
    baseline: str
    target: str
    due_on: date | None
    outcome: str
    outcome_on: date | None


@dataclass(frozen=True)
class Estimate:
    """One line of cost or of own means, in euro cents."""

    text: str
    amount_cents: int


@dataclass(frozen=True)
class FundingHandover:
    """All that a joint project knows. Long texts other than ``summary`` are in ``original_language``."""

    version: int
    project: str
    tie: str
    ready_on: date
    original_language: str
    title: dict[str, str]
    summary: dict[str, str]
    themes: tuple[str, ...]
    need: str
    sdip_period: str
    sdip_project: str
    sdip_url: str
    planned: str
    steps: tuple[Step, ...]
    lead_side: str
    german: Body
    palestinian: Body
    partners: tuple[FurtherPartner, ...]
    results: tuple[Result, ...]
    start_on: date | None
    end_on: date | None
    estimated_cost_cents: int | None
    own_means_cents: int | None
    costs: tuple[Estimate, ...]
    own_means: tuple[Estimate, ...]


def handover(project: JointProject) -> FundingHandover:
    """Everything that funding needs of a project. Raises ``NotReady`` unless it is ready for funding."""
    if project.state != State.READY:
        raise NotReady(_("Only a project that is ready for funding can be handed over."), state=project.state)
    ready = project.moves.filter(to_state=State.READY).order_by("pk").last()
    return FundingHandover(
        version=VERSION,
        project=str(project.public_id),
        tie=project.tie.slug,
        ready_on=ready.happened_on,
        original_language=project.original_language,
        title=_translations("title", project),
        summary=_translations("summary", project),
        themes=tuple(project.themes.order_by("slug").values_list("slug", flat=True)),
        need=project.need,
        sdip_period=project.sdip_period,
        sdip_project=project.sdip_project,
        sdip_url=project.sdip_url,
        planned=project.planned,
        steps=tuple(Step(row.text, row.from_on, row.to_on, row.who) for row in project.steps.all()),
        lead_side=project.lead_side,
        german=_body("german", project),
        palestinian=_body("palestinian", project),
        partners=_partners(project),
        results=_results(project),
        start_on=project.start_on,
        end_on=project.end_on,
        estimated_cost_cents=project.estimated_cost_cents,
        own_means_cents=project.own_means_cents,
        costs=_estimates(project, MoneyKind.COST),
        own_means=_estimates(project, MoneyKind.OWN),
    )


def _translations(name: str, project: JointProject) -> dict[str, str]:
    """The texts that are there, by language."""
    found = {code: getattr(project, f"{name}_{code}") for code in LANGUAGES}
    return {code: text for code, text in found.items() if text}


def _body(side: str, project: JointProject) -> Body:
    authority = project.tie.german if side == "german" else project.tie.palestinian
    role = getattr(project, f"{side}_role")
    return Body(authority.slug, authority.name, authority.country_id, role, leads=project.lead_side == side)


def _partners(project: JointProject) -> tuple[FurtherPartner, ...]:
    rows = project.partners.select_related("organisation")
    return tuple(
        FurtherPartner(
            organisation=str(row.organisation.public_id) if row.organisation else "",
            name=row.name or (row.organisation.name if row.organisation else ""),
            role=row.role,
        )
        for row in rows
    )


def _results(project: JointProject) -> tuple[Result, ...]:
    return tuple(
        Result(row.text, row.measure, row.baseline, row.target, row.due_on, row.outcome, row.outcome_on)
        for row in project.results.all()
    )


def _estimates(project: JointProject, kind: MoneyKind) -> tuple[Estimate, ...]:
    return tuple(Estimate(row.text, row.amount_cents) for row in project.money.filter(kind=kind))
