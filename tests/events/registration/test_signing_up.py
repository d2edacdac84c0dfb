"""Signing up: open, by invitation, by approval; once for each person; until the end of the last day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from jisr.audit.models import Entry
from jisr.events.editions.states import State
from jisr.events.models import Delegation, Edition, Participant, ParticipantInvitation, ParticipantKind
from jisr.events.registration.changing import (
    NotYourInvitation,
    allow_places,
    claim,
    invite,
    replace,
    say_release,
)
from jisr.events.registration.entries import AlreadyRegistered, NotInvited, NotOpen, TooMany
from jisr.events.registration.following import REMINDED_AFTER, follow_registrations
from jisr.events.registration.form_models import FormAnswer, RegistrationDraft
from jisr.events.registration.personal import own_data, take_out
from jisr.events.registration.services import NotYours, add_by_hand, decide, withdraw
from jisr.events.registration.states import ParticipantState, Release
from jisr.kernel.policy import Refused
from jisr.kernel.workflow import IllegalMove
from jisr.notifications.models import Message
from jisr.partnerships.models import Evidence
from tests.events.registration.conftest import NOW
from tests.factories.accounts import UserFactory
from tests.factories.events import ParticipantFactory, ParticipantKindFactory
from tests.factories.memberships import MembershipFactory, OrganisationFactory
from tests.factories.municipalities import AuthorityFactory
from tests.factories.partnerships import PartnershipFactory
from tests.factories.registration import AnswerFactory, QuestionFactory

pytestmark = pytest.mark.django_db


def kinds_told():
    return sorted(Message.objects.values_list("kind", flat=True))


def test_an_open_kind_confirms_at_once_and_tells_once(meeting):
    row = meeting.sign_up()

    assert (row.state, row.confirmed_at, len(row.party.reference)) == ("confirmed", NOW, 8)
    assert kinds_told() == ["events.registration_confirmed"]
    assert Entry.objects.filter(action="events.participant_registered").count() == 1


def test_approval_waits_for_the_office_and_counts_no_place(meeting):
    ParticipantKind.objects.update(entry="approval")
    meeting.kind.refresh_from_db()
    meeting.places(1)
    one, two = meeting.sign_up(), meeting.sign_up()
    assert {one.state, two.state} == {"applied"}
    with pytest.raises(Refused):
        decide(meeting.edition, [one.public_id], is_yes=True, actor=one.user, at=NOW)

    decided = [
        decide(meeting.edition, [one.public_id, two.public_id], is_yes=True, actor=meeting.office, at=NOW) for _ in "ab"
    ]

    assert decided == [2, 0]
    assert list(Participant.objects.order_by("pk").values_list("state", flat=True)) == ["confirmed", "waiting"]
    told = [kind for kind in kinds_told() if "office" not in kind]
    assert told == [
        "events.registration_confirmed",
        "events.registration_received",
        "events.registration_received",
        "events.registration_waiting",
    ]


def test_by_invitation_only_with_the_invited_address_in_any_case(meeting):
    ParticipantKind.objects.update(entry="invitation")
    meeting.kind.refresh_from_db()
    guest = UserFactory(email="Guest@Example.org")
    with pytest.raises(NotInvited):
        meeting.sign_up(guest)

    number = [
        invite(meeting.kind, ["GUEST@example.org", " guest@example.org"], language="de", actor=meeting.office, at=NOW)
        for _ in "ab"
    ]
    row = meeting.sign_up(guest)

    assert number == [1, 0]
    assert (row.state, ParticipantInvitation.objects.get().email) == ("confirmed", "guest@example.org")
    assert kinds_told() == ["events.registration_confirmed", "events.registration_invited"]


@pytest.mark.parametrize(("zone", "last"), [("Europe/Berlin", 22), ("Asia/Hebron", 21)])
def test_the_last_day_ends_when_the_clock_of_the_meeting_says_so(meeting, zone, last):
    Edition.objects.update(zone=zone, registration_deadline=date(2027, 8, 1))
    midnight = datetime(2027, 8, 1, last, tzinfo=UTC)

    with pytest.raises(NotOpen):
        meeting.sign_up(at=midnight)
    assert meeting.sign_up(at=midnight - timedelta(seconds=1)).state == "confirmed"


@pytest.mark.parametrize("state", [state for state in State if state != State.OPEN])
def test_only_an_open_meeting_takes_registrations(meeting, state):
    Edition.objects.update(state=state)

    with pytest.raises(NotOpen):
        meeting.sign_up()
    assert not Participant.objects.exists()


def test_by_hand_goes_after_the_deadline_but_gives_no_place_twice(meeting):
    meeting.places(1, per_body=1)
    after = NOW + timedelta(days=70)
    Edition.objects.update(state=State.CLOSED)
    ParticipantKind.objects.update(entry="invitation")
    kind = ParticipantKind.objects.get()

    rows = [
        add_by_hand(
            meeting.edition,
            meeting.person(full_name=name, kind=kind),
            body=meeting.town,
            form_key=name,
            actor=meeting.office,
            at=after,
        )
        for name in ("one", "two", "two")
    ]

    assert [row.state for row in rows] == ["confirmed", "waiting", "waiting"]
    assert rows[1].pk == rows[2].pk
    with pytest.raises(Refused):
        add_by_hand(meeting.edition, meeting.person(), body=None, form_key="x", actor=meeting.anna, at=after)


def test_one_live_registration_for_each_person_whatever_the_case_of_the_address(meeting):
    user = UserFactory(email="Somebody@example.org")
    first = meeting.sign_up(user)
    with pytest.raises(AlreadyRegistered):
        meeting.sign_up(user)
    with pytest.raises(AlreadyRegistered):
        meeting.delegation(1, people=[meeting.person(email="SOMEBODY@EXAMPLE.ORG")])
    with pytest.raises(AlreadyRegistered):
        meeting.delegation(2, people=[meeting.person(email="a@example.org"), meeting.person(email="A@example.org")])
    assert Participant.objects.count() == 1

    withdraw(first.public_id, actor=user, at=NOW)
    assert meeting.sign_up(user).state == "confirmed"


def test_the_database_itself_refuses_a_second_live_registration(meeting):
    meeting.delegation(1, people=[meeting.person(email="layla@example.org")])

    with pytest.raises(IntegrityError), transaction.atomic():
        ParticipantFactory(edition=meeting.edition, kind=meeting.kind, user=None, email="LAYLA@example.org")


def test_a_member_registers_for_their_own_body_only(meeting):
    with pytest.raises(NotYours):
        meeting.sign_up(UserFactory(), body=meeting.town)
    with pytest.raises(Refused):
        meeting.delegation(1, actor=MembershipFactory(confirmed=True, authority=meeting.town).user)

    row = meeting.sign_up(meeting.anna, body=meeting.town)
    assert (row.authority, row.delegation.authority, row.release) == (meeting.town, meeting.town, "asked")


def test_an_organisation_sends_a_delegation_too(meeting):
    body = OrganisationFactory()
    leader = MembershipFactory(coordinator=True, authority=None, organisation=body).user

    party = meeting.delegation(2, body=body, actor=leader)

    assert {row.organisation for row in party.members.all()} == {body}
    assert Delegation.objects.get().organisation == body
    assert Participant.objects.visible_to(leader).count() == 2


def test_a_body_sends_no_more_than_its_places_unless_the_office_allows_more(meeting):
    meeting.places(None, per_body=2)
    meeting.delegation(2)
    with pytest.raises(TooMany):
        meeting.delegation(1)

    allow_places(meeting.edition, meeting.town, 3, actor=meeting.office)
    meeting.delegation(1)
    with pytest.raises(TooMany):
        meeting.sign_up(meeting.anna, body=meeting.town)
    assert Participant.objects.live().count() == 3
    with pytest.raises(Refused):
        allow_places(meeting.edition, meeting.town, 9, actor=meeting.anna)


def test_a_delegate_with_an_account_is_connected_and_others_get_a_link_by_mail(meeting):
    known = UserFactory(email="known@example.org", preferred_language="ar")
    people = [
        meeting.person(None, email="Known@example.org"),
        meeting.person(full_name="New", email="new@example.org", languages=["ar"]),
    ]
    people[0] = type(people[0])(**{**vars(people[0]), "user": known})
    new = meeting.delegation(2, people=people).members.get(full_name="New")

    told = {message.address or message.recipient.email: message for message in Message.objects.all()}
    assert set(told) == {"known@example.org", "new@example.org"}
    assert {message.language for message in told.values()} == {"ar"}
    assert told["new@example.org"].url == f"/ar/workspace/participations/{new.public_id}/claim/"


def test_a_claim_needs_the_same_confirmed_address(meeting):
    row = meeting.delegation(1, people=[meeting.person(email="layla@example.org")]).members.get()
    with pytest.raises(NotYourInvitation):
        claim(row.public_id, actor=UserFactory())
    layla = UserFactory(email="layla@example.org")

    assert [claim(row.public_id, actor=layla).user for _ in "ab"] == [layla, layla]
    with pytest.raises(NotYourInvitation):
        claim(row.public_id, actor=UserFactory())


def test_who_replaces_takes_the_state_but_neither_answers_nor_release(meeting):
    meeting.places(1)
    row, waiting = meeting.sign_up(meeting.anna, body=meeting.town), meeting.delegation(1).members.get()
    AnswerFactory(participant=row)
    say_release(row.public_id, Release.CONFIRMED, actor=meeting.office, at=NOW)
    person = meeting.person(full_name="Omar", email="omar@example.org")
    Message.objects.all().delete()

    new = replace(row.public_id, person, actor=meeting.office, at=NOW)
    other = replace(waiting.public_id, meeting.person(full_name="Nour"), actor=meeting.anna, at=NOW)

    row.refresh_from_db()
    waiting.refresh_from_db()
    assert (row.state, new.state, new.release, new.answers.count()) == ("replaced", "confirmed", "asked", 0)
    assert (other.state, other.queue_number, waiting.queue_number) == ("waiting", 2, None)
    ended = Message.objects.get(kind="events.registration_ended", recipient=meeting.anna)
    assert "Omar" not in ended.text
    with pytest.raises(IllegalMove):
        replace(row.public_id, person, actor=meeting.office, at=NOW)
    with pytest.raises(NotOpen):
        replace(new.public_id, meeting.person(full_name="Late"), actor=meeting.office, at=NOW + timedelta(days=110))


def test_a_release_shows_at_the_partnerships_of_the_authority(meeting):
    tie = PartnershipFactory(german=meeting.town)
    row = meeting.delegation(1).members.get()

    for _place in range(2):
        say_release(row.public_id, Release.CONFIRMED, actor=meeting.anna, at=timezone.now())

    evidence = Evidence.objects.get()
    assert (evidence.tie, evidence.expectation, evidence.kind) == (tie, "release", "hours")
    row.refresh_from_db()
    assert (row.release, row.staff_release.decided_by) == ("confirmed", meeting.anna)


def test_incomplete_ones_are_reminded_once(meeting):
    row = meeting.sign_up()
    QuestionFactory(edition=meeting.edition, is_required=True)
    later = NOW + REMINDED_AFTER

    runs = [follow_registrations(now=later - timedelta(seconds=1)), *(follow_registrations(now=later) for _ in "ab")]

    assert [run.reminded for run in runs] == [0, 1, 0]
    assert Message.objects.filter(kind="events.registration_complete", recipient=row.user).count() == 1


def test_own_data_and_erasure_take_everything_and_pass_the_place_on(meeting):
    meeting.places(1)
    row, waiting = meeting.sign_up(), meeting.sign_up()
    AnswerFactory(participant=row, value="No nuts")
    RegistrationDraft.objects.create(
        user=row.user,
        edition=meeting.edition,
        data={"you": {"full_name": ["Draft name"]}},
        form_key="k",
        changed_at=NOW,
    )

    told = str(own_data(row.user).rows)
    assert all(words in told for words in (row.full_name, "No nuts", "Draft name"))
    take_out(row.user)

    row.refresh_from_db()
    waiting.refresh_from_db()
    assert (row.user, row.full_name, row.email, row.state) == (None, "", "", "withdrawn")
    assert (waiting.state, FormAnswer.objects.count(), RegistrationDraft.objects.count()) == ("offered", 0, 0)


@pytest.mark.parametrize("state", ["declined", "withdrawn", "replaced"])
def test_what_has_ended_is_not_withdrawn_into_another_state(meeting, state):
    row = ParticipantFactory(edition=meeting.edition, kind=meeting.kind, state=state, confirmed_at=None)

    if state == ParticipantState.WITHDRAWN:
        assert withdraw(row.public_id, actor=row.user, at=NOW).state == "withdrawn"
        return
    with pytest.raises(IllegalMove):
        withdraw(row.public_id, actor=row.user, at=NOW)
    row.refresh_from_db()
    assert row.state == state


def test_a_foreign_coordinator_withdraws_nobody(meeting):
    row = meeting.delegation(1).members.get()
    other = MembershipFactory(coordinator=True, authority=AuthorityFactory()).user

    with pytest.raises(Refused):
        withdraw(row.public_id, actor=other, at=NOW)
    with pytest.raises(Refused):
        replace(row.public_id, meeting.person(full_name="X"), actor=other, at=NOW)
    assert ParticipantKindFactory(edition=meeting.edition).taken == 0


def test_the_command_follows_registrations_and_says_what_it_did(meeting, capsys):
    meeting.places(1, offer_hours=1)
    first, second = meeting.sign_up(), meeting.sign_up()
    withdraw(first.public_id, actor=first.user, at=NOW)
    Participant.objects.filter(pk=second.pk).update(offer_until=timezone.now() - timedelta(hours=1))

    for _place in range(2):
        call_command("follow_registrations")

    assert capsys.readouterr().out == "expired: 1, reminded: 0\nexpired: 0, reminded: 0\n"
