"""Places: never more than there are, in order, parties whole, offers with a time limit."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from jisr.events.models import EditionPlaces, Participant, ParticipantKind
from jisr.events.registration import places
from jisr.events.registration.changing import BelowTaken, set_places
from jisr.events.registration.entries import TooMany
from jisr.events.registration.following import follow_registrations
from jisr.events.registration.places import Room, Unit, choose
from jisr.events.registration.services import (
    ReasonMissing,
    accept_offer,
    expire_offers,
    move_up,
    withdraw,
    withdraw_delegation,
)
from jisr.events.registration.states import ParticipantState
from jisr.kernel.policy import Refused
from jisr.kernel.workflow import IllegalMove
from tests.events.registration.conftest import NOW
from tests.factories.accounts import UserFactory
from tests.factories.events import ParticipantKindFactory

LATER = NOW + timedelta(hours=1)


def states(*people):
    return [Participant.objects.get(pk=person.pk).state for person in people]


def unit(*kinds, first=0):
    return Unit(tuple(range(first, first + len(kinds))), kinds)


def test_units_get_places_in_order_until_one_does_not_fit():
    units = [unit(1), unit(1, 1, 1), unit(1)]

    assert choose(units, Room(3), lets_small_pass=False) == units[:1]
    assert choose(units, Room(3), lets_small_pass=True) == [units[0], units[2]]
    assert choose(units, Room(5), lets_small_pass=False) == units
    assert choose(units, Room(None), lets_small_pass=False) == units


def test_who_waits_for_a_full_kind_holds_up_only_that_kind():
    units = [unit(1), unit(2), unit(1), unit(1, 2), unit(2)]

    assert choose(units, Room(None, {1: 1}), lets_small_pass=False) == [units[0], units[1]]
    assert choose(units, Room(None, {1: 1}), lets_small_pass=True) == [units[0], units[1], units[4]]


UNITS = st.lists(st.lists(st.integers(1, 3), min_size=1, max_size=4), max_size=12)


@given(
    UNITS,
    st.one_of(st.none(), st.integers(0, 10)),
    st.dictionaries(st.integers(1, 3), st.integers(0, 6)),
    st.booleans(),
)
def test_nothing_is_oversold_and_no_one_overtakes(sizes, total, kinds, lets_small_pass):
    units = [Unit(tuple((place, number) for number in range(len(row))), tuple(row)) for place, row in enumerate(sizes)]

    chosen = choose(units, Room(total, dict(kinds)), lets_small_pass=lets_small_pass)

    given_away = [kind for one in chosen for kind in one.kinds]
    assert total is None or len(given_away) <= total
    assert all(given_away.count(kind) <= number for kind, number in kinds.items())
    assert [units.index(one) for one in chosen] == sorted(units.index(one) for one in chosen)
    if not lets_small_pass:
        left = [one for one in units if one not in chosen]
        for behind in chosen:
            assert not any(
                set(one.kinds) & set(behind.kinds)
                for one in left[: units.index(behind)]
                if units.index(one) < units.index(behind)
            )


def test_the_first_get_places_the_others_wait_in_order(meeting):
    meeting.places(2)
    people = [meeting.sign_up() for _place in range(5)]

    assert states(*people) == ["confirmed", "confirmed", "waiting", "waiting", "waiting"]
    assert [places.position_of(person) for person in people[2:]] == [1, 2, 3]
    assert EditionPlaces.objects.get().taken == 2
    assert ParticipantKind.objects.get().taken == 2


def test_a_withdrawal_offers_the_place_to_the_next_with_a_time_limit(meeting):
    meeting.places(1, offer_hours=48)
    first, second, third = (meeting.sign_up() for _place in range(3))

    withdraw(first.public_id, actor=first.user, at=LATER)

    assert states(first, second, third) == ["withdrawn", "offered", "waiting"]
    second.refresh_from_db()
    assert second.offer_until == LATER + timedelta(hours=48)
    accept_offer(second.public_id, actor=second.user, at=LATER)
    accept_offer(second.public_id, actor=second.user, at=LATER)
    assert states(second, third) == ["confirmed", "waiting"]


def test_an_offer_that_nobody_accepts_goes_to_the_next(meeting):
    meeting.places(1, offer_hours=48)
    first, second, third = (meeting.sign_up() for _place in range(3))
    withdraw(first.public_id, actor=first.user, at=NOW)
    late = NOW + timedelta(hours=48)

    with pytest.raises(IllegalMove):
        accept_offer(second.public_id, actor=second.user, at=late)
    assert expire_offers(meeting.edition.pk, at=late - timedelta(seconds=1)) == 0
    assert (follow_registrations(now=late).expired, follow_registrations(now=late).expired) == (1, 0)
    assert states(second, third) == ["withdrawn", "offered"]
    with pytest.raises(IllegalMove):
        accept_offer(second.public_id, actor=second.user, at=late)


def test_who_comes_new_does_not_overtake_the_waiting_list(meeting):
    meeting.places(2)
    meeting.sign_up()
    party = meeting.delegation(2, is_whole=True)
    late = meeting.sign_up()

    assert states(*party.members.order_by("pk"), late) == ["waiting", "waiting", "waiting"]


def test_small_parties_pass_only_if_the_office_lets_them(meeting):
    meeting.places(2, lets_small_pass=True)
    meeting.sign_up()
    party = meeting.delegation(2, is_whole=True)
    late = meeting.sign_up()

    assert states(*party.members.order_by("pk"), late) == ["waiting", "waiting", "confirmed"]


def test_a_party_that_comes_whole_gets_places_for_all_or_for_nobody(meeting):
    meeting.places(3)
    one, two = meeting.sign_up(), meeting.sign_up()
    party = meeting.delegation(3, is_whole=True)
    members = list(party.members.order_by("pk"))

    withdraw(one.public_id, actor=one.user, at=NOW)
    assert states(*members) == ["waiting"] * 3
    withdraw(two.public_id, actor=two.user, at=NOW)
    assert states(*members) == ["offered"] * 3
    accept_offer(members[0].public_id, actor=meeting.anna, at=NOW)
    assert states(*members) == ["confirmed"] * 3


def test_one_of_a_whole_party_cannot_answer_for_all(meeting):
    meeting.places(2)
    first = meeting.delegation(2, is_whole=True)
    user = UserFactory()
    people = [meeting.person(user), meeting.person(email="other@example.org")]
    waiting = meeting.delegation(2, people=people, is_whole=True)
    for member in first.members.all():
        withdraw(member.public_id, actor=meeting.anna, at=NOW)

    with pytest.raises(Refused):
        accept_offer(waiting.members.get(user=user).public_id, actor=user, at=NOW)
    assert states(*waiting.members.all()) == ["offered", "offered"]


def test_a_party_that_need_not_come_whole_fills_what_is_free(meeting):
    meeting.places(3)
    meeting.sign_up()
    party = meeting.delegation(5)

    assert states(*party.members.order_by("pk")) == ["confirmed", "confirmed", "waiting", "waiting", "waiting"]


def test_withdrawing_a_whole_delegation_frees_all_its_places_at_once(meeting):
    meeting.places(3)
    party = meeting.delegation(3)
    waiting = [meeting.sign_up() for _place in range(4)]

    assert withdraw_delegation(party.members.first().delegation, actor=meeting.anna, at=NOW) == 3
    assert withdraw_delegation(party.members.first().delegation, actor=meeting.anna, at=NOW) == 0
    assert states(*waiting) == ["offered", "offered", "offered", "waiting"]
    assert EditionPlaces.objects.get().taken == 3


def test_a_party_larger_than_the_meeting_is_refused(meeting):
    meeting.places(2)

    with pytest.raises(TooMany):
        meeting.delegation(3, is_whole=True)
    assert not Participant.objects.exists()


def test_a_kind_has_places_of_its_own(meeting):
    ParticipantKind.objects.filter(pk=meeting.kind.pk).update(places=1)
    other = ParticipantKindFactory(edition=meeting.edition, entry="open")
    meeting.kind.refresh_from_db()
    people = [meeting.sign_up(), meeting.sign_up(), meeting.sign_up(kind=other)]

    assert states(*people) == ["confirmed", "waiting", "confirmed"]
    assert places.position_of(people[1]) == 1


def test_fewer_places_than_given_away_are_refused_with_the_number(meeting):
    meeting.places(5)
    for _place in range(3):
        meeting.sign_up()
    values = {"total": 2, "per_body": None, "offer_hours": 72, "lets_small_pass": False}

    with pytest.raises(BelowTaken) as refusal:
        set_places(meeting.edition, values, kinds={}, actor=meeting.office, at=NOW)
    assert refusal.value.facts == {"taken": 3}
    with pytest.raises(BelowTaken):
        set_places(meeting.edition, {**values, "total": 5}, kinds={meeting.kind.pk: 2}, actor=meeting.office, at=NOW)
    set_places(meeting.edition, {**values, "total": 3}, kinds={meeting.kind.pk: 3}, actor=meeting.office, at=NOW)
    assert (EditionPlaces.objects.get().total, ParticipantKind.objects.get().places) == (3, 3)


def test_more_places_are_offered_to_the_waiting_list_at_once(meeting):
    meeting.places(1)
    people = [meeting.sign_up() for _place in range(3)]
    values = {"total": 2, "per_body": None, "offer_hours": 72, "lets_small_pass": False}

    set_places(meeting.edition, values, kinds={}, actor=meeting.office, at=NOW)

    assert states(*people) == ["confirmed", "offered", "waiting"]


def test_the_office_moves_somebody_to_the_front_with_a_reason(meeting):
    meeting.places(1)
    people = [meeting.sign_up() for _place in range(4)]

    with pytest.raises(ReasonMissing):
        move_up(people[3].public_id, reason=" ", actor=meeting.office, at=NOW)
    with pytest.raises(Refused):
        move_up(people[3].public_id, reason="Please", actor=people[3].user, at=NOW)
    move_up(people[3].public_id, reason="Speaks on the first day", actor=meeting.office, at=NOW)

    assert [places.position_of(Participant.objects.get(pk=person.pk)) for person in people[1:]] == [2, 3, 1]
    with pytest.raises(IllegalMove):
        move_up(people[0].public_id, reason="Again", actor=meeting.office, at=NOW)


def test_the_database_itself_refuses_to_oversell(meeting):
    meeting.places(1)
    meeting.sign_up()

    for rows, columns in ((EditionPlaces.objects, {"taken": 2}), (ParticipantKind.objects, {"places": 0})):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**columns)


def test_states_name_who_holds_a_place():
    assert {state for state in ParticipantState if Participant(state=state).holds_place} == {"offered", "confirmed"}


def test_who_takes_part_online_needs_no_place_and_waits_for_nobody():
    online = Unit((1,), ())
    units = [unit(0, 7, 7, 7), online]

    assert choose(units, Room(1), lets_small_pass=False) == [online]
    assert choose(units, Room(0), lets_small_pass=False) == [online]
