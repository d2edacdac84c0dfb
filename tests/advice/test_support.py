"""Which support fits: the engine, the delivered rules, and the pages."""

from datetime import date
from types import SimpleNamespace

import pytest

from jisr.advice.models import SupportOption, SupportRule
from jisr.advice.programme import load_advice
from jisr.advice.questions import BY_NAME, QUESTIONS
from jisr.advice.support import evaluate

TODAY = date(2026, 11, 22)
BASE = {"side": "german", "stage": "signed", "aim": "project", "theme": "climate", "share": "yes"}


def rule(question="money", answers=("small",), valid_from=date(2025, 1, 1), valid_to=None):
    return SimpleNamespace(question=question, answers=list(answers), valid_from=valid_from, valid_to=valid_to)


def test_an_answer_speaks_for_or_against_and_an_open_one_rules_nothing_out():
    for given, fits, for_it in (("small", True, 1), ("large", False, 0), ("open", True, 0)):
        finding = evaluate([rule()], {"money": given}, on=TODAY)
        assert (finding.fits, len(finding.for_it)) == (fits, for_it)


def test_rules_hold_only_while_they_are_valid():
    ended = rule(valid_to=date(2026, 11, 21))
    coming = rule(valid_from=date(2026, 11, 23))

    assert evaluate([ended, coming], {"money": "large"}, on=TODAY).against == []


def test_a_rule_without_answers_fits_nobody():
    assert not evaluate([rule("", ())], {}, on=TODAY).fits


@pytest.fixture
def loaded(db):
    load_advice()


def fitting(on=TODAY, **answers):
    rows = SupportOption.objects.prefetch_related("rules")
    return {row.slug for row in rows if evaluate(row.rules.all(), {**BASE, **answers}, on=on).fits}


def test_there_are_at_most_eight_questions():
    assert len(QUESTIONS) <= 8


def test_loading_again_changes_nothing(loaded):
    assert not any(load_advice().values())


@pytest.mark.usefixtures("loaded")
def test_delivered_rules_are_complete():
    for row in SupportRule.objects.all():
        assert row.source_url.startswith("https://"), row
        assert row.reason_against_de, row
        assert row.reason_against_ar, row
        assert row.reason_against_en, row
        if row.answers:
            assert set(row.answers) <= {value for value, _label in BY_NAME[row.question].choices}, row
            assert row.reason_for_de, row
            assert row.reason_for_ar, row
    assert all(row.rules.exists() for row in SupportOption.objects.exclude(slug="office-advice"))


@pytest.mark.usefixtures("loaded")
def test_the_delivered_rules_name_what_fits_on_a_day():
    grants = {"nakopa-s", "nakopa-m", "nakopa-fkkp", "kleinprojektefonds"}

    assert fitting(money="large", time="two") & grants == {"nakopa-s"}
    assert fitting(money="small", time="short") & grants == {"kleinprojektefonds"}
    assert fitting(money="larger", time="three") & grants == set()  # ends after the call's last day
    assert fitting(on=date(2025, 6, 1), money="larger", time="three") & grants == {"nakopa-m"}
    assert fitting(side="palestinian", money="large", time="two") & grants == set()
    assert fitting(aim="partner", stage="none") >= {"partner-search", "network-meetings", "office-advice"}
    assert "kepol" not in fitting(aim="people", time="two")
    assert "kepol" in fitting(on=date(2026, 6, 30), aim="people", time="two")
    assert "fachkraeftefonds" in fitting(aim="people", time="two", money="none")
    assert "schnellstarter-nahost" not in fitting()


@pytest.mark.usefixtures("loaded")
def test_the_pages_ask_one_question_each_and_end_with_reasons(client, django_assert_max_num_queries):
    answers = {}
    for question in QUESTIONS:
        shown = client.get("/en/advice/check/", answers)
        assert str(question.text) in shown.content.decode()
        answers[question.name] = question.choices[0][0]

    with django_assert_max_num_queries(6):
        result = client.get("/en/advice/check/", answers)

    text = result.content.decode()
    assert "This does not fit, and why" in text
    assert "Only climate protection and adaptation are funded." in text
    assert not client.cookies


@pytest.mark.usefixtures("loaded")
def test_a_question_can_be_changed_and_nonsense_is_left_out(client):
    answers = {**BASE, "money": "large", "time": "two"}
    changed = client.get("/de/advice/check/", {**answers, "change": "money"}).content.decode()
    assert 'value="large" id="answer-4" checked' in changed

    nonsense = client.get("/en/advice/check/", {"side": "<script>alert(1)</script>", "asked": "side"})
    assert "<script>alert" not in nonsense.content.decode()
    assert "Please choose an answer" in nonsense.content.decode()
