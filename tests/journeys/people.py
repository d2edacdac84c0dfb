"""People of the running site, made for one journey, and how they sign in."""

import secrets
from dataclasses import dataclass
from uuid import uuid4

from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.totp.internal.auth import yield_hotp_counters_from_time as counters
from django.contrib.auth.hashers import Argon2PasswordHasher
from playwright.sync_api import Page

from jisr.accounts.models import User
from jisr.accounts.services import confirm_address, grant_role
from jisr.accounts.states import Role
from jisr.audit.services import SYSTEM


@dataclass(frozen=True)
class Person:
    """Somebody with an account; who works for the office has an authenticator app."""

    email: str
    password: str
    secret: str = ""

    @property
    def code(self) -> str:
        """What the authenticator app shows now. It can be used once."""
        return format_hotp_value(hotp_value(self.secret, next(iter(counters()))))

    @property
    def row(self) -> User:
        return User.objects.get(email=self.email)


def make_person(name: str, *, role: Role | None = None) -> Person:
    """An account with a confirmed address, and a second factor for a role in the office."""
    email, password = f"{uuid4().hex[:12]}@example.org", secrets.token_urlsafe(12)
    user = User.objects.create_user(email)
    user.display_name = name
    hasher = Argon2PasswordHasher()  # the site's own; tests without a browser use a quicker one
    user.password = hasher.encode(password, hasher.salt())
    user.save()
    confirm_address(user)
    if role is None:
        return Person(email, password)
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    grant_role(user, role, actor=SYSTEM)
    return Person(email, password, secret)


def sign_in(page: Page, person: Person, language: str = "de") -> None:
    """Sign in by the page's own forms and arrive in the workspace."""
    page.goto(f"/{language}/accounts/login/?next=/{language}/workspace/")
    page.locator("[name=login]").fill(person.email)
    page.locator("[name=password]").fill(person.password)
    page.locator("main form.form button[type=submit]").click()
    if person.secret:
        page.locator("[name=code]").fill(person.code)
        page.locator("main form.form button[type=submit]").first.click()
    page.wait_for_url(f"**/{language}/workspace/")
