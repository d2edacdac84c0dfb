"""Drafting a request or an offer, and every step of its way."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.kernel import trail
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import authorize
from jisr.kernel.workflow import IllegalMove
from jisr.matching.requests import answers as parts
from jisr.matching.requests import publishing, telling
from jisr.matching.requests.models import (
    PartnershipRequest,
    RequestDraft,
    RequestQuestion,
    RequestText,
    RequestTheme,
)
from jisr.matching.requests.policies import CHECK_REQUEST, DRAFT_REQUEST, EDIT_REQUEST
from jisr.matching.requests.states import LIVE, Kind, State, TextState
from jisr.matching.requests.workflow import MOVES, target
from jisr.municipalities.models import Authority, Theme


class Incomplete(DomainError):
    """Something is missing that must be there before the next step."""


class ReasonMissing(DomainError):
    """A step that needs words came without."""


@dataclass(frozen=True)
class Saved:
    """What became of saving: the stamps of now, and for each answer that somebody else changed, what they wrote."""

    stamps: dict[str, int]
    conflicts: dict[str, Any] = field(default_factory=dict)
    their_name: str = ""


@transaction.atomic
def start_request(authority: Authority, *, language: str = "", actor: User) -> PartnershipRequest:
    """Begin the request or offer of an authority; the one that is under way, if there is one.

    What the authority said last time is filled in, but for the consent.
    """
    authorize(actor, DRAFT_REQUEST, authority)
    Authority.objects.select_for_update(no_key=True).get(pk=authority.pk)  # two clicks make one
    kind = Kind.REQUEST if authority.country_id == "PS" else Kind.OFFER
    mine = PartnershipRequest.objects.filter(authority=authority, kind=kind)
    known: PartnershipRequest | None = mine.filter(state__in=LIVE, source_url="").first()
    if known is not None:
        return known
    last = mine.order_by("-created_at", "-pk").first()
    request: PartnershipRequest = PartnershipRequest.objects.create(
        authority=authority, kind=kind, original_language=language or get_language() or "de"
    )
    RequestDraft.objects.create(request=request, answers=parts.read_back(last) if last else {})
    _record("started", request, before=None, actor=actor)
    return request


@transaction.atomic
def save_answers(pk: int, values: Mapping[str, Any], *, seen: Mapping[str, int], actor: User, at: datetime) -> Saved:
    """Save answers of a draft. One that somebody else changed since ``seen`` is left and told, the others are saved."""
    request = _locked(pk)
    authorize(actor, EDIT_REQUEST, request)
    if request.state != State.DRAFT:
        raise IllegalMove(_("This was submitted meanwhile. What you typed is still on this page, but not saved."))
    draft: RequestDraft = RequestDraft.objects.select_for_update(no_key=True).get(pk=pk)
    changed = {name: value for name, value in values.items() if draft.answers.get(name, None) != value}
    conflicts = {name: draft.answers.get(name) for name in changed if draft.stamps.get(name, 0) != seen.get(name, 0)}
    their_name = str(draft.edited_by) if conflicts and draft.edited_by else ""
    for name, value in changed.items():
        if name not in conflicts:
            draft.answers[name] = value
            draft.stamps[name] = draft.stamps.get(name, 0) + 1
    if changed.keys() - conflicts.keys():
        draft.edited_at, draft.edited_by = at, actor
        draft.save()
    return Saved(dict(draft.stamps), conflicts, their_name)


@transaction.atomic
def change_language(pk: int, language: str, *, actor: User) -> PartnershipRequest:
    """Say in which language a draft is written. Translations of what was submitted before have to be checked again."""
    request = _locked(pk)
    authorize(actor, EDIT_REQUEST, request)
    if request.state != State.DRAFT:
        raise IllegalMove(_("This was submitted meanwhile. Its language can be changed in a draft only."))
    before = request.original_language
    if language == before:
        return request
    originals = request.texts.filter(is_original=True)
    request.texts.filter(language=language, key__in=[row.key for row in originals]).delete()
    originals.update(language=language)
    request.texts.filter(is_original=False).update(state=TextState.DRAFT, checked_at=None, checked_by=None)
    request.original_language = language
    request.save(update_fields=["original_language", "updated_at"])
    changes = {"original_language": [before, language]}
    trail.record("matching.request_language_changed", request, actor=actor, changes=changes)
    return request


@transaction.atomic
def submit_request(pk: int, *, actor: User, at: datetime) -> PartnershipRequest:
    """Hand a draft over to the office. Raises ``Incomplete`` and names the pages that are missing or asked about."""
    request = _locked(pk)
    authorize(actor, EDIT_REQUEST, request)
    before, request.state = request.state, target("submit", current=request.state)
    answers = RequestDraft.objects.select_for_update(no_key=True).get(pk=pk).answers
    _refuse_unanswered(request)
    if lacking := parts.missing(answers):
        names = ", ".join(str(step.title) for step in lacking)
        raise Incomplete(
            gettext("Please fill in first: %(pages)s.") % {"pages": names}, steps=[s.slug for s in lacking]
        )
    _refuse_past(answers.get("expires_on"), at)
    parts.write_columns(request, answers)
    request.submitted_at, request.state_reason = at, ""
    request.consented_at = at if answers.get("consent") else None
    request.save()
    _write_themes(request, answers)
    _write_texts(request, answers)
    publishing.follow("submit", request, actor=actor)
    _finish("submitted", request, before=before, actor=actor, to=telling.office(), at=at)
    return request


def _refuse_unanswered(request: PartnershipRequest) -> None:
    asked = {question.field for question in request.questions.filter(answered_at__isnull=True)}
    if steps := [step for step in parts.STEPS if not asked.isdisjoint(step.fields)]:
        names = ", ".join(str(step.title) for step in steps)
        message = gettext("Please answer the questions of the programme office first: %(pages)s.") % {"pages": names}
        raise Incomplete(message, unanswered=[step.slug for step in steps])


def _refuse_past(expires_on: str | None, at: datetime) -> None:
    if expires_on and expires_on < timezone.localdate(at).isoformat():
        raise Incomplete(_("The day until which this is valid has passed. Please choose a later one."), steps=[])


def _write_themes(request: PartnershipRequest, answers: parts.Answers) -> None:
    slugs = list(dict.fromkeys(wish["slug"] for wish in answers.get("themes") or []))
    found = Theme.objects.in_bulk(slugs, field_name="slug")
    request.wanted.all().delete()
    RequestTheme.objects.bulk_create(
        RequestTheme(request=request, theme=found[slug], rank=rank)
        for rank, slug in enumerate((slug for slug in slugs if slug in found), start=1)
    )


def _write_texts(request: PartnershipRequest, answers: parts.Answers) -> None:
    """Write the originals. A translation of a text that changed has to be checked again."""
    texts, language = parts.texts_of(answers), request.original_language
    request.texts.exclude(key__in=texts).delete()
    known = {row.key: row.text for row in request.texts.filter(is_original=True)}
    for key, text in texts.items():
        if known.get(key) == text:
            continue
        request.texts.filter(key=key, is_original=False).update(state=TextState.DRAFT, checked_at=None, checked_by=None)
        defaults = {"text": text, "is_original": True, "state": TextState.CHECKED}
        RequestText.objects.update_or_create(request=request, key=key, language=language, defaults=defaults)


@transaction.atomic
def ask_back(pk: int, questions: Mapping[str, str], *, actor: User, at: datetime) -> PartnershipRequest:
    """Send a request back to its drafters with a question at one answer or more."""
    request = _locked(pk)
    authorize(actor, CHECK_REQUEST, request)
    asked = {name: text.strip() for name, text in questions.items() if text.strip() and name in parts.STEP_OF}
    if not asked:
        raise ReasonMissing(_("Please write at least one question."))
    before, request.state = request.state, target("ask_back", current=request.state)
    request.save(update_fields=["state", "updated_at"])
    RequestQuestion.objects.bulk_create(
        RequestQuestion(request=request, field=name, question=text, asked_at=at, asked_by=actor)
        for name, text in asked.items()
    )
    _finish("asked_back", request, before=before, actor=actor, to=telling.drafters(request), at=at)
    return request


@transaction.atomic
def answer_question(pk: int, answer: str, *, actor: User, at: datetime) -> RequestQuestion:
    """Reply to a question of the office. A second reply replaces the first."""
    question: RequestQuestion = (
        RequestQuestion.objects.select_for_update(no_key=True).select_related("request").get(pk=pk)
    )
    authorize(actor, EDIT_REQUEST, question.request)
    if question.request.state != State.DRAFT:
        raise IllegalMove(_("This was submitted meanwhile."))
    question.answer, question.answered_at, question.answered_by = answer, at, actor
    question.save(update_fields=["answer", "answered_at", "answered_by"])
    trail.record("matching.request_question_answered", question.request, actor=actor)
    return question


@transaction.atomic
def move(pk: int, name: str, *, reason: str = "", actor: User, at: datetime) -> PartnershipRequest:
    """Take a step that needs no more than a reason: check, translate, publish, match, confirm, withdraw, archive."""
    request = _locked(pk)
    authorize(actor, EDIT_REQUEST if name in {"withdraw", "confirm"} else CHECK_REQUEST, request)
    if MOVES[name].needs_reason and not reason.strip():
        raise ReasonMissing(_("Please give a reason."))
    before, request.state = request.state, target(name, current=request.state)
    publishing.prepare(name, request, at=at)
    request.state_reason = reason.strip()
    request.save()
    publishing.follow(name, request, actor=actor)
    _finish(publishing.VERBS[name], request, before=before, actor=actor, to=telling.concerned(name, request), at=at)
    return request


@transaction.atomic
def withdraw_consent(pk: int, *, actor: User, at: datetime) -> PartnershipRequest:
    """Take back the consent to publish: what is public comes down with this very transaction."""
    request = _locked(pk)
    authorize(actor, EDIT_REQUEST, request)
    before = request.state
    if before in LIVE:
        request.state = State.WITHDRAWN
    elif before == State.MATCHED:
        request.state = State.ARCHIVED
    request.consented_at, request.state_reason = None, gettext("The consent to publish was withdrawn.")
    request.save()
    publishing.follow("withdraw", request, actor=actor)
    to = [*telling.office(), *telling.drafters(request)]
    _finish("consent_withdrawn", request, before=before, actor=actor, to=to, at=at)
    return request


@transaction.atomic
def go_stale(pk: int, *, actor: Any, at: datetime) -> bool:  # noqa: ANN401 - a person or the system
    """Ask the drafters whether what is a year old or past its day still holds; false if there is nothing to ask."""
    request, today = _locked(pk), timezone.localdate(at)
    has_expired = request.expires_on is not None and request.expires_on < today
    if request.state != State.PUBLISHED or (request.is_fresh(today=today) and not has_expired):
        return False
    before, request.state = request.state, State.STALE
    request.save(update_fields=["state", "updated_at"])
    publishing.follow("go_stale", request, actor=actor)
    to = telling.drafters(request) or telling.office()
    _finish("went_stale", request, before=before, actor=actor, to=to, at=at)
    return True


def _locked(pk: int) -> PartnershipRequest:
    rows = PartnershipRequest.objects.select_for_update(of=("self",), no_key=True).select_related("authority")
    request: PartnershipRequest = rows.get(pk=pk)
    return request


def _finish(
    step: str,
    request: PartnershipRequest,
    *,
    before: str,
    actor: Any,  # noqa: ANN401 - a person or the system
    to: list[User],
    at: datetime,
) -> None:
    telling.tell(step, request, to=to, actor=actor, at=at)
    _record(step, request, before=before, actor=actor)


def _record(step: str, request: PartnershipRequest, *, before: str | None, actor: Any) -> None:  # noqa: ANN401
    trail.record(f"matching.request_{step}", request, actor=actor, changes={"state": [before, str(request.state)]})
