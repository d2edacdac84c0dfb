"""Signing up for a session: places, the waiting list, overlaps, who may, and what else hears of it."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from jisr.audit.models import Entry
from jisr.events.agenda import cloning, counting, personal, seats, services, venues
from jisr.events.agenda.checking import board_of
from jisr.events.agenda.figures import signed_up
from jisr.events.agenda.models import Session
from jisr.events.agenda.policies import READ_SIGNUP
from jisr.events.agenda.services import marks_of, values_of
from jisr.events.agenda.signing_up import NotConfirmed, SameTime, SignupClosed, sign_off, sign_up
from jisr.events.agenda.signup_models import SessionSignup
from jisr.events.agenda.states import ConflictKind
from jisr.events.registration.services import withdraw
from jisr.kernel.policy import Refused
from jisr.notifications.models import Message
from tests import policy_twins
from tests.events.agenda.conftest import NINE, NOW
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory, EditionVenueFactory, ParticipantFactory, SessionFactory
from tests.factories.memberships import MembershipFactory
from tests.factories.municipalities import AuthorityFactory
from tests.factories.registration import PartyFactory
from tests.factories.signups import SignupFactory

pytestmark = pytest.mark.django_db

policy_twins.register(READ_SIGNUP, SessionSignup)


@pytest.fixture
def visit(meeting):
    """A published session with two places."""
    session = meeting.session(needs_signup=True, places=2, title_en="Site visit", title_de="Besichtigung")
    meeting.publish()
    return session


def someone(meeting, name="Somebody", **columns):
    return ParticipantFactory(edition=meeting.edition, full_name=name, **columns)


def enter(session, person, at=NOW, actor=None):
    return sign_up(session, person, actor=actor or person.user, at=at)


def leave(session, person, at=NOW, actor=None):
    return sign_off(session, person, actor=actor or person.user, at=at)


def placed(session):
    return [row.participant.full_name for row in session.signups.placed()]


def queued(session):
    return [row.participant.full_name for row in session.signups.waiting()]


def told(person):
    return list(Message.objects.filter(recipient=person.user).order_by("pk").values_list("subject_line", flat=True))


def hold(meeting, capacity):
    """The office writes how many people the hall holds."""
    venue = meeting.hall.venue
    values = {name: getattr(venue, name) for name in venues.VENUE_FIELDS}
    rows = [
        {**{name: getattr(room, name) for name in venues.ROOM_FIELDS}, "room": room.pk} for room in venue.rooms.all()
    ]
    rows[0]["capacity"] = capacity
    venues.save_venue(venue, values, rows, edition=meeting.edition, actor=meeting.planner)


def change(meeting, session, **columns):
    session.refresh_from_db()
    shown = values_of(session)
    return services.change_session(session, {**shown, **columns}, seen=marks_of(shown), actor=meeting.planner)


def test_places_go_to_the_first_and_the_others_wait_in_order(meeting, visit):
    for name in ("Ali", "Beate", "Chaled", "Dora"):
        enter(visit, someone(meeting, name))

    assert placed(visit) == ["Ali", "Beate"]
    assert queued(visit) == ["Chaled", "Dora"]
    assert [row.position for row in visit.signups.waiting().with_position()] == [1, 2]


def test_a_second_click_changes_nothing(meeting, visit):
    ali = someone(meeting)

    assert enter(visit, ali).pk == enter(visit, ali).pk
    leave(visit, ali)
    leave(visit, ali)

    assert SessionSignup.objects.count() == 0
    steps = Entry.objects.filter(action__startswith="events.session_signed").order_by("pk")
    assert list(steps.values_list("action", "changes")) == [
        ("events.session_signed_up", {"session": [None, visit.code]}),
        ("events.session_signed_off", {"session": [visit.code, None]}),
    ]


def test_a_freed_place_goes_to_the_first_who_waits_and_they_are_told_in_their_language(meeting, visit):
    people = [someone(meeting, name) for name in ("Ali", "Beate")]
    omar = someone(meeting, "Omar", user=UserFactory(preferred_language="de"))
    for person in (*people, omar, someone(meeting, "Late")):
        enter(visit, person)

    leave(visit, people[0])

    assert (placed(visit), queued(visit)) == (["Beate", "Omar"], ["Late"])
    assert told(omar) == ["Sie haben einen Platz in einem Programmpunkt"]
    assert told(people[0]) == []
    assert Entry.objects.filter(action="events.session_moved_up").count() == 1


def test_without_a_number_the_room_decides_and_without_a_room_nobody_waits(meeting):
    in_room = meeting.session(needs_signup=True)
    outside = meeting.session(4, needs_signup=True)
    Session.objects.filter(pk=outside.pk).update(room=None)
    outside.refresh_from_db()

    assert (seats.limit_of(in_room), seats.limit_of(outside)) == (meeting.hall.capacity, None)
    in_room.places = 0
    assert seats.limit_of(in_room) == 0


def test_only_those_with_a_confirmed_place_at_this_meeting_sign_up(meeting, visit):
    waiting = someone(meeting, waiting=True)
    elsewhere = ParticipantFactory(edition=EditionFactory(ahead=True))

    for person in (waiting, elsewhere):
        with pytest.raises(NotConfirmed):
            enter(visit, person)

    assert SessionSignup.objects.count() == 0


def test_coordinators_act_for_those_they_send_and_the_person_is_told(meeting, visit):
    ali = someone(meeting, "Ali")
    anna = MembershipFactory(coordinator=True, authority=ali.authority).user
    stranger = MembershipFactory(coordinator=True).user
    colleague = MembershipFactory(confirmed=True, authority=ali.authority).user

    for other in (stranger, colleague):
        with pytest.raises(Refused):
            enter(visit, ali, actor=other)
    enter(visit, ali, actor=anna)
    leave(visit, ali, actor=anna)

    assert told(ali) == ["You have a place in a session", "You are signed off from a session"]


def test_somebody_without_an_account_is_told_by_mail(meeting, visit):
    ali = someone(meeting, "Ali", user=None, email="ali@example.org", languages=["ar"])

    enter(visit, ali, actor=meeting.planner)

    mail = Message.objects.get(recipient=None)
    assert (mail.address, mail.subject_line) == ("ali@example.org", "لديكم مقعد في جلسة")


@pytest.mark.parametrize("hours", [-0.5, 0, 0.5])
def test_another_session_at_the_same_time_is_refused_and_named(meeting, visit, hours):
    ali = someone(meeting, "Ali")
    other = meeting.session(hours, meeting.school, needs_signup=True)
    meeting.publish()
    enter(visit, ali)

    with pytest.raises(SameTime) as refusal:
        enter(other, ali)
    assert str(refusal.value.message) == (
        "You signed up for “Site visit” at the same time (14 September 2027, 09:00 (Berlin) / 10:00 (Hebron)). "
        "Sign off there first, then sign up here."
    )
    with pytest.raises(SameTime, match="Ali signed up for “Site visit”"):
        enter(other, ali, actor=meeting.planner)


def test_sessions_that_only_touch_are_both_fine(meeting, visit):
    ali = someone(meeting)
    after = meeting.session(0.75, meeting.school, needs_signup=True)
    meeting.publish()
    enter(visit, ali)

    assert enter(after, ali).seat == 1


def test_what_is_not_published_cancelled_over_or_without_sign_up_takes_nobody(meeting, visit):
    ali = someone(meeting)
    draft = meeting.session(4, needs_signup=True)
    with pytest.raises(SignupClosed):
        enter(draft, ali)
    with pytest.raises(SignupClosed):
        enter(visit, ali, at=NINE)
    services.set_cancelled(visit, is_cancelled=True, actor=meeting.planner)
    with pytest.raises(SignupClosed):
        enter(visit, ali)
    services.set_cancelled(visit, is_cancelled=False, actor=meeting.planner)
    change(meeting, visit, needs_signup=False)
    with pytest.raises(SignupClosed):
        enter(visit, ali)


def test_after_the_last_day_only_the_events_team_signs_people_up(meeting, visit):
    ali, late = someone(meeting, "Ali"), someone(meeting, "Late")
    Session.objects.update(signup_until=date(2027, 9, 10))
    last = NINE.replace(day=10, hour=21, minute=59)  # midnight in Berlin is 22:00 UTC
    after = last + timedelta(minutes=1)

    enter(visit, ali, at=last)
    with pytest.raises(SignupClosed):
        enter(visit, late, at=after)
    enter(visit, late, at=after, actor=meeting.planner)
    leave(visit, ali, at=after)

    assert placed(visit) == ["Late"]


def test_nobody_leaves_a_session_that_has_begun(meeting, visit):
    ali = someone(meeting)
    enter(visit, ali)

    with pytest.raises(SignupClosed):
        leave(visit, ali, at=NINE)


def test_who_withdraws_from_the_meeting_frees_the_place(meeting, visit, django_capture_on_commit_callbacks):
    people = [someone(meeting, name) for name in ("Ali", "Beate", "Omar")]
    for person in people:
        enter(visit, person)

    with django_capture_on_commit_callbacks(execute=True):
        withdraw(people[0].public_id, actor=people[0].user, at=NOW)

    assert (placed(visit), queued(visit)) == (["Beate", "Omar"], [])


def test_fewer_places_take_nobody_s_place_and_show_as_a_conflict_and_no_freed_place_is_given(meeting, visit):
    people = [someone(meeting, name) for name in ("Ali", "Beate", "Omar")]
    for person in people:
        enter(visit, person)

    change(meeting, visit, places=1)

    assert (placed(visit), queued(visit)) == (["Ali", "Beate"], ["Omar"])
    (found,) = [each for each in board_of(meeting.edition).found if each.kind == ConflictKind.PLACES]
    assert (found.sessions, found.facts) == ((visit.pk,), (2, 1))
    (conflict,) = board_of(meeting.edition).conflicts([found])
    assert conflict.text == "Signed up: 2; places: 1."
    leave(visit, people[1])
    assert (placed(visit), queued(visit)) == (["Ali"], ["Omar"])


def test_too_many_for_the_room_show_as_a_conflict(meeting, visit):
    for _number in range(2):
        enter(visit, someone(meeting))
    meeting.small.capacity = 1
    meeting.small.save()
    services.move_session(
        visit, room=meeting.small, starts_at=visit.starts_at, minutes=visit.minutes, actor=meeting.planner
    )
    Session.objects.update(places=None)

    found = [each for each in board_of(meeting.edition).found if each.kind == ConflictKind.CAPACITY]

    assert [(each.sessions, each.facts) for each in found] == [((visit.pk,), (2, 1))]


def test_more_places_go_to_those_who_wait(meeting, visit):
    for name in ("Ali", "Beate", "Omar", "Late"):
        enter(visit, someone(meeting, name))

    change(meeting, visit, places=3)
    assert placed(visit) == ["Ali", "Beate", "Omar"]

    services.move_session(
        visit, room=meeting.small, starts_at=visit.starts_at, minutes=visit.minutes, actor=meeting.planner
    )
    change(meeting, visit, places=None)
    assert placed(visit) == ["Ali", "Beate", "Omar", "Late"]


def test_a_room_that_holds_more_goes_to_those_who_wait(meeting, visit):
    meeting.hall.capacity = 1
    meeting.hall.save()
    Session.objects.update(places=None)
    for name in ("Ali", "Beate"):
        enter(visit, someone(meeting, name))
    assert queued(visit) == ["Beate"]

    hold(meeting, 5)

    assert placed(visit) == ["Ali", "Beate"]


@pytest.fixture
def neighbour(meeting):
    """Sessions with sign-up in the same hall of other meetings: one to come and one that is over."""
    found = []
    for edition in (EditionFactory(ahead=True), EditionFactory()):
        EditionVenueFactory(edition=edition, venue=meeting.hall.venue)
        session = SessionFactory(edition=edition, room=meeting.hall, starts_at=NINE, needs_signup=True)
        SignupFactory(session=session, participant__edition=edition, participant__full_name="First", seat=1)
        SignupFactory(session=session, participant__edition=edition, participant__full_name="Next", waiting=True)
        found.append(session)
    return found


def test_a_room_that_holds_more_fills_sessions_to_come_of_every_meeting_in_it(meeting, neighbour):
    to_come, over = neighbour
    SignupFactory(session=to_come, participant__edition=to_come.edition, participant__full_name="Last", waiting=True)

    hold(meeting, 2)

    assert (placed(to_come), queued(to_come)) == (["First", "Next"], ["Last"])
    assert (placed(over), queued(over)) == (["First"], ["Next"])
    moved = to_come.signups.get(seat=2).participant
    assert told(moved) == ["You have a place in a session"]
    assert Message.objects.count() == 1
    assert Entry.objects.filter(action="events.session_moved_up", subject_key=str(moved.pk)).count() == 1


def test_a_room_that_holds_less_takes_nobody_s_place_in_any_meeting(meeting, neighbour):
    hold(meeting, 2)

    hold(meeting, 1)

    assert [placed(session) for session in neighbour] == [["First", "Next"], ["First"]]
    board = board_of(neighbour[0].edition)
    assert [each.facts for each in board.found if each.kind == ConflictKind.CAPACITY] == [(2, 1)]


def test_the_database_gives_no_seat_twice(meeting, visit):
    enter(visit, someone(meeting))

    with pytest.raises(IntegrityError), transaction.atomic():
        SignupFactory(session=visit, participant=someone(meeting), seat=1)


@given(st.lists(st.tuples(st.sampled_from(["up", "off", "more", "fewer"]), st.integers(0, 5)), max_size=12))
def test_whatever_happens_nobody_waits_beside_a_free_place_and_none_is_given_twice(steps):
    with transaction.atomic():
        session = SignupFactory.create(waiting=True).session
        SessionSignup.objects.all().delete()
        Session.objects.filter(pk=session.pk).update(places=2)
        people = [ParticipantFactory(edition=session.edition) for _number in range(6)]
        for name, number in steps:
            session.refresh_from_db()
            mine = SessionSignup.objects.filter(session=session, participant=people[number])
            before = session.signups.placed().count()
            if name == "up" and not mine.exists():
                SessionSignup.objects.create(session=session, participant=people[number], signed_up_at=NOW)
            elif name == "off":
                mine.delete()
            else:
                Session.objects.filter(pk=session.pk).update(places=number)
            session.refresh_from_db()
            kept = session.signups.placed().count()
            seats.give(session)
            taken = session.signups.placed().count()
            assert taken == max(kept, min(session.places, session.signups.count()))
            assert kept >= before - (name == "off")
        transaction.set_rollback(True)


def test_those_who_signed_up_hear_of_a_cancelled_session_and_for_others_whoever_registered_them(meeting, visit):
    ali, without = someone(meeting, "Ali"), someone(meeting, "Layla", user=None)
    anna = UserFactory()
    without.party = PartyFactory(edition=meeting.edition, registered_by=anna)
    without.save()
    for person in (ali, without):
        enter(visit, person, actor=meeting.planner)
    services.set_cancelled(visit, is_cancelled=True, actor=meeting.planner)

    meeting.publish()

    subject = "Sessions that concern you have changed"
    assert told(ali)[-1] == subject
    heard = Message.objects.filter(recipient=anna).order_by("pk").values_list("subject_line", flat=True)
    assert list(heard) == ["A place in a session for people whom you registered", subject]
    assert counting.concerns([visit.pk]) == {(ali.user_id, visit.pk), (anna.pk, visit.pk)}


def test_a_place_counts_as_where_somebody_is_expected_and_waiting_does_not(meeting, visit):
    people = [someone(meeting) for _number in range(3)]
    for person in people:
        enter(visit, person)

    expected = [
        (each.participant_id, each.starts_at, each.session) for each in counting.commitments_of(meeting.edition.pk)
    ]

    assert expected == [(person.pk, visit.starts_at, visit.pk) for person in people[:2]]
    assert counting.numbers_of(meeting.edition.pk) == {visit.pk: 2}


def test_who_sees_a_sign_up(meeting, visit):
    body = AuthorityFactory()
    actors = policy_twins.readers(body)
    SignupFactory(session=visit, participant=someone(meeting, authority=body))
    SignupFactory(session=visit, participant=someone(meeting, user=actors["expert"]))

    assert list(policy_twins.disagreements(READ_SIGNUP.name, actors)) == []


def test_own_data_and_erasure(meeting, visit):
    ali, beate, omar = (someone(meeting, name) for name in ("Ali", "Beate", "Omar"))
    for person in (ali, beate, omar):
        enter(visit, person)

    rows = personal.own_signups(ali.user).rows
    assert [(row["session"], row["state"], row["at"]) for row in rows] == [("Site visit", "has a place", NOW)]

    assert personal.drop_signups(ali.user) == 1
    assert (placed(visit), queued(visit)) == (["Beate", "Omar"], [])


def test_a_new_edition_takes_over_that_sign_up_is_needed_but_no_day_and_nobody(meeting, visit):
    Session.objects.update(signup_until=date(2027, 9, 10))
    enter(visit, someone(meeting))
    target = EditionFactory(ahead=True)

    cloning.clone_sessions(meeting.edition, target, shift_days=0, actor=meeting.planner, at=NOW)

    copy = target.sessions.get()
    assert (copy.needs_signup, copy.places, copy.signup_until, copy.signups.count()) == (True, 2, None, 0)


def test_figures_tell_how_many_signed_up(meeting, visit):
    assert [(str(each.label), each.value) for each in signed_up(meeting.edition)] == [("Site visit", "0 of 2")]
    for _number in range(3):
        enter(visit, someone(meeting))

    assert [(str(each.label), each.value) for each in signed_up(meeting.edition)] == [
        ("Site visit", "2 of 2"),
        ("waiting for: Site visit", 1),
    ]
