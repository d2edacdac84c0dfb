"""Asking, inviting, confirming, refusing, ending and handing over; each in the trail and told to those concerned."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from jisr.accounts.models import Invitation
from jisr.audit.models import Entry
from jisr.kernel import personal as kept
from jisr.kernel.policy import Refused
from jisr.municipalities import personal
from jisr.municipalities.models import Membership
from jisr.municipalities.services import memberships as services
from jisr.municipalities.states import MembershipRole, MembershipState
from jisr.notifications.models import Message
from tests.factories.accounts import UserFactory
from tests.factories.memberships import MembershipFactory
from tests.factories.municipalities import AuthorityFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 3, 9, tzinfo=UTC)
COORDINATOR, EXPERT = MembershipRole.COORDINATOR, MembershipRole.EXPERT


def told():
    """Who was told what, by kind."""
    return sorted(Message.objects.values_list("recipient__email", "kind"))


def steps(membership):
    return [
        (entry.action.removeprefix("municipalities.membership_"), entry.actor_id, entry.changes["state"])
        for entry in Entry.objects.about(membership).order_by("number")
    ]


def ask(actor, authority, role=EXPERT):
    return services.ask_membership(authority, role=role, actor=actor, at=NOW)


def test_a_request_waits_and_the_coordinators_are_told():
    chief = MembershipFactory(coordinator=True)
    person = UserFactory()

    asked = ask(person, chief.authority)

    assert (asked.state, asked.asked_at, asked.asked_by) == (MembershipState.ASKED, NOW, person)
    assert told() == [(chief.user.email, "municipalities.membership_asked")]
    assert steps(asked) == [("asked", person.pk, [None, "asked"])]


def test_where_nobody_coordinates_the_office_is_told():
    adviser, administrator = UserFactory(adviser=True), UserFactory(administrator=True)
    UserFactory(roles=["events"])

    ask(UserFactory(), AuthorityFactory(), COORDINATOR)

    assert {address for address, _kind in told()} == {adviser.email, administrator.email}


def test_asking_twice_gives_the_same_request_and_tells_nobody_again():
    person, authority = UserFactory(), AuthorityFactory()
    UserFactory(adviser=True)

    assert ask(person, authority).pk == ask(person, authority).pk
    assert Message.objects.count() == 1


def test_confirming_names_who_did_it_and_tells_the_person():
    adviser, asked = UserFactory(adviser=True), MembershipFactory()

    services.confirm_membership(asked.pk, actor=adviser, at=NOW)

    asked.refresh_from_db()
    assert (asked.state, asked.confirmed_at, asked.confirmed_by) == (MembershipState.CONFIRMED, NOW, adviser)
    assert told() == [(asked.user.email, "municipalities.membership_decided")]
    assert steps(asked) == [("confirmed", adviser.pk, ["asked", "confirmed"])]


@pytest.mark.parametrize("state", ["confirmed", "ended", "invited"])
def test_only_what_waits_can_be_confirmed(state):
    membership = MembershipFactory(**{state: True})

    with pytest.raises(services.AlreadyDecided):
        services.confirm_membership(membership.pk, actor=UserFactory(adviser=True), at=NOW)

    assert steps(membership) == []


def test_the_database_refuses_somebody_who_confirmed_themself():
    person = UserFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        MembershipFactory(confirmed=True, user=person, confirmed_by=person)


@pytest.mark.parametrize(
    "columns",
    [
        {"authority": None},
        {"user": None},
        {"state": MembershipState.CONFIRMED},
        {"state": MembershipState.ENDED},
        {"state": MembershipState.INVITED},
    ],
)
def test_the_database_refuses_what_can_never_be(columns):
    with pytest.raises(IntegrityError), transaction.atomic():
        MembershipFactory(**columns)


def test_a_second_live_membership_in_the_same_role_is_refused_by_the_database():
    first = MembershipFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        MembershipFactory(user=first.user, authority=first.authority)


def test_a_refusal_needs_a_reason_and_the_person_reads_it():
    adviser, asked = UserFactory(adviser=True), MembershipFactory()

    with pytest.raises(services.NoteMissing):
        services.refuse_membership(asked.pk, reason="  ", actor=adviser, at=NOW)
    services.refuse_membership(asked.pk, reason="Not known there.", actor=adviser, at=NOW)

    asked.refresh_from_db()
    assert (asked.state, asked.note, asked.ended_by) == (MembershipState.REFUSED, "Not known there.", adviser)
    assert "Not known there." in Message.objects.get().body


@pytest.mark.parametrize("role", [role for role in MembershipRole if role != COORDINATOR])
def test_other_members_decide_nothing(role):
    member = MembershipFactory(confirmed=True, role=role)
    asked = MembershipFactory(authority=member.authority)

    for step in (
        lambda: services.confirm_membership(asked.pk, actor=member.user, at=NOW),
        lambda: services.refuse_membership(asked.pk, reason="No", actor=member.user, at=NOW),
        lambda: services.end_membership(asked.pk, actor=member.user, at=NOW),
        lambda: services.invite_member(member.authority, email="a@example.org", role=EXPERT, actor=member.user, at=NOW),
    ):
        with pytest.raises(Refused):
            step()
    assert Entry.objects.count() == 0


def test_a_known_person_is_invited_by_a_message_and_confirmed_by_the_host_when_they_accept():
    host, guest = MembershipFactory(coordinator=True), UserFactory()

    invited = services.invite_member(host.authority, email=guest.email.upper(), role=EXPERT, actor=host.user, at=NOW)
    assert (invited.user, invited.person_name) == (guest, guest.email)
    assert told() == [(guest.email, "municipalities.membership_invited")]
    services.accept_invitation(invited.pk, actor=guest, at=NOW + timedelta(days=13))

    invited.refresh_from_db()
    assert (invited.state, invited.confirmed_by) == (MembershipState.CONFIRMED, host.user)
    assert [step for step, *_rest in steps(invited)] == ["invited", "accepted"]


def test_an_unknown_address_is_invited_by_mail(django_capture_on_commit_callbacks):
    host = MembershipFactory(coordinator=True)

    with django_capture_on_commit_callbacks(execute=True):
        invited = services.invite_member(
            host.authority, email="New@Example.org", role=EXPERT, language="ar", actor=host.user, at=NOW
        )
        services.invite_member(host.authority, email="new@example.org", role=EXPERT, actor=host.user, at=NOW)

    assert (invited.user, invited.invited_email) == (None, "new@example.org")
    assert [message.to for message in mail.outbox] == [["new@example.org"]]
    assert Invitation.objects.get().language == "ar"
    newcomer = UserFactory(email="new@example.org")
    services.accept_invitation(invited.pk, actor=newcomer, at=NOW)
    assert Membership.objects.get(pk=invited.pk).user == newcomer


def test_an_address_that_is_not_confirmed_opens_no_invitation():
    invited = MembershipFactory(invited=True)
    pretender = UserFactory(email=invited.invited_email, verified=False)

    with pytest.raises(Refused):
        services.accept_invitation(invited.pk, actor=pretender, at=NOW)


def test_an_expired_invitation_is_not_accepted_and_a_new_one_replaces_it():
    host, guest = MembershipFactory(coordinator=True), UserFactory()
    old = services.invite_member(host.authority, email=guest.email, role=EXPERT, actor=host.user, at=NOW)
    late = NOW + services.VALID_FOR

    with pytest.raises(services.InvitationExpired):
        services.accept_invitation(old.pk, actor=guest, at=late)
    new = services.invite_member(host.authority, email=guest.email, role=EXPERT, actor=host.user, at=late)

    old.refresh_from_db()
    assert (old.state, new.state) == (MembershipState.ENDED, MembershipState.INVITED)


def test_the_invitation_of_a_removed_coordinator_waits_for_somebody_else():
    host = MembershipFactory(coordinator=True)
    other = MembershipFactory(coordinator=True, authority=host.authority)
    guest = UserFactory()
    invited = services.invite_member(host.authority, email=guest.email, role=EXPERT, actor=host.user, at=NOW)
    services.end_membership(host.pk, actor=other.user, at=NOW)

    services.accept_invitation(invited.pk, actor=guest, at=NOW)

    invited.refresh_from_db()
    assert (invited.state, invited.confirmed_by) == (MembershipState.ASKED, None)


def test_nobody_invites_themself_or_somebody_who_is_there():
    host = MembershipFactory(coordinator=True)
    member = MembershipFactory(confirmed=True, authority=host.authority)

    for address in (host.user.email, member.user.email):
        with pytest.raises(services.AlreadyMember):
            services.invite_member(host.authority, email=address, role=EXPERT, actor=host.user, at=NOW)


def test_a_membership_ends_with_a_note_and_the_coordinators_are_told():
    chief = MembershipFactory(coordinator=True)
    member = MembershipFactory(confirmed=True, authority=chief.authority)

    services.end_membership(member.pk, note="Retired", actor=member.user, at=NOW)

    member.refresh_from_db()
    assert (member.state, member.note, member.ended_by) == (MembershipState.ENDED, "Retired", member.user)
    assert told() == [(chief.user.email, "municipalities.membership_ended")]


def test_the_last_coordinator_leaves_only_with_a_successor_or_a_note_that_there_is_none():
    adviser, chief = UserFactory(adviser=True), MembershipFactory(coordinator=True)

    for words in ({}, {"note": "Bye"}, {"has_no_successor": True}):
        with pytest.raises(services.LastCoordinator):
            services.end_membership(chief.pk, **words, actor=chief.user, at=NOW)
    services.end_membership(chief.pk, note="The post is vacant", has_no_successor=True, actor=chief.user, at=NOW)

    chief.refresh_from_db()
    assert chief.state == MembershipState.ENDED
    assert told() == [(adviser.email, "municipalities.membership_ended")]


def test_handing_over_passes_the_role_and_both_read_the_note():
    chief = MembershipFactory(coordinator=True)
    heir = MembershipFactory(confirmed=True, authority=chief.authority)

    services.hand_over(chief.pk, successor=heir.pk, note="Call Ms Odeh", actor=chief.user, at=NOW)

    chief.refresh_from_db()
    taken = chief.successor
    assert (chief.state, chief.note) == (MembershipState.ENDED, "Call Ms Odeh")
    assert (taken.user, taken.role, taken.state, taken.confirmed_by) == (
        heir.user,
        COORDINATOR,
        MembershipState.CONFIRMED,
        chief.user,
    )
    assert taken.predecessors.get() == chief
    assert told() == [(heir.user.email, "municipalities.membership_ended")]
    assert [step for step, *_rest in steps(taken)] == ["taken_over"]


def test_what_an_expert_hands_over_waits_for_a_coordinator():
    chief = MembershipFactory(coordinator=True)
    expert = MembershipFactory(confirmed=True, authority=chief.authority)
    heir = MembershipFactory(confirmed=True, authority=chief.authority, role=MembershipRole.READER)

    services.hand_over(expert.pk, successor=heir.pk, note="Files in room 3", actor=expert.user, at=NOW)

    expert.refresh_from_db()
    assert expert.successor.state == MembershipState.ASKED
    assert (chief.user.email, "municipalities.membership_asked") in told()


@pytest.mark.parametrize("columns", [{"confirmed": True}, {}])
def test_nobody_from_elsewhere_or_unconfirmed_takes_over(columns):
    chief = MembershipFactory(coordinator=True)
    other = MembershipFactory(**columns) if columns else MembershipFactory(authority=chief.authority)

    for successor in (other.pk, chief.pk):
        with pytest.raises(services.NoSuccessor):
            services.hand_over(chief.pk, successor=successor, note="x", actor=chief.user, at=NOW)


def test_time_alone_forgets_the_address_of_an_invitation_that_nobody_accepted():
    invited = MembershipFactory(invited=True)

    assert services.expire_invitations(invited.expires_at) == 0
    assert services.expire_invitations(invited.expires_at + timedelta(seconds=1)) == 1

    invited.refresh_from_db()
    assert (invited.state, invited.invited_email) == (MembershipState.ENDED, "")


def test_erasure_ends_and_empties_the_memberships_and_counts_them():
    live = MembershipFactory(coordinator=True, function_title="Head of office", note="x")
    MembershipFactory(ended=True, user=live.user, note="Ms N. left")
    MembershipFactory(invited=True, invited_email=live.user.email)
    other = MembershipFactory()

    assert personal.take_out(live.user) == 3

    emptied = Membership.objects.exclude(pk=other.pk)
    assert set(emptied.values_list("state", "user", "invited_email", "function_title", "note")) == {
        (MembershipState.ENDED, None, "", "", "")
    }
    assert [step for step, *_rest in steps(live)] == ["ended"]
    assert Membership.objects.get(pk=other.pk).user == other.user


def test_own_data_names_every_membership():
    member = MembershipFactory(confirmed=True)
    MembershipFactory()

    (row,) = kept.exporters()["memberships"](member.user).rows

    assert (row["body"], row["role"], row["state"]) == (member.authority.name, "expert", "confirmed")
