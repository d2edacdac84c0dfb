"""The form that staff make: wordings stay with their answers, conditions hold, old answers go in time."""

from datetime import UTC, datetime, timedelta

import pytest

from jisr.events.models import Edition, FormAnswer, FormQuestion
from jisr.events.registration import answering
from jisr.events.registration.form_cloning import clone_questions
from jisr.events.registration.form_making import (
    ChangedMeanwhile,
    NotPossible,
    add_question,
    change_question,
    options_from,
    remove_question,
)
from jisr.events.registration.form_models import RegistrationDraft
from jisr.events.registration.forms import QuestionsForm
from jisr.events.registration.retention import delete_old
from jisr.events.registration.states import FieldKind
from jisr.kernel.policy import Refused
from jisr.municipalities.models import Country
from tests.events.registration.conftest import NOW
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory, ParticipantKindFactory
from tests.factories.municipalities import AuthorityFactory
from tests.factories.registration import AnswerFactory, QuestionFactory

pytestmark = pytest.mark.django_db


def values(**columns):
    texts = {f"{name}_{code}": "" for name in ("label", "help_text") for code in ("de", "en", "ar")}
    made = {"kind": "one", "options": OPTIONS, "is_required": True, "step": 1, "keep_days": 30}
    return {**texts, "label_en": "Which bus?", **made, **columns}


OPTIONS = [
    {"key": "o1", "de": "früh", "en": "early", "ar": "مبكر"},
    {"key": "o2", "de": "spät", "en": "late", "ar": "متأخر"},
]


@pytest.fixture
def question(meeting):
    return add_question(meeting.edition, values(), actor=meeting.office, at=NOW)


def told(row):
    return [
        (one.label, one.text, one.is_removed)
        for one in answering.in_words(row.answers.select_related("version", "question"))
    ]


def test_a_form_changed_after_half_have_answered_keeps_what_they_answered_to(meeting, question):
    early, late = meeting.sign_up(), meeting.sign_up()
    answering.answer(early.public_id, {question.pk: "o1"}, actor=early.user, at=NOW)
    options = [
        {"key": "o2", "de": "spät", "en": "late", "ar": "متأخر"},
        {"key": "o3", "de": "nie", "en": "never", "ar": "أبدا"},
    ]

    changed = change_question(
        question.public_id, values(label_en="Bus or not?", options=options), seen=1, actor=meeting.office, at=NOW
    )
    answering.answer(late.public_id, {question.pk: "o3"}, actor=late.user, at=NOW)

    assert changed.version == 2
    assert told(early) == [("Which bus?", "early", False)]
    assert told(late) == [("Bus or not?", "never", False)]
    assert answering.still_to_answer([early, late]) == {early.pk: 1, late.pk: 0}
    with pytest.raises(ChangedMeanwhile):
        change_question(question.public_id, values(), seen=1, actor=meeting.office, at=NOW)


def test_a_change_that_is_no_wording_makes_no_version(meeting, question):
    assert change_question(question.public_id, values(keep_days=5), seen=1, actor=meeting.office, at=NOW).version == 1
    assert question.versions.count() == 1


def test_a_removed_question_keeps_its_answers_and_is_asked_no_longer(meeting, question):
    row = meeting.sign_up()
    answering.answer(row.public_id, {question.pk: "o1"}, actor=row.user, at=NOW)

    for _place in range(2):
        remove_question(question.public_id, actor=meeting.office, at=NOW)

    assert told(row) == [("Which bus?", "early", True)]
    assert answering.asked_of(meeting.kind) == []
    answering.answer(row.public_id, {question.pk: "o2"}, actor=row.user, at=NOW)
    assert FormAnswer.objects.get().value == "o1"


def test_a_question_is_asked_of_its_kinds_alone(meeting):
    other = ParticipantKindFactory(edition=meeting.edition)
    question = add_question(meeting.edition, values(), kinds=[other], actor=meeting.office, at=NOW)

    assert answering.asked_of(meeting.kind) == []
    assert answering.asked_of(other) == [question]


def test_conditions_ask_about_questions_before_with_answers_to_choose(meeting, question):
    text = QuestionFactory(edition=meeting.edition, position=0)
    for condition in ((text, "x"), (question, "o9")):
        with pytest.raises(NotPossible):
            add_question(meeting.edition, values(), condition=condition, actor=meeting.office, at=NOW)
    with pytest.raises(NotPossible):
        change_question(question.public_id, values(), condition=(question, "o1"), seen=1, actor=meeting.office, at=NOW)
    child = add_question(meeting.edition, values(kind="text"), condition=(question, "o1"), actor=meeting.office, at=NOW)
    grandchild = QuestionFactory(
        edition=meeting.edition, shown_if=child, shown_value="x", is_required=True, position=99
    )

    asked = [question, child, grandchild]
    assert answering.shown(asked, {question.pk: "o1", child.pk: "x"}) == asked
    assert answering.shown(asked, {question.pk: "o2", child.pk: "x"}) == [question]
    assert answering.missing(asked, {question.pk: "o1"}) == [child]
    with pytest.raises(NotPossible):
        remove_question(question.public_id, actor=meeting.office, at=NOW)


def test_options_keep_their_keys():
    lines = {code: ["one", "two"] for code in ("de", "en", "ar")}
    first = options_from(lines, [])
    longer = options_from({code: ["zero", "one", "two"] for code in lines}, first)

    assert [row["key"] for row in first] == ["o1", "o2"]
    assert [(row["en"], row["key"]) for row in longer] == [("zero", "o3"), ("one", "o1"), ("two", "o2")]
    with pytest.raises(NotPossible):
        options_from({**lines, "ar": ["one"]}, first)


@pytest.mark.parametrize(
    ("kind", "good", "kept", "bad"),
    [
        (FieldKind.TEXT, "words", "words", "x" * 301),
        (FieldKind.LONG, "two\r\nlines", "two\nlines", "x" * 3001),
        (FieldKind.NUMBER, "12", 12, "-1"),
        (FieldKind.YES_NO, "yes", "yes", "perhaps"),
        (FieldKind.ONE, "o1", "o1", "o9"),
        (FieldKind.SEVERAL, ["o1", "o2"], ["o1", "o2"], ["o1", "o9"]),
        (FieldKind.DATE, "2027-09-13", "2027-09-13", "13 September"),
        (FieldKind.COUNTRY, "PS", "PS", "XX"),
        (FieldKind.AUTHORITY, "sometown", "sometown", "nowhere"),
    ],
)
def test_every_kind_of_answer_is_kept_or_refused(meeting, kind, good, kept, bad):
    AuthorityFactory(slug="sometown")
    Country.objects.get_or_create(code="PS", defaults={"name_en": "Palestine"})
    question = QuestionFactory(edition=meeting.edition, kind=kind, options=OPTIONS, is_required=True)

    def form(value):
        return QuestionsForm({question.field_name: value}, questions=[question], given={})

    right = form(good)
    assert right.is_valid()
    assert right.values() == {question.pk: kept}
    assert answering.fits(question, kept)
    assert not form(bad).is_valid()
    assert not form("").is_valid()


def test_nobody_but_the_person_and_the_events_team_answers(meeting, question):
    row = meeting.sign_up()
    for person in (UserFactory(), meeting.anna):
        with pytest.raises(Refused):
            answering.answer(row.public_id, {question.pk: "o1"}, actor=person, at=NOW)
    with pytest.raises(Refused):
        add_question(meeting.edition, values(), actor=meeting.anna, at=NOW)
    answering.answer(row.public_id, {question.pk: "o1"}, actor=meeting.office, at=NOW)
    answering.answer(row.public_id, {question.pk: None}, actor=row.user, at=NOW)
    assert not FormAnswer.objects.exists()


def test_answers_and_drafts_go_when_their_time_is_over(meeting):
    short, long = (QuestionFactory(edition=meeting.edition, keep_days=days) for days in (10, 90))
    row = meeting.sign_up()
    for question in (short, long):
        AnswerFactory(participant=row, question=question)
    Edition.objects.update(end_on=NOW.date())
    made = {"edition": meeting.edition, "form_key": "k"}
    RegistrationDraft.objects.create(user=UserFactory(), changed_at=NOW - timedelta(days=61), **made)
    RegistrationDraft.objects.create(user=UserFactory(), changed_at=NOW, **made)
    on = datetime.combine(NOW.date(), NOW.time(), tzinfo=UTC)

    assert delete_old(on + timedelta(days=10)) == 1
    assert [answer.question for answer in FormAnswer.objects.all()] == [short, long]
    assert delete_old(on + timedelta(days=11)) == 1
    assert delete_old(on + timedelta(days=11)) == 0
    assert [answer.question for answer in FormAnswer.objects.all()] == [long]
    assert FormQuestion.objects.count() == 2


def test_a_new_edition_takes_over_questions_conditions_and_kinds_once(meeting, question):
    condition = (question, "o1")
    add_question(
        meeting.edition, values(kind="text"), kinds=[meeting.kind], condition=condition, actor=meeting.office, at=NOW
    )
    removed = QuestionFactory(edition=meeting.edition)
    remove_question(removed.public_id, actor=meeting.office, at=NOW)
    target = EditionFactory(ahead=True)
    kind = ParticipantKindFactory(edition=target, key=meeting.kind.key)

    numbers = [clone_questions(meeting.edition, target, at=NOW) for _place in range(2)]

    first, second = FormQuestion.objects.filter(edition=target)
    assert numbers == [2, 0]
    assert (first.options, first.shown_if, second.shown_if, second.shown_value) == (OPTIONS, None, first, "o1")
    assert (list(first.kinds.all()), list(second.kinds.all())) == ([], [kind])
    assert first.versions.count() == 1
