"""Facts with sources, and two editors at once."""

import pytest
from django.utils import timezone

from jisr.accounts.states import Role
from jisr.audit.models import Entry
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import Refused
from jisr.municipalities import programme
from jisr.municipalities.desk.sheets import AUTHORITY_SHEET
from jisr.municipalities.models import Authority, FactSource
from jisr.municipalities.services.facts import ChangedMeanwhile, Origin, change_facts, seal, unseal
from tests.factories.accounts import UserFactory
from tests.factories.municipalities import AuthorityFactory, RegionFactory

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


def load_again(monkeypatch, table, slug, **changes):
    """The programme delivers one row anew."""
    rows = [row | changes if row["slug"] == slug else row for row in programme.read_table(programme.HERE, table)]
    read = programme.read_table
    monkeypatch.setattr(programme, "read_table", lambda room, name: rows if name == table else read(room, name))
    return programme.load_municipalities()


def test_a_new_delivery_keeps_what_the_desk_entered_and_brings_the_rest(adviser, monkeypatch):
    programme.load_municipalities()
    authority = Authority.objects.get(slug="koeln")
    change(authority, {"name_en": "Cologne on the Rhine"}, AUTHORITY_SHEET.read(authority), adviser)
    assert set(programme.load_municipalities().values()) == {0}

    told = load_again(monkeypatch, "municipalities", "koeln", name_en="Koeln", name_de="Köln am Rhein")

    authority.refresh_from_db()
    assert told["authorities"] == 1
    assert (authority.name_en, authority.name_de) == ("Cologne on the Rhine", "Köln am Rhein")


def test_a_fact_from_nowhere_is_refused(adviser):
    authority, now = AuthorityFactory(name_en="Old"), timezone.now()
    opened = AUTHORITY_SHEET.read(authority)

    with pytest.raises(DomainError, match="where this comes from"):
        change_facts(
            AUTHORITY_SHEET, authority.pk, {"name_en": "New"}, opened=opened, origin=Origin(), actor=adviser, at=now
        )

    assert Authority.objects.get().name_en == "Old"


def test_an_authority_does_not_move_abroad(adviser):
    authority = AuthorityFactory()
    abroad = RegionFactory(palestinian=True)

    with pytest.raises(DomainError, match="stays in its country"):
        change(authority, {"region": abroad}, AUTHORITY_SHEET.read(authority), adviser)


def test_what_the_second_editor_left_alone_stays_as_the_first_made_it(adviser):
    authority = AuthorityFactory(name_en="Old", website="")
    opened = AUTHORITY_SHEET.read(authority)
    change(authority, {"name_en": "First"}, opened, adviser)

    changed = change(authority, {"name_en": "Old", "website": "https://town.example/"}, opened, adviser)

    authority.refresh_from_db()
    assert (changed, authority.name_en) == (["website"], "First")


def test_names_in_another_order_are_no_change(adviser):
    authority = AuthorityFactory()
    change(authority, {"aliases": "B\nA"}, AUTHORITY_SHEET.read(authority), adviser)
    kept = list(authority.aliases.values_list("pk", flat=True))

    assert change(authority, {"aliases": "A\n B \nB"}, AUTHORITY_SHEET.read(authority), adviser) == []
    assert list(authority.aliases.values_list("pk", flat=True)) == kept


def test_the_public_page_and_the_search_follow_a_change(adviser, client):
    authority = AuthorityFactory(name_en="Old")
    client.get(authority.get_absolute_url())

    change(authority, {"name_en": "Zebratown"}, AUTHORITY_SHEET.read(authority), adviser)

    assert "Zebratown" in client.get(authority.get_absolute_url()).content.decode()
    assert "Zebratown" in client.get("/en/search/", {"q": "Zebratown"}).content.decode()


def test_a_public_page_leads_the_office_to_the_desk_and_asks_strangers_for_no_session(adviser, client):
    authority = AuthorityFactory()
    link = f'href="/en/workspace/directory/authorities/{authority.slug}/"'

    answer = client.get(authority.get_absolute_url())
    assert link not in answer.content.decode()
    assert "Cookie" not in answer.headers.get("Vary", "")
    client.force_login(UserFactory())
    assert link not in client.get(authority.get_absolute_url()).content.decode()
    client.force_login(adviser)
    assert link in client.get(authority.get_absolute_url()).content.decode()
