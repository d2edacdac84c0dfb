"""Signing in through the operator's own OpenID Connect provider."""

import http.client
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount

from jisr.accounts.models import User
from jisr.config.identity import identity_providers
from tests.accounts.identity_provider import CLIENT, SECRET, provider
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
PERSON = {"sub": "4711", "email": "rania@example.org", "email_verified": True, "name": "Rania Example"}


@pytest.fixture
def office(settings):
    with provider() as running:
        running.person = dict(PERSON)
        settings.OIDC_ISSUER = running.issuer
        settings.SOCIALACCOUNT_PROVIDERS = identity_providers(
            replace(settings.HERE, oidc_issuer=running.issuer, oidc_client_id=CLIENT, oidc_client_secret=SECRET)
        )
        yield running


def walk(client, office) -> object:
    """Go where the browser is sent: to the provider, which sends it back with a code."""
    away = urlsplit(client.get("/en/accounts/oidc/office/login/").headers["Location"])
    connection = http.client.HTTPConnection(away.netloc, timeout=5)
    connection.request("GET", f"{away.path}?{away.query}")
    back = urlsplit(connection.getresponse().headers["Location"])
    connection.close()
    assert away.netloc == urlsplit(office.issuer).netloc
    return client.get(f"{back.path}?{back.query}")


def test_a_person_of_the_office_gets_an_account_and_is_signed_in(client, office):
    response = walk(client, office)

    user = User.objects.get()
    assert (user.email, user.display_name, user.has_usable_password()) == ("rania@example.org", "Rania Example", False)
    assert response.headers["Location"] == "/en/workspace/"
    assert user.role_names == frozenset()


def test_an_account_with_the_confirmed_address_is_taken_up(client, office):
    known = UserFactory(email="rania@example.org", display_name="Rania")
    walk(client, office)

    assert (User.objects.get(), SocialAccount.objects.get().user) == (known, known)
    assert client.get("/en/accounts/").status_code == 200


def test_an_address_that_the_provider_has_not_confirmed_opens_no_other_account(client, office):
    known = UserFactory(email="rania@example.org")
    office.person["email_verified"] = False
    walk(client, office)

    assert not SocialAccount.objects.filter(user=known).exists()
    assert client.get("/en/accounts/").status_code == 302


def test_a_second_factor_is_asked_for_all_the_same(client, office):
    UserFactory(email="rania@example.org", totp=True)

    assert walk(client, office).headers["Location"] == "/en/accounts/2fa/authenticate/"


def test_the_sign_in_page_offers_it(client, office):
    assert 'href="/en/accounts/oidc/office/login/"' in client.get("/en/accounts/login/").content.decode()


def test_without_an_issuer_there_is_none(client):
    assert "/oidc/" not in client.get("/en/accounts/login/").content.decode()
    assert client.get("/en/accounts/oidc/office/login/").status_code == 404
