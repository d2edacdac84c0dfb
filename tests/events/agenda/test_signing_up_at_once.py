"""Many sign up for a session at the same moment: real threads on real transactions, on both databases."""

import pytest
from django.db import connection

from jisr.events.agenda import venues
from jisr.events.agenda.models import Room
from jisr.events.agenda.services import change_session, marks_of, values_of
from jisr.events.agenda.signing_up import sign_off, sign_up
from jisr.events.agenda.signup_models import SessionSignup
from jisr.events.registration.services import withdraw
from jisr.kernel.errors import DomainError
from tests.at_once import at_once, by, results_at_once
from tests.events.agenda.conftest import NOW, Meeting
from tests.factories.events import EditionFactory, EditionVenueFactory, ParticipantFactory
from tests.factories.signups import SignupFactory

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 30 if connection.vendor == "sqlite" else 20  # the servers of tests take few connections
PLACES = 7


@pytest.fixture
def visit(meeting):
    session = meeting.session(needs_signup=True, places=PLACES)
    meeting.publish()
    return session


def people(meeting, number):
    return [ParticipantFactory(edition=meeting.edition) for _place in range(number)]


def up(session, person):
    return lambda: sign_up(session, person, actor=by(person.user), at=NOW)


def off(session, person):
    return lambda: sign_off(session, person, actor=by(person.user), at=NOW)


def seats(session):
    return sorted(session.signups.placed().values_list("seat", flat=True))


def test_many_at_once_get_each_place_once_and_the_others_wait(meeting, visit):
    everybody = people(meeting, PEOPLE)

    done = results_at_once(*(up(visit, person) for person in everybody))

    assert [result for result in done if isinstance(result, DomainError)] == []
    assert seats(visit) == list(range(1, PLACES + 1))
    assert visit.signups.waiting().count() == PEOPLE - PLACES
    first = visit.signups.order_by("pk").values_list("seat", flat=True)[:PLACES]
    assert sorted(first) == list(range(1, PLACES + 1))


def test_a_double_click_takes_one_place(meeting, visit):
    (person,) = people(meeting, 1)

    first, second = results_at_once(up(visit, person), up(visit, person))

    assert first.pk == second.pk
    assert seats(visit) == [1]


def test_one_person_in_two_tabs_gets_one_of_two_sessions_at_the_same_time(meeting, visit):
    other = meeting.session(0.25, meeting.school, needs_signup=True)
    meeting.publish()
    (person,) = people(meeting, 1)

    assert at_once(up(visit, person), up(other, person)) == ["SameTime", "done"]
    assert SessionSignup.objects.count() == 1


def test_leaving_and_coming_at_once_leaves_no_place_empty_and_none_twice(meeting, visit):
    inside, new = people(meeting, PLACES + 2), people(meeting, 5)
    for person in inside:
        sign_up(visit, person, actor=person.user, at=NOW)

    at_once(*(off(visit, person) for person in inside[:5]), *(up(visit, person) for person in new))

    assert seats(visit) == list(range(1, PLACES + 1))
    assert visit.signups.waiting().count() == 2


def test_who_withdraws_from_the_meeting_while_signing_up_keeps_no_place(meeting, visit):
    (person,) = people(meeting, 1)

    told = at_once(up(visit, person), lambda: withdraw(person.public_id, actor=by(person.user), at=NOW))

    assert told in (["NotConfirmed", "done"], ["done", "done"])
    assert SessionSignup.objects.count() == 0


def test_places_lowered_while_people_sign_up(meeting, visit):
    everybody, fewer = people(meeting, 8), 3
    shown = values_of(visit)

    def lower():
        return change_session(visit, {**shown, "places": fewer}, seen=marks_of(shown), actor=by(meeting.planner))

    at_once(lower, *(up(visit, person) for person in everybody))

    visit.refresh_from_db()
    assert visit.places == fewer
    assert fewer <= len(seats(visit)) <= PLACES
    assert visit.signups.count() == 8


def larger(meeting, venue, capacity, *, edition):
    def save():
        values = {name: getattr(venue, name) for name in venues.VENUE_FIELDS}
        rows = [
            {**{name: getattr(room, name) for name in venues.ROOM_FIELDS}, "room": room.pk, "capacity": capacity}
            for room in venue.rooms.all()
        ]
        venues.save_venue(venue, values, rows, edition=edition, actor=by(meeting.planner))

    return save


def test_two_meetings_that_enlarge_the_same_venues_at_once_do_not_wait_for_each_other_in_a_ring(meeting):
    other = Meeting(EditionFactory(ahead=True), meeting.hall, meeting.small, meeting.school, meeting.planner)
    houses = [meeting.hall.venue, meeting.school.venue]
    for venue in houses:
        EditionVenueFactory(edition=other.edition, venue=venue)
    Room.objects.update(capacity=1)
    sessions = [
        each.session(room=room, needs_signup=True) for each in (meeting, other) for room in (each.hall, each.school)
    ]
    for each in (meeting, other):
        each.publish()
    for session in sessions:
        SignupFactory(session=session, participant__edition=session.edition, seat=1)
        SignupFactory.create_batch(3, session=session, participant__edition=session.edition, waiting=True)
    newcomers = [ParticipantFactory(edition=session.edition) for session in sessions]

    done = at_once(
        larger(meeting, houses[0], 5, edition=meeting.edition),
        larger(meeting, houses[1], 5, edition=other.edition),
        larger(meeting, houses[1], 5, edition=meeting.edition),
        larger(meeting, houses[0], 5, edition=other.edition),
        *(up(session, person) for session, person in zip(sessions, newcomers, strict=True)),
    )

    assert done == ["done"] * 8
    assert [seats(session) for session in sessions] == [[1, 2, 3, 4, 5]] * 4
