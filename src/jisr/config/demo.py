"""Accounts for trying the product. Their secrets are made anew for each installation and lie in one file."""

import configparser
import os
import secrets
import time
from pathlib import Path
from typing import NamedTuple

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.core.management.base import CommandError
from django.db import transaction
from django.utils import timezone

from jisr.accounts.models import User
from jisr.accounts.services import confirm_address, grant_role
from jisr.accounts.states import Role
from jisr.audit.services import SYSTEM
from jisr.municipalities.models import Authority, Membership
from jisr.municipalities.services.memberships import ask_membership, confirm_membership
from jisr.municipalities.states import MembershipRole

PERIOD_SECONDS = 30


class DemoAccount(NamedTuple):
    """Somebody who does not exist, with their role in the programme office."""

    email: str
    display_name: str
    role: Role


class DemoMember(NamedTuple):
    """Somebody who does not exist, and the authority that they coordinate the partnership of."""

    email: str
    display_name: str
    language: str
    authority: str


ACCOUNTS = (
    DemoAccount("editor@example.org", "Redaktion Demo", Role.EDITOR),
    DemoAccount("administrator@example.org", "Administration Demo", Role.ADMINISTRATOR),
    DemoAccount("adviser@example.org", "Beratung Demo", Role.ADVISER),
    DemoAccount("events@example.org", "Veranstaltungen Demo", Role.EVENTS),
)

MEMBERS = (
    DemoMember("neuwied@example.org", "Koordination Neuwied Demo", "de", "neuwied"),
    DemoMember("surif@example.org", "منسقة صوريف (تجريبي)", "ar", "surif"),
)


def refuse_in_production() -> None:
    """Demo accounts have their secrets in a file; raise ``CommandError`` where people rely on the service."""
    if settings.HERE.is_production:
        raise CommandError("Demo accounts are refused in production.")


def secrets_file() -> Path:
    path: Path = settings.HERE.var_dir / "demo-accounts.txt"
    return path


@transaction.atomic
def make_accounts() -> str:
    """Make what is missing and return the text of the file. An account that stands in the file is left as it is."""
    known = configparser.ConfigParser(interpolation=None)
    known.read(secrets_file(), encoding="utf-8")
    for account in ACCOUNTS:
        if not (known.has_section(account.email) and User.objects.filter(email=account.email).exists()):
            known[account.email] = _make(account)
        grant_role(User.objects.get(email=account.email), account.role, actor=SYSTEM)
    for member in MEMBERS:
        if not (known.has_section(member.email) and User.objects.filter(email=member.email).exists()):
            known[member.email] = _make_member(member)
        _let_act(member)
    _write(known)
    return secrets_file().read_text(encoding="utf-8")


def _with_password(email: str, display_name: str, language: str) -> tuple[User, str]:
    """Make the account, or give the one whose secrets are lost a new password."""
    password = secrets.token_urlsafe(12)
    user = User.objects.filter(email=email).first() or User.objects.create_user(email)
    user.display_name, user.preferred_language = display_name, language
    user.set_password(password)
    user.save()
    confirm_address(user)
    Authenticator.objects.filter(user=user).delete()
    return user, password


def _make_member(member: DemoMember) -> dict[str, str]:
    _user, password = _with_password(member.email, member.display_name, member.language)
    return {"name": member.display_name, "password": password}


def _let_act(member: DemoMember) -> None:
    """Confirm them as coordinator of their authority, where the programme with its authorities is loaded."""
    authority = Authority.objects.filter(slug=member.authority).first()
    user = User.objects.get(email=member.email)
    if authority is None or Membership.objects.of_body(authority).filter(user=user).exists():
        return
    at, administrator = timezone.now(), User.objects.get(email="administrator@example.org")
    asked = ask_membership(authority, role=MembershipRole.COORDINATOR, actor=user, at=at)
    confirm_membership(asked.pk, actor=administrator, at=at)


def _make(account: DemoAccount) -> dict[str, str]:
    secret = generate_totp_secret()
    user, password = _with_password(account.email, account.display_name, "de")
    TOTP.activate(user, secret)
    codes = RecoveryCodes.activate(user).generate_codes()
    return {
        "name": account.display_name,
        "password": password,
        "authenticator secret": secret,
        "recovery codes": " ".join(codes),
    }


def _write(accounts: configparser.ConfigParser) -> None:
    path = secrets_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        accounts.write(file)
    path.chmod(0o600)


def present_code(email: str) -> str:
    """The code that the authenticator app of a demo account would show now. Raises ``CommandError`` for others."""
    holder = Authenticator.objects.filter(user__email=email, type=Authenticator.Type.TOTP).first()
    if holder is None or email not in {account.email for account in ACCOUNTS}:
        raise CommandError(f"No demo account {email}; `jisr load_demo` makes them.")
    secret = decrypt(holder.data["secret"])
    return format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD_SECONDS))
