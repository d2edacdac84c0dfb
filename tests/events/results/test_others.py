"""What becomes of results when an authority is merged or split, and when a person is erased; the trail; at once."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from jisr.audit import access
from jisr.audit.models import Entry
from jisr.events.results import personal
from jisr.events.results.holdings import follow_ups_of
from jisr.events.results.minutes import begin_minutes, name_taker
from jisr.events.results.models import EarlierText, FollowUp, MinutesBlock, MinuteTaker, ResultSheet
from jisr.events.results.services import name_person, settle
from jisr.events.results.states import Event
from jisr.kernel.personal import undeclared
from jisr.municipalities.services import merging
from tests.factories.accounts import UserFactory
from tests.factories.memberships import MembershipFactory
from tests.factories.municipalities import AuthorityFactory
from tests.factories.results import BlockFactory, FollowUpFactory, MinuteTakerFactory, ResultSheetFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 9, 14, 10, tzinfo=UTC)


def test_no_key_to_an_authority_is_forgotten_and_no_personal_field_undeclared():
    assert merging.unregistered() == []
    assert undeclared() == []


def test_steps_and_sheets_follow_an_authority_whose_two_entries_become_one():
    stays, goes = AuthorityFactory(), AuthorityFactory()
    owned, shared = FollowUpFactory(authority=goes), FollowUpFactory(counterpart=goes)
    both, one = ResultSheetFactory(), ResultSheetFactory()
    both.authorities.set([stays, goes])
    one.authorities.set([goes])
    plan = merging.plan_merge(stays, goes)

    merging.merge_authorities(
        stays.pk, goes.pk, choices={}, version=plan.version, actor=UserFactory(administrator=True)
    )

    owned.refresh_from_db()
    shared.refresh_from_db()
    assert (owned.authority, shared.counterpart) == (stays, stays)
    assert [list(sheet.authorities.all()) for sheet in (both, one)] == [[stays], [stays]]


def test_open_steps_of_an_authority_that_was_split_can_go_on_with_a_successor(meeting):
    row = FollowUpFactory(authority=meeting.german, counterpart=meeting.palestinian, person=meeting.anna)
    FollowUpFactory(authority=meeting.german, done=True)
    heir = AuthorityFactory()
    head = MembershipFactory(coordinator=True, authority=heir).user
    (holding,) = follow_ups_of(meeting.german)

    holding.move(heir, meeting.adviser)

    row.refresh_from_db()
    assert (row.authority, row.person, row.counterpart) == (heir, None, meeting.palestinian)
    assert [step.event for step in row.steps.all()] == [Event.HANDED_OVER]
    assert settle(row.public_id, "finish", actor=head, at=NOW).state == "done"


def test_an_heir_that_was_the_other_side_stands_alone(meeting):
    row = FollowUpFactory(authority=meeting.german, counterpart=meeting.palestinian)

    follow_ups_of(meeting.german)[0].move(meeting.palestinian, meeting.adviser)

    row.refresh_from_db()
    assert (row.authority, row.counterpart) == (meeting.palestinian, None)


def test_a_person_who_is_erased_leaves_the_words_and_no_trace_of_who_wrote_them(meeting):
    block = BlockFactory(edited_by=meeting.anna)
    EarlierText.objects.create(block=block, text="x", version=1, written_at=NOW, written_by=meeting.anna)
    MinuteTakerFactory(of_office=True, staff=meeting.anna)
    MinuteTakerFactory(edition=meeting.edition, participant=meeting.wanda)
    row = FollowUpFactory(authority=meeting.german, person=meeting.anna)
    settle(row.public_id, "start", note="begun", actor=meeting.anna, at=NOW)
    exported = personal.own_data(meeting.anna).rows
    assert {name for line in exported for name in line} == {"about", "text", "at", "until", "step"}
    assert len(exported) == 4

    assert personal.take_out(meeting.anna) == 5
    assert personal.take_out(meeting.wanda.user) == 1

    assert MinutesBlock.objects.get().edited_by is None
    assert FollowUp.objects.get().person is None
    assert FollowUp.objects.get().steps.get().taken_by is None
    assert MinuteTaker.objects.count() == 0
    assert personal.own_data(meeting.anna).rows == []


def test_each_step_is_told_in_the_trail_in_words(meeting):
    name_taker(meeting.edition, participant=meeting.wanda, actor=meeting.eva)
    minutes = begin_minutes(meeting.group.pk, language="de", actor=meeting.wanda.user)
    row = FollowUpFactory(authority=meeting.german)
    name_person(row.public_id, meeting.anna, actor=meeting.anna)
    settle(row.public_id, "drop", note="why", actor=meeting.anna, at=NOW)
    actions = list(Entry.objects.order_by("number").values_list("action", "subject_type"))

    assert actions == [
        ("events.minute_taker_named", "events.edition"),
        ("events.minutes_begun", "events.minutes"),
        ("events.follow_up_person_named", "events.followup"),
        ("events.follow_up_drop", "events.followup"),
    ]
    assert [str(access.action_name(action)) for action, _subject in actions] == [
        "minute taker named",
        "minutes begun",
        "person named for an agreed step",
        "agreed step dropped",
    ]
    for who, sees in ((meeting.eva, True), (meeting.anna, False), (meeting.outsider, False)):
        assert access.may_read(who, "events.minutes", str(minutes.pk)) is sees
    for who, sees in ((meeting.eva, True), (meeting.anna, True), (meeting.outsider, False)):
        assert access.may_read(who, "events.followup", str(row.pk)) is sees


def test_a_sheet_is_found_by_its_key_alone():
    assert not ResultSheet.objects.filter(public_id=uuid4()).exists()
