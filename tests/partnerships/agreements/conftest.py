"""A tie with people on both sides and in the office."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.test import Client

from jisr.accounts.states import Role
from jisr.partnerships.agreements.states import Decider
from jisr.partnerships.agreements.steps import Decision
from jisr.partnerships.states import Form, Status
from tests.factories.accounts import UserFactory
from tests.factories.memberships import MembershipFactory
from tests.factories.municipalities import AuthorityFactory
from tests.factories.partnerships import PartnershipFactory

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
TODAY = date(2026, 11, 22)


def decided(day=TODAY, **more):
    return Decision(**{"happened_on": day, "decided_by": Decider.BOTH, **more})


def browser(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def world():
    german, palestinian = AuthorityFactory(name_en="Cologne"), AuthorityFactory(name_en="Bethlehem", palestinian=True)
    tie = PartnershipFactory(
        slug="cologne--bethlehem",
        german=german,
        palestinian=palestinian,
        status=Status.INITIATION,
        status_on="2026-01-01",
        status_precision="day",
        status_source_url="",
        form=Form.PROJEKTPARTNERSCHAFT,
        is_public=False,
    )
    return SimpleNamespace(
        tie=tie,
        german=MembershipFactory(authority=german, coordinator=True).user,
        palestinian=MembershipFactory(authority=palestinian, coordinator=True).user,
        reader=MembershipFactory(authority=german, confirmed=True, role="reader").user,
        adviser=UserFactory(roles=[Role.ADVISER]),
        auditor=UserFactory(roles=[Role.AUDIT]),
        outsider=MembershipFactory(coordinator=True).user,
    )
