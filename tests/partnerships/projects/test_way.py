"""The way of a joint project: which step begins where, what it needs, who may take it, and whom it tells."""

from datetime import UTC, date, datetime

import pytest

from jisr.audit.models import Entry
from jisr.kernel.policy import Refused
from jisr.kernel.workflow import IllegalMove
from jisr.notifications.models import Message
from jisr.partnerships.models import JointProject
from jisr.partnerships.projects import answers
from jisr.partnerships.projects.policies import READ_PROJECT
from jisr.partnerships.projects.services import Incomplete, NotPossible, move, save_answers, start_project
from jisr.partnerships.projects.states import State
from jisr.partnerships.projects.workflow import MOVES
from tests import policy_twins
from tests.factories.projects import COMPLETE, JointProjectFactory

pytestmark = pytest.mark.django_db
policy_twins.register(READ_PROJECT, JointProject)
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def put(project, state):
    project.state = state
    project.save()


@pytest.mark.parametrize("name", MOVES)
@pytest.mark.parametrize("state", State)
def test_each_step_begins_where_the_diagram_says_and_nowhere_else(complete, people, name, state):
    put(complete, state)

    def take():
        return move(complete.pk, name, reason="Because", actor=people.adviser, at=NOW)

    if state in MOVES[name].sources:
        assert take().state == MOVES[name].target
    else:
        with pytest.raises(IllegalMove):
            take()
        complete.refresh_from_db()
        assert (complete.state, complete.moves.count()) == (state, 0)


def test_the_way_from_the_idea_to_ready_and_back_is_kept_with_day_person_and_reason(complete, people):
    move(complete.pk, "develop", happened_on=date(2026, 11, 1), actor=people.german, at=NOW)
    move(complete.pk, "get_ready", actor=people.palestinian, at=NOW)
    move(complete.pk, "go_back", reason="The council wants less", actor=people.adviser, at=NOW)

    told = [(step.to_state, step.happened_on, step.taken_by, step.reason) for step in complete.moves.all()]
    assert told == [
        (State.CONCEPT, date(2026, 11, 1), people.german, ""),
        (State.READY, date(2026, 11, 22), people.palestinian, ""),
        (State.CONCEPT, date(2026, 11, 22), people.adviser, "The council wants less"),
    ]
    actions = list(Entry.objects.about(complete).order_by("number").values_list("action", flat=True))
    assert actions == [f"partnerships.project_{verb}" for verb in ("developed", "made_ready", "taken_back")]


@pytest.mark.parametrize("name", [name for name in MOVES if MOVES[name].needs_reason])
def test_a_step_that_needs_a_reason_is_refused_without(complete, people, name):
    put(complete, MOVES[name].sources[0])

    with pytest.raises(NotPossible):
        move(complete.pk, name, reason="  ", actor=people.german, at=NOW)


@pytest.mark.parametrize("name", sorted({need for step in MOVES.values() for need in step.needs}))
def test_ready_for_funding_names_each_answer_that_is_missing(complete, people, name):
    put(complete, State.CONCEPT)
    key = f"{name}_en" if name in ("title", "summary") else name
    empty = None if name.endswith(("_on", "_cents")) else [] if name in ("themes", "steps", "results") else ""
    answers.write(complete, {key: empty})

    with pytest.raises(Incomplete) as refusal:
        move(complete.pk, "get_ready", actor=people.german, at=NOW)

    assert [lack.field for lack in refusal.value.facts["lacks"]] == [key]


@pytest.mark.parametrize("column", ["measure", "target", "due_on"])
def test_ready_for_funding_needs_results_that_can_be_measured(complete, people, column):
    put(complete, State.CONCEPT)
    answers.write(complete, {"results": [{**COMPLETE["results"][0], column: None}]})

    with pytest.raises(Incomplete) as refusal:
        move(complete.pk, "get_ready", actor=people.german, at=NOW)

    assert [(lack.anchor, lack.is_incomplete) for lack in refusal.value.facts["lacks"]] == [("lines-results", True)]


def test_no_own_means_is_an_answer(complete, people):
    put(complete, State.CONCEPT)
    answers.write(complete, {"own_means_cents": 0})

    assert move(complete.pk, "get_ready", actor=people.german, at=NOW).state == State.READY


def test_the_original_must_be_there_not_its_translations(complete, people):
    answers.write(complete, {"original_language": "ar"})

    with pytest.raises(Incomplete) as refusal:
        move(complete.pk, "develop", actor=people.german, at=NOW)

    assert [lack.field for lack in refusal.value.facts["lacks"]] == ["title_ar", "summary_ar"]


@pytest.mark.parametrize("day", [date(2026, 11, 23), date(2026, 10, 31)])
def test_a_step_is_neither_to_come_nor_before_the_one_before(complete, people, day):
    move(complete.pk, "develop", happened_on=date(2026, 11, 1), actor=people.german, at=NOW)

    with pytest.raises(NotPossible):
        move(complete.pk, "drop", reason="No money", happened_on=day, actor=people.german, at=NOW)


@pytest.mark.parametrize("who", ["reader", "peer", "asking", "outsider", "auditor"])
def test_only_coordinators_of_both_sides_and_advisers_change_anything(project, people, tie, who):
    person = getattr(people, who)
    deeds = (
        lambda: move(project.pk, "drop", reason="x", actor=person, at=NOW),
        lambda: save_answers(project.pk, {"need": "x"}, seen={}, actor=person, at=NOW),
        lambda: start_project(tie, title="x", language="en", form_key="x", actor=person, at=NOW),
    )
    for deed in deeds:
        with pytest.raises(Refused):
            deed()
    assert (JointProject.objects.get().state, JointProject.objects.get().need) == (State.IDEA, "")


@pytest.mark.parametrize("who", ["german", "palestinian", "adviser"])
def test_either_side_begins_and_drops_a_project(tie, people, who):
    person = getattr(people, who)
    project = start_project(tie, title="Abfall", language="de", form_key="x", actor=person, at=NOW)

    assert (project.title_de, project.state, project.tie) == ("Abfall", State.IDEA, tie)
    assert move(project.pk, "drop", reason="Later", actor=person, at=NOW).state == State.DROPPED


def test_both_sides_are_told_of_each_step_but_not_who_took_it(complete, people):
    move(complete.pk, "develop", actor=people.german, at=NOW)

    told = Message.objects.values_list("recipient", "kind")
    assert set(told) == {(people.palestinian.pk, "partnerships.project_moved")}


def test_the_office_is_told_of_what_is_ready_for_funding(complete, people):
    put(complete, State.CONCEPT)

    move(complete.pk, "get_ready", actor=people.german, at=NOW)

    told = Message.objects.filter(kind="partnerships.project_ready").values_list("recipient", flat=True)
    assert list(told) == [people.adviser.pk]


def test_the_same_form_sent_twice_begins_one_project(tie, people):
    first, second = (
        start_project(tie, title="Water", language="en", form_key="one", actor=people.german, at=NOW) for _click in "12"
    )

    assert first.pk == second.pk
    assert JointProject.objects.count() == 1


@pytest.mark.parametrize("state", [State.READY, State.DONE, State.DROPPED])
def test_what_is_ready_done_or_dropped_is_not_changed_any_more(project, people, state):
    put(project, state)

    with pytest.raises(IllegalMove):
        save_answers(project.pk, {"need": "x"}, seen={}, actor=people.german, at=NOW)


def test_two_people_on_one_page_never_make_what_does_not_fit_together(project, people):
    save_answers(project.pk, {"own_means_cents": 100}, seen={}, actor=people.german, at=NOW)

    with pytest.raises(NotPossible):
        save_answers(project.pk, {"estimated_cost_cents": 99}, seen={}, actor=people.palestinian, at=NOW)


def test_a_title_is_read_in_the_reader_s_language_or_in_another_one():
    project = JointProjectFactory(title_en="", title_ar="نفايات", original_language="ar")

    assert str(JointProject.objects.get(pk=project.pk)) == "نفايات"


def test_rule_and_query_agree_on_who_sees_a_project(tie):
    JointProjectFactory(tie=tie)
    JointProjectFactory()

    assert list(policy_twins.disagreements(READ_PROJECT.name, policy_twins.readers(tie.german))) == []
