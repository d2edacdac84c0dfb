"""Duplicates become one."""

import pytest

from jisr.accounts.states import Role
from jisr.kernel.errors import DomainError
from jisr.municipalities.models import Authority
from jisr.municipalities.services.merging import current_slug, merge_authorities, plan_merge, unregistered
from tests.factories.accounts import UserFactory
from tests.factories.municipalities import AliasFactory, AuthorityFactory
from tests.factories.partnerships import PartnershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def adviser():
    return UserFactory(roles=[Role.ADVISER])


def test_every_key_to_authorities_takes_part_in_merging():
    assert unregistered() == []


def test_a_duplicate_hands_all_over_and_its_address_leads_on(adviser):
    survivor = AuthorityFactory(slug="stays")
    duplicate = AuthorityFactory(slug="goes", region=survivor.region, country=survivor.country)
    alias, tie = AliasFactory(authority=duplicate), PartnershipFactory(german=duplicate)
    plan = plan_merge(survivor, duplicate)

    merge_authorities(survivor.pk, duplicate.pk, choices={}, version=plan.version, actor=adviser)

    alias.refresh_from_db()
    tie.refresh_from_db()
    assert (alias.authority, tie.german, current_slug(Authority, "goes")) == (survivor, survivor, "stays")
    assert not Authority.objects.filter(slug="goes").exists()


def test_two_ties_with_one_partner_need_an_answer(adviser):
    survivor = AuthorityFactory()
    duplicate = AuthorityFactory(region=survivor.region, country=survivor.country)
    kept = PartnershipFactory(german=survivor)
    dropped = PartnershipFactory(german=duplicate, palestinian=kept.palestinian)
    plan = plan_merge(survivor, duplicate)
    (question,) = plan.questions

    with pytest.raises(DomainError, match="which one stays"):
        merge_authorities(survivor.pk, duplicate.pk, choices={}, version=plan.version, actor=adviser)
    answer = {question.name: "ours"}
    merge_authorities(survivor.pk, duplicate.pk, choices=answer, version=plan.version, actor=adviser)

    assert list(survivor.german_ties.all()) == [kept]
    assert current_slug(type(kept), dropped.slug) == kept.slug
