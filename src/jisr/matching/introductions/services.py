"""Beginning an introduction, answering it, ending it, and what time does to it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.audit.services import SYSTEM
from jisr.kernel import trail
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import authorize
from jisr.kernel.workflow import IllegalMove
from jisr.matching.introductions import beginning, clock, telling
from jisr.matching.introductions.models import Introduction
from jisr.matching.introductions.policies import (
    ANSWER_INTRODUCTION,
    END_INTRODUCTION,
    SHOW_INTEREST,
    SUGGEST_PAIR,
    seat_of,
)
from jisr.matching.introductions.states import BOTH, OTHER, Answer, Origin, Side, State
from jisr.matching.introductions.words import refuse_contacts
from jisr.matching.introductions.workflow import target
from jisr.matching.models import BlockedPair
from jisr.matching.ranking import Reason
from jisr.municipalities.models import Authority


class ChangedMeanwhile(DomainError):
    """The introduction is now about another authority than the page said."""


class ReasonMissing(DomainError):
    """A step that needs words came without."""


@dataclass(frozen=True)
class Run:
    """What one run of the clock did."""

    reminded: int = 0
    expired: int = 0


@transaction.atomic
def suggest_pair(
    german: Authority,
    palestinian: Authority,
    *,
    note: str = "",
    reasons: Iterable[Reason | Mapping[str, Any]] = (),
    actor: User,
    at: datetime,
) -> Introduction:
    """Ask both whether they want to meet.

    Raises ``AlreadyIntroduced`` where somebody was faster, ``NotPossible``, ``Full``, ``HoldsContacts``, ``Refused``.
    """
    authorize(actor, SUGGEST_PAIR)
    german, palestinian = beginning.lock_pair(german, palestinian)
    if (known := beginning.live_of(german, palestinian)) is not None:
        raise _already(known)
    refuse_contacts(note)
    beginning.refuse_unfit(german, palestinian, for_office=True)
    beginning.take_places(german, palestinian)
    introduction = _asked(german, palestinian, Side.OFFICE, actor=actor, at=at)
    introduction.origin, introduction.adviser_note = Origin.SUGGESTION, note.strip()
    introduction.reasons = beginning.kept_reasons(reasons)
    introduction.save()
    telling.tell("suggested", introduction, actor=actor, at=at)
    _record("suggested", introduction, before=None, actor=actor)
    return introduction


@transaction.atomic
def show_interest(own: Authority, other: Authority, *, words: str = "", actor: User, at: datetime) -> Introduction:
    """Ask another authority whether it wants to meet ``own``, whose answer this is. A second click gives the first.

    Raises ``AlreadyIntroduced`` where the two are asked already, ``NotPossible``, ``Full``, ``HoldsContacts``.
    """
    authorize(actor, SHOW_INTEREST, own)
    german, palestinian = beginning.lock_pair(own, other)
    side = Side.GERMAN if german.pk == own.pk else Side.PALESTINIAN
    if (known := beginning.live_of(german, palestinian)) is not None:
        if known.answer_of(side) == Answer.YES:
            return known
        raise _already(known)
    refuse_contacts(words)
    beginning.refuse_unfit(german, palestinian, for_office=False)
    if not beginning.is_open_to(own, other):
        raise beginning.NotPossible(_("This authority does not look for a partner at the moment."))
    beginning.take_places(german, palestinian, own=own)
    introduction = _asked(german, palestinian, side, actor=actor, at=at)
    introduction.origin, introduction.words = Origin.INTEREST, words.strip()
    _write_answer(introduction, side, Answer.YES, actor=actor, at=at)
    introduction.save()
    telling.tell("interest", introduction, sides=[OTHER[side]], actor=actor, at=at)
    telling.tell_office("interest", introduction, actor=actor, at=at)
    _record("interest_shown", introduction, before=None, actor=actor)
    return introduction


def _already(known: Introduction) -> beginning.AlreadyIntroduced:
    text = _("These two are being introduced already. The page shows how far it is.")
    return beginning.AlreadyIntroduced(text, introduction=str(known.public_id))


def _asked(german: Authority, palestinian: Authority, side: Side, *, actor: User, at: datetime) -> Introduction:
    until = clock.expires_on(timezone.localdate(at))
    return Introduction(
        german=german, palestinian=palestinian, begun_by_side=side, begun_by=actor, asked_at=at, expires_on=until
    )


def _write_answer(introduction: Introduction, side: Side, given: Answer, *, actor: User, at: datetime) -> None:
    setattr(introduction, f"{side.value}_answer", given)
    setattr(introduction, f"{side.value}_answered_at", at)
    setattr(introduction, f"{side.value}_answered_by", actor)


@transaction.atomic
def answer(  # noqa: PLR0913 - who says what, to which page
    public_id: UUID | str,
    side: str,
    *,
    is_yes: bool,
    note: str = "",
    seen: int | None = None,
    actor: User,
    at: datetime,
) -> Introduction:
    """Say yes or no for a side; the second yes opens contacts to both, a no ends it. The same again changes nothing.

    ``note`` explains a no to the office alone. Raises ``IllegalMove`` once it is settled, ``ChangedMeanwhile`` where
    ``seen`` is the version of another pair, ``NotPossible``, ``Refused``.
    """
    introduction, speaker = locked(public_id), Side(side)
    authorize(actor, ANSWER_INTRODUCTION, introduction.authority_of(speaker))
    wanted = Answer.YES if is_yes else Answer.NO
    if introduction.answer_of(speaker) == wanted:
        return introduction
    _refuse_late(introduction, speaker, seen, at)
    before = introduction.state
    _write_answer(introduction, speaker, wanted, actor=actor, at=at)
    if is_yes:
        _say_yes(introduction, actor=actor, at=at)
    else:
        setattr(introduction, f"{speaker.value}_no_note", note.strip())
        _say_no(introduction, speaker, actor=actor, at=at)
    changes = {"answer": ["", f"{speaker.value}: {wanted.value}"], "state": [before, str(introduction.state)]}
    trail.record("matching.introduction_answered", introduction, actor=actor, changes=changes)
    return introduction


def _refuse_late(introduction: Introduction, side: Side, seen: int | None, at: datetime) -> None:
    if introduction.state != State.ASKED or introduction.answer_of(side) != Answer.PENDING:
        raise IllegalMove(_("This is settled already. The page shows how it stands now."))
    if seen is not None and seen != introduction.version:
        raise ChangedMeanwhile(_("One of the two authorities has changed meanwhile. Please look at the page again."))
    if timezone.localdate(at) > introduction.expires_on:
        raise IllegalMove(_("The time for an answer is over."))
    for each in (introduction.german, introduction.palestinian):
        if each.is_former:
            told = gettext("%(name)s no longer exists as an authority of its own. The programme office sees to it.")
            raise beginning.NotPossible(told % {"name": each.name})


def _say_yes(introduction: Introduction, *, actor: User, at: datetime) -> None:
    if not introduction.pending_sides():
        beginning.refuse_unfit(introduction.german, introduction.palestinian, for_office=False)
        introduction.state, introduction.opened_at = target("open", current=introduction.state), at
    introduction.save()
    if introduction.state == State.OPEN:
        telling.tell("opened", introduction, actor=actor, at=at)
        telling.tell_office("opened", introduction, actor=actor, at=at)


def _say_no(introduction: Introduction, side: Side, *, actor: User, at: datetime) -> None:
    """End it kindly, and have the two never suggested to each other again unless the office lifts the block."""
    pair, is_new = BlockedPair.objects.get_or_create(
        german=introduction.german, palestinian=introduction.palestinian, defaults={"blocked_at": at}
    )
    _end("decline", introduction, side, actor=actor, at=at)
    telling.tell("declined", introduction, sides=[OTHER[side]], actor=actor, at=at)
    telling.tell_office("declined", introduction, actor=actor, at=at)
    if is_new:
        trail.record("matching.pair_blocked", pair, actor=SYSTEM)


@transaction.atomic
def withdraw(public_id: UUID | str, *, reason: str = "", actor: User, at: datetime) -> Introduction:
    """Take one's consent back at any time: open contacts close with this very transaction. The reason is the office's.

    Taking back twice changes nothing. Raises ``IllegalMove``, ``Refused``.
    """
    introduction = locked(public_id)
    authorize(actor, END_INTRODUCTION, introduction)
    if introduction.state == State.WITHDRAWN:
        return introduction
    before = introduction.state
    _end("withdraw", introduction, seat_of(actor, introduction), reason=reason, actor=actor, at=at)
    telling.tell("withdrawn", introduction, actor=actor, at=at)
    telling.tell_office("withdrawn", introduction, actor=actor, at=at)
    _record("withdrawn", introduction, before=before, actor=actor)
    return introduction


@transaction.atomic
def close(public_id: UUID | str, *, reason: str, actor: User, at: datetime) -> Introduction:
    """End an open introduction that leads to no partnership; both sides read the reason."""
    introduction = locked(public_id)
    authorize(actor, END_INTRODUCTION, introduction)
    if not reason.strip():
        raise ReasonMissing(_("Please give a reason."))
    before = introduction.state
    _end("close", introduction, seat_of(actor, introduction), reason=reason, actor=actor, at=at)
    telling.tell("closed", introduction, actor=actor, at=at, reason=introduction.end_reason)
    telling.tell_office("closed", introduction, actor=actor, at=at)
    _record("closed", introduction, before=before, actor=actor)
    return introduction


@transaction.atomic
def conclude(public_id: UUID | str, *, form: str, actor: User, at: datetime) -> Introduction:
    """The good end: a partnership in initiation, which keeps the contacts. A second click gives the first.

    Raises ``IllegalMove``, ``Refused``, and what ``begin_tie`` raises.
    """
    from jisr.partnerships.agreements.services import begin_tie  # noqa: PLC0415 - only where a tie is begun

    introduction = locked(public_id)
    authorize(actor, END_INTRODUCTION, introduction)
    if introduction.state == State.CONCLUDED:
        return introduction
    before = introduction.state
    target("conclude", current=before)
    tie = begin_tie(introduction.german, introduction.palestinian, form=form, actor=actor, at=at)
    hand_contacts_over(introduction, tie)
    _end("conclude", introduction, seat_of(actor, introduction), actor=actor, at=at)
    telling.tell("concluded", introduction, actor=actor, at=at)
    telling.tell_office("concluded", introduction, actor=actor, at=at)
    _record("concluded", introduction, before=before, actor=actor)
    return introduction


def hand_contacts_over(introduction: Introduction, tie: Any) -> None:  # noqa: ANN401 - a partnership
    """What both sides could read goes on with the tie, so that a good end does not part them."""
    names = ("role", "unit", "email", "phone", "postal_address", "languages")
    known = [tuple(str(getattr(row, name)) for name in names) for row in tie.contacts.live()]
    for authority in (introduction.german, introduction.palestinian):
        for row in authority.contacts.live():
            values = {name: getattr(row, name) for name in names}
            if tuple(str(value) for value in values.values()) not in known:
                tie.contacts.create(**values)


def _end(
    name: str,
    introduction: Introduction,
    side: Side | None,
    *,
    reason: str = "",
    actor: Any,  # noqa: ANN401 - a person or the system
    at: datetime,
) -> None:
    """Take a step that ends it, and give both their place back."""
    introduction.state = target(name, current=introduction.state)
    introduction.ended_at, introduction.end_reason = at, reason.strip()
    introduction.ended_by = actor if isinstance(actor, User) else None
    introduction.ended_by_side = side or ""
    introduction.save()
    beginning.free_places(introduction.german, introduction.palestinian)


def remind_and_expire(*, now: datetime) -> Run:
    """Remind those who have not answered, and end what was silent for too long. Safe to run again; run it daily."""
    rows = Introduction.objects.filter(state=State.ASKED).order_by("pk").values_list("public_id", flat=True)
    done = [_let_time_pass(public_id, at=now) for public_id in list(rows)]
    return Run(reminded=done.count("reminded"), expired=done.count("expired"))


@transaction.atomic
def _let_time_pass(public_id: UUID, *, at: datetime) -> str:
    introduction, today = locked(public_id), timezone.localdate(at)
    if introduction.state != State.ASKED:
        return ""
    if today > introduction.expires_on:
        _end("expire", introduction, None, actor=SYSTEM, at=at)
        telling.tell("expired", introduction, actor=SYSTEM, at=at)
        telling.tell_office("expired", introduction, actor=SYSTEM, at=at)
        _record("expired", introduction, before=State.ASKED, actor=SYSTEM)
        return "expired"
    asked_on = timezone.localdate(introduction.asked_at)
    reminded_on = timezone.localdate(introduction.reminded_at) if introduction.reminded_at else None
    if not clock.is_reminder_due(asked_on, reminded_on, today):
        return ""
    introduction.reminded_at = at
    introduction.save(update_fields=["reminded_at", "updated_at"])
    telling.tell_silent(introduction, introduction.pending_sides(), actor=SYSTEM, at=at)
    _record("reminded", introduction, before=State.ASKED, actor=SYSTEM)
    return "reminded"


@transaction.atomic
def go_on_with(
    introduction: Introduction,
    predecessor: Authority,
    successor: Authority,
    *,
    actor: Any,  # noqa: ANN401 - a person
    at: datetime,
) -> None:
    """A successor takes the place of an authority that was split or merged. Both are asked anew; contacts close."""
    found = locked(introduction.public_id)
    side = Side.GERMAN if found.german_id == predecessor.pk else Side.PALESTINIAN
    pair = {Side.GERMAN: found.german, Side.PALESTINIAN: found.palestinian, side: successor}
    if beginning.live_of(pair[Side.GERMAN], pair[Side.PALESTINIAN]) is not None:
        raise DomainError(_("The successor is being introduced to the same authority already. Let the old one stay."))
    before = found.state
    beginning.refuse_unfit(pair[Side.GERMAN], pair[Side.PALESTINIAN], for_office=True)
    beginning.free_places(found.german, found.palestinian)
    found.german, found.palestinian = pair[Side.GERMAN], pair[Side.PALESTINIAN]
    beginning.take_places(found.german, found.palestinian)
    found.state, found.opened_at = target("ask_again", current=before), None
    for each in BOTH:
        for column, value in (("answer", Answer.PENDING), ("answered_at", None), ("answered_by", None)):
            setattr(found, f"{each.value}_{column}", value)
    found.asked_at, found.expires_on, found.reminded_at = at, clock.expires_on(timezone.localdate(at)), None
    found.version += 1
    found.save()
    telling.tell("asked_again", found, actor=actor, at=at)
    changes = {side.value: [predecessor.slug, successor.slug], "state": [before, str(found.state)]}
    trail.record("matching.introduction_went_on", found, actor=actor, changes=changes)


def locked(public_id: UUID | str) -> Introduction:
    rows = Introduction.objects.select_for_update(of=("self",), no_key=True).select_related("german", "palestinian")
    introduction: Introduction = rows.get(public_id=public_id)
    return introduction


def _record(step: str, introduction: Introduction, *, before: str | None, actor: Any) -> None:  # noqa: ANN401
    changes = {"state": [before, str(introduction.state)]}
    trail.record(f"matching.introduction_{step}", introduction, actor=actor, changes=changes)
