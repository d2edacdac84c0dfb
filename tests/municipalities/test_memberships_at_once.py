"""Two people, or two clicks, at the same moment: real threads on real transactions."""

from datetime import UTC, datetime

import pytest

from jisr.audit.models import Entry
from jisr.municipalities.models import Membership
from jisr.municipalities.services import memberships as services
from jisr.municipalities.states import MembershipRole, MembershipState
from jisr.notifications.models import Message
from tests.at_once import at_once, by
from tests.factories.accounts import UserFactory
from tests.factories.memberships import MembershipFactory
from tests.factories.municipalities import AuthorityFactory

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 11, 3, 9, tzinfo=UTC)


def test_two_coordinators_confirm_at_once_and_one_of_them_does():
    first = MembershipFactory(coordinator=True)
    second = MembershipFactory(coordinator=True, authority=first.authority)
    asked = MembershipFactory(authority=first.authority)

    outcomes = at_once(
        lambda: services.confirm_membership(asked.pk, actor=by(first.user), at=NOW),
        lambda: services.confirm_membership(asked.pk, actor=by(second.user), at=NOW),
    )

    assert outcomes == ["AlreadyDecided", "done"]
    assert Entry.objects.about(asked).count() == 1
    assert Message.objects.filter(recipient=asked.user).count() == 1


def test_of_confirming_and_refusing_at_once_one_counts():
    asked = MembershipFactory()
    adviser, other = UserFactory(adviser=True), UserFactory(adviser=True)

    outcomes = at_once(
        lambda: services.confirm_membership(asked.pk, actor=by(adviser), at=NOW),
        lambda: services.refuse_membership(asked.pk, reason="Unknown", actor=by(other), at=NOW),
    )

    asked.refresh_from_db()
    (step,) = Entry.objects.about(asked)
    assert outcomes == ["AlreadyDecided", "done"]
    assert step.changes["state"] == ["asked", asked.state]


def test_two_last_coordinators_leave_at_once_and_one_of_them_stays():
    first = MembershipFactory(coordinator=True)
    second = MembershipFactory(coordinator=True, authority=first.authority)

    outcomes = at_once(
        lambda: services.end_membership(first.pk, actor=by(first.user), at=NOW),
        lambda: services.end_membership(second.pk, actor=by(second.user), at=NOW),
    )

    left = Membership.objects.confirmed().filter(authority=first.authority, role=MembershipRole.COORDINATOR)
    assert outcomes == ["LastCoordinator", "done"]
    assert left.count() == 1


def test_a_double_click_on_asking_makes_one_request_and_one_message():
    person, authority = UserFactory(), AuthorityFactory()
    UserFactory(adviser=True)

    def ask() -> Membership:
        return services.ask_membership(authority, role=MembershipRole.EXPERT, actor=by(person), at=NOW)

    assert at_once(ask, ask, ask) == ["done", "done", "done"]
    assert Membership.objects.get().state == MembershipState.ASKED
    assert Message.objects.count() == 1


def test_a_double_click_on_inviting_makes_one_invitation():
    host, guest = MembershipFactory(coordinator=True), UserFactory()

    def invite() -> Membership:
        return services.invite_member(
            host.authority, email=guest.email, role=MembershipRole.EXPERT, actor=by(host.user), at=NOW
        )

    assert at_once(invite, invite) == ["done", "done"]
    assert Membership.objects.filter(state=MembershipState.INVITED).count() == 1
    assert Message.objects.filter(recipient=guest).count() == 1


def test_a_double_click_on_accepting_is_settled_once():
    host, guest = MembershipFactory(coordinator=True), UserFactory()
    invited = services.invite_member(
        host.authority, email=guest.email, role=MembershipRole.EXPERT, actor=host.user, at=NOW
    )

    def accept() -> Membership:
        return services.accept_invitation(invited.pk, actor=by(guest), at=NOW)

    assert at_once(accept, accept) == ["AlreadyDecided", "done"]
    assert Membership.objects.get(pk=invited.pk).state == MembershipState.CONFIRMED
