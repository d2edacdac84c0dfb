"""Takes the steps of a tie: by people, and by the calendar where a term ends or is renewed by itself."""

from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.documents.policies import READ
from jisr.kernel import trail
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import authorize, may
from jisr.partnerships.agreements import telling
from jisr.partnerships.agreements.states import FIRMNESS, StepKind
from jisr.partnerships.agreements.steps import Decision, carry_out, stamp_of
from jisr.partnerships.agreements.workflow import MOVES, IllegalMove, Move, target
from jisr.partnerships.models import Agreement, Partnership, StatusStep
from jisr.partnerships.policies import CARRY_TIE
from jisr.partnerships.search import PARTNERSHIP
from jisr.partnerships.states import Form, Status
from jisr.search import services as search


class Missing(DomainError):
    """A step lacks something. ``facts["field"]`` names it."""

    def __init__(self, field: str, message: object) -> None:
        super().__init__(message, field=field)
        self.field = field


class Stale(IllegalMove):
    """Somebody else took a step after the form was opened."""


@transaction.atomic
def take_step(  # noqa: PLR0913 - which step, as what was seen, by whom, when
    tie_pk: int,
    name: str,
    decision: Decision,
    *,
    seen: str,
    keeps_hidden: bool = False,
    actor: User,
    at: datetime,
) -> StatusStep:
    """Take a step that people decide on. ``seen`` is the stamp of the tie when they began to type.

    Raises ``Refused``, ``Stale``, ``IllegalMove``, ``Missing``.
    """
    tie = lock(tie_pk)
    authorize(actor, CARRY_TIE, tie)
    if seen != stamp_of(tie):
        raise Stale(_("Somebody else has taken a step meanwhile. Look at how it stands now; your entries are kept."))
    move = MOVES[name]
    target(move, current=tie.status)
    _check_days(tie, move, decision, at)
    form = _check_agreement(tie, move, decision, at)
    _check_paper(decision, actor)
    decision = _renew(decision) if move.kind == StepKind.RENEWED else replace(decision, runs_until_on=None)
    if not move.needs_review:
        decision = replace(decision, review_on=None)
    is_public = _becomes_public(tie, move, keeps_hidden=keeps_hidden)
    step = carry_out(tie, move, decision, form=form, is_public=is_public, actor=actor, at=at)
    telling.tell(step, actor=actor, at=at)
    return step


def lock(tie_pk: int) -> Partnership:
    """The tie with nobody else at it. No join: one whose side changes while we wait would be missing."""
    tie: Partnership = Partnership.objects.select_for_update(no_key=True).get(pk=tie_pk)
    return tie


def _becomes_public(tie: Partnership, move: Move, *, keeps_hidden: bool) -> bool | None:
    """A partnership that begins is shown, unless people want it not yet; one that never began shows what was before."""
    if move.kind == StepKind.ACTIVATED:
        return not keeps_hidden
    if move.kind == StepKind.ENDED and tie.status == Status.INITIATION:
        begun = tie.steps.filter(kind=StepKind.BEGUN).order_by("-pk").first()
        return tie.is_public if begun is None else begun.was_public
    return None


def _check_days(tie: Partnership, move: Move, decision: Decision, at: datetime) -> None:
    today, day = timezone.localdate(at), decision.happened_on
    if day > today:
        raise Missing("happened_on", _("This day is still to come. A step is noted when it has been taken."))
    last = tie.steps.order_by("-happened_on").values_list("happened_on", flat=True).first() or tie.status_on
    if last and day < last:
        told = gettext("The step before was on %(day)s. This one cannot lie before it.")
        raise Missing("happened_on", told % {"day": date_format(last, "DATE_FORMAT")})
    if move.needs_reason and not decision.reason.strip():
        raise Missing("reason", _("Please give a reason."))
    if move.needs_review and (decision.review_on is None or decision.review_on <= max(today, day)):
        raise Missing("review_on", _("Please name a day to come on which you will look at the pause again."))


def _check_agreement(tie: Partnership, move: Move, decision: Decision, at: datetime) -> str:
    """Whether the paper carries the step; the form that the tie has then."""
    agreement = decision.agreement
    if not move.needs_agreement:
        return tie.form
    if agreement is None or agreement.tie_id != tie.pk:
        raise Missing("agreement", _("Please choose the agreement on which this rests."))
    if not agreement.is_signed():
        raise Missing("agreement", _("Not all parties have signed this agreement yet."))
    if agreement.term_from_on and agreement.term_from_on > decision.happened_on:
        raise Missing("agreement", _("The term of this agreement begins later."))
    signed = agreement.signed
    if signed and signed.first > decision.happened_on:
        raise Missing("happened_on", _("On this day not all parties had signed the agreement."))
    is_renewed = move.kind == StepKind.RENEWED and decision.runs_until_on is not None
    if not is_renewed and agreement.until_on and agreement.until_on < timezone.localdate(at):
        raise Missing("agreement", _("The term of this agreement has ended."))
    if move.kind == StepKind.UPGRADED and FIRMNESS.index(Form(agreement.form)) <= FIRMNESS.index(Form(tie.form)):
        raise Missing("agreement", _("This agreement does not name a firmer form than the one there is."))
    return agreement.form if move.kind in (StepKind.ACTIVATED, StepKind.UPGRADED) else tie.form


def _check_paper(decision: Decision, actor: User) -> None:
    if decision.document is not None and not may(actor, READ, decision.document):
        raise Missing("document", _("This document is not open to you."))


def _renew(decision: Decision) -> Decision:
    """Let the agreement run on; without a new day a new agreement carries the tie."""
    if decision.agreement is None or decision.runs_until_on is None:
        return replace(decision, runs_until_on=decision.agreement.until_on if decision.agreement else None)
    agreement = Agreement.objects.select_for_update(no_key=True).get(pk=decision.agreement.pk)
    if agreement.until_on is None:
        raise Missing("runs_until_on", _("This agreement has no end, so it needs no new one."))
    if decision.runs_until_on <= max(agreement.until_on, decision.happened_on):
        raise Missing("runs_until_on", _("The new end must lie after the present one and after the day of the step."))
    extend(agreement, decision.runs_until_on)
    return decision


def extend(agreement: Agreement, until: date) -> None:
    agreement.extended_until_on, agreement.notice_given_on = until, None
    agreement.save(update_fields=["extended_until_on", "notice_given_on", "updated_at"])


@transaction.atomic
def publish_tie(tie_pk: int, *, actor: User) -> bool:
    """Show a tie that has begun to everybody; false if it is shown already. Raises ``Refused``, ``IllegalMove``."""
    tie = lock(tie_pk)
    authorize(actor, CARRY_TIE, tie)
    if tie.is_public:
        return False
    if tie.status == Status.INITIATION:
        raise IllegalMove(_("A partnership becomes public when it begins."))
    tie.is_public = True
    tie.save(update_fields=["is_public", "updated_at"])
    search.update(PARTNERSHIP, tie.slug)
    trail.record("partnerships.tie_published", tie, actor=actor, changes={"is_public": [False, True]})
    return True
