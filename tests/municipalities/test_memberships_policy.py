"""Who may do what with memberships: rule and query agree, and the matrix is as the programme wants it."""

import pytest
from django.contrib.auth.models import AnonymousUser

from jisr.kernel.policy import may, verdict
from jisr.municipalities import policies
from jisr.municipalities.models import Membership, Organisation
from jisr.municipalities.policies import READ_MEMBERSHIP, READ_ORGANISATION
from jisr.municipalities.states import MembershipRole
from tests import policy_twins
from tests.factories.accounts import UserFactory
from tests.factories.memberships import MembershipFactory, OrganisationFactory
from tests.factories.municipalities import AuthorityFactory

pytestmark = pytest.mark.django_db

policy_twins.register(READ_MEMBERSHIP, Membership)
policy_twins.register(READ_ORGANISATION, Organisation)


@pytest.mark.parametrize("name", [READ_MEMBERSHIP.name, READ_ORGANISATION.name])
@pytest.mark.parametrize("factory", [AuthorityFactory, OrganisationFactory])
def test_rule_and_query_agree_for_every_reader_on_own_and_foreign_rows(name, factory):
    actors = policy_twins.readers(factory())
    MembershipFactory(coordinator=True)
    MembershipFactory(of_organisation=True)
    MembershipFactory(invited=True)
    MembershipFactory(invited=True, invited_email=actors["outsider"].email)
    MembershipFactory(ended=True, user=None, invited_email=actors["outsider"].email)

    assert list(policy_twins.disagreements(name, actors)) == []


def test_a_pair_that_differs_is_named():
    """The helper itself finds a difference."""
    MembershipFactory()
    policy_twins._twins["test"] = policy_twins.Twins(
        READ_MEMBERSHIP, Membership.objects.all, lambda _actor: Membership.objects.all()
    )

    found = list(policy_twins.disagreements("test", {"anonymous": AnonymousUser()}))
    del policy_twins._twins["test"]

    assert len(found) == 1
    assert "the rule says False, the query True" in found[0]


CONFIRMING = {"coordinator", "staff adviser", "staff administrator"}
READING = CONFIRMING | {"staff events", "staff funding", "staff audit"}


@pytest.mark.parametrize(
    ("permission", "allowed"),
    [
        (policies.READ_MEMBERSHIP, READING),
        (policies.CONFIRM_MEMBERSHIP, CONFIRMING),
        (policies.REFUSE_MEMBERSHIP, CONFIRMING),
        (policies.END_MEMBERSHIP, CONFIRMING),
        (policies.ACCEPT_INVITATION, set()),
    ],
)
def test_who_may_do_what_with_the_request_of_somebody_else(permission, allowed):
    authority = AuthorityFactory()
    actors = policy_twins.readers(authority)
    request = MembershipFactory(authority=authority)

    assert {label for label, actor in actors.items() if may(actor, permission, request)} == allowed


@pytest.mark.parametrize(
    ("permission", "allowed"), [(policies.INVITE_MEMBER, CONFIRMING), (policies.READ_MEMBERS, READING)]
)
def test_who_may_see_and_invite_members(permission, allowed):
    authority = AuthorityFactory()
    actors = policy_twins.readers(authority)
    MembershipFactory(coordinator=True)

    assert {label for label, actor in actors.items() if may(actor, permission, authority)} == allowed


def test_a_coordinator_elsewhere_may_nothing_here():
    stranger = MembershipFactory(coordinator=True).user
    request = MembershipFactory()

    assert [
        may(stranger, permission, request)
        for permission in (READ_MEMBERSHIP, policies.CONFIRM_MEMBERSHIP, policies.END_MEMBERSHIP)
    ] == [False, False, False]


def test_nobody_confirms_themself_not_even_an_administrator():
    administrator = UserFactory(administrator=True)
    own = MembershipFactory(user=administrator, role=MembershipRole.COORDINATOR)

    answer = verdict(administrator, policies.CONFIRM_MEMBERSHIP, own)

    assert not answer
    assert str(answer.reason) == "Nobody can confirm themself. The programme office or another coordinator does it."


def test_decidable_is_what_may_be_confirmed():
    authority = AuthorityFactory()
    actors = policy_twins.readers(authority)
    MembershipFactory(authority=authority)
    MembershipFactory()
    asked = Membership.objects.filter(state="asked")

    for actor in actors.values():
        expected = {row.pk for row in asked if may(actor, policies.CONFIRM_MEMBERSHIP, row)}
        assert set(Membership.objects.decidable_by(actor).values_list("pk", flat=True)) == expected
