"""From agreed requests to a published plan, and on after no-shows: who is told, what stays, what is refused."""

from datetime import timedelta

import pytest
from django.utils.translation import override

from jisr.accounts.states import Role
from jisr.events.talks.calendar import calendar_of
from jisr.events.talks.input import input_of
from jisr.events.talks.models import Talk, TalkPlan
from jisr.events.talks.plans import (
    LONGEST_RUN,
    AlreadyRunning,
    NothingToPlan,
    StalePlan,
    make_plan,
    publish_plan,
    start_plan,
)
from jisr.events.talks.presenting import agenda_of, planned_rows, unplaced_in_words
from jisr.events.talks.services import (
    InUse,
    keep_setting,
    move_by_days,
    note_absent,
    note_interpreter,
    opt_out,
    remove_block,
)
from jisr.events.talks.states import PlanState
from jisr.kernel.policy import Refused
from jisr.kernel.workflow import IllegalMove
from jisr.notifications.models import Message
from tests.at_once import at_once, by
from tests.factories.accounts import UserFactory
from tests.factories.events import SessionFactory
from tests.factories.talks import (
    ASKED_AT,
    TalkBlockFactory,
    TalkInterpreterFactory,
    TalkProfileFactory,
    TalkRequestFactory,
    TalkSettingFactory,
)

pytestmark = pytest.mark.django_db


class World:
    """A meeting with three times at two tables, an interpreter, and three people of whom two speak Arabic only."""

    def __init__(self):
        self.setting = TalkSettingFactory()
        self.edition = self.setting.edition
        self.block = TalkBlockFactory(setting=self.setting)
        self.interpreter = TalkInterpreterFactory(setting=self.setting)
        self.staff = UserFactory(roles=[Role.EVENTS])
        self.german, self.one, self.other = (self.person(language) for language in ("de", "ar", "ar"))

    def person(self, *languages, **columns):
        place = {"participant__edition": self.edition, "participant__languages": languages}
        return TalkProfileFactory(**place, **columns)

    def agree(self, asking, asked):
        return TalkRequestFactory(agreed=True, asking=asking, asked=asked)

    def plan(self, **how):
        made = start_plan(self.edition, actor=self.staff, at=ASKED_AT, **how)
        make_plan(made.pk)
        made.refresh_from_db()
        return made

    def publish(self, **how):
        return publish_plan(self.plan(**how).public_id, actor=self.staff, at=ASKED_AT)

    def talks(self):
        return {
            talk.request_id: (talk.slot, talk.table, talk.sequence) for talk in Talk.objects.at(self.edition).held()
        }


@pytest.fixture
def world():
    return World()


def told(profile):
    return Message.objects.filter(recipient=profile.participant.user, subject_line="Your 1:1 meetings").count()


def test_a_plan_is_made_published_and_told_to_those_who_meet(world):
    alone = world.person("en")
    first, second = world.agree(world.german, world.one), world.agree(world.german, world.other)

    plan = world.publish()

    assert (plan.state, plan.value, plan.bound, len(plan.content["held"])) == (PlanState.PUBLISHED, 130, 130, 2)
    assert set(world.talks()) == {first.pk, second.pk}
    assert set(Talk.objects.values_list("interpreter", flat=True)) == {world.interpreter.pk}
    assert [told(each) for each in (world.german, world.one, world.other, alone)] == [1, 1, 1, 0]


def test_when_all_times_move_to_new_days_the_next_plan_moves_the_published_meetings_too(world):
    world.agree(world.german, world.one)
    world.publish()
    before = Talk.objects.get().starts_at

    move_by_days(world.edition, days=7, actor=world.staff, at=ASKED_AT)
    assert Talk.objects.get().starts_at == before
    world.publish()

    assert Talk.objects.get().starts_at == before + timedelta(days=7)
    assert [told(each) for each in (world.german, world.one, world.other)] == [2, 2, 0]


def test_publishing_twice_tells_nobody_twice(world):
    world.agree(world.german, world.one)
    plan = world.publish()

    publish_plan(plan.public_id, actor=world.staff, at=ASKED_AT)

    assert told(world.one) == 1


def test_each_request_without_a_place_has_a_reason_in_the_readers_language(world):
    note_interpreter(world.interpreter.public_id, is_away=True, actor=world.staff)
    request = world.agree(world.german, world.one)

    with override("de"):
        reasons = [(row.pk, str(why)) for row, why in unplaced_in_words(world.plan())]

    assert reasons == [
        (request.pk, "Zu den Zeiten, zu denen beide frei sind, dolmetscht niemand zwischen ihren Sprachen.")
    ]


def test_a_new_plan_after_a_no_show_moves_nobody_and_tells_only_those_concerned(world):
    block_of = world.person("de")
    first, second = world.agree(world.german, world.one), world.agree(block_of, world.other)
    world.publish()
    before = world.talks()
    note_absent(world.one.public_id, is_absent=True, actor=world.staff, at=ASKED_AT)
    assert set(world.talks()) == {second.pk}

    world.publish()

    assert world.talks() == {second.pk: before[second.pk]}
    assert Talk.objects.get(request=first).is_cancelled
    assert [told(each) for each in (world.german, world.one, block_of, world.other)] == [1, 1, 1, 1]


def test_a_plan_whose_input_has_changed_is_not_published(world):
    world.agree(world.german, world.one)
    plan = world.plan()
    world.agree(world.german, world.other)

    with pytest.raises(StalePlan):
        publish_plan(plan.public_id, actor=world.staff, at=ASKED_AT)

    assert not Talk.objects.exists()


def test_somebody_who_opted_out_after_publishing_is_gone_from_the_next_plan(world):
    world.agree(world.german, world.one)
    kept = world.agree(world.german, world.other)
    world.publish()
    opt_out(world.one.participant, actor=world.one.participant.user, at=ASKED_AT)

    world.publish()

    assert set(world.talks()) == {kept.pk}


def test_tables_can_be_swapped_by_a_plan_that_may_move(world):
    """The published table of one is where the other one goes: no rule of the database stands in the way."""
    world.agree(world.german, world.one)
    world.agree(world.person("de"), world.other)
    world.publish()
    plan = world.plan(may_move=True)
    held = plan.content["held"]
    swapped = [[*held[0][:2], held[1][2], held[0][3]], [*held[1][:2], held[0][2], held[1][3]]]
    TalkPlan.objects.filter(pk=plan.pk).update(content={"held": swapped, "unplaced": {}})

    publish_plan(plan.public_id, actor=world.staff, at=ASKED_AT)

    assert sorted(sequence for _slot, _table, sequence in world.talks().values()) in ([0, 0], [1, 1])


def test_people_who_speak_in_a_session_meet_nobody_at_that_time(world):
    session = SessionFactory(edition=world.edition, starts_at=world.block.starts_at, minutes=30)
    session.speakers.create(participant=world.german.participant, full_name="x")

    person = next(one for one in input_of(world.setting, may_move=False).task.people if one.key == str(world.german.pk))

    assert person.slots == frozenset({2})


def test_away_times_are_kept(world):
    world.german.away = [world.setting.slots()[1].key]
    world.german.save()

    people = input_of(world.setting, may_move=False).task.people

    assert people[0].slots == frozenset({0, 2})


def test_a_lost_worker_does_not_hold_up_the_next_plan(world):
    world.agree(world.german, world.one)
    lost = start_plan(world.edition, actor=world.staff, at=ASKED_AT)
    with pytest.raises(AlreadyRunning):
        start_plan(world.edition, actor=world.staff, at=ASKED_AT + timedelta(minutes=1))

    start_plan(world.edition, actor=world.staff, at=ASKED_AT + LONGEST_RUN + timedelta(seconds=1))
    make_plan(lost.pk)  # the worker comes back after all

    lost.refresh_from_db()
    assert (lost.state, lost.content) == (PlanState.FAILED, {})


def test_only_the_events_team_plans_and_publishes(world):
    world.agree(world.german, world.one)
    plan = world.plan()

    for person in (world.german.participant.user, UserFactory(roles=[Role.ADVISER])):
        with pytest.raises(Refused):
            start_plan(world.edition, actor=person, at=ASKED_AT)
        with pytest.raises(Refused):
            publish_plan(plan.public_id, actor=person, at=ASKED_AT)


def test_a_plan_that_is_still_being_made_is_not_published(world):
    world.agree(world.german, world.one)
    plan = start_plan(world.edition, actor=world.staff, at=ASKED_AT)

    with pytest.raises(IllegalMove):
        publish_plan(plan.public_id, actor=world.staff, at=ASKED_AT)


def test_without_times_or_wishes_there_is_nothing_to_plan(world):
    with pytest.raises(NothingToPlan):
        start_plan(world.edition, actor=world.staff, at=ASKED_AT)


def test_what_is_published_keeps_its_length_and_its_block(world):
    world.agree(world.german, world.one)
    world.publish()
    values = {"closes_at": world.setting.closes_at, "slot_minutes": 30, "most": 8, "place": ""}

    with pytest.raises(InUse):
        keep_setting(world.edition, values, actor=world.staff)
    with pytest.raises(InUse):
        remove_block(world.block.public_id, actor=world.staff)


def test_the_calendar_keeps_names_and_tells_of_what_is_cancelled(world):
    request = world.agree(world.german, world.one)
    world.publish()
    participant = world.german.participant
    first = calendar_of(participant, list(Talk.objects.for_lists()))
    note_absent(world.one.public_id, is_absent=True, actor=world.staff, at=ASKED_AT + timedelta(days=1))
    second = calendar_of(participant, list(Talk.objects.for_lists()))

    assert f"UID:talk-{request.public_id}@jisr".encode() in first.replace(b"\r\n ", b"")
    assert (b"SEQUENCE:0" in first, b"STATUS:CONFIRMED" in first) == (True, True)
    assert (b"SEQUENCE:1" in second, b"STATUS:CANCELLED" in second) == (True, True)
    assert max(len(line) for line in first.split(b"\r\n")) <= 75


def test_the_plan_is_shown_with_names_and_the_own_agenda_with_the_zone(world):
    world.german.away = [slot.key for slot in world.setting.slots()[1:]]
    world.german.save()
    world.agree(world.german, world.one)
    plan = world.publish()

    (row,) = planned_rows(plan, world.setting)
    (entry,) = agenda_of(world.german, world.edition)

    assert (row["table"], row["interpreter"], row["hours"]) == (1, "Interpreter 1", "10:00 (Berlin)")
    assert (entry.other, entry.day, entry.hours) == (
        world.one.participant,
        "Tuesday, 14 September 2027",
        "10:00 (Berlin)",
    )


@pytest.mark.django_db(transaction=True)
def test_two_who_plan_and_publish_at_once_make_one_plan():
    world = World()
    world.agree(world.german, world.one)
    started = at_once(
        lambda: start_plan(world.edition, actor=by(world.staff), at=ASKED_AT),
        lambda: start_plan(world.edition, actor=by(world.staff), at=ASKED_AT),
    )
    plan = TalkPlan.objects.get()
    make_plan(plan.pk)

    published = at_once(
        lambda: publish_plan(plan.public_id, actor=by(world.staff), at=ASKED_AT),
        lambda: publish_plan(plan.public_id, actor=by(world.staff), at=ASKED_AT),
    )

    assert (started, published) == (["AlreadyRunning", "done"], ["done", "done"])
    assert (Talk.objects.count(), told(world.one)) == (1, 1)
