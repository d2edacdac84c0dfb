"""What stands before the pages of people who are signed in, and before no others."""

from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress, EmailConfirmationHMAC

from jisr.accounts.states import Role
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_a_page_for_everybody_is_not_marked_as_personal(client):
    assert "private" not in client.get("/en/partnerships/").headers.get("Cache-Control", "")


@pytest.mark.parametrize("path", ["/en/accounts/sessions/", "/en/accounts/email/", "/en/accounts/2fa/"])
def test_no_page_of_an_account_is_kept_on_the_way(client, path):
    client.force_login(UserFactory())

    assert "no-store" in client.get(path).headers["Cache-Control"]


def test_people_without_a_role_may_work_without_a_second_factor(client):
    client.force_login(UserFactory())

    assert client.get("/en/workspace/nothing-here/").status_code == 404


@pytest.mark.parametrize("path", ["/en/workspace/nothing-here/", "/cms/"])
def test_staff_without_a_second_factor_are_led_to_it(client, path):
    client.force_login(UserFactory(roles=(Role.EDITOR,), totp=False))

    assert client.get(path).headers["Location"].endswith("/accounts/2fa/")


@pytest.mark.parametrize(
    ("sent_from", "back_to"),
    [
        ("http://testserver/en/events/?kind=seminar", "/en/events/?kind=seminar"),
        ("http://testserver/ar/workspace/messages/", "/ar/workspace/messages/"),
        ("https://other.example.org/en/events/", "/en/workspace/"),
        ("", "/en/workspace/"),
    ],
)
def test_who_was_signed_out_comes_back_to_the_form_and_reads_that_nothing_was_saved(client, sent_from, back_to):
    sent = client.post("/en/workspace/messages/read/", headers={"Referer": sent_from} if sent_from else {})

    place = urlsplit(sent.headers["Location"])
    assert (sent.status_code, place.path, parse_qs(place.query)) == (302, "/en/accounts/login/", {"next": [back_to]})
    assert "Nothing of this is saved yet" in client.get(sent.headers["Location"]).content.decode()


def test_reading_leads_to_the_page_asked_for_and_says_nothing_of_a_form(client):
    asked = client.get("/en/workspace/messages/", headers={"Referer": "http://testserver/en/events/"})

    assert parse_qs(urlsplit(asked.headers["Location"]).query) == {"next": ["/en/workspace/messages/"]}
    assert "Nothing of this is saved yet" not in client.get(asked.headers["Location"]).content.decode()


def test_a_form_whose_own_answer_leads_to_sign_in_is_left_alone(client, django_user_model):
    user = django_user_model.objects.create_user(email="new@example.org", password="a long enough one")
    address = EmailAddress.objects.create(user=user, email=user.email, primary=True)
    link = f"/en/accounts/confirm-email/{EmailConfirmationHMAC(address).key}/"

    confirmed = client.post(link, headers={"Referer": f"http://testserver{link}"})

    assert (confirmed.status_code, confirmed.headers["Location"]) == (302, "/en/accounts/login/")
