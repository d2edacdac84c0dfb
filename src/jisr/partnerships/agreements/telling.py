"""Tells the people of both sides and the office what became of a tie, and reminds them before a term ends."""

from datetime import datetime
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.municipalities.services.telling import coordinators_of, office
from jisr.notifications import kinds
from jisr.notifications.services import notify
from jisr.partnerships.agreements.states import StepKind
from jisr.partnerships.models import Agreement, Partnership, StatusStep

STEP = "partnerships.tie_step"
REMINDER = "partnerships.tie_reminder"
AGREEMENT = "partnerships.agreement"
SUBJECTS = {
    StepKind.ACTIVATED: _("A partnership has begun"),
    StepKind.PAUSED: _("A partnership is paused"),
    StepKind.PROLONGED: _("The pause of a partnership was prolonged"),
    StepKind.RESUMED: _("A partnership was resumed"),
    StepKind.RENEWED: _("A partnership was renewed"),
    StepKind.UPGRADED: _("The form of a partnership has changed"),
    StepKind.EXPIRED: _("The term of a partnership has ended"),
    StepKind.ENDED: _("A partnership has ended"),
}


def declare_kinds() -> None:
    kinds.declare(STEP, _("steps of your partnerships"))
    kinds.declare(REMINDER, _("ends of terms and reviews of your partnerships"))
    kinds.declare(AGREEMENT, _("agreements of your partnerships"))


def concerned(tie: Partnership) -> set[User]:
    """The coordinators of both sides and the advisers of the office."""
    return {*coordinators_of(tie.german), *coordinators_of(tie.palestinian), *office()}


def tell(step: StatusStep, *, actor: Any, at: datetime) -> None:  # noqa: ANN401 - a person or the system
    """Write to everybody concerned but the one who did it."""
    context = {
        "step": step.kind,
        "reason": step.reason,
        "happened_on": step.happened_on,
        "review_on": step.review_on,
        "runs_until_on": step.runs_until_on,
        "form": lazy(lambda: str(step.get_form_after_display()), str)(),
    }
    subject = SUBJECTS[StepKind(step.kind)]
    _write(STEP, subject, "partnerships/mail/step", step.tie, context, actor=actor, at=at)


def tell_of_agreement(step: str, agreement: Agreement, *, party: str = "", actor: Any, at: datetime) -> None:  # noqa: ANN401
    """``step``: written, changed, signed (by one party) or complete."""
    subject = _("An agreement is complete") if step == "complete" else _("News about an agreement")
    context = {"step": step, "title": agreement.title, "party": party}
    _write(AGREEMENT, subject, "partnerships/mail/agreement", agreement.tie, context, actor=actor, at=at)


def remind(tie: Partnership, what: dict[str, Any], *, actor: Any, at: datetime) -> None:  # noqa: ANN401
    """``what``: ``is_review`` with ``day``; else the day a term ends and what happens then."""
    subject = (
        _("Please look at a paused partnership again") if what["is_review"] else _("The term of a partnership ends")
    )
    _write(REMINDER, subject, "partnerships/mail/reminder", tie, what, actor=actor, at=at)


def _write(  # noqa: PLR0913 - what, in which words, to whom
    kind: str,
    subject: Any,  # noqa: ANN401 - lazy text
    template: str,
    tie: Partnership,
    context: dict[str, Any],
    *,
    actor: Any,  # noqa: ANN401
    at: datetime,
) -> None:
    people = {person for person in concerned(tie) if person.pk != actor.pk}
    names = {
        "german": lazy(lambda: str(tie.german.name), str)(),
        "palestinian": lazy(lambda: str(tie.palestinian.name), str)(),
    }
    notify(kind, to=people, subject_line=subject, template=template, context=context | names, url=tie.hub_url, at=at)
