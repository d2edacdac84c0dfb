"""Facts with sources, and two editors at once."""

import pytest
from django.utils import timezone

from jisr.accounts.states import Role
from jisr.audit.models import Entry
from jisr.kernel.policy import Refused
from jisr.municipalities.desk.sheets import AUTHORITY_SHEET
from jisr.municipalities.models import Authority, FactSource
from jisr.municipalities.services.facts import ChangedMeanwhile, Origin, change_facts, seal, unseal
from tests.factories.accounts import UserFactory
from tests.factories.municipalities import AuthorityFactory

pytestmark = pytest.mark.django_db
FROM = Origin(source_url="https://source.example/")


@pytest.fixture
def adviser():
    return UserFactory(roles=[Role.ADVISER])


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
        change(authority, {"name_en": "New"}, AUTHORITY_SHEET.read(authority), UserFactory(roles=[Role.EDITOR]))


def test_a_form_that_was_tampered_with_is_not_believed():
    sealed = seal({"a": "1"})

    assert (unseal(sealed), unseal(sealed[:-1])) == ({"a": "1"}, None)
