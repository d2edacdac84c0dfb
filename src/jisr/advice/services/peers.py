"""Peer advice: agreeing to be asked, taking that back, asking, and saying yes or no."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.advice.models import PeerConsent, PeerQuestion
from jisr.advice.policies import ASK_PEER, DECIDE_QUESTION, GIVE_CONSENT, WITHDRAW_QUESTION
from jisr.advice.services.refusals import NotOpen
from jisr.advice.services.telling import QUESTION, members_of, tell_people
from jisr.advice.states import QuestionState
from jisr.kernel import trail
from jisr.kernel.policy import authorize
from jisr.municipalities.models import Authority, Theme


@transaction.atomic
def give_consent(authority: Authority, theme: Theme, *, experience: str, actor: User, at: datetime) -> PeerConsent:
    """An authority may be asked about a theme. Agreeing twice gives the consent that is there, with the newer words."""
    authorize(actor, GIVE_CONSENT, authority)
    known: PeerConsent | None = PeerConsent.objects.live().filter(authority=authority, theme=theme).first()
    if known is not None:
        if experience and experience != known.experience:
            known.experience = experience
            known.save(update_fields=["experience"])
            trail.record("advice.consent_changed", known, actor=actor)
        return known
    try:
        with transaction.atomic():
            consent: PeerConsent = PeerConsent.objects.create(
                authority=authority, theme=theme, experience=experience, given_by=actor, given_at=at
            )
    except IntegrityError:  # a second click came in between
        first: PeerConsent = PeerConsent.objects.live().get(authority=authority, theme=theme)
        return first
    trail.record("advice.consent_given", consent, actor=actor, changes={"theme": [None, theme.slug]})
    return consent


@transaction.atomic
def withdraw_consent(public_id: str, *, actor: User, at: datetime) -> PeerConsent:
    """Nobody can ask any more. Questions that wait end, without a contact having been shown."""
    consent: PeerConsent = PeerConsent.objects.select_for_update(no_key=True).get(public_id=public_id)
    authorize(actor, GIVE_CONSENT, consent.authority)
    if consent.withdrawn_at is not None:
        return consent
    consent.withdrawn_at, consent.withdrawn_by = at, actor
    consent.save(update_fields=["withdrawn_at", "withdrawn_by"])
    for question in consent.questions.select_for_update(no_key=True).filter(state=QuestionState.ASKED):
        _settle(question, QuestionState.DECLINED, actor=actor, at=at)
    trail.record("advice.consent_withdrawn", consent, actor=actor)
    return consent


@transaction.atomic
def ask_peer(
    public_id: str, *, text: str, asked_for: Authority | None, actor: User, at: datetime, form_key: str
) -> PeerQuestion:
    """Put a question to an authority; its members are told, without who asks being named."""
    consent: PeerConsent = PeerConsent.objects.select_for_update(no_key=True).get(public_id=public_id)
    known: PeerQuestion | None = PeerQuestion.objects.filter(form_key=form_key).first()
    if known is not None:
        return known
    authorize(actor, ASK_PEER, consent)
    question: PeerQuestion = PeerQuestion.objects.create(
        consent=consent, asked_for=asked_for, asked_by=actor, text=text, asked_at=at, form_key=form_key
    )
    _tell(question, members_of(consent.authority), subject=_("A peer asks for your experience"), at=at)
    trail.record("advice.peer_asked", question, actor=actor)
    return question


@transaction.atomic
def decide(public_id: str, *, is_yes: bool, actor: User, at: datetime) -> PeerQuestion:
    """Say yes, which opens both contacts at once, or a kind no that gives no reason.

    Saying the same again changes nothing. Raises ``NotOpen`` for the other answer once one was given.
    """
    question = _lock(public_id)
    authorize(actor, DECIDE_QUESTION, question)
    wanted = QuestionState.ACCEPTED if is_yes else QuestionState.DECLINED
    if question.state == wanted:
        return question
    if question.state != QuestionState.ASKED:
        raise NotOpen(_("This question was answered or taken back already."))
    _settle(question, wanted, actor=actor, at=at)
    return question


@transaction.atomic
def withdraw_question(public_id: str, *, actor: User, at: datetime) -> PeerQuestion:
    """Take a question back as long as nobody answered it."""
    question = _lock(public_id)
    authorize(actor, WITHDRAW_QUESTION, question)
    if question.state == QuestionState.WITHDRAWN:
        return question
    if question.state != QuestionState.ASKED:
        raise NotOpen(_("This question was answered or taken back already."))
    _settle(question, QuestionState.WITHDRAWN, actor=actor, at=at)
    return question


def _lock(public_id: str) -> PeerQuestion:
    rows = PeerQuestion.objects.select_for_update(of=("self",), no_key=True).select_related(
        "consent__authority", "asked_by"
    )
    question: PeerQuestion = rows.get(public_id=public_id)
    return question


def _settle(question: PeerQuestion, state: QuestionState, *, actor: User, at: datetime) -> None:
    before = question.state
    question.state, question.answered_at = state, at
    question.answered_by = actor if state == QuestionState.ACCEPTED else None
    question.save(update_fields=["state", "answered_at", "answered_by", "updated_at"])
    if state == QuestionState.ACCEPTED and question.asked_by:
        _tell(question, [question.asked_by], subject=_("A peer is ready to tell you about its experience"), at=at)
    elif state == QuestionState.DECLINED and question.asked_by:
        _tell(question, [question.asked_by], subject=_("A peer cannot answer your question now"), at=at)
    trail.record("advice.peer_question_settled", question, actor=actor, changes={"state": [before, state.value]})


def _tell(question: PeerQuestion, people: list[User], *, subject: str | Promise, at: datetime) -> None:
    theme, authority = question.consent.theme, question.consent.authority
    context: dict[str, object] = {"theme": theme.name, "authority": authority.name}
    tell_people(QUESTION, people, subject=subject, url=question.get_absolute_url(), context=context, at=at)
