"""Feedback: asked for, answered once and namelessly, moderated, and shown only where nobody can be told apart."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command

from jisr.accounts.states import Role
from jisr.audit.models import Entry as Step
from jisr.events.attendance.feedback import (
    AnsweredAlready,
    NothingSaid,
    NotOpen,
    add_question,
    drop_question,
    follow_forms,
    give,
    has_answered,
    moderate,
    set_up,
)
from jisr.events.attendance.models import FeedbackAnswer, FeedbackForm, FeedbackSheet, FeedbackUse
from jisr.events.attendance.policies import READ_FEEDBACK
from jisr.events.attendance.results import results_of
from jisr.events.attendance.states import QuestionKind
from jisr.kernel.policy import Refused
from jisr.kernel.workflow import IllegalMove
from jisr.notifications.models import Message
from tests import policy_twins
from tests.factories.accounts import UserFactory
from tests.factories.attendance import FIRST_MORNING, FeedbackFormFactory, FeedbackQuestionFactory
from tests.factories.events import EditionFactory, ParticipantFactory
from tests.factories.municipalities import AuthorityFactory

pytestmark = pytest.mark.django_db
NOW = FIRST_MORNING + timedelta(days=1)
policy_twins.register(READ_FEEDBACK, FeedbackForm)


@pytest.fixture
def team():
    return UserFactory(roles=[Role.EVENTS])


@pytest.fixture
def form():
    made = FeedbackFormFactory()
    FeedbackQuestionFactory(form=made)
    FeedbackQuestionFactory(form=made, kind=QuestionKind.CHOICE, choices=[{"en": "Yes"}, {"en": "No"}])
    FeedbackQuestionFactory(form=made, kind=QuestionKind.TEXT)
    return made


def says(form, number=4, choice=0, text="", person=None, **body):
    person = person or ParticipantFactory(edition=form.edition, **body)
    keys = [question.public_id for question in form.questions.all()]
    answers = dict(zip(keys, [str(number), str(choice), text], strict=True))
    return give(form, person, answers, actor=person.user, at=NOW)


def test_the_usual_form_stands_in_three_languages(team):
    edition = EditionFactory(ahead=True)

    form = set_up(edition, opens_at=NOW, closes_at=NOW + timedelta(days=7), actor=team)

    first = form.questions.first()
    assert form.is_anonymous
    assert [question.kind for question in form.questions.all()] == ["scale"] * 5 + ["choice"] + ["text"] * 2
    assert sorted(first.texts) == ["ar", "de", "en"]
    assert len(set(first.texts.values())) == 3
    assert [sorted(choice) for choice in form.questions.get(kind="choice").choices] == [["ar", "de", "en"]] * 4


def test_an_anonymous_answer_names_nobody_and_tells_no_time(form):
    person = ParticipantFactory(edition=form.edition)

    sheet = says(form, person=person, text="More time, please")

    assert (sheet.participant, sheet.side) == (None, "DE")
    assert {field.name for field in FeedbackSheet._meta.fields} == {"id", "form", "side", "participant"}
    assert {field.name for field in FeedbackUse._meta.fields} == {"digest", "form"}
    assert not Step.objects.filter(subject_type__contains="feedback").exists()
    assert has_answered(form, person)
    assert not has_answered(form, ParticipantFactory(edition=form.edition))
    with pytest.raises(AnsweredAlready):
        says(form, person=person)
    assert FeedbackSheet.objects.count() == 1


def test_a_named_answer_has_its_name():
    form = FeedbackFormFactory(is_anonymous=False)
    question, person = FeedbackQuestionFactory(form=form), ParticipantFactory(edition=form.edition)

    sheet = give(form, person, {question.public_id: "5"}, actor=person.user, at=NOW)

    assert sheet.participant == person


@pytest.mark.parametrize("at", [FIRST_MORNING - timedelta(seconds=1), FIRST_MORNING + timedelta(days=14)])
def test_it_is_answered_between_its_times(form, at):
    person = ParticipantFactory(edition=form.edition)
    with pytest.raises(NotOpen):
        give(form, person, {form.questions.first().public_id: "1"}, actor=person.user, at=at)
    assert FeedbackUse.objects.count() == 0


def test_only_those_who_had_a_place_answer_and_only_for_themselves(form):
    waiting = ParticipantFactory(edition=form.edition, waiting=True)
    person = ParticipantFactory(edition=form.edition)
    stranger = ParticipantFactory()
    answers = {form.questions.first().public_id: "1"}

    with pytest.raises(Refused):
        give(form, waiting, answers, actor=waiting.user, at=NOW)
    with pytest.raises(Refused):
        give(form, person, answers, actor=stranger.user, at=NOW)
    with pytest.raises(NotOpen):
        give(form, stranger, answers, actor=stranger.user, at=NOW)


def test_nothing_and_nonsense_are_refused_and_may_be_answered_again(form):
    person = ParticipantFactory(edition=form.edition)
    first = form.questions.first().public_id
    for answers in ({}, {first: ""}, {first: "6"}, {first: "0"}):
        with pytest.raises(NothingSaid):
            give(form, person, answers, actor=person.user, at=NOW)
    assert not has_answered(form, person)


def test_figures_are_held_back_until_five_have_answered(form):
    for number in range(4):
        says(form, number=number + 1)
    assert results_of(form, 10).is_held_back

    says(form, number=5)
    results = results_of(form, 10)

    scale, choice, text = results.questions
    assert (results.is_held_back, results.sheets, results.invited) == (False, 5, 10)
    assert (scale.number, scale.mean, [bar.value for bar in scale.chart.bars]) == (5, 3.0, [1, 1, 1, 1, 1])
    assert [bar.value for bar in choice.chart.bars] == [5, 0]
    assert (choice.mean, text.number, text.chart) == (None, 0, None)


@pytest.mark.parametrize(
    ("german", "palestinian", "shown"), [(5, 5, True), (5, 4, False), (9, 1, False), (9, 0, False)]
)
def test_sides_are_told_apart_only_where_each_has_five_answers(form, german, palestinian, shown):
    for _number in range(german):
        says(form, number=2)
    for _number in range(palestinian):
        says(form, number=4, authority=AuthorityFactory(palestinian=True))

    sides = results_of(form, 20).questions[0].sides

    assert [(side.side, side.number, side.mean) for side in sides] == (
        [("DE", 5, 2.0), ("PS", 5, 4.0)] if shown else []
    )


def test_words_are_shown_once_they_are_released(form, team):
    for text in ("Well organised", "Mr X was rude", "", "", ""):
        says(form, text=text)
    good, bad = FeedbackAnswer.objects.exclude(text="").order_by("-text")
    assert results_of(form, 5).questions[2].words == []

    moderate(good.pk, is_released=True, actor=team)
    moderate(bad.pk, is_released=False, actor=team)
    moderate(bad.pk, is_released=False, actor=team)

    assert results_of(form, 5).questions[2].words == ["Well organised"]
    assert results_of(form, 5).questions[2].number == 2
    assert Step.objects.filter(action="events.feedback_moderated").count() == 2
    with pytest.raises(Refused):
        moderate(bad.pk, is_released=True, actor=UserFactory(roles=[Role.ADVISER]))


@pytest.mark.parametrize("count", [5, 25])
def test_results_need_the_same_few_queries_for_any_number_of_answers(form, count, django_assert_max_num_queries):
    for _number in range(count):
        says(form, text="Words")

    with django_assert_max_num_queries(4):
        results_of(form, count)


def test_questions_and_namelessness_stay_once_somebody_answered(form, team):
    texts = {"de": "Neu?", "en": "New?", "ar": "جديد؟"}
    question = add_question(form, kind="choice", texts=texts, choices=[texts, texts], actor=team)
    with pytest.raises(IllegalMove):
        add_question(form, kind="choice", texts=texts, choices=[texts], actor=team)
    drop_question(question, actor=team)
    says(form)

    with pytest.raises(IllegalMove):
        add_question(form, kind="scale", texts=texts, actor=team)
    with pytest.raises(IllegalMove):
        drop_question(form.questions.first(), actor=team)
    with pytest.raises(IllegalMove):
        set_up(form.edition, opens_at=NOW, closes_at=NOW + timedelta(1), is_anonymous=False, actor=team)
    later = NOW + timedelta(days=30)
    assert set_up(form.edition, opens_at=form.opens_at, closes_at=later, actor=team).closes_at == later
    with pytest.raises(IllegalMove):
        set_up(form.edition, opens_at=NOW, closes_at=NOW, actor=team)


def test_people_are_asked_when_it_opens_and_reminded_once(form):
    silent = ParticipantFactory(edition=form.edition, user__preferred_language="de")
    answering = ParticipantFactory(edition=form.edition)
    ParticipantFactory(edition=form.edition, user=None)
    ParticipantFactory(edition=form.edition, waiting=True)
    early, half = FIRST_MORNING - timedelta(days=1), FIRST_MORNING + timedelta(days=7)

    assert follow_forms(at=early) == (0, 0)
    assert follow_forms(at=NOW) == (2, 0)
    assert follow_forms(at=NOW) == (0, 0)
    says(form, person=answering)
    assert follow_forms(at=half) == (0, 1)
    assert follow_forms(at=half + timedelta(days=1)) == (0, 0)
    assert sorted(Message.objects.values_list("recipient", flat=True)) == sorted(
        [silent.user.pk, silent.user.pk, answering.user.pk]
    )


def test_the_command_says_what_it_did(capsys):
    FeedbackFormFactory(opens_at=datetime(2020, 1, 1, tzinfo=UTC), closes_at=datetime(2100, 1, 1, tzinfo=UTC))

    call_command("follow_feedback")

    assert capsys.readouterr().out == "asked: 0, reminded: 0\n"


def test_rule_and_query_agree_on_who_reads_results(form):
    assert list(policy_twins.disagreements("events.read_feedback", policy_twins.readers(AuthorityFactory()))) == []
