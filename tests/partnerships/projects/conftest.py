"""Somebody of every kind who meets a joint project."""

from types import SimpleNamespace

import pytest
from django.test import Client

from jisr.accounts.states import Role
from jisr.municipalities.states import MembershipRole
from tests.factories.accounts import UserFactory
from tests.factories.memberships import MembershipFactory
from tests.factories.partnerships import PartnershipFactory
from tests.factories.projects import JointProjectFactory, complete_project


@pytest.fixture
def tie():
    return PartnershipFactory(slug="xanten-surif")


@pytest.fixture
def people(tie):
    """Coordinators of both sides, a reader of one, an adviser, and people whom it does not concern."""
    peer = PartnershipFactory(german=tie.german)
    return SimpleNamespace(
        german=MembershipFactory(coordinator=True, authority=tie.german).user,
        palestinian=MembershipFactory(coordinator=True, authority=tie.palestinian).user,
        reader=MembershipFactory(confirmed=True, authority=tie.german, role=MembershipRole.READER).user,
        peer=MembershipFactory(coordinator=True, authority=peer.palestinian).user,
        asking=MembershipFactory(authority=tie.german, role=MembershipRole.COORDINATOR).user,
        outsider=UserFactory(),
        adviser=UserFactory(adviser=True),
        auditor=UserFactory(roles=[Role.AUDIT]),
    )


@pytest.fixture
def project(tie):
    return JointProjectFactory(tie=tie)


@pytest.fixture
def complete(tie):
    return complete_project(tie=tie)


@pytest.fixture
def browse():
    def signed_in(person):
        client = Client()
        client.force_login(person)
        return client

    return signed_in
