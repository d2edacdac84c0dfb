"""The pages of sign-in and of one's own account: in the house's look, and under its strict policy."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from jisr.accounts.models import User

RUNNING_SCRIPT = re.compile(r"<script(?![^>]*\ssrc=)(?![^>]*application/json)[^>]*>")
ANYONE = [
    "login/",
    "signup/",
    "confirm-email/",
    "inactive/",
    "erased/",
    "password/reset/",
    "password/reset/done/",
    "password/reset/key/1-x-y/",
]
SIGNED_IN = [
    "",
    "own-data/",
    "erase/",
    "2fa/",
    "2fa/totp/activate/",
    "2fa/webauthn/",
    "2fa/webauthn/add/",
    "password/change/",
    "email/",
    "sessions/",
    "logout/",
]


@pytest.fixture
def member(client: Client, db) -> Client:
    """A browser that has signed in and just confirmed it, so that no page asks for the password again."""
    user = User.objects.create_user("rania@example.org", "a-long-pass-phrase-1", display_name="Rania")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    client.post("/en/accounts/login/", {"login": user.email, "password": "a-long-pass-phrase-1"})
    client.post("/en/accounts/reauthenticate/", {"password": "a-long-pass-phrase-1"})
    return client


def _check(text: str, language: str) -> None:
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in text
    assert text.count("<h1") == 1
    assert re.search(r"<title>[^<]+ – Jisr</title>", text)
    assert RUNNING_SCRIPT.findall(text) == []
    assert re.findall(r"<[^>]+\s(?:style|on[a-z]+)=", text) == []
    assert '<main id="main"' in text


@pytest.mark.parametrize("language", ["de", "en", "ar"])
@pytest.mark.parametrize("path", ANYONE)
def test_a_page_for_anyone_looks_like_the_house_and_runs_no_inline_code(client, db, path, language):
    response = client.get(f"/{language}/accounts/{path}")

    assert response.status_code == 200
    _check(response.content.decode(), language)


@pytest.mark.parametrize("path", SIGNED_IN)
def test_a_page_of_the_account_looks_like_the_house_and_runs_no_inline_code(member, path):
    response = member.get(f"/ar/accounts/{path}")

    assert response.status_code == 200
    _check(response.content.decode(), "ar")


def test_sign_in_leads_to_sign_up_only_while_that_is_open(client, db, settings):
    text = client.get("/en/accounts/login/").content.decode()
    settings.ACCOUNTS_OPEN = False

    assert 'href="/en/accounts/signup/"' in text
    assert "/en/accounts/signup/" not in client.get("/en/accounts/login/").content.decode()
    assert 'id="passkey_login"' in text


def test_a_wrong_password_is_told_in_a_summary_and_keeps_the_address(client, db):
    text = client.post("/en/accounts/login/", {"login": "rania@example.org", "password": "wrong"}).content.decode()

    assert "Please check your entries" in text
    assert 'value="rania@example.org"' in text


def test_the_code_to_scan_is_a_picture_inside_the_page(member):
    response = member.get("/en/accounts/2fa/totp/activate/")

    assert re.search(r'<img class="qr" src="data:image/svg\+xml', response.content.decode())
    assert "img-src 'self' data:" in response.headers["Content-Security-Policy"]
