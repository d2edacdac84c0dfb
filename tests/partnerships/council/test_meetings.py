"""Meetings in their order, adjournments that stay, results, and what waits."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from jisr.audit.models import Entry
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import Refused
from jisr.municipalities.services.facts import ChangedMeanwhile
from jisr.partnerships.council.answers import read_step
from jisr.partnerships.council.models import CouncilStep
from jisr.partnerships.council.services import (
    GoneMeanwhile,
    Next,
    add_step,
    change_step,
    move_step,
    note_outcome,
    remove_step,
)
from jisr.partnerships.council.states import BodyKind, Outcome, Result
from jisr.partnerships.council.waiting import councils_waiting
from jisr.partnerships.council.workflow import result_of
from tests.factories.accounts import UserFactory
from tests.factories.council import CouncilMatterFactory, CouncilStepFactory
from tests.factories.memberships import MembershipFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
HELD = date(2026, 11, 20)
NOTHING = {"adjourned_reason": "", "votes_yes": None, "votes_no": None, "abstentions": None, "minutes_reference": ""}


@pytest.fixture
def adviser():
    return UserFactory(adviser=True)


@pytest.fixture
def matter():
    return CouncilMatterFactory()


def body(name, kind=BodyKind.COMMITTEE, planned_on=None, **more):
    return {"name": name, "kind": kind, "planned_on": planned_on, "note": "", "is_shared": False, **more}


def note(step, actor, outcome, then=None, **more):
    values = {"outcome": outcome, "met_on": HELD, **NOTHING, **more}
    return note_outcome(step.pk, values, opened=read_step(step), then=then, actor=actor, at=NOW)


def path(matter):
    return list(matter.steps.values_list("name", "outcome", "planned_on"))


def test_a_real_path_is_told_with_its_adjournments(matter, adviser):
    """Krefeld: on the agenda in November and in February, adjourned twice, passed later."""
    for name, kind in (("Committee", BodyKind.COMMITTEE), ("Council", BodyKind.COUNCIL)):
        add_step(matter.pk, body(name, kind), actor=adviser)
    committee, council = matter.steps.all()
    note(committee, adviser, Outcome.RECOMMENDED, votes_yes=9, votes_no=2, abstentions=1)
    assert matter.result() == Result.UNDER_WAY

    note(council, adviser, Outcome.ADJOURNED, Next(date(2027, 2, 1)), adjourned_reason="Questions about cost")
    again = council.adjourned_to
    assert matter.result() == Result.ADJOURNED
    note(again, adviser, Outcome.ADJOURNED, Next(), adjourned_reason="No time")
    last = again.adjourned_to
    note(last, adviser, Outcome.ADOPTED, votes_yes=30)

    assert path(matter) == [
        ("Committee", "recommended", None),
        ("Council", "adjourned", None),
        ("Council", "adjourned", date(2027, 2, 1)),
        ("Council", "adopted", None),
    ]
    assert matter.result() == Result.ADOPTED
    reasons = matter.steps.exclude(adjourned_reason="").values_list("adjourned_reason", flat=True)
    assert list(reasons) == ["Questions about cost", "No time"]


def test_the_next_meeting_stands_behind_the_adjourned_one(matter, adviser):
    first, second = (CouncilStepFactory(matter=matter, position=place) for place in range(2))

    note(first, adviser, Outcome.ADJOURNED, Next(date(2026, 12, 9)), adjourned_reason="x")

    assert [row[0] for row in path(matter)] == [first.name, first.name, second.name]


def test_two_clicks_adjourn_once_and_a_correction_moves_the_next_day(matter, adviser):
    step = CouncilStepFactory(matter=matter)
    opened = read_step(step)
    values = {"outcome": Outcome.ADJOURNED, "met_on": HELD, **NOTHING, "adjourned_reason": "x"}
    for day in (date(2026, 12, 9), date(2026, 12, 9), date(2026, 12, 16)):
        note_outcome(step.pk, values, opened=opened, then=Next(day), actor=adviser, at=NOW)

    assert [row[2] for row in path(matter)] == [None, date(2026, 12, 16)]
    assert Entry.objects.filter(action="partnerships.council_outcome_noted").count() == 1


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"outcome": Outcome.ADOPTED, "met_on": None}, "has a day"),
        ({"outcome": Outcome.PLANNED}, "has a day"),
        ({"outcome": Outcome.ADOPTED, "met_on": date(2026, 11, 23)}, "still to come"),
        ({"outcome": Outcome.ADJOURNED}, "why it was adjourned"),
        ({"outcome": Outcome.NOTED, "votes_yes": 3}, "Votes belong"),
    ],
)
def test_an_outcome_that_cannot_be_is_refused_whole(matter, adviser, wrong, why):
    step = CouncilStepFactory(matter=matter)

    with pytest.raises(DomainError, match=why):
        note_outcome(step.pk, {"met_on": HELD, **NOTHING, **wrong}, opened=read_step(step), actor=adviser, at=NOW)

    step.refresh_from_db()
    assert (step.outcome, step.met_on, matter.steps.count()) == (Outcome.PLANNED, None, 1)


@pytest.mark.parametrize(
    "columns",
    [
        {"outcome": Outcome.ADOPTED},
        {"met_on": HELD},
        {"outcome": Outcome.ADJOURNED, "met_on": HELD},
        {"outcome": Outcome.NOTED, "met_on": HELD, "votes_no": 1},
    ],
)
def test_the_database_refuses_it_too(columns):
    with pytest.raises(IntegrityError):
        CouncilStepFactory(**columns)


def test_two_people_noting_different_outcomes_are_told(matter, adviser):
    step = CouncilStepFactory(matter=matter)
    opened = read_step(step)
    note(step, adviser, Outcome.ADOPTED)

    values = {"outcome": Outcome.REJECTED, "met_on": HELD, **NOTHING}
    with pytest.raises(ChangedMeanwhile) as refused:
        note_outcome(step.pk, values, opened=opened, actor=adviser, at=NOW)

    assert [(clash.name, clash.theirs) for clash in refused.value.clashes] == [("outcome", "adopted")]


def test_two_clicks_add_one_meeting(matter, adviser):
    first = add_step(matter.pk, body("Council", BodyKind.COUNCIL), actor=adviser)

    assert add_step(matter.pk, body("Council", BodyKind.COUNCIL), actor=adviser) == first
    assert add_step(matter.pk, body("Council", BodyKind.COUNCIL, date(2026, 12, 1)), actor=adviser) != first


def test_meetings_change_places_and_stop_at_the_ends(matter, adviser):
    first, second = (CouncilStepFactory(matter=matter) for _each in range(2))

    assert move_step(second.pk, earlier=True, actor=adviser)
    assert [row[0] for row in path(matter)] == [second.name, first.name]
    assert not move_step(second.pk, earlier=True, actor=adviser)
    assert not move_step(first.pk, earlier=False, actor=adviser)


def test_a_planned_meeting_can_be_taken_out_a_held_one_stays(matter, adviser):
    planned, held = CouncilStepFactory(matter=matter), CouncilStepFactory(matter=matter)
    note(held, adviser, Outcome.PRESENTED)
    remove_step(planned.pk, actor=adviser)

    with pytest.raises(DomainError, match="was held"):
        remove_step(held.pk, actor=adviser)
    with pytest.raises(GoneMeanwhile):
        remove_step(planned.pk, actor=adviser)
    assert list(matter.steps.all()) == [held]


def test_the_partner_and_readers_change_no_meeting(matter):
    step = CouncilStepFactory(matter=matter, is_shared=True)
    partner = MembershipFactory(coordinator=True, authority=matter.partner).user
    reader = MembershipFactory(confirmed=True, role="reader", authority=matter.authority).user
    for actor in (partner, reader):
        for deed in (
            lambda who: add_step(matter.pk, body("x"), actor=who),
            lambda who: change_step(step.pk, {"name": "x"}, opened=read_step(step), actor=who),
            lambda who: note(step, who, Outcome.ADOPTED),
            lambda who: move_step(step.pk, earlier=True, actor=who),
            lambda who: remove_step(step.pk, actor=who),
        ):
            with pytest.raises(Refused):
                deed(actor)

    assert [(row.name, row.outcome) for row in CouncilStep.objects.all()] == [(step.name, Outcome.PLANNED)]


@pytest.mark.parametrize(
    ("meetings", "result"),
    [
        ([], Result.PREPARING),
        ([("council", "planned")], Result.PREPARING),
        ([("committee", "recommended"), ("council", "planned")], Result.UNDER_WAY),
        ([("committee", "adopted")], Result.UNDER_WAY),
        ([("committee", "adjourned"), ("committee", "planned")], Result.ADJOURNED),
        ([("council", "adjourned"), ("council", "adopted")], Result.ADOPTED),
        ([("council", "adopted"), ("council", "planned")], Result.UNDER_WAY),
        ([("council", "rejected"), ("other", "planned")], Result.REJECTED),
        ([("council", "noted")], Result.NOTED),
        ([("council", "presented")], Result.UNDER_WAY),
    ],
)
def test_the_last_meeting_of_the_council_tells_the_result(meetings, result):
    steps = [CouncilStep(kind=kind, outcome=outcome) for kind, outcome in meetings]

    assert result_of(steps) == result


def test_coordinators_of_the_own_side_are_told_of_near_and_passed_meetings(matter):
    today = timezone.localdate()
    days = {"passed": -3, "today": 0, "soon": 21, "later": 22}
    for name, far in days.items():
        CouncilStepFactory(matter=matter, name=name, planned_on=today + timedelta(days=far))
    CouncilStepFactory(matter=matter, name="held", planned_on=today, outcome=Outcome.PRESENTED, met_on=today)
    withdrawn = CouncilMatterFactory(tie=matter.tie, withdrawn_at=NOW, withdrawn_reason="x")
    CouncilStepFactory(matter=withdrawn, planned_on=today)
    clerk = MembershipFactory(coordinator=True, authority=matter.authority).user
    others = [
        MembershipFactory(coordinator=True, authority=matter.partner).user,
        MembershipFactory(confirmed=True, authority=matter.authority).user,
    ]

    found = councils_waiting(clerk)

    assert [entry.title for entry in found] == [
        "Note what came of the meeting: passed",
        "Meeting: today",
        "Meeting: soon",
    ]
    assert f"in 21 days about: {matter.subject}" in str(found[2].why)
    assert found[0].url.endswith("/outcome/")
    assert [councils_waiting(user) for user in others] == [[], []]
