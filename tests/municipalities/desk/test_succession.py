"""Authorities that split or merge."""

import pytest
from django.utils import timezone

from jisr.accounts.states import Role
from jisr.municipalities.services.succession import Names, Story, record_succession
from tests.factories.accounts import UserFactory
from tests.factories.municipalities import AuthorityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def adviser():
    return UserFactory(roles=[Role.ADVISER])


def test_a_split_ends_the_predecessor_and_makes_new_authorities(adviser):
    old = AuthorityFactory(slug="old")
    story = Story("split", ["old"], [], [Names(en="North"), Names(en="South")], None, "https://source.example/")

    made = record_succession(story, goes_to={}, actor=adviser, at=timezone.now())

    old.refresh_from_db()
    assert (old.is_former, sorted(each.slug for each in made)) == (True, ["north", "south"])
    assert old.steps().count() == 2
