"""The office's directory: facts with sources, two editors, merging, succession, proposals."""

import pytest
from django.utils import timezone

from jisr.accounts.states import Role
from jisr.audit.models import Entry
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import Refused
from jisr.municipalities.desk.sheets import AUTHORITY_SHEET
from jisr.municipalities.models import Authority, FactSource
from jisr.municipalities.services.facts import ChangedMeanwhile, Origin, change_facts, seal, unseal
from jisr.municipalities.services.merging import current_slug, merge_authorities, plan_merge, unregistered
from jisr.municipalities.services.succession import Story, record_succession
from tests.factories.accounts import UserFactory
from tests.factories.municipalities import AliasFactory, AuthorityFactory
from tests.factories.partnerships import PartnershipFactory

pytestmark = pytest.mark.django_db
FROM = Origin(source_url="https://source.example/")


@pytest.fixture
def adviser():
    return UserFactory(role=Role.ADVISER)


def change(authority, values, opened, actor):
    now = timezone.now()
    return change_facts(AUTHORITY_SHEET, authority.pk, values, opened=opened, origin=FROM, actor=actor, at=now)


def test_a_changed_fact_carries_its_source_and_a_step_of_the_trail(adviser):
    authority = AuthorityFactory(name_en="Old")

    changed = change(authority, {"name_en": "New", "aliases": "A\nB"}, AUTHORITY_SHEET.read(authority), adviser)

    assert changed == ["name_en", "aliases"]
    assert sorted(FactSource.objects.about(authority).values_list("field", flat=True)) == ["aliases", "name_en"]
    assert Entry.objects.about(authority).get().changes == {"name_en": ["Old", "New"], "aliases": ["", "A\nB"]}


def test_the_second_of_two_editors_sees_what_the_first_made_of_it(adviser):
    authority = AuthorityFactory(name_en="Old")
    opened = AUTHORITY_SHEET.read(authority)
    change(authority, {"name_en": "First"}, opened, adviser)

    with pytest.raises(ChangedMeanwhile) as refusal:
        change(authority, {"name_en": "Second"}, opened, adviser)

    (clash,) = refusal.value.clashes
    assert (clash.original, clash.mine, clash.theirs) == ("Old", "Second", "First")
    assert Authority.objects.get().name_en == "First"


def test_the_same_form_sent_twice_is_saved_once(adviser):
    authority = AuthorityFactory(name_en="Old")
    opened = AUTHORITY_SHEET.read(authority)

    assert [change(authority, {"name_en": "New"}, opened, adviser) for _twice in range(2)] == [["name_en"], []]
    assert Entry.objects.about(authority).count() == 1


def test_an_editor_of_pages_cannot_change_the_directory():
    authority = AuthorityFactory()

    with pytest.raises(Refused):
        change(authority, {"name_en": "New"}, AUTHORITY_SHEET.read(authority), UserFactory(role=Role.EDITOR))


def test_a_form_that_was_tampered_with_is_not_believed():
    sealed = seal({"a": "1"})

    assert (unseal(sealed), unseal(sealed[:-1])) == ({"a": "1"}, None)


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


def test_a_split_ends_the_predecessor_and_makes_new_authorities(adviser):
    old = AuthorityFactory(slug="old")
    story = Story("split", ["old"], [], ["North", "South"], None, "https://source.example/")

    made = record_succession(story, goes_to={}, actor=adviser, at=timezone.now())

    old.refresh_from_db()
    assert (old.is_former, sorted(each.slug for each in made)) == (True, ["north", "south"])
    assert old.steps().count() == 2
