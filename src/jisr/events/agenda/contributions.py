"""The call for contributions: opening it, handing in, reviewing, deciding. Everybody concerned is told once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.audit.services import changes_between
from jisr.events.agenda import telling
from jisr.events.agenda.contribution_models import Contribution, ContributionCall, Review
from jisr.events.agenda.models import Session, SessionSpeaker
from jisr.events.agenda.policies import HAND_IN, REVIEW_CONTRIBUTION, WRITE_CONTRIBUTION
from jisr.events.agenda.services import lock
from jisr.events.agenda.states import ContributionState, SpeakerRole
from jisr.events.agenda.workflow import target
from jisr.events.editions.clock import times_in_trail
from jisr.events.editions.models import Edition
from jisr.events.editions.new_days import Span
from jisr.events.editions.policies import RUN_EDITION
from jisr.events.registration.models import Participant
from jisr.kernel import trail
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import authorize
from jisr.kernel.stamps import digest_of
from jisr.kernel.tables import LANGUAGES
from jisr.municipalities.models import Theme

CALL_FIELDS: Final = (
    *(f"{name}_{code}" for name in ("text", "criterion") for code in LANGUAGES),
    "opens_at",
    "closes_at",
)
CONTRIBUTION_FIELDS: Final = ("title", "abstract", "language", "format")


class CallClosed(DomainError):
    """Outside the time in which contributions are taken."""


class Incomplete(DomainError):
    """Something is missing that reviewers need."""


class ReasonMissing(DomainError):
    """A no without words."""


@dataclass(frozen=True)
class Kept:
    """A contribution as it is kept, and what another page of its author saved meanwhile, by field."""

    contribution: Contribution
    conflicts: dict[str, Any] = field(default_factory=dict)


def text_of(value: Any) -> str:  # noqa: ANN401 - a text, or themes
    """A field's value as one text, so that two of them can be compared."""
    return value if isinstance(value, str) else " ".join(sorted(theme.slug for theme in value))


def values_of(contribution: Contribution) -> dict[str, Any]:
    own = {name: getattr(contribution, name) for name in CONTRIBUTION_FIELDS}
    return {**own, "themes": list(contribution.themes.all())}


def stamps_of(values: Mapping[str, Any]) -> dict[str, str]:
    """What a page says of the values it showed, so that a stale one is told apart."""
    return {name: digest_of(text_of(value)) for name, value in values.items()}


@transaction.atomic
def set_call(edition: Edition, values: Mapping[str, Any], *, themes: Iterable[Theme], actor: User) -> ContributionCall:
    """Write the call for contributions of an edition."""
    edition = lock(edition)
    authorize(actor, RUN_EDITION, edition)
    call = ContributionCall.objects.filter(edition=edition).first() or ContributionCall(edition=edition)
    before = times_in_trail(call.opens_at, call.closes_at, edition)
    for name in CALL_FIELDS:
        setattr(call, name, values[name])
    call.save()
    call.themes.set(themes)
    changes = changes_between(before, times_in_trail(call.opens_at, call.closes_at, edition))
    trail.record("events.contribution_call_set", edition, actor=actor, changes=changes)
    return call


def span_of_call(edition: Edition) -> Span | None:
    call = ContributionCall.objects.filter(edition=edition).first()
    return Span(call.closes_at, call.opens_at) if call else None


def move_call(edition: Edition, span: Span, *, actor: User) -> None:
    """Take contributions in another time; all else of the call stays."""
    call = ContributionCall.objects.get(edition=edition)
    values = {name: getattr(call, name) for name in CALL_FIELDS}
    set_call(
        edition,
        {**values, "opens_at": span.opens_at, "closes_at": span.closes_at},
        themes=call.themes.all(),
        actor=actor,
    )


@transaction.atomic
def invite_reviewer(call: ContributionCall, reviewer: User, *, actor: User, at: datetime) -> None:
    """Let somebody review what comes in. Inviting twice tells once."""
    lock(call.edition)
    authorize(actor, RUN_EDITION, call.edition)
    if call.reviewers.filter(pk=reviewer.pk).exists():
        return
    call.reviewers.add(reviewer)
    telling.invite_reviewer(call.edition, reviewer, at=at)
    trail.record("events.reviewer_invited", call.edition, actor=actor, changes={"reviewer": [None, None]})


@transaction.atomic
def dismiss_reviewer(call: ContributionCall, reviewer: User, *, actor: User) -> None:
    """Let somebody see no more contributions; what they reviewed stays."""
    lock(call.edition)
    authorize(actor, RUN_EDITION, call.edition)
    if call.reviewers.filter(pk=reviewer.pk).exists():
        call.reviewers.remove(reviewer)
        trail.record("events.reviewer_dismissed", call.edition, actor=actor, changes={"reviewer": [None, None]})


@transaction.atomic
def begin(
    call: ContributionCall, values: Mapping[str, Any], *, key: UUID, seen: Mapping[str, str], actor: User, at: datetime
) -> Kept:
    """Keep a draft. The page that sends its key again goes on with the same one. Raises ``CallClosed``."""
    authorize(actor, HAND_IN, call)
    _refuse_closed(call, at)
    own = {name: values[name] for name in CONTRIBUTION_FIELDS if name in values}
    defaults = {"call": call, "author": actor, "language": LANGUAGES[0], **own}
    contribution, is_new = Contribution.objects.get_or_create(public_id=key, defaults=defaults)
    if not is_new:
        return write(contribution, values, seen=seen, actor=actor, at=at)
    contribution.themes.set(values.get("themes", []))
    return Kept(contribution)


@transaction.atomic
def write(
    contribution: Contribution, values: Mapping[str, Any], *, seen: Mapping[str, str], actor: User, at: datetime
) -> Kept:
    """Change a draft, or what is handed in as long as the call is open.

    A field that another page saved since ``seen`` stays as it is and is told; the others are saved.
    """
    contribution = _locked(contribution)
    authorize(actor, WRITE_CONTRIBUTION, contribution)
    _refuse_closed(contribution.call, at)
    _refuse_decided(contribution)
    changed, conflicts = _compared(values_of(contribution), values, seen)
    for name in CONTRIBUTION_FIELDS:
        setattr(contribution, name, changed.get(name, getattr(contribution, name)))
    if contribution.state == ContributionState.SUBMITTED:
        _refuse_incomplete(contribution)
    contribution.save()
    if "themes" in changed:
        contribution.themes.set(changed["themes"])
    return Kept(contribution, conflicts)


def _compared(
    stored: Mapping[str, Any], typed: Mapping[str, Any], seen: Mapping[str, str]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What this page changes, and what it would overwrite without having seen it."""
    now, mine = stamps_of(stored), stamps_of(typed)
    changed = {name: value for name, value in typed.items() if mine[name] not in (now[name], seen.get(name))}
    conflicts = {name: stored[name] for name in changed if seen.get(name) != now[name]}
    return {name: value for name, value in changed.items() if name not in conflicts}, conflicts


@transaction.atomic
def submit(contribution: Contribution, *, actor: User, at: datetime) -> Contribution:
    """Hand a draft in. Raises ``CallClosed``, ``Incomplete``, ``IllegalMove`` for what is handed in already."""
    contribution = _locked(contribution)
    authorize(actor, WRITE_CONTRIBUTION, contribution)
    _refuse_closed(contribution.call, at)
    state = target("submit", current=contribution.state)
    _refuse_incomplete(contribution)
    contribution.state, contribution.submitted_at = state, at
    contribution.save()
    _record("submitted", contribution, ContributionState.DRAFT, actor)
    return contribution


@transaction.atomic
def withdraw(contribution: Contribution, *, actor: User) -> Contribution:
    """Take back what is not decided yet."""
    contribution = _locked(contribution)
    authorize(actor, WRITE_CONTRIBUTION, contribution)
    before = contribution.state
    contribution.state = target("withdraw", current=before)
    contribution.save()
    _record("withdrawn", contribution, before, actor)
    return contribution


@transaction.atomic
def review(contribution: Contribution, *, score: int, note: str, actor: User) -> Review:
    """Say what one thinks of a contribution; saying it again replaces it. Nobody reviews their own."""
    contribution = _locked(contribution)
    authorize(actor, REVIEW_CONTRIBUTION, contribution)
    found: Review
    found, _made = Review.objects.update_or_create(
        contribution=contribution, reviewer=actor, defaults={"score": score, "note": note.strip()}
    )
    trail.record("events.contribution_reviewed", contribution, actor=actor, changes={"score": [None, score]})
    return found


@transaction.atomic
def accept(contribution: Contribution, *, actor: User, at: datetime) -> Session:
    """Make a session of it, with its author as speaker, who is told and asked for consent."""
    lock(contribution.call.edition)
    contribution = _locked(contribution)
    authorize(actor, RUN_EDITION, contribution.call.edition)
    contribution.state = target("accept", current=contribution.state)
    seat = _seat_of(contribution)
    session = _session_of(contribution, seat)
    contribution.session, contribution.decided_at, contribution.decided_by = session, at, actor
    contribution.save()
    telling.tell_decision(contribution, is_registered=seat is not None, at=at)
    telling.ask_consent(session, session.speakers.select_related("participant__user"), at=at)
    trail.record("events.session_made", session, actor=actor)
    _record("accepted", contribution, ContributionState.SUBMITTED, actor)
    return session


@transaction.atomic
def decline(contribution: Contribution, *, reason: str, actor: User, at: datetime) -> Contribution:
    """Say no with a reason that the author reads. Raises ``ReasonMissing``."""
    contribution = _locked(contribution)
    authorize(actor, RUN_EDITION, contribution.call.edition)
    if not reason.strip():
        raise ReasonMissing(_("Please give a reason. The author reads it."))
    contribution.state = target("decline", current=contribution.state)
    contribution.reason = reason.strip()
    contribution.decided_at, contribution.decided_by = at, actor
    contribution.save()
    telling.tell_decision(contribution, at=at)
    _record("declined", contribution, ContributionState.SUBMITTED, actor)
    return contribution


def _seat_of(contribution: Contribution) -> Participant | None:
    """The author's registration, by their account or its address."""
    author, edition = contribution.author, contribution.call.edition
    if author is None:
        return None
    rows = Participant.objects.live().filter(edition=edition).filter(Q(user=author) | Q(email__iexact=author.email))
    found: Participant | None = rows.order_by(F("user").asc(nulls_last=True)).first()
    return found


def _session_of(contribution: Contribution, seat: Participant | None) -> Session:
    code = contribution.language
    words = {f"title_{code}": contribution.title, f"abstract_{code}": contribution.abstract}
    edition = contribution.call.edition
    session: Session = Session.objects.create(edition=edition, kind=contribution.format, languages=[code], **words)
    session.themes.set(contribution.themes.all())
    author = contribution.author
    if author is not None:
        name = seat.full_name if seat else author.display_name
        function = {f"function_title_{code}": seat.function_title} if seat else {}
        SessionSpeaker.objects.create(
            session=session, participant=seat, full_name=name, role=SpeakerRole.SPEAKER, **function
        )
    return session


def _locked(contribution: Contribution) -> Contribution:
    rows = Contribution.objects.select_for_update(of=("self",), no_key=True).select_related("call__edition", "author")
    found: Contribution = rows.get(pk=contribution.pk)
    return found


def _refuse_closed(call: ContributionCall, at: datetime) -> None:
    if not call.is_open(at):
        raise CallClosed(_("The call for contributions is not open."))


def _refuse_decided(contribution: Contribution) -> None:
    if contribution.state not in (ContributionState.DRAFT, ContributionState.SUBMITTED):
        raise DomainError(_("This contribution is decided. It cannot be changed any more."))


def _refuse_incomplete(contribution: Contribution) -> None:
    if not (contribution.title.strip() and contribution.abstract.strip()):
        raise Incomplete(_("Please write a title and an abstract before you hand it in."))


def _record(step: str, contribution: Contribution, before: str, actor: User) -> None:
    changes = {"state": [str(before), str(contribution.state)]}
    trail.record(f"events.contribution_{step}", contribution, actor=actor, changes=changes)
