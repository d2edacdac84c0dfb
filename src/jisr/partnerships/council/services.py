"""Writing a council paper, its meetings and what came of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import BooleanField, F, Max
from django.utils import timezone
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from jisr.kernel import trail
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import authorize
from jisr.municipalities.services.facts import ChangedMeanwhile, Values, clashes_between
from jisr.partnerships.council.answers import LISTS, OF_BODY, OF_OUTCOME, YES, read, read_step, told, told_rows
from jisr.partnerships.council.models import CouncilCost, CouncilMatter, CouncilSource, CouncilStep
from jisr.partnerships.council.policies import EDIT_MATTER
from jisr.partnerships.council.states import VOTED, Outcome, Side
from jisr.partnerships.models import Partnership
from jisr.partnerships.states import Status

DECIDED_ON = (Status.INITIATION, Status.ACTIVE, Status.PAUSED, Status.EXPIRED)
LANGUAGE = {Side.GERMAN: "de", Side.PALESTINIAN: "ar"}
VOTES = ("votes_yes", "votes_no", "abstentions")


class GoneMeanwhile(DomainError):
    """Somebody else took the meeting out."""


@dataclass(frozen=True)
class Next:
    """When an adjourned matter comes back; ``None``: not known yet."""

    planned_on: date | None = None


@transaction.atomic
def start_matter(tie: Partnership, side: Side, *, actor: Any, at: datetime) -> CouncilMatter:  # noqa: ANN401 - a person
    """Begin a paper; the one that nobody has written on yet, if there is one. Raises ``Refused``, ``DomainError``."""
    locked: Partnership = (
        Partnership.objects.select_for_update(of=("self",), no_key=True).with_partners().get(pk=tie.pk)
    )
    matter = CouncilMatter(tie=locked, side=side, wanted_form=locked.form, drafted_on=timezone.localdate(at))
    authorize(actor, EDIT_MATTER, matter)
    if locked.status not in DECIDED_ON:
        raise DomainError(_("This partnership has ended. Begin a new one before you write a paper about it."))
    known: CouncilMatter | None = locked.council_matters.live().filter(side=side, edited_at=None).first()
    if known is not None:
        return known
    with override(LANGUAGE[side]):
        matter.subject = gettext("Partnership with %(name)s") % {"name": matter.partner.name}
    matter.save()
    trail.record("partnerships.council_started", matter, actor=actor, changes={"subject": ["", matter.subject]})
    return matter


@transaction.atomic
def change_matter(
    pk: int,
    values: Mapping[str, Any],
    *,
    opened: Values,
    actor: Any,  # noqa: ANN401
    at: datetime,
) -> list[str]:
    """Write what was typed anew; return the names of those entries.

    Raises ``Refused``, and ``ChangedMeanwhile`` with both entries where somebody else was faster: nothing is saved.
    """
    matter = _locked(pk)
    authorize(actor, EDIT_MATTER, matter)
    _refuse_withdrawn(matter)
    now = read(matter)
    mine = {name: told_rows(name, value) if name in LISTS else told(value) for name, value in values.items()}
    changed = _changed(now, mine, opened)
    if not changed:
        return []
    for name in changed:
        if name in LISTS:
            _write_rows(matter, name, values[name])
        else:
            setattr(matter, name, values[name])
    _check_whole(matter)
    matter.edited_at, matter.edited_by = at, actor
    matter.save()
    changes = {name: [_kept(CouncilMatter, name, text) for text in (now[name], mine[name])] for name in changed}
    trail.record("partnerships.council_changed", matter, actor=actor, changes=changes)
    return changed


def _check_whole(matter: CouncilMatter) -> None:
    """What one page of the form cannot see, since somebody else may have saved meanwhile."""
    terms = [matter.term_months, matter.term_until, matter.is_unlimited or None]
    if len([term for term in terms if term is not None]) > 1:
        raise DomainError(_("Please say one thing of the term: its months, its last day, or no end."))
    if matter.has_cost is False and matter.costs.exists():
        raise DomainError(_("It costs nothing, but there are costs in the list. Please settle one of the two."))


def _changed(now: Values, mine: Values, opened: Values) -> list[str]:
    clashes = clashes_between(opened, mine, now)
    if clashes:
        raise ChangedMeanwhile(clashes, now)
    return [name for name, text in mine.items() if text not in (now[name], opened.get(name, ""))]


def _write_rows(matter: CouncilMatter, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
    model: Any = CouncilCost if name == "costs" else CouncilSource
    model.objects.filter(matter=matter).delete()
    model.objects.bulk_create(model(matter=matter, position=place, **row) for place, row in enumerate(rows))


@transaction.atomic
def withdraw_matter(pk: int, reason: str, *, actor: Any, at: datetime) -> CouncilMatter:  # noqa: ANN401
    """Take a paper back, with a reason. Taking it back twice does nothing more."""
    matter = _locked(pk)
    authorize(actor, EDIT_MATTER, matter)
    if not reason.strip():
        raise DomainError(_("Please give a reason."))
    if matter.withdrawn_at is not None:
        return matter
    matter.withdrawn_at, matter.withdrawn_reason = at, reason.strip()
    matter.save(update_fields=["withdrawn_at", "withdrawn_reason", "updated_at"])
    trail.record("partnerships.council_withdrawn", matter, actor=actor, changes={"reason": ["", reason.strip()]})
    return matter


@transaction.atomic
def add_step(pk: int, values: Mapping[str, Any], *, actor: Any) -> CouncilStep:  # noqa: ANN401
    """Put a meeting at the end of the way. The same again, from a second click, gives what the first one made."""
    matter = _locked(pk)
    authorize(actor, EDIT_MATTER, matter)
    _refuse_withdrawn(matter)
    alike = {name: values[name] for name in ("name", "kind", "planned_on")}
    known: CouncilStep | None = matter.steps.filter(outcome=Outcome.PLANNED, **alike).first()
    if known is not None:
        return known
    last = matter.steps.aggregate(last=Max("position"))["last"]
    step: CouncilStep = CouncilStep.objects.create(
        matter=matter, position=0 if last is None else last + 1, **{name: values[name] for name in OF_BODY}
    )
    _tell("step_added", matter, step, {name: ["", text] for name, text in read_step(step).items() if text}, actor)
    return step


@transaction.atomic
def change_step(pk: int, values: Mapping[str, Any], *, opened: Values, actor: Any) -> list[str]:  # noqa: ANN401
    """Correct a body, its day or who sees it. Raises ``ChangedMeanwhile``, ``Refused``."""
    step = _locked_step(pk, actor)
    _refuse_withdrawn(step.matter)
    return _write_step(step, {name: values[name] for name in values if name in OF_BODY}, opened, actor, "step_changed")


@transaction.atomic
def note_outcome(
    pk: int,
    values: Mapping[str, Any],
    *,
    opened: Values,
    then: Next | None = None,
    actor: Any,  # noqa: ANN401
    at: datetime,
) -> list[str]:
    """Note what came of a meeting, or correct it. An adjournment puts the next meeting behind it, once.

    Raises ``ChangedMeanwhile``, ``Refused`` and ``DomainError``.
    """
    step = _locked_step(pk, actor)
    _refuse_withdrawn(step.matter)
    typed = {name: values[name] for name in values if name in OF_OUTCOME}
    whole = {name: getattr(step, name) for name in OF_OUTCOME} | typed
    _check_outcome(whole, today=timezone.localdate(at))
    changed = _write_step(step, typed, opened, actor, "outcome_noted")
    if step.outcome == Outcome.ADJOURNED and then is not None:
        _come_back(step, then, actor)
    return changed


def _check_outcome(whole: Mapping[str, Any], *, today: date) -> None:
    is_held = whole["outcome"] != Outcome.PLANNED
    if is_held != (whole["met_on"] is not None):
        raise DomainError(_("A meeting that was held has a day, and one that is planned has none yet."))
    if is_held and whole["met_on"] > today:
        raise DomainError(_("A meeting that is still to come has no outcome yet."))
    if whole["outcome"] == Outcome.ADJOURNED and not whole["adjourned_reason"]:
        raise DomainError(_("Please say why it was adjourned."))
    if whole["outcome"] not in VOTED and any(whole[name] is not None for name in VOTES):
        raise DomainError(_("Votes belong to a recommendation or a decision."))


def _write_step(step: CouncilStep, values: Mapping[str, Any], opened: Values, actor: Any, action: str) -> list[str]:  # noqa: ANN401
    now = read_step(step)
    mine = {name: told(value) for name, value in values.items()}
    changed = _changed(now, mine, opened)
    for name in changed:
        setattr(step, name, values[name])
    if changed:
        step.save(update_fields=[*changed, "updated_at"])
        _tell(action, step.matter, step, {name: [now[name], mine[name]] for name in changed}, actor)
    return changed


def _come_back(step: CouncilStep, then: Next, actor: Any) -> None:  # noqa: ANN401
    """The next meeting of the same body stands right behind the adjourned one."""
    known: CouncilStep | None = CouncilStep.objects.filter(adjourned_from=step).first()
    if known is not None:
        if known.outcome == Outcome.PLANNED and known.planned_on != then.planned_on:
            before, known.planned_on = told(known.planned_on), then.planned_on
            known.save(update_fields=["planned_on", "updated_at"])
            _tell("step_changed", step.matter, known, {"planned_on": [before, told(then.planned_on)]}, actor)
        return
    step.matter.steps.filter(position__gt=step.position).update(position=F("position") + 1)
    new: CouncilStep = CouncilStep.objects.create(
        matter=step.matter,
        position=step.position + 1,
        name=step.name,
        kind=step.kind,
        planned_on=then.planned_on,
        adjourned_from=step,
        is_shared=False,
    )
    changes = {"name": ["", new.name], "planned_on": ["", told(then.planned_on)]}
    _tell("step_added", step.matter, new, changes, actor)


@transaction.atomic
def move_step(pk: int, *, earlier: bool, actor: Any) -> bool:  # noqa: ANN401
    """Change places with the meeting before or after; false at the end of the way."""
    step = _locked_step(pk, actor)
    order = list(step.matter.steps.order_by("position", "pk"))
    place = next(at for at, each in enumerate(order) if each.pk == pk)
    other = place + (-1 if earlier else 1)
    if not 0 <= other < len(order):
        return False
    order[place], order[other] = order[other], order[place]
    for position, each in enumerate(order):
        each.position = position
    CouncilStep.objects.bulk_update(order, ["position"])
    _tell("step_moved", step.matter, step, {"position": [str(place + 1), str(other + 1)]}, actor)
    return True


@transaction.atomic
def remove_step(pk: int, *, actor: Any) -> None:  # noqa: ANN401
    """Take out a meeting that was never held. What was held stays: it is history."""
    step = _locked_step(pk, actor)
    if step.is_held:
        raise DomainError(_("This meeting was held. Its outcome can be corrected, but the meeting stays."))
    _tell("step_removed", step.matter, step, {"name": [step.name, ""]}, actor)
    step.delete()


def _locked(pk: int) -> CouncilMatter:
    """The matter alone is locked; its tie may be read meanwhile."""
    matter: CouncilMatter = CouncilMatter.objects.select_for_update(of=("self",), no_key=True).with_tie().get(pk=pk)
    return matter


def _locked_step(pk: int, actor: Any) -> CouncilStep:  # noqa: ANN401
    """Meetings of one matter are changed one after the other, so the matter is locked. Raises ``GoneMeanwhile``."""
    key = CouncilStep.objects.filter(pk=pk).values_list("matter", flat=True).first()
    if key is None:
        raise GoneMeanwhile(_("Somebody else has taken this meeting out."))
    matter = _locked(key)
    authorize(actor, EDIT_MATTER, matter)
    step: CouncilStep | None = CouncilStep.objects.filter(pk=pk).first()
    if step is None:
        raise GoneMeanwhile(_("Somebody else has taken this meeting out."))
    step.matter = matter
    return step


def _refuse_withdrawn(matter: CouncilMatter) -> None:
    if matter.withdrawn_at is not None:
        raise DomainError(_("This paper was withdrawn. It stays as it is."))


def _tell(
    action: str,
    matter: CouncilMatter,
    step: CouncilStep,
    changes: Mapping[str, Sequence[str]],
    actor: Any,  # noqa: ANN401
) -> None:
    """Meetings are told in the history of their paper, each with the name of its body."""
    body = {} if "name" in changes else {"body": ["", step.name]}
    kept = {name: [_kept(CouncilStep, name, text) for text in pair] for name, pair in changes.items()}
    trail.record(f"partnerships.council_{action}", matter, actor=actor, changes={**body, **kept})


def _kept(model: type[CouncilMatter | CouncilStep], name: str, text: str) -> str | bool:
    """A value as the trail keeps it: a yes or no as such, a choice of a meeting in words of the house's language."""
    column: Any = {each.name: each for each in model._meta.get_fields()}.get(name)
    if isinstance(column, BooleanField) and text:
        return text == YES
    if model is CouncilStep and getattr(column, "choices", None):
        with override(settings.LANGUAGE_CODE):
            return str(dict(column.flatchoices).get(text, text))
    return text
