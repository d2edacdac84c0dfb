"""Two people, or two clicks, at the same moment: real threads on real transactions."""

from datetime import UTC, datetime

import pytest

from jisr.notifications.models import Message
from jisr.partnerships.models import JointProject
from jisr.partnerships.projects.services import keep_typing, move, save_answers, start_project
from jisr.partnerships.projects.states import State
from tests.factories.memberships import MembershipFactory
from tests.factories.partnerships import PartnershipFactory
from tests.factories.projects import JointProjectFactory, complete_project
from tests.municipalities.test_memberships_at_once import at_once, by

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def sides(tie):
    return [MembershipFactory(coordinator=True, authority=each).user for each in (tie.german, tie.palestinian)]


def test_two_editors_at_once_lose_nothing():
    project = JointProjectFactory()
    one, other = sides(project.tie)
    saved = []

    def save(person, values):
        saved.append(save_answers(project.pk, values, seen={}, actor=by(person), at=NOW))

    at_once(
        lambda: save(one, {"need": "one", "planned": "a"}),
        lambda: save(other, {"need": "two", "german_role": "b"}),
    )

    now = JointProject.objects.get()
    assert (now.planned, now.german_role) == ("a", "b")
    assert [told.conflicts for told in saved if told.conflicts] == [{"need": now.need}]


def test_two_steps_at_once_are_one_step():
    project = complete_project()
    one, other = sides(project.tie)

    outcome = at_once(
        lambda: move(project.pk, "develop", actor=by(one), at=NOW),
        lambda: move(project.pk, "drop", reason="No time", actor=by(other), at=NOW),
    )

    moves = [step.to_state for step in project.moves.all()]
    now = JointProject.objects.get().state
    assert now == moves[-1]
    # An idea may become a concept and then be dropped; once it is dropped it becomes none.
    assert (sorted(outcome), moves) in [
        (["IllegalMove", "done"], [State.DROPPED]),
        (["done", "done"], [State.CONCEPT, State.DROPPED]),
    ]


def test_two_clicks_make_one_concept_and_tell_once():
    project = complete_project()
    one, other = sides(project.tie)

    def develop():
        move(project.pk, "develop", actor=by(one), at=NOW)

    assert at_once(develop, develop) == ["IllegalMove", "done"]
    assert (project.moves.count(), Message.objects.filter(recipient=other).count()) == (1, 1)


def test_two_clicks_begin_one_project():
    tie = PartnershipFactory()
    one, _other = sides(tie)

    def start():
        start_project(tie, title="Water", language="en", form_key="one", actor=by(one), at=NOW)

    assert at_once(start, start) == ["done", "done"]
    assert JointProject.objects.count() == 1


def test_two_timers_of_one_person_keep_one_typing():
    project = JointProjectFactory()
    one, _other = sides(project.tie)

    def keep():
        keep_typing(project.pk, "need", "need=x", actor=by(one), at=NOW)

    assert at_once(keep, keep) == ["done", "done"]
