"""A new edition from the last one: its facts, and the parts that are taken over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from jisr.accounts.models import User
from jisr.events.editions import cloning
from jisr.events.editions.models import Edition
from jisr.events.editions.policies import RUN_EDITION
from jisr.events.editions.services import create_edition
from jisr.kernel import trail
from jisr.kernel.policy import authorize


@dataclass(frozen=True)
class Plan:
    """The next edition: its facts, which parts it takes over, and why it is not where or when its series proposes."""

    facts: Mapping[str, Any]
    parts: Sequence[str]
    reason: str = ""


@dataclass(frozen=True)
class Started:
    """The new edition, by how many days it comes later, and how many rows of each part were taken over."""

    edition: Edition
    shift_days: int
    counts: Mapping[str, int]


@transaction.atomic
def start_next(slug: str, plan: Plan, *, actor: User, at: datetime) -> Started:
    """Plan the edition that carries on another one, with the parts chosen; all or nothing.

    Raises ``AlreadyThere``, ``ReasonMissing``, ``DomainError``, ``Refused``.
    """
    source = Edition.objects.select_for_update(no_key=True).get(slug=slug)
    authorize(actor, RUN_EDITION, source)
    edition = create_edition(source.series.slug, plan.facts, reason=plan.reason, follows=source, actor=actor, at=at)
    shift_days = (edition.start_on - source.start_on).days
    counts = cloning.clone_parts(plan.parts, source, edition, shift_days=shift_days, actor=actor, at=at)
    told = {name: ["", str(number)] for name, number in counts.items()}
    trail.record("events.edition_carried_on", edition, actor=actor, changes={"source": ["", source.slug], **told})
    return Started(edition, shift_days, counts)


def preview_next(slug: str, plan: Plan, *, actor: User, at: datetime) -> Started:
    """What ``start_next`` would make: it is made and taken back. Raises the same."""
    with transaction.atomic():
        started = start_next(slug, plan, actor=actor, at=at)
        transaction.set_rollback(True)
    return started
