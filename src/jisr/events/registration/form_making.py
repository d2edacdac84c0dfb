"""The office makes the form of a meeting: adds, changes, orders and removes questions. Every wording stays."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.events.editions.models import Edition
from jisr.events.registration import answering, places
from jisr.events.registration.answering import LANGUAGES
from jisr.events.registration.form_models import FormQuestion
from jisr.events.registration.models import ParticipantKind
from jisr.events.registration.policies import DECIDE_PARTICIPANT
from jisr.events.registration.states import CONDITIONAL, WITH_OPTIONS
from jisr.kernel import trail
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import authorize

Option = dict[str, str]
WORDED = ("kind", *(f"label_{code}" for code in LANGUAGES), "options")
COLUMNS = (*WORDED, *(f"help_text_{code}" for code in LANGUAGES), "is_required", "step", "keep_days")


class NotPossible(DomainError):
    """A condition or a removal that would make no sense."""


class ChangedMeanwhile(DomainError):
    """Somebody else changed the question after the form was opened."""


@transaction.atomic
def add_question(
    edition: Edition,
    values: Mapping[str, Any],
    *,
    kinds: Sequence[ParticipantKind] = (),
    condition: tuple[FormQuestion, str] | None = None,
    actor: User,
    at: datetime,
) -> FormQuestion:
    """Ask something more, behind all other questions of its page. Raises ``NotPossible``, ``Refused``."""
    authorize(actor, DECIDE_PARTICIPANT, edition)
    places.lock(edition.pk)
    last = FormQuestion.objects.filter(edition=edition).aggregate(last=Max("position"))["last"] or 0
    row = FormQuestion(edition=edition, position=last + 1)
    _write(row, values, condition)
    row.save()
    row.kinds.set(kinds)
    answering.current_version(row, at=at)
    trail.record("events.question_added", row, actor=actor, changes={"label": ["", str(row.label)]})
    return row


@transaction.atomic
def change_question(  # noqa: PLR0913 - what the form of a question holds
    public_id: UUID | str,
    values: Mapping[str, Any],
    *,
    kinds: Sequence[ParticipantKind] = (),
    condition: tuple[FormQuestion, str] | None = None,
    seen: int,
    actor: User,
    at: datetime,
) -> FormQuestion:
    """Change a question. Answers keep the wording they were given to.

    ``seen`` is the version that the form showed. Raises ``ChangedMeanwhile``, ``NotPossible``, ``Refused``.
    """
    row = _locked(public_id)
    authorize(actor, DECIDE_PARTICIPANT, row.edition)
    if row.version != seen:
        raise ChangedMeanwhile(_("Somebody else has changed this question meanwhile. Please look at it again."))
    before = {name: getattr(row, name) for name in COLUMNS}
    _write(row, values, condition)
    told = {name: [str(old), str(getattr(row, name))] for name, old in before.items() if old != getattr(row, name)}
    if told.keys() & set(WORDED):
        row.version += 1
    row.save()
    row.kinds.set(kinds)
    answering.current_version(row, at=at)
    trail.record("events.question_changed", row, actor=actor, changes=told)
    return row


def _write(row: FormQuestion, values: Mapping[str, Any], condition: tuple[FormQuestion, str] | None) -> None:
    for name in COLUMNS:
        setattr(row, name, values[name])
    if row.kind not in WITH_OPTIONS:
        row.options = []
    row.shown_if, row.shown_value = condition or (None, "")
    if condition is None:
        return
    parent, value = condition
    if parent.edition_id != row.edition_id or parent.kind not in CONDITIONAL or parent.removed_at is not None:
        raise NotPossible(_("A condition asks about a question with answers to choose."))
    if value not in {key for key, _label in choices_of(parent)}:
        raise NotPossible(_("This answer cannot be given to that question."))
    if parent.pk == row.pk or (parent.step, parent.position) >= (row.step, row.position):
        raise NotPossible(_("A condition asks about a question that stands before this one."))


def choices_of(question: FormQuestion) -> list[tuple[str, str]]:
    """What a condition can ask for: the options of a question, or yes and no."""
    if question.kind in WITH_OPTIONS:
        return [(option["key"], answering.worded(option)) for option in question.options]
    return [(value, answering.yes_or_no(value)) for value in ("yes", "no")]


def options_from(texts: Mapping[str, Sequence[str]], old: Sequence[Option]) -> list[Option]:
    """Options from the lines of the three languages. One that stays keeps its key, so that answers keep their meaning.

    With as many lines as before, line by line; else by the English words. Raises ``NotPossible`` for unequal numbers.
    """
    if len({len(lines) for lines in texts.values()}) > 1:
        raise NotPossible(_("Write as many answers in each language, in the same order."))
    number = len(next(iter(texts.values()), ()))
    known = {option["en"]: option["key"] for option in old}
    used, found = {option["key"] for option in old}, []
    for place in range(number):
        words = {code: texts[code][place] for code in LANGUAGES}
        key = old[place]["key"] if len(old) == number else known.get(words["en"], "")
        if not key:
            key = next(name for name in (f"o{count}" for count in range(1, 1000)) if name not in used)
            used.add(key)
        found.append({"key": key, **words})
    return found


@transaction.atomic
def remove_question(public_id: UUID | str, *, actor: User, at: datetime) -> FormQuestion:
    """Ask it no longer; answers stay for as long as they are kept. Twice changes nothing.

    Raises ``NotPossible`` while another question depends on it, ``Refused``.
    """
    row = _locked(public_id)
    authorize(actor, DECIDE_PARTICIPANT, row.edition)
    if row.removed_at is not None:
        return row
    if row.dependents.asked().exists():
        raise NotPossible(_("Another question is asked only after an answer to this one. Change that one first."))
    row.removed_at = at
    row.save(update_fields=["removed_at"])
    trail.record("events.question_removed", row, actor=actor)
    return row


@transaction.atomic
def move_question(public_id: UUID | str, *, is_up: bool, actor: User) -> FormQuestion:
    """Let it change places with the one before or behind it on its page. At the end of the page nothing changes.

    Raises ``NotPossible`` where it would stand before what it depends on, ``Refused``.
    """
    row = _locked(public_id)
    authorize(actor, DECIDE_PARTICIPANT, row.edition)
    page = list(FormQuestion.objects.filter(edition=row.edition, step=row.step).asked())
    place = page.index(row)
    other = page[place - 1] if is_up and place else page[place + 1] if not is_up and place + 1 < len(page) else None
    if other is None:
        return row
    first, second = (other, row) if is_up else (row, other)  # the order now
    if second.shown_if_id == first.pk:
        raise NotPossible(_("A condition asks about a question that stands before this one."))
    first.position, second.position = second.position, first.position
    for each in (first, second):
        each.save(update_fields=["position"])
    trail.record("events.question_moved", row, actor=actor)
    return row


def _locked(public_id: UUID | str) -> FormQuestion:
    """A question under the lock of its edition's places, which all changes of a form go through."""
    places.lock(FormQuestion.objects.values_list("edition_id", flat=True).get(public_id=public_id))
    row: FormQuestion = FormQuestion.objects.select_related("edition", "shown_if").get(public_id=public_id)
    return row
