"""Who sees what, what waits, panels, files, own data and erasure, venues, rules, and carrying over."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone
from django.utils.translation import override

from jisr.accounts.states import Role
from jisr.events.agenda import cloning, commitments, exports, personal, signups, venues
from jisr.events.agenda.checking import board_of
from jisr.events.agenda.conflicts import Commitment
from jisr.events.agenda.contribution_models import Contribution
from jisr.events.agenda.models import ProgrammeVersion, Room, RoomClosure, Session, SessionSpeaker, Venue
from jisr.events.agenda.panels import of_edition
from jisr.events.agenda.policies import READ_APPEARANCE, READ_CONTRIBUTION, READ_SESSION
from jisr.events.agenda.services import ChangedMeanwhile, InUse
from jisr.events.agenda.states import ConflictKind, Level
from jisr.events.agenda.waiting import agenda_waiting
from jisr.events.editions.models import Edition
from jisr.kernel.policy import Refused
from jisr.web import panels
from tests import policy_twins
from tests.events.agenda.conftest import NINE, NOW
from tests.factories.accounts import UserFactory
from tests.factories.agenda import (
    CallFactory,
    ContributionFactory,
    InterpretationFactory,
    ReviewFactory,
    SpeakerFactory,
)
from tests.factories.events import EditionFactory, ParticipantFactory, RoomFactory
from tests.factories.municipalities import AuthorityFactory

pytestmark = pytest.mark.django_db

policy_twins.register(READ_SESSION, Session)
policy_twins.register(READ_APPEARANCE, SessionSpeaker)
policy_twins.register(READ_CONTRIBUTION, Contribution)


def test_rules_and_queries_agree_on_who_sees_what(meeting):
    actors = policy_twins.readers(AuthorityFactory())
    call = CallFactory(edition=meeting.edition)
    call.reviewers.add(actors["expert"])
    for state in ("draft", "submitted", "declined", "withdrawn"):
        for author in (actors["coordinator"], UserFactory()):
            ContributionFactory(call=call, author=author, state=state, reason="No.")
    seat = ParticipantFactory(edition=meeting.edition, user=actors["coordinator"])
    SpeakerFactory(session=meeting.session(), participant=seat)
    SpeakerFactory(session=meeting.session(1), external=True)

    for permission in (READ_SESSION, READ_APPEARANCE, READ_CONTRIBUTION):
        assert list(policy_twins.disagreements(permission.name, actors)) == []


def titles(person):
    return [entry.title for entry in agenda_waiting(person)]


def test_consent_waits_for_the_speaker_until_there_is_an_answer(meeting):
    speaker = SpeakerFactory(session=meeting.session())
    person = speaker.participant.user
    assert titles(person) == ["May we show that you speak? Meeting 27"]

    SessionSpeaker.objects.update(declined_at=NOW)
    assert titles(person) == []


def test_reviews_wait_for_reviewers_and_the_events_team_but_not_for_the_author(meeting):
    call = CallFactory(edition=meeting.edition)
    reviewer = UserFactory()
    call.reviewers.add(reviewer)
    ContributionFactory(call=call, author=meeting.planner)
    other = ContributionFactory(call=call)

    assert titles(reviewer) == ["2 contributions to review: Meeting 27"]
    assert titles(meeting.planner) == ["1 contribution to review: Meeting 27"]
    assert titles(UserFactory(roles=[Role.ADVISER])) == []
    ReviewFactory(contribution=other, reviewer=reviewer)
    assert titles(reviewer) == ["1 contribution to review: Meeting 27"]


def test_unpublished_changes_wait_for_the_events_team_shortly_before_the_meeting(meeting):
    session = meeting.session()
    today = timezone.localdate()
    meeting.edition.start_on, meeting.edition.end_on = today + timedelta(days=15), today + timedelta(days=16)
    meeting.edition.save()
    assert titles(meeting.planner) == []
    meeting.edition.start_on = today + timedelta(days=14)
    meeting.edition.save()

    assert titles(meeting.planner) == ["Publish the changes of the programme: Meeting 27"]
    assert titles(UserFactory(roles=[Role.ADVISER])) == []
    ProgrammeVersion.objects.create(edition=meeting.edition, number=1, published_at=timezone.now(), content={})
    assert titles(meeting.planner) == []
    session.save()
    assert titles(meeting.planner) == ["Publish the changes of the programme: Meeting 27"]


def shown(subject, thing, user):
    request = RequestFactory().get("/")
    request.user = user
    found = [panel for panel in panels.panels_for(subject, request, thing) if panel.template.startswith("agenda/")]
    return "".join(render_to_string(panel.template, {"panel": panel.context}) for panel in found)


def test_the_office_s_page_tells_how_far_the_programme_is(meeting):
    meeting.session()
    meeting.session(0.5)
    meeting.session(starts_at=None)

    text = shown("edition_desk", meeting.edition, meeting.planner)

    for words in ("3 sessions", "1 session without a time", "1 conflict prevents publishing", "not published yet"):
        assert words in text


def test_the_public_page_shows_an_open_call_and_nothing_else_of_ours(meeting, django_assert_num_queries):
    assert shown("edition", meeting.edition, AnonymousUser()) == ""
    call = CallFactory(edition=meeting.edition, text_en="<b>Tell us</b>")
    with django_assert_num_queries(1):  # with the meeting itself, as its page asks for it
        asked = Edition.objects.select_related("contribution_call").get(pk=meeting.edition.pk)
        assert of_edition(RequestFactory().get("/"), asked)
    text = shown("edition", meeting.edition, AnonymousUser())
    assert "&lt;b&gt;Tell us" in text
    call.closes_at = call.opens_at + timedelta(days=1)
    call.save()
    assert shown("edition", meeting.edition, AnonymousUser()) == ""


def test_a_participant_sees_where_they_speak_and_others_do_not(meeting):
    speaker = SpeakerFactory(session=meeting.session(title_en="On waste"))

    assert "On waste" in shown("participation", speaker.participant, speaker.participant.user)
    assert "On waste" in shown("participation", speaker.participant, meeting.planner)
    assert shown("participation", speaker.participant, UserFactory()) == ""


def test_sessions_are_taken_along_as_the_list_shows_them(meeting):
    session = meeting.session(title_en="On waste", places=12)
    SpeakerFactory(session=session, full_name="Ada")
    InterpretationFactory(session=session)
    meeting.session(1, kind="panel")

    rows = exports._rows(meeting.planner, QueryDict(f"edition={meeting.edition.slug}&kind=talk"))

    (row,) = rows
    told = {column.key: column.value(row) for column in exports.COLUMNS}
    assert (told["title"], told["begins"], str(told["day"]), told["room"], told["places"]) == (
        "On waste",
        "09:00",
        "2027-09-14",
        "Great hall",
        12,
    )
    assert (told["speakers"], told["interpretation"], told["languages"]) == (
        "Ada",
        "German → Arabic",
        "German, Arabic",
    )
    read = {column.key: column.value for column in exports.COLUMNS}
    with override("de"):
        assert (read["languages"](row), read["interpretation"](row)) == ("Deutsch, Arabisch", "Deutsch → Arabisch")
    with override("ar"):
        assert (read["languages"](row), read["interpretation"](row)) == ("الألمانية، العربية", "الألمانية ← العربية")
    assert list(exports._rows(UserFactory(), QueryDict(f"edition={meeting.edition.slug}"))) == []
    assert list(exports._rows(meeting.planner, QueryDict(""))) == []


def test_an_erased_speaker_is_gone_from_drafts_and_from_every_version(meeting):
    session = meeting.session()
    speaker = SpeakerFactory(session=session, full_name="Ada Lovelace", function_title_de="Leiterin", agreed=True)
    user = speaker.participant.user
    ContributionFactory(call=CallFactory(edition=meeting.edition), author=user)
    ReviewFactory(reviewer=user)
    meeting.publish()
    assert [row["session"] for row in personal.own_data(user).rows] == [session.title]
    assert len(personal.own_contributions(user).rows) == 2

    assert personal.take_out(user) == 4

    speaker.refresh_from_db()
    assert (speaker.full_name, speaker.function_title_de, speaker.consented_at) == ("", "", None)
    assert "Ada" not in str(ProgrammeVersion.objects.get().content)
    assert list(Contribution.objects.filter(author=user)) == []


def values(**columns):
    names = {f"{name}_{code}": "" for name in ("name", "access_note") for code in ("de", "en", "ar")}
    fixed = {"address": "", "zone": "Asia/Hebron", "authority": None, "is_step_free": True}
    return {**names, **fixed, "name_en": "House", **columns}


def room(name="Hall", **columns):
    return {"name_de": "", "name_en": name, "name_ar": "", "capacity": 30, "is_step_free": None, **columns}


def test_a_venue_is_made_with_its_rooms_and_used_by_the_meeting(meeting):
    venue = venues.save_venue(None, values(), [room(), room("Side")], edition=meeting.edition, actor=meeting.planner)

    assert [(each.name_en, each.capacity) for each in venue.rooms.all()] == [("Hall", 30), ("Side", 30)]
    assert meeting.edition.edition_venues.filter(venue=venue).exists()
    with pytest.raises(Refused):
        venues.save_venue(venue, values(), [], edition=meeting.edition, actor=UserFactory(roles=[Role.ADVISER]))


def test_a_room_with_sessions_is_not_removed_and_an_empty_one_is(meeting):
    meeting.session()
    venue = meeting.hall.venue
    rows = [room("Great hall", room=meeting.hall.pk)]

    venues.save_venue(venue, values(), rows, edition=meeting.edition, actor=meeting.planner)
    assert list(venue.rooms.all()) == [meeting.hall]
    with pytest.raises(InUse):
        venues.save_venue(venue, values(), [], edition=meeting.edition, actor=meeting.planner)


def test_a_room_of_another_venue_is_not_touched_through_the_form(meeting):
    rows = [room("Mine", room=meeting.school.pk)]

    with pytest.raises(ChangedMeanwhile):
        venues.save_venue(meeting.hall.venue, values(), rows, edition=meeting.edition, actor=meeting.planner)
    assert Room.objects.get(pk=meeting.school.pk).name_en == "Class room"


def test_a_room_that_is_lost_makes_conflicts_from_that_moment_and_opens_again(meeting):
    before, after = meeting.session(0), meeting.session(2)
    lost = {"edition": meeting.edition, "starts_at": NINE + timedelta(hours=1), "ends_at": None, "reason": "water"}
    for _time in range(2):
        venues.close_room(meeting.hall, **lost, actor=meeting.planner)

    found = [each for each in board_of(meeting.edition).found if each.kind == ConflictKind.CLOSED]
    assert ([each.sessions for each in found], RoomClosure.objects.count()) == ([(after.pk,)], 1)
    assert before.pk != after.pk
    venues.open_room(meeting.hall, edition=meeting.edition, actor=meeting.planner)
    assert board_of(meeting.edition).found == []


def test_the_office_chooses_levels_and_ways(meeting):
    pair = tuple(sorted((meeting.hall.venue_id, meeting.school.venue_id)))
    levels = {kind.value: Level.IGNORE.value for kind in ConflictKind}
    meeting.session()
    meeting.session()

    venues.set_rules(meeting.edition, walk_minutes=3, levels=levels, walks={pair: 7}, actor=meeting.planner)
    board = board_of(meeting.edition)
    assert (board.found, board.setting.walk_minutes, board.setting.walks) == ([], 3, {pair: 7})

    venues.set_rules(meeting.edition, walk_minutes=3, levels={}, walks={pair: None}, actor=meeting.planner)
    board = board_of(meeting.edition)
    assert ([each.kind for each in board.found], board.setting.walks) == ([ConflictKind.ROOM], {})


def test_commitments_and_sign_ups_of_other_parts_are_seen(meeting):
    session = meeting.session(room=meeting.small)
    speaker = SpeakerFactory(session=session)
    talk = Commitment(speaker.participant_id, NINE, NINE + timedelta(minutes=20), "Talk with Nablus")
    commitments.register("test", lambda pk: [talk] if pk == meeting.edition.pk else [])
    signups.register("test", lambda pk: {session.pk: 21} if pk == meeting.edition.pk else {})
    try:
        board = board_of(meeting.edition)
        told = {each.found.kind: each.text for each in board.conflicts(board.found)}
    finally:
        commitments.unregister("test")
        signups.unregister("test")

    assert told[ConflictKind.DELEGATE] == f"{speaker.full_name} is also expected at: Talk with Nablus"
    assert told[ConflictKind.CAPACITY] == "21 people are expected; the room holds 20."


def test_a_conflict_says_which_rooms_would_help(meeting):
    meeting.session(places=30)
    meeting.session(0.25, places=35)

    board = board_of(meeting.edition)
    (conflict,) = board.conflicts(board.found)

    assert (conflict.level, conflict.help) == (Level.BLOCK, "This room is free and big enough: Class room (School).")


@pytest.mark.parametrize("count", [1, 3, 40])
def test_checking_asks_the_database_as_often_for_many_sessions(meeting, alone, django_assert_num_queries, count):
    for number in range(count):
        session = meeting.session(number)
        SpeakerFactory(session=session)
        InterpretationFactory(session=session)

    with django_assert_num_queries(7):
        board = board_of(meeting.edition)
        board.conflicts(board.found)


def test_venues_and_sessions_are_carried_over_without_times_and_names(meeting):
    session = meeting.session(title_de="Abfall", is_cancelled=False)
    meeting.session(1, is_cancelled=True)
    SpeakerFactory(session=session, agreed=True)
    InterpretationFactory(session=session)
    target = EditionFactory(ahead=True)
    known = {"shift_days": 365, "actor": meeting.planner, "at": NOW}

    assert cloning.clone_venues(meeting.edition, target, **known) == 2
    assert cloning.clone_venues(meeting.edition, target, **known) == 0
    assert cloning.clone_sessions(meeting.edition, target, **known) == 1

    copy = target.sessions.get()
    assert (copy.title_de, copy.starts_at, copy.room, copy.speakers.count()) == ("Abfall", None, None, 0)
    assert copy.interpretations.get().interpreter is None
    assert copy.code != session.code
    assert Venue.objects.count() == 2
    with pytest.raises(Refused):
        cloning.clone_sessions(meeting.edition, target, **{**known, "actor": UserFactory()})


def test_a_room_of_a_foreign_venue_is_no_choice(meeting):
    stranger = RoomFactory()

    assert stranger.pk not in board_of(meeting.edition).rooms
