"""Functions to write to: who sees them, who keeps them, and when somebody was last in touch."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.utils import timezone

from jisr.accounts.states import Role
from jisr.audit.models import Entry
from jisr.documents import access
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import Refused
from jisr.municipalities.desk.policies import READ_CONTACT
from jisr.municipalities.models import AuthorityContact
from jisr.municipalities.services.contacts import end_contact, note_contact, save_contact
from tests import policy_twins
from tests.factories.accounts import UserFactory
from tests.factories.documents import make_document
from tests.factories.memberships import MembershipFactory
from tests.factories.municipalities import AuthorityFactory

pytestmark = pytest.mark.django_db
policy_twins.register(READ_CONTACT, AuthorityContact)
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def adviser():
    return UserFactory(roles=[Role.ADVISER])


@pytest.fixture
def authority():
    return AuthorityFactory(slug="town")


@pytest.fixture
def contact(authority):
    return AuthorityContact.objects.create(authority=authority, role="press", unit="Press", email="press@town.example")


def browser(person):
    client = Client()
    client.force_login(person)
    return client


def test_rule_and_query_agree_on_who_sees_a_contact(contact):
    AuthorityContact.objects.create(authority=AuthorityFactory(), role="press", phone="1")

    assert list(policy_twins.disagreements(READ_CONTACT.name, policy_twins.readers(contact.authority))) == []


def test_members_see_the_contacts_and_cannot_change_them(authority, contact):
    client = browser(MembershipFactory(authority=authority, confirmed=True).user)

    page = client.get("/en/workspace/contacts/town/")

    assert b"press@town.example" in page.content
    assert b"Note a contact today" not in page.content
    assert client.post(f"/en/workspace/contacts/town/{contact.public_id}/note/", {"note": "x"}).status_code == 404


def test_an_adviser_adds_a_contact_and_a_double_click_adds_one(authority, adviser):
    client = browser(adviser)
    typed = {"role": "press", "unit": HOSTILE, "phone": "+49 1", "languages": ["de", "ar"]}

    for _twice in range(2):
        response = client.post("/en/workspace/contacts/town/add/", typed, follow=True)

    assert AuthorityContact.objects.count() == 1
    assert HOSTILE not in response.content.decode()
    assert b"German" in response.content
    assert Entry.objects.about(authority).get().changes == {"contact": ["", "press"], "last_contact_on": ["", ""]}


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"role": "press"}, "email"),
        ({"role": "press", "email": "nobody"}, "email"),
        ({"role": "king", "phone": "1"}, "role"),
        ({"role": "press", "phone": "1", "last_contact_on": "2999-01-01"}, "last_contact_on"),
        ({"role": "press", "phone": "1", "languages": ["xx"]}, "languages"),
    ],
)
def test_bad_input_is_told_at_its_field(authority, adviser, typed, field):
    response = browser(adviser).post("/en/workspace/contacts/town/add/", typed)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert AuthorityContact.objects.count() == 0


def test_one_click_notes_a_contact_of_today(contact, adviser):
    client = browser(adviser)

    for _twice in range(2):
        client.post(f"/en/workspace/contacts/town/{contact.public_id}/note/", {"note": "About the visit"})

    contact.refresh_from_db()
    assert (contact.last_contact_on, contact.last_contact_note) == (timezone.localdate(), "About the visit")
    assert Entry.objects.filter(action="municipalities.contact_noted").count() == 1


def test_a_note_that_is_too_long_stays_in_its_field(contact, adviser):
    response = browser(adviser).post(f"/en/workspace/contacts/town/{contact.public_id}/note/", {"note": "x" * 251})

    assert b"The note is too long." in response.content
    assert b"x" * 251 in response.content


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 3, 28, 22, 59, tzinfo=UTC), date(2026, 3, 28)),
        (datetime(2026, 3, 28, 23, 0, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 3, 29, 22, 0, tzinfo=UTC), date(2026, 3, 30)),  # summer time has begun
        (datetime(2026, 10, 24, 22, 0, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 22, 30, tzinfo=UTC), date(2026, 10, 25)),  # winter time again
    ],
)
def test_today_is_the_day_at_the_office_when_the_clocks_change(contact, adviser, at, day):
    found = note_contact(contact, "x", subject=contact.authority, actor=adviser, at=at)

    assert found.last_contact_on == day


def test_an_ended_contact_is_no_longer_shown_and_cannot_be_changed(contact, adviser):
    end_contact(contact, subject=contact.authority, actor=adviser, at=NOW)

    with pytest.raises(DomainError, match="ended already"):
        note_contact(contact, "x", subject=contact.authority, actor=adviser, at=NOW)
    with pytest.raises(DomainError, match="ended already"):
        save_contact(contact, subject=contact.authority, actor=adviser, at=NOW)
    assert b"press@town.example" not in browser(adviser).get("/en/workspace/contacts/town/").content


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.ADVISER, Role.ADMINISTRATOR)])
def test_others_of_the_office_cannot_keep_contacts(contact, role):
    with pytest.raises(Refused):
        save_contact(contact, subject=contact.authority, actor=UserFactory(roles=[role]), at=NOW)


def test_a_contact_of_another_authority_is_not_there(contact, adviser):
    AuthorityFactory(slug="other")

    assert browser(adviser).get(f"/en/workspace/contacts/other/{contact.public_id}/").status_code == 404


def test_papers_of_an_authority_are_open_to_its_people_and_the_office(authority):
    readers = policy_twins.readers(authority)
    rules = access.of("municipalities.authority")
    key = str(authority.pk)

    reading = {label for label, actor in readers.items() if rules.may_read(actor, key)}
    adding = {label for label, actor in readers.items() if rules.may_write(actor, key)}

    members = {"coordinator", "mayor", "expert", "finance", "reader"}
    assert reading == members | {f"staff {role.value}" for role in Role}
    assert adding == members | {"staff adviser", "staff administrator"}


def test_the_papers_are_listed_beside_the_contacts(authority):
    make_document(owner_subject=authority, title="Council decision")

    page = browser(MembershipFactory(authority=authority, confirmed=True).user).get("/en/workspace/contacts/town/")

    assert b"Council decision" in page.content


def test_a_stale_form_does_not_take_back_what_somebody_else_noted(contact, adviser):
    client, path = browser(adviser), f"/en/workspace/contacts/town/{contact.public_id}/"
    form = client.get(path).context["form"]
    typed = {field.html_name: field.value() for field in form if field.value() is not None} | {"unit": "New name"}
    client.post(f"{path}note/", {"note": "Called"})

    stale = client.post(path, typed)
    contact.refresh_from_db()
    kept = contact.unit
    client.post(path, typed | {"seen": stale.context["form"]["seen"].value()})

    contact.refresh_from_db()
    assert (stale.status_code, kept) == (422, "Press")
    assert b"Somebody else has changed this." in stale.content
    assert b"New name" in stale.content
    assert contact.unit == "New name"
