"""Making and changing series and editions, taking the steps of an edition, keeping its costs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any, cast

from django.db import transaction
from django.utils.translation import gettext as _

from jisr.accounts.models import User
from jisr.events.editions import guards, hosting, new_days, telling
from jisr.events.editions.costs import COST_COLUMNS, costs_as_text
from jisr.events.editions.models import CostLine, Deviation, Edition, EditionStep, Series
from jisr.events.editions.policies import RUN_EDITION
from jisr.events.editions.sheets import EDITION_SHEET, LANGUAGES, SERIES_SHEET, edition_changed
from jisr.events.editions.signals import edition_moved, mode_changed
from jisr.events.editions.states import TOLD_OF, Cost, Mode, State
from jisr.events.editions.workflow import NEEDS_REASON, target
from jisr.kernel import trail
from jisr.kernel.dates import PartialDate, Precision
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import authorize
from jisr.kernel.workflow import IllegalMove
from jisr.municipalities.services.facts import (
    AlreadyThere,
    ChangedMeanwhile,
    Origin,
    change_facts,
    clashes_between,
    create_with_facts,
    note_sources,
    write,
)
from jisr.municipalities.services.naming import free_slug

TAKEN = frozenset({"series", "follow-ups"})  # by addresses of the office
FIXED_ONCE_TOLD = (State.ANNOUNCED, State.OPEN, State.CLOSED, State.RUNNING)
OFFICE = Origin(note="Programme office")


class ReasonMissing(DomainError):
    """A step or a deviation that needs words came without."""


class NotYet(DomainError):
    """A step for which something is missing. ``facts["reasons"]`` lists it all."""


@dataclass(frozen=True)
class Days:
    """New days of an edition that was postponed. ``moves_programme``: what is planned moves along.

    ``deadlines``: which of them move along, with the end of each that the page showed.
    """

    start_on: date
    end_on: date
    registration_deadline: date | None = None
    moves_programme: bool = False
    deadlines: Mapping[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """How a step is taken. ``seen``: the state that the page showed; ``is_told`` None: as is usual for the step."""

    name: str
    reason: str = ""
    notes: Mapping[str, str] = field(default_factory=dict)
    days: Days | None = None
    is_told: bool | None = None
    seen: str = ""


@transaction.atomic
def create_series(values: Mapping[str, Any], *, actor: User, at: datetime) -> Series:
    """Begin a series of meetings. Raises ``AlreadyThere`` for one of the same name, ``Refused``."""
    names = [values.get(f"name_{language}") or "" for language in ("en", "de")]
    fixed = {"slug": free_slug(Series, next(filter(None, names), ""))}
    made: Series = create_with_facts(SERIES_SHEET, values, fixed=fixed, origin=OFFICE, actor=actor, at=at)
    return made


@transaction.atomic
def change_series(
    slug: str, values: Mapping[str, Any], *, opened: Mapping[str, str], actor: User, at: datetime
) -> list[str]:
    """Write what was typed anew. Raises ``ChangedMeanwhile``, ``Refused``."""
    series = Series.objects.get(slug=slug)
    return change_facts(SERIES_SHEET, series.pk, values, opened=opened, origin=OFFICE, actor=actor, at=at)


@transaction.atomic
def create_edition(
    series_slug: str,
    values: Mapping[str, Any],
    *,
    reason: str = "",
    follows: Edition | None = None,
    actor: User,
    at: datetime,
) -> Edition:
    """Plan a meeting. ``reason``: why it is not where or when its series proposes.

    A second click gives the first. Raises ``AlreadyThere``, ``ReasonMissing``, ``DomainError``, ``Refused``.
    """
    authorize(actor, RUN_EDITION)
    series = Series.objects.select_for_update(no_key=True).get(slug=series_slug)
    start = values["start"]
    twin = series.editions.filter(start_on=start.first, title_en=values.get("title_en"))
    if (known := twin.first()) is not None:
        raise AlreadyThere(known)
    _refuse_taken_number(series, values.get("number"))
    edition = Edition(series=series, follows=follows, slug=_slug(values))
    write(EDITION_SHEET, edition, values)
    _keep_deviations(edition, reason, actor=actor, at=at)
    told = {name: ["", EDITION_SHEET.told(name, text)] for name, text in EDITION_SHEET.read(edition).items() if text}
    note_sources(edition, told, origin=OFFICE, actor=actor, at=at)
    trail.record("events.edition_created", edition, actor=actor, changes=told)
    return edition


def _slug(values: Mapping[str, Any]) -> str:
    names = [values.get(f"title_{language}") or "" for language in ("en", "de")]
    slug = free_slug(Edition, next(filter(None, names), ""))
    return free_slug(Edition, f"{slug}-meeting") if slug in TAKEN else slug


def _refuse_taken_number(series: Series, number: int | None, *, but: int = 0) -> None:
    if number is not None and series.editions.filter(number=number).exclude(pk=but).exists():
        raise DomainError(_("This series has a meeting of this number already."))


def _keep_deviations(edition: Edition, reason: str, *, actor: User, at: datetime) -> None:
    """Keep why an edition is not where or when its series proposes; refuse one that says nothing."""
    if edition.series.alternates and edition.mode != Mode.ONLINE and edition.country_id is None:
        raise DomainError(_("Please choose the host country."))
    values = {"start": edition.start, "mode": edition.mode, "country": edition.country_id}
    found = hosting.unexplained(edition, hosting.differences(edition.series, values, but=edition.pk))
    if found and not reason.strip():
        told = " ".join(hosting.in_words(each) for each in found)
        raise ReasonMissing(_("%(what)s Please give a reason.") % {"what": told})
    Deviation._default_manager.bulk_create(
        Deviation(
            edition=edition,
            aspect=each.aspect,
            due=each.due,
            chosen=each.chosen,
            reason=reason.strip(),
            decided_at=at,
            decided_by=actor,
        )
        for each in found
    )


@transaction.atomic
def change_edition(  # noqa: PLR0913 - what, from what, why, whom it is told, by whom, when
    slug: str,
    values: Mapping[str, Any],
    *,
    opened: Mapping[str, str],
    reason: str = "",
    is_told: bool = True,
    actor: User,
    at: datetime,
) -> list[str]:
    """Write what was typed anew. Days that people were told of change by postponing alone.

    Of another country, place or way to meet everybody concerned is told once; of a place that is only put differently
    in one language, who reads that.

    Raises ``ChangedMeanwhile``, ``ReasonMissing``, ``DomainError``, ``Refused``.
    """
    edition = Edition.objects.select_for_update(no_key=True).get(slug=slug)
    authorize(actor, RUN_EDITION, edition)
    moved = [name for name in ("start", "end") if name in values and values[name] != getattr(edition, name)]
    if moved and edition.state in FIXED_ONCE_TOLD:
        raise DomainError(_("People have been told of these days. To change them, postpone the meeting."))
    _refuse_taken_number(edition.series, values.get("number"), but=edition.pk)
    changed = change_facts(EDITION_SHEET, edition.pk, values, opened=opened, origin=OFFICE, actor=actor, at=at)
    edition.refresh_from_db()
    if cast("PartialDate", edition.end).last < cast("PartialDate", edition.start).first:
        raise DomainError(_("The last day lies before the first one."))
    if {"start", "mode", "country"} & set(changed) and edition.state in (State.PLANNED, State.POSTPONED):
        _keep_deviations(edition, reason, actor=actor, at=at)
    if "mode" in changed:
        now = {"edition_pk": edition.pk, "mode": str(edition.mode), "at": at}
        transaction.on_commit(partial(mode_changed.send_robust, sender=Edition, **now))
    if is_told and edition.state in FIXED_ONCE_TOLD:
        _tell_where(edition, set(changed), actor=actor, at=at)
    return changed


def _tell_where(edition: Edition, changed: set[str], *, actor: User, at: datetime) -> None:
    everywhere = {"country", "mode"} & changed
    languages = [code for code in LANGUAGES if everywhere or f"place_{code}" in changed]
    if languages:
        telling.tell_place(edition, languages, in_another_way="mode" in changed, actor=actor, at=at)


@transaction.atomic
def move_edition(slug: str, step: Step, *, actor: User, at: datetime) -> EditionStep:
    """Take a step and tell everybody concerned, each once. A second click or a stale page is refused and tells nobody.

    Raises ``IllegalMove``, ``NotYet``, ``ReasonMissing``, ``DomainError``, ``Refused``.
    """
    edition = Edition.objects.select_for_update(no_key=True).get(slug=slug)
    authorize(actor, RUN_EDITION, edition)
    before, after = edition.state, target(step.name, current=edition.state)
    if step.seen and step.seen != before:
        raise IllegalMove(_("This is settled already. The page shows how it stands now."), move=step.name)
    if step.name in NEEDS_REASON and not step.reason.strip():
        raise ReasonMissing(_("Please give a reason."))
    later = new_days.days_between(edition, step.days.start_on) if step.days else 0
    changes = _new_days(edition, step)
    _refuse_early(edition, step.name, at)
    edition.is_withheld = before == State.PLANNED and after == State.CANCELLED
    edition.state = after
    if step.name == "postpone":
        edition.postponed_from = edition.start_on
    edition.save()
    edition_changed(edition)
    moved: list[new_days.Deadline] = []
    if step.days and later:
        moved = new_days.move_deadlines(edition, step.days.deadlines, days=later, actor=actor, at=at)
        if step.days.moves_programme:
            new_days.move_all(edition, days=later, actor=actor, at=at)
    is_told = step.name in TOLD_OF if step.is_told is None else step.is_told or step.name in NEEDS_REASON
    taken = EditionStep.objects.create(
        edition=edition,
        name=step.name,
        before=before,
        after=after,
        reason=step.reason.strip(),
        notes={language: text for language, text in step.notes.items() if text.strip()},
        told=_tell(edition, step, before, moved, actor=actor, at=at) if is_told else 0,
        taken_at=at,
        taken_by=actor,
    )
    trail.record(f"events.edition_{after}", edition, actor=actor, changes={"state": [before, after], **changes})
    told = {"edition_pk": edition.pk, "state": str(after), "at": at}
    transaction.on_commit(partial(edition_moved.send_robust, sender=Edition, **told))
    return taken


def _tell(
    edition: Edition, step: Step, before: str, moved: Iterable[new_days.Deadline], *, actor: User, at: datetime
) -> int:
    words = telling.letter(edition, step.name, before=before, reason=step.reason, notes=step.notes, moved=moved)
    return telling.tell_step(edition, words, actor=actor, at=at)


def _new_days(edition: Edition, step: Step) -> dict[str, list[str]]:
    """A postponed edition is announced with new days; no other step has any."""
    if step.name != "announce" or edition.state != State.POSTPONED:
        return {}
    days = step.days
    if days is None:
        raise DomainError(_("Please give the new days of the meeting."))
    if days.end_on < days.start_on:
        raise DomainError(_("The last day lies before the first one."))
    before = EDITION_SHEET.read(edition)
    edition.start = PartialDate(days.start_on, Precision.DAY)
    edition.end = PartialDate(days.end_on, Precision.DAY)
    edition.registration_deadline = days.registration_deadline
    now = EDITION_SHEET.read(edition)
    return {name: [before[name], now[name]] for name in ("start", "end", "registration_deadline")}


def _refuse_early(edition: Edition, name: str, at: datetime) -> None:
    reasons = guards.reasons_against(name, edition, at=at)
    if reasons:
        raise NotYet(" ".join(str(reason) for reason in reasons), reasons=reasons)


@transaction.atomic
def keep_costs(slug: str, values: Mapping[str, Any], *, opened: Mapping[str, str], actor: User) -> list[str]:
    """Write amounts and notes that were typed anew, named ``<kind>_planned_cents`` and so on; return their names.

    ``opened``: what the form showed, as ``costs_as_text`` gives it. Raises ``ChangedMeanwhile``, ``Refused``.
    """
    edition = Edition.objects.select_for_update(no_key=True).get(slug=slug)
    authorize(actor, RUN_EDITION, edition)
    now = costs_as_text(edition)
    mine = {name: "" if value is None else str(value) for name, value in values.items() if name in now}
    clashes = clashes_between(opened, mine, now)
    if clashes:
        raise ChangedMeanwhile(clashes, now)
    changed = [name for name, text in mine.items() if text not in (now[name], opened.get(name, ""))]
    for category in Cost:
        line = {column: values.get(f"{category}_{column}") for column in COST_COLUMNS}
        named = [column for column in COST_COLUMNS if f"{category}_{column}" in changed]
        if named:
            CostLine._default_manager.update_or_create(
                edition=edition, category=category, defaults={column: line[column] for column in named}
            )
    if changed:
        told = {name: [now[name], mine[name]] for name in changed}
        trail.record("events.edition_costs_kept", edition, actor=actor, changes=told)
    return changed
