"""What the office and members are told in their language: merges, stated facts, labels of the trail; views of it."""

import pytest
from django.test import Client
from django.utils.translation import override

from jisr.accounts.states import Role
from jisr.audit import access
from jisr.municipalities.models import FactSource, SavedView
from jisr.municipalities.models.fact import STATED, told_note
from jisr.municipalities.services.merging import merge_authorities, plan_merge
from jisr.notifications.models import Message
from tests.factories.accounts import UserFactory
from tests.factories.memberships import MembershipFactory
from tests.factories.municipalities import AuthorityFactory

pytestmark = pytest.mark.django_db
TRAIL = "/en/workspace/trail/"
VIEWS = "/en/workspace/directory/trail/views/"


def browser(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def adviser():
    return UserFactory(roles=[Role.ADVISER])


@pytest.fixture
def auditor():
    return UserFactory(roles=[Role.AUDIT])


def test_members_of_a_merged_authority_are_told_in_their_language(adviser):
    survivor = AuthorityFactory(name_en="Beit Jala", name_ar="بيت جالا")
    duplicate = AuthorityFactory(name_en="Bet Jala", name_ar="بت جالا", region=survivor.region)
    member = MembershipFactory(confirmed=True, authority=duplicate, user=UserFactory(preferred_language="ar")).user
    for others in ({"confirmed": True, "authority": survivor}, {"ended": True, "authority": duplicate}):
        MembershipFactory(**others)
    MembershipFactory(confirmed=True, authority=duplicate, user=adviser)
    version = plan_merge(survivor, duplicate).version

    merge_authorities(survivor.pk, duplicate.pk, choices={}, version=version, actor=adviser)

    (message,) = Message.objects.filter(kind="municipalities.authority_merged")
    assert (message.recipient, message.language, message.url) == (member, "ar", "/ar/workspace/memberships/")
    assert "بيت جالا" in message.text
    assert "بت جالا" in message.text


@pytest.mark.parametrize(("language", "word"), [("en", "stated by the authority"), ("de", "eigene Angabe der Kommune")])
def test_what_an_authority_stated_is_told_in_the_reader_s_language(adviser, language, word):
    authority = AuthorityFactory()
    source = FactSource(
        *(None, authority._meta.label_lower, authority.pk, "website"), note=f"{STATED}: letter of May",
        entered_at="2026-11-01T09:00Z",
    )  # fmt: skip
    source.save()

    with override(language):
        assert told_note(STATED) == word
        assert source.told_note == f"{word}: letter of May"
    shown = browser(adviser).get(f"/{language}/workspace/directory/authorities/{authority.slug}/").text
    assert f"{word}: letter of May" in shown


@pytest.mark.parametrize("note", ["", "telephone call", "stated by the authority’s clerk"])
def test_other_notes_stay_as_they_were_written(note):
    with override("de"):
        assert told_note(note) == note


@pytest.mark.parametrize("name", ["key", "population", "duplicate", "into", "documents", "coordinates"])
def test_the_trail_names_what_imports_and_merges_changed(name):
    assert str(access.subject("municipalities.authority").fields[name]) != name


def test_the_directory_leads_to_imports_for_those_who_see_them(adviser, auditor):
    for person, sees in ((adviser, True), (auditor, True), (UserFactory(roles=[Role.EDITOR]), False)):
        shown = browser(person).get("/en/workspace/directory/authorities/")
        assert shown.context["may_import"] == sees
        assert ('<a class="button button--secondary" href="/en/workspace/imports/' in shown.text) == sees


def test_a_view_of_the_trail_is_kept_for_the_one_who_kept_it(auditor):
    browse = browser(auditor)
    browse.get(TRAIL)
    answer = browse.post(VIEWS, {"name": "People", "query": "actor=person&page=3&nonsense=1"})

    assert answer.headers["Location"] == f"{TRAIL}?actor=person"
    view = SavedView.objects.get()
    assert (view.person, view.list_name, view.query) == (auditor, "trail", "actor=person")
    assert 'href="/en/workspace/trail/?actor=person" aria-current="true"' in browse.get(f"{TRAIL}?actor=person").text
    assert "People" not in browser(UserFactory(administrator=True)).get(TRAIL).text

    browse.post(f"{VIEWS}remove/", {"name": "People"})
    assert SavedView.objects.count() == 0


def test_the_form_of_a_view_of_the_trail_is_sent_with_its_token(auditor):
    browse = Client(enforce_csrf_checks=True)
    browse.force_login(auditor)
    shown = browse.get(f"{TRAIL}?actor=nobody").text
    token = shown.partition(VIEWS)[2].partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]

    answer = browse.post(VIEWS, {"name": "All", "query": "", "csrfmiddlewaretoken": token})

    assert (answer.status_code, SavedView.objects.count()) == (302, 1)


def test_a_view_of_the_trail_is_kept_by_those_alone_who_see_it(adviser):
    assert browser(adviser).post(VIEWS, {"name": "Mine", "query": ""}).status_code == 404
    assert browser(adviser).post("/en/workspace/directory/nothing/views/", {"name": "x"}).status_code == 404
    assert SavedView.objects.count() == 0
