"""Feedback after a meeting: asked for, answered once, moderated, and reminded of once.

An anonymous answer knows nobody: the sheet has no person and no time. That somebody has answered is kept as a digest
which only the site can make from the participant; it stands in no row beside the answers.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.core import signing
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.audit.services import SYSTEM, changes_between
from jisr.events.attendance import telling
from jisr.events.attendance.models import (
    FeedbackAnswer,
    FeedbackForm,
    FeedbackQuestion,
    FeedbackSheet,
    FeedbackUse,
)
from jisr.events.attendance.policies import GIVE_FEEDBACK, KEEP_ATTENDANCE
from jisr.events.attendance.states import QuestionKind
from jisr.events.editions.clock import times_in_trail
from jisr.events.editions.models import Edition
from jisr.events.editions.new_days import Span
from jisr.events.registration.models import Participant
from jisr.kernel import trail
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import authorize
from jisr.kernel.tables import LANGUAGES
from jisr.kernel.workflow import IllegalMove

_SIGNER: Final = signing.Signer(salt="events.feedback_link")
SCALE: Final = range(1, 6)
MOST_QUESTIONS: Final = 30


class NotOpen(DomainError):
    """Before the form opens or after it closed."""


class AnsweredAlready(DomainError):
    """Nobody answers twice."""


class NothingSaid(DomainError):
    """All questions were left empty."""


class UnknownLink(DomainError):
    """The link belongs to nobody who has a place."""


@dataclass(frozen=True)
class Pattern:
    """A question of the usual form; texts are translated when the form is made."""

    kind: QuestionKind
    text: Any
    choices: Sequence[Any] = ()


USUAL: Final = (
    Pattern(QuestionKind.SCALE, _("How satisfied are you with the meeting as a whole?")),
    Pattern(QuestionKind.SCALE, _("How useful are the contents for your work?")),
    Pattern(QuestionKind.SCALE, _("How good were the contacts with the other side?")),
    Pattern(QuestionKind.SCALE, _("How good was the interpretation?")),
    Pattern(QuestionKind.SCALE, _("How well was the meeting organised?")),
    Pattern(
        QuestionKind.CHOICE,
        _("Have you agreed on next steps with a partner?"),
        (_("Yes, with a date"), _("Yes, without a date yet"), _("No, but we stay in contact"), _("No")),
    ),
    Pattern(QuestionKind.TEXT, _("What helped you most?")),
    Pattern(QuestionKind.TEXT, _("What should be different next time?")),
)


@transaction.atomic
def set_up(
    edition: Edition, *, opens_at: datetime, closes_at: datetime, is_anonymous: bool = True, actor: User
) -> FeedbackForm:
    """Make the form of an edition with the usual questions, or change when it is open.

    Raises ``IllegalMove`` for making named what was answered as anonymous, or the other way round.
    """
    authorize(actor, KEEP_ATTENDANCE, edition)
    if closes_at <= opens_at:
        raise IllegalMove(_("The form closes after it opens."))
    Edition.objects.select_for_update(no_key=True).get(pk=edition.pk)
    form = FeedbackForm.objects.filter(edition=edition).first()
    if form is not None and form.is_anonymous != is_anonymous and form.uses.exists():
        raise IllegalMove(_("Somebody has answered already, so this cannot change any more."))
    values = {"opens_at": opens_at, "closes_at": closes_at, "is_anonymous": is_anonymous}
    if form is None:
        form = FeedbackForm.objects.create(edition=edition, **values)
        for position, pattern in enumerate(USUAL):
            _ask(form, pattern, position)
        trail.record("events.feedback_set_up", edition, actor=actor)
        return form
    before = times_in_trail(form.opens_at, form.closes_at, edition)
    for name, value in values.items():
        setattr(form, name, value)
    form.save(update_fields=list(values))
    changes = changes_between(before, times_in_trail(opens_at, closes_at, edition))
    trail.record("events.feedback_changed", edition, actor=actor, changes=changes)
    return form


def span_of(edition: Edition) -> Span | None:
    form = FeedbackForm.objects.filter(edition=edition).first()
    return Span(form.closes_at, form.opens_at) if form else None


def move_span(edition: Edition, span: Span, *, actor: User) -> None:
    """Ask for feedback in another time, as the form is otherwise."""
    form = FeedbackForm.objects.get(edition=edition)
    opens_at = span.opens_at or form.opens_at
    set_up(edition, opens_at=opens_at, closes_at=span.closes_at, is_anonymous=form.is_anonymous, actor=actor)


def _ask(form: FeedbackForm, pattern: Pattern, position: int) -> None:
    FeedbackQuestion.objects.create(
        form=form,
        kind=pattern.kind,
        texts=_in_all_languages(pattern.text),
        choices=[_in_all_languages(choice) for choice in pattern.choices],
        position=position,
    )


def _in_all_languages(text: Any) -> dict[str, str]:  # noqa: ANN401 - a lazy text
    found = {}
    for language in LANGUAGES:
        with translation.override(language):
            found[language] = str(text)
    return found


@transaction.atomic
def add_question(
    form: FeedbackForm,
    *,
    kind: str,
    texts: Mapping[str, str],
    choices: Sequence[Mapping[str, str]] = (),
    actor: User,
) -> FeedbackQuestion:
    """One more question, as long as nobody has answered. Raises ``IllegalMove``."""
    authorize(actor, KEEP_ATTENDANCE, form.edition)
    _refuse_answered(form)
    if form.questions.count() >= MOST_QUESTIONS:
        raise IllegalMove(_("Nobody answers more questions than these."))
    if kind == QuestionKind.CHOICE and len(choices) < 2:  # noqa: PLR2004 - a choice is between two at least
        raise IllegalMove(_("Please give at least two answers to choose from."))
    last = form.questions.order_by("-position").first()
    question: FeedbackQuestion = FeedbackQuestion.objects.create(
        form=form,
        kind=QuestionKind(kind),
        texts=dict(texts),
        choices=[dict(choice) for choice in choices] if kind == QuestionKind.CHOICE else [],
        position=last.position + 1 if last else 0,
    )
    trail.record("events.feedback_changed", form.edition, actor=actor)
    return question


@transaction.atomic
def drop_question(question: FeedbackQuestion, *, actor: User) -> None:
    authorize(actor, KEEP_ATTENDANCE, question.form.edition)
    _refuse_answered(question.form)
    question.delete()
    trail.record("events.feedback_changed", question.form.edition, actor=actor)


def _refuse_answered(form: FeedbackForm) -> None:
    FeedbackForm.objects.select_for_update(no_key=True).get(pk=form.pk)
    if form.uses.exists():
        raise IllegalMove(_("Somebody has answered already, so the questions stay as they are."))


def digest_for(form: FeedbackForm, participant: Participant) -> str:
    """What tells that a participant has answered. Without the secret of the site nobody makes it."""
    return salted_hmac("events.feedback", f"{form.pk}:{participant.public_id}", algorithm="sha256").hexdigest()


def has_answered(form: FeedbackForm, participant: Participant) -> bool:
    return bool(FeedbackUse.objects.filter(digest=digest_for(form, participant)).exists())


@transaction.atomic
def give(
    form: FeedbackForm, participant: Participant, answers: Mapping[UUID, Any], *, actor: User, at: datetime
) -> FeedbackSheet:
    """Keep somebody's answers, by the public id of the question; empty ones are left out. The trail hears nothing.

    Raises ``NotOpen``, ``AnsweredAlready`` (also for a double click), ``NothingSaid``, ``Refused``.
    """
    authorize(actor, GIVE_FEEDBACK, participant)
    return _keep(form, participant, answers, at=at)


def link_token(participant: Participant) -> str:
    """What opens the form of their meeting for somebody without an account. Only the site can make it."""
    return _SIGNER.sign(participant.public_id.hex)


def holder_of(token: str) -> Participant:
    """Whose link it is. Raises ``UnknownLink``, also when they have no place any more."""
    try:
        key = UUID(_SIGNER.unsign(token))
    except (signing.BadSignature, ValueError):
        raise UnknownLink(_("This link is not known.")) from None
    found: Participant | None = Participant.objects.coming().select_related("edition").filter(public_id=key).first()
    if found is None:
        raise UnknownLink(_("This link is not known."))
    return found


@transaction.atomic
def give_by_link(form: FeedbackForm, token: str, answers: Mapping[UUID, Any], *, at: datetime) -> FeedbackSheet:
    """Keep the answers of whoever holds the link, as ``give`` does. Raises ``UnknownLink`` and what that raises."""
    return _keep(form, holder_of(token), answers, at=at)


def _keep(form: FeedbackForm, participant: Participant, answers: Mapping[UUID, Any], *, at: datetime) -> FeedbackSheet:
    FeedbackForm.objects.select_for_update(no_key=True).get(pk=form.pk)
    if participant.edition_id != form.edition_id or not form.opens_at <= at < form.closes_at:
        raise NotOpen(_("This form is not open."))
    said = [pair for pair in ((question, _read(question, answers)) for question in form.questions.all()) if pair[1]]
    if not said:
        raise NothingSaid(_("Please answer at least one question."))
    _use(form, participant)
    sheet: FeedbackSheet = FeedbackSheet.objects.create(
        form=form, side=participant.side, participant=None if form.is_anonymous else participant
    )
    FeedbackAnswer.objects.bulk_create(
        FeedbackAnswer(sheet=sheet, question=question, **values) for question, values in said
    )
    return sheet


def _use(form: FeedbackForm, participant: Participant) -> None:
    try:
        with transaction.atomic():
            FeedbackUse.objects.create(digest=digest_for(form, participant), form=form)
    except IntegrityError as error:
        raise AnsweredAlready(_("You have answered already. Thank you.")) from error


def _read(question: FeedbackQuestion, answers: Mapping[UUID, Any]) -> dict[str, Any]:
    value = answers.get(question.public_id)
    if value in (None, ""):
        return {}
    if question.kind == QuestionKind.TEXT:
        return {"text": str(value).strip()} if str(value).strip() else {}
    number = int(value)
    allowed = SCALE if question.kind == QuestionKind.SCALE else range(len(question.choices))
    if number not in allowed:
        raise NothingSaid(_("Please choose one of the answers."))
    return {"number": number}


@transaction.atomic
def moderate(answer_pk: UUID, *, is_released: bool, actor: User) -> FeedbackAnswer:
    """Release words for the results that all of the office reads, or hold them back."""
    rows = FeedbackAnswer.objects.select_for_update(of=("self",), no_key=True).select_related("question__form__edition")
    answer: FeedbackAnswer = rows.get(pk=answer_pk)
    edition = answer.question.form.edition
    authorize(actor, KEEP_ATTENDANCE, edition)
    if answer.is_released != is_released:
        answer.is_released = is_released
        answer.save(update_fields=["is_released"])
        trail.record("events.feedback_moderated", edition, actor=actor, changes={"released": [None, is_released]})
    return answer


def people_asked(edition: Edition) -> QuerySet[Participant]:
    """Those who were to come and can be written to: by their account, or by the address they were registered with."""
    rows: QuerySet[Participant] = Participant.objects.coming().filter(edition=edition)
    return rows.filter(Q(user__isnull=False) | ~Q(email=""))


def unanswered(form: FeedbackForm) -> list[Participant]:
    """Those who are asked and have not answered."""
    used = set(form.uses.values_list("digest", flat=True))
    people: Iterable[Participant] = people_asked(form.edition).for_lists().select_related("user")
    return [person for person in people if digest_for(form, person) not in used]


def follow_forms(*, at: datetime) -> tuple[int, int]:
    """Ask when a form opens, and remind once when half of its time is over; how many were asked and reminded."""
    asked = reminded = 0
    for pk in FeedbackForm.objects.open_at(at).values_list("pk", flat=True):
        one, other = _follow(pk, at)
        asked, reminded = asked + one, reminded + other
    return asked, reminded


@transaction.atomic
def _follow(pk: int, at: datetime) -> tuple[int, int]:
    form = FeedbackForm.objects.select_for_update(of=("self",), no_key=True).select_related("edition").get(pk=pk)
    half = form.opens_at + (form.closes_at - form.opens_at) / 2
    column, step = ("told_at", "asked") if form.told_at is None else ("reminded_at", "reminded")
    if getattr(form, column) is not None or (step == "reminded" and at < half):
        return 0, 0
    missing = unanswered(form)
    people = [person.user for person in missing if person.user is not None]
    links = [(person, link_token(person)) for person in missing if person.user is None]
    told = telling.ask_for_feedback(step, form, people, links, at=at)
    setattr(form, column, at)
    form.save(update_fields=[column])
    trail.record("events.feedback_asked", form.edition, actor=SYSTEM, changes={"people": [None, told]})
    return (told, 0) if step == "asked" else (0, told)
