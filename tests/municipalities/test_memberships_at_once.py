"""Two people, or two clicks, at the same moment: real threads on real transactions."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier
from typing import Any

import pytest
from django.db import OperationalError, connections

from jisr.accounts.models import User
from jisr.audit.models import Entry
from jisr.kernel.errors import DomainError
from jisr.municipalities.models import Membership
from jisr.municipalities.services import memberships as services
from jisr.municipalities.states import MembershipRole, MembershipState
from jisr.notifications.models import Message
from tests.factories.accounts import UserFactory
from tests.factories.memberships import MembershipFactory
from tests.factories.municipalities import AuthorityFactory

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 11, 3, 9, tzinfo=UTC)


def at_once(*steps: Callable[[], Any]) -> list[str]:
    """Run the steps in threads that start together; what each came to: ``done`` or the name of the refusal."""
    start = Barrier(len(steps))

    def run(step: Callable[[], Any]) -> str:
        start.wait(timeout=30)
        try:
            return in_turn(step)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(steps)) as pool:
        return sorted(pool.map(run, steps))


def in_turn(step: Callable[[], Any]) -> str:
    """SQLite in memory, which tests run on, refuses where a file would wait."""
    while True:
        try:
            step()
        except DomainError as refusal:
            return type(refusal).__name__
        except OperationalError as busy:
            if "locked" not in str(busy):
                raise
            time.sleep(0.005)
        else:
            return "done"


def by(person: User) -> User:
    """The person as another request would load them."""
    return User.objects.get(pk=person.pk)


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
