"""Many people at the same moment: real threads on real transactions, on both databases."""

from collections import Counter
from secrets import token_hex

import pytest
from django.db import connection

from jisr.accounts.models import User
from jisr.events.models import EditionPlaces, Participant, ParticipantKind, Party
from jisr.events.registration.changing import replace, set_places
from jisr.events.registration.correcting import correct, details_of
from jisr.events.registration.services import accept_offer, register_delegation, sign_up, withdraw
from jisr.kernel.errors import DomainError
from tests.at_once import at_once, by, results_at_once
from tests.events.registration.conftest import NOW
from tests.factories.accounts import UserFactory
from tests.factories.events import ParticipantKindFactory
from tests.factories.memberships import MembershipFactory

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 50 if connection.vendor == "sqlite" else 30  # the servers of tests take few connections
PLACES = 10


def states():
    return Counter(Participant.objects.values_list("state", flat=True))


def step_of(meeting, user):
    return lambda: sign_up(
        meeting.edition, meeting.person(user), body=None, form_key=token_hex(), actor=by(user), at=NOW
    )


def test_many_sign_up_at_once_for_ten_places(meeting):
    meeting.places(PLACES)
    people = [UserFactory() for _place in range(PEOPLE)]

    done = results_at_once(*(step_of(meeting, user) for user in people))

    assert [result for result in done if isinstance(result, DomainError)] == []
    assert states() == {"confirmed": PLACES, "waiting": PEOPLE - PLACES}
    numbers = Participant.objects.on_waiting_list().values_list("queue_number", flat=True)
    assert list(numbers) == list(range(PLACES + 1, PEOPLE + 1))
    assert set(Participant.objects.values_list("user", flat=True)) == {user.pk for user in people}
    assert (EditionPlaces.objects.get().taken, ParticipantKind.objects.get().taken) == (PLACES, PLACES)


def test_the_first_row_of_places_is_made_once(meeting):
    people = [UserFactory() for _place in range(6)]

    assert at_once(*(step_of(meeting, user) for user in people)) == ["done"] * 6
    assert EditionPlaces.objects.count() == 1


def test_a_double_click_registers_one_person(meeting):
    user, key = UserFactory(), token_hex()

    def click():
        return sign_up(meeting.edition, meeting.person(user), body=None, form_key=key, actor=by(user), at=NOW)

    first, second = results_at_once(click, click)

    assert first.pk == second.pk
    assert (Participant.objects.count(), Party.objects.count()) == (1, 1)


def test_one_person_in_two_tabs_is_registered_once(meeting):
    user = UserFactory()

    assert at_once(step_of(meeting, user), step_of(meeting, user)) == ["AlreadyRegistered", "done"]
    assert Participant.objects.count() == 1


def test_the_last_place_of_a_kind_goes_to_one_of_two_who_are_put_right_at_once(meeting):
    mayors = ParticipantKindFactory(edition=meeting.edition, key="mayor", places=1)
    rows = [meeting.sign_up(UserFactory()) for _place in range(2)]

    def step(row):
        opened = details_of(row)
        return lambda: correct(row.public_id, {"kind": mayors}, opened=opened, actor=by(meeting.office), at=NOW)

    assert at_once(*(step(row) for row in rows)) == ["TooMany", "done"]
    mayors.refresh_from_db()
    assert (Participant.objects.filter(kind=mayors).count(), mayors.taken) == (1, 1)


def test_two_coordinators_register_the_same_person_at_once(meeting):
    second = MembershipFactory(coordinator=True, authority=meeting.town).user

    def step(person, address):
        people = [meeting.person(full_name="Layla", email=address)]
        return lambda: register_delegation(
            meeting.edition, people, body=meeting.town, is_whole=False, form_key=token_hex(), actor=by(person), at=NOW
        )

    told = at_once(step(meeting.anna, "layla@example.org"), step(second, "Layla@Example.org"))

    assert told == ["AlreadyRegistered", "done"]
    assert Participant.objects.count() == 1


def test_withdrawals_and_sign_ups_at_once_leave_no_place_empty_and_none_twice(meeting):
    meeting.places(5)
    inside = [meeting.sign_up() for _place in range(8)]
    new = [UserFactory() for _place in range(5)]
    leaving = [
        lambda row=row: withdraw(row.public_id, actor=User.objects.get(pk=row.user_id), at=NOW) for row in inside[:5]
    ]

    at_once(*leaving, *(step_of(meeting, user) for user in new))

    found = states()
    assert found["withdrawn"] == 5
    assert found["confirmed"] + found["offered"] == 5
    assert found["waiting"] == 3
    assert EditionPlaces.objects.get().taken == 5


def test_accepting_twice_at_once_confirms_once(meeting):
    meeting.places(1)
    first, second = meeting.sign_up(), meeting.sign_up()
    withdraw(first.public_id, actor=first.user, at=NOW)

    def accept():
        return accept_offer(second.public_id, actor=User.objects.get(pk=second.user_id), at=NOW)

    assert at_once(accept, accept) == ["done", "done"]
    assert states() == {"withdrawn": 1, "confirmed": 1}


def test_a_delegate_is_replaced_once(meeting):
    row = meeting.delegation(1).members.get()

    def step(name):
        person = meeting.person(full_name=name, email=f"{name}@example.org")
        return lambda: replace(row.public_id, person, actor=by(meeting.anna), at=NOW)

    assert at_once(step("layla"), step("omar")) == ["IllegalMove", "done"]
    assert states() == {"replaced": 1, "confirmed": 1}


def test_places_lowered_while_people_sign_up(meeting):
    meeting.places(6)
    values = {"total": 3, "per_body": None, "offer_hours": 72, "lets_small_pass": False}
    people = [UserFactory() for _place in range(6)]

    at_once(
        lambda: set_places(meeting.edition, values, kinds={}, actor=by(meeting.office), at=NOW),
        *(step_of(meeting, user) for user in people),
    )

    places = EditionPlaces.objects.get()
    assert places.total in {3, 6}
    assert places.taken == places.total == states()["confirmed"]
    assert sum(states().values()) == 6
