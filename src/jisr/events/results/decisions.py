"""Decisions of a meeting: written as a draft, released like minutes and sheets."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.events.agenda.models import Session
from jisr.events.editions.models import Edition
from jisr.events.results.minutes import ChangedMeanwhile, NotPossible, Place, lock_edition, titles_of
from jisr.events.results.models import Decision, ResultSheet
from jisr.events.results.policies import WRITE_RESULT
from jisr.events.results.states import LANGUAGES, State
from jisr.kernel import trail
from jisr.kernel.policy import authorize
from jisr.kernel.workflow import IllegalMove


@dataclass(frozen=True, kw_only=True)
class Decided:
    """What was decided. ``texts`` and ``decided_by`` by language; that of ``language`` is the original."""

    language: str
    texts: Mapping[str, str]
    decided_by: Mapping[str, str]
    decided_on: date


@transaction.atomic
def add_decision(
    edition: Edition,
    decided: Decided,
    *,
    session: Session | None = None,
    sheet: ResultSheet | None = None,
    actor: User,
    form_key: str,
) -> Decision:
    """Note a decision of a session, a working group or the whole meeting. A second click adds nothing."""
    session = session or (sheet.session if sheet is not None else None)
    authorize(actor, WRITE_RESULT, Place(edition.pk, session.pk if session else None))
    if any(each is not None and each.edition_id != edition.pk for each in (session, sheet)):
        raise NotPossible(_("This belongs to another meeting."))
    lock_edition(edition)
    known: Decision | None = Decision.objects.filter(form_key=form_key).first()
    if known is not None:
        return known
    decision = Decision(edition=edition, session=session, sheet=sheet, titles=titles_of(session), form_key=form_key)
    _fill(decision, decided)
    decision.save()
    trail.record("events.decision_noted", decision, actor=actor)
    return decision


@transaction.atomic
def change_decision(public_id: UUID, decided: Decided, *, seen: int, actor: User) -> Decision:
    """Change a draft. Raises ``ChangedMeanwhile`` if somebody else did since the page was opened."""
    decision: Decision = Decision.objects.select_for_update(of=("self",), no_key=True).get(public_id=public_id)
    authorize(actor, WRITE_RESULT, decision)
    if decision.state != State.DRAFT:
        raise IllegalMove(_("This decision was checked meanwhile. What you typed is on this page, but not saved."))
    if decision.version != seen:
        raise ChangedMeanwhile(
            _("Somebody else changed this decision meanwhile. Your text is on this page, but not saved."),
            theirs=decision.text,
        )
    _fill(decision, decided)
    decision.version += 1
    decision.save()
    trail.record("events.decision_changed", decision, actor=actor)
    return decision


def _fill(decision: Decision, decided: Decided) -> None:
    decision.original_language, decision.decided_on = decided.language, decided.decided_on
    for code in LANGUAGES:
        setattr(decision, f"text_{code}", decided.texts.get(code, ""))
        setattr(decision, f"decided_by_{code}", decided.decided_by.get(code, ""))
