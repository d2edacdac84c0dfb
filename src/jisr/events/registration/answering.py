"""What participants are asked, what they answered, and what they have still to answer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from jisr.accounts.models import User
from jisr.events.registration import places
from jisr.events.registration.entries import NotOpen
from jisr.events.registration.form_models import FormAnswer, FormQuestion, FormQuestionVersion
from jisr.events.registration.models import Participant, ParticipantKind
from jisr.events.registration.policies import ANSWER_FOR
from jisr.events.registration.states import WITH_OPTIONS, FieldKind
from jisr.events.registration.times import is_ahead
from jisr.kernel import trail
from jisr.kernel.policy import authorize
from jisr.municipalities.models import Authority, Country

Values = Mapping[int, Any]  # what was answered, by the key of the question
Answers = dict[int, FormAnswer]
LANGUAGES = ("de", "en", "ar")


def asked_of(kind: ParticipantKind) -> list[FormQuestion]:
    """The questions for one kind of participant, in order."""
    return [asked.question for asked in questions_for(kind.edition_id) if asked.is_for(kind.pk)]


def questions_of(edition_pk: int) -> list[FormQuestion]:
    """All questions that an edition asks now, in order."""
    return [asked.question for asked in questions_for(edition_pk)]


@dataclass(frozen=True)
class Asked:
    """A question, and of which kinds of participants it is asked: of all, if it names none."""

    question: FormQuestion
    kinds: frozenset[int]

    def is_for(self, kind_pk: int) -> bool:
        return not self.kinds or kind_pk in self.kinds


def questions_for(edition_pk: int) -> list[Asked]:
    """The same with their kinds, in one query."""
    questions: dict[int, FormQuestion] = {}
    kinds: dict[int, set[int]] = {}
    for row in FormQuestion.objects.filter(edition_id=edition_pk).asked().annotate(kind_pk=F("kinds")):
        questions.setdefault(row.pk, row)
        kinds.setdefault(row.pk, set()).update({row.kind_pk} - {None})
    return [Asked(row, frozenset(kinds[pk])) for pk, row in questions.items()]


def shown(questions: Iterable[FormQuestion], values: Values) -> list[FormQuestion]:
    """Those whose condition is met; a question after one that is not shown is not shown either."""
    found: dict[int, FormQuestion] = {}
    for question in questions:
        if question.shown_if_id is None:
            found[question.pk] = question
            continue
        given = values.get(question.shown_if_id)
        is_met = question.shown_value in (given if isinstance(given, list) else [given])
        if is_met and question.shown_if_id in found:
            found[question.pk] = question
    return list(found.values())


def fits(question: FormQuestion, value: Any) -> bool:  # noqa: ANN401 - an answer of any kind
    """Whether an answer, perhaps to an older wording, still answers the question as it reads now."""
    keys = {option["key"] for option in question.options}
    match question.kind:
        case FieldKind.ONE:
            return isinstance(value, str) and value in keys
        case FieldKind.SEVERAL:
            return isinstance(value, list) and bool(value) and keys.issuperset(value)
        case FieldKind.YES_NO:
            return value in {"yes", "no"}
        case FieldKind.NUMBER:
            return isinstance(value, int)
        case _text:
            return isinstance(value, str) and bool(value)


def missing(questions: Sequence[FormQuestion], values: Values) -> list[FormQuestion]:
    """What must be answered and is not."""
    return [
        question
        for question in shown(questions, values)
        if question.is_required and not fits(question, values.get(question.pk))
    ]


def values_of(participant: Participant) -> dict[int, Any]:
    return dict(FormAnswer.objects.filter(participant=participant).values_list("question_id", "value"))


def still_to_answer(people: Sequence[Participant]) -> dict[int, int]:
    """How many questions each of them has still to answer: two queries for any number of people of one edition."""
    given: dict[int, dict[int, Any]] = {}
    rows = FormAnswer.objects.filter(participant__in=[row.pk for row in people])
    for person, question, value in rows.values_list("participant_id", "question_id", "value"):
        given.setdefault(person, {})[question] = value
    forms = {edition: questions_for(edition) for edition in {row.edition_id for row in people}}
    found = {}
    for row in people:
        questions = [asked.question for asked in forms[row.edition_id] if asked.is_for(row.kind_id)]
        found[row.pk] = len(missing(questions, given.get(row.pk, {})))
    return found


def current_version(question: FormQuestion, *, at: datetime) -> FormQuestionVersion:
    """The wording as it is now, which answers of now are given to."""
    content = {
        "kind": question.kind,
        "label": {code: getattr(question, f"label_{code}") or "" for code in LANGUAGES},
        "options": question.options,
    }
    found: FormQuestionVersion
    found, _is_new = FormQuestionVersion.objects.get_or_create(
        question=question, number=question.version, defaults={"content": content, "made_at": at}
    )
    return found


def keep(participant: Participant, values: Values, *, at: datetime) -> list[str]:
    """Write answers to what is asked and shown; return the labels of what changed. An empty answer takes the old away.

    An answer that stays the same keeps the wording it was given to, unless that no longer fits.
    """
    if not values:
        return []
    questions = asked_of(participant.kind)
    old = {answer.question_id: answer for answer in FormAnswer.objects.filter(participant=participant)}
    merged = {**{pk: answer.value for pk, answer in old.items()}, **values}
    changed, is_shown = [], {question.pk for question in shown(questions, merged)}
    for question in questions:
        if question.pk not in values and question.pk in is_shown:
            continue
        value = merged.get(question.pk) if question.pk in is_shown else None
        if _keep_one(participant, question, value, old.get(question.pk), at=at):
            changed.append(str(question.public_id))
    return changed


def _keep_one(
    participant: Participant,
    question: FormQuestion,
    value: Any,  # noqa: ANN401
    old: FormAnswer | None,
    *,
    at: datetime,
) -> bool:
    if not fits(question, value):
        if old is not None and value in (None, "", []):
            old.delete()
            return True
        return False
    if old is not None and old.value == value:
        return False
    columns = {"version": current_version(question, at=at), "value": value, "answered_at": at}
    FormAnswer.objects.update_or_create(participant=participant, question=question, defaults=columns)
    return True


@transaction.atomic
def answer(public_id: UUID | str, values: Values, *, actor: User, at: datetime) -> Participant:
    """Complete or change one's answers, until the meeting is over. Raises ``NotOpen``, ``Refused``."""
    edition_pk = Participant.objects.values_list("edition_id", flat=True).get(public_id=public_id)
    places.lock(edition_pk)
    row: Participant = Participant.objects.for_telling().get(public_id=public_id)
    authorize(actor, ANSWER_FOR, row)
    if not row.is_live or not is_ahead(row.edition, at=at):
        raise NotOpen(_("This registration can no longer be changed."))
    changed = keep(row, values, at=at)
    if changed:
        trail.record("events.participant_answered", row, actor=actor, changes={"answers": None})
    return row


@dataclass(frozen=True)
class Told:
    """An answer in words, as its question read when it was given."""

    label: str
    text: str
    is_removed: bool


def in_words(answers: Iterable[FormAnswer]) -> list[Told]:
    """Answers in the reader's language. ``answers`` come with their wordings and questions."""
    rows = list(answers)
    names = Names(rows)
    return [Told(_label(row), text_of(row, names), row.question.removed_at is not None) for row in rows]


def _label(row: FormAnswer) -> str:
    return worded(row.version.content.get("label", {})) or str(row.question.label)


def worded(texts: Mapping[str, Any]) -> str:
    language = (get_language() or "en")[:2]
    return str(texts.get(language) or texts.get("en") or texts.get("de") or texts.get("ar") or "")


def text_of(row: FormAnswer, names: "Names") -> str:
    """An answer as it is read, with the wording that it was given to."""
    kind, value = row.version.content.get("kind"), row.value
    if kind == FieldKind.YES_NO:
        return yes_or_no(value)
    if kind in WITH_OPTIONS:
        options = {option["key"]: worded(option) for option in row.version.content.get("options", [])}
        chosen = value if isinstance(value, list) else [value]
        return pgettext("between items of a list", ", ").join(options.get(key, str(key)) for key in chosen)
    if kind == FieldKind.DATE:
        return date_format(date.fromisoformat(value), "DATE_FORMAT")
    return names.get(kind, str(value)) if kind in {FieldKind.COUNTRY, FieldKind.AUTHORITY} else str(value)


def yes_or_no(value: str) -> str:
    return pgettext("answer", "yes") if value == "yes" else pgettext("answer", "no")


class Names:
    """Of the countries and authorities that were chosen, in the reader's language; asked once for any number."""

    def __init__(self, rows: Iterable[FormAnswer]) -> None:
        self._rows, self._found = rows, dict[str, dict[tuple[str, str], str]]()

    def get(self, kind: str, value: str) -> str:
        language = get_language() or "en"
        if language not in self._found:
            self._found[language] = self._ask()
        return self._found[language].get((kind, value), value)

    def _ask(self) -> dict[tuple[str, str], str]:
        found: dict[tuple[str, str], str] = {}
        rows = self._rows.select_related("version") if isinstance(self._rows, QuerySet) else self._rows
        chosen = {(row.version.content.get("kind"), str(row.value)) for row in rows}
        if codes := {value for kind, value in chosen if kind == FieldKind.COUNTRY}:
            found |= {(FieldKind.COUNTRY.value, row.code): row.name for row in Country.objects.filter(code__in=codes)}
        if slugs := {value for kind, value in chosen if kind == FieldKind.AUTHORITY}:
            rows = Authority.objects.filter(slug__in=slugs)
            found |= {(FieldKind.AUTHORITY.value, row.slug): row.name for row in rows}
        return found
