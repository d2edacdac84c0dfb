"""The answers to the office's own form: in the list as a file, and as figures."""

import csv

import pytest
from django.http import QueryDict
from django.utils.translation import override

from jisr.accounts.states import Role
from jisr.events.models import FormAnswer
from jisr.events.registration.states import FieldKind
from jisr.exports import tables
from tests.events.registration.conftest import browser
from tests.factories.accounts import UserFactory
from tests.factories.events import ParticipantFactory, ParticipantKindFactory
from tests.factories.municipalities import AuthorityFactory
from tests.factories.registration import AnswerFactory, QuestionFactory, VersionFactory

pytestmark = pytest.mark.django_db
MEALS = [
    {"key": "a", "de": "Vegan", "en": "Vegan food", "ar": "نباتي"},
    {"key": "b", "de": "Halal", "en": "Halal food", "ar": "حلال"},
]


def people(meeting, number):
    made = {"edition": meeting.edition, "kind": meeting.kind}
    return [ParticipantFactory(**made, full_name=f"Person {place}") for place in range(number)]


def answer(row, question, version, value):
    AnswerFactory(participant=row, question=question, version=version, value=value)


def test_each_question_is_a_column_in_the_language_of_the_reader(meeting):
    food = QuestionFactory(
        edition=meeting.edition, kind=FieldKind.SEVERAL, label_en="Food", label_de="Essen", options=MEALS
    )
    home = QuestionFactory(edition=meeting.edition, kind=FieldKind.AUTHORITY, label_en="Twin", label_de="Partner")
    town = AuthorityFactory(name_en="Town", name_de="Stadt")
    one, two = people(meeting, 2)
    answer(one, food, VersionFactory(question=food), ["a", "b"])
    answer(one, home, VersionFactory(question=home), town.slug)
    table = tables.find("participants")
    query = QueryDict(f"edition={meeting.edition.slug}")

    with override("de"):
        extra = table.columns_for(meeting.office, query)[len(table.columns) :]
        rows = {row.pk: [column.value(row) for column in extra] for row in table.rows(meeting.office, query)}
        assert [str(column.label) for column in extra] == ["Essen", "Partner"]
    assert rows == {one.pk: ["Vegan, Halal", "Stadt"], two.pk: ["", ""]}


def test_answers_that_time_took_away_and_other_readers_leave_cells_empty(meeting):
    words = QuestionFactory(edition=meeting.edition)
    (one,) = people(meeting, 1)
    answer(one, words, VersionFactory(question=words), "=1+1")
    table, query = tables.find("participants"), QueryDict(f"edition={meeting.edition.slug}")

    def cells(reader):
        columns = table.columns_for(reader, query)
        return [columns[-1].value(row) for row in table.rows(reader, query)]

    assert cells(meeting.office) == ["=1+1"]
    assert cells(meeting.anna) == [""]
    FormAnswer.objects.all().delete()
    assert cells(meeting.office) == [""]


@pytest.mark.parametrize("number", [1, 30])
def test_the_file_is_safe_and_asks_no_more_for_many(meeting, number, django_assert_max_num_queries):
    home = QuestionFactory(edition=meeting.edition, kind=FieldKind.AUTHORITY, label_en="Twin")
    words = QuestionFactory(edition=meeting.edition, label_en="=Words")
    versions = VersionFactory(question=home), VersionFactory(question=words)
    for row in people(meeting, number):
        answer(row, home, versions[0], AuthorityFactory(name_en="Town").slug)
        answer(row, words, versions[1], "=1+1")
    client = browser(UserFactory(roles=[Role.EVENTS]))

    with django_assert_max_num_queries(32):
        found = client.get(f"/en/workspace/exports/participants.csv?edition={meeting.edition.slug}")
        text = b"".join(found).decode("utf-8-sig")
    lines = list(csv.reader(text.splitlines(), delimiter=";" if ";" in text.splitlines()[0] else ","))
    assert lines[0][-2:] == ["Twin", "'=Words"]
    assert [line[-2:] for line in lines[1:]] == [["Town", "'=1+1"]] * number


@pytest.mark.parametrize("number", [1, 20])
def test_the_office_sees_how_often_what_was_chosen(meeting, number, django_assert_max_num_queries):
    food = QuestionFactory(edition=meeting.edition, kind=FieldKind.SEVERAL, label_en="Food", options=MEALS)
    QuestionFactory(edition=meeting.edition, label_en="Why?", shown_if=food, shown_value="b")
    other = QuestionFactory(edition=meeting.edition, label_en="For mayors")
    other.kinds.set([ParticipantKindFactory(edition=meeting.edition)])
    version = VersionFactory(question=food)
    rows = people(meeting, number + 2)
    for row in rows[:number]:
        answer(row, food, version, ["a"])
    answer(rows[-1], food, version, ["a", "b"])
    gone = ParticipantFactory(edition=meeting.edition, kind=meeting.kind, state="withdrawn")
    answer(gone, food, version, ["a"])
    client = browser(meeting.office)

    with django_assert_max_num_queries(20):
        page = client.get(f"/en/workspace/meetings/{meeting.edition.slug}/participants/answers/")
    told = [(str(each.question), each.options, each.answered, each.unanswered) for each in page.context["counted"]]
    assert told == [
        ("Food", [("Vegan food", number + 1), ("Halal food", 1)], number + 1, 1),
        ("Why?", [], 0, 1),
        ("For mayors", [], 0, 0),
    ]
    desk = client.get(f"/en/workspace/meetings/{meeting.edition.slug}/participants/").content.decode()
    assert "/participants/answers/" in desk


@pytest.mark.parametrize("language", ["de", "en", "ar"])
def test_no_two_columns_of_the_list_have_one_name(language):
    with override(language):
        labels = [str(column.label) for column in tables.find("participants").columns]

    assert len(set(labels)) == len(labels)
