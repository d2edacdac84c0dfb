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

from jisr.accounts.models import User
from jisr.accounts.services import confirm_address, grant_role
from jisr.accounts.states import Role
from jisr.audit.services import SYSTEM

PERIOD_SECONDS = 30


class DemoAccount(NamedTuple):
    """Somebody who does not exist, with their role in the programme office."""

    email: str
    display_name: str
    role: Role


ACCOUNTS = (
    DemoAccount("editor@example.org", "Redaktion Demo", Role.EDITOR),
    DemoAccount("administrator@example.org", "Administration Demo", Role.ADMINISTRATOR),
    DemoAccount("adviser@example.org", "Beratung Demo", Role.ADVISER),
    DemoAccount("events@example.org", "Veranstaltungen Demo", Role.EVENTS),
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
    _write(known)
    return secrets_file().read_text(encoding="utf-8")


def _make(account: DemoAccount) -> dict[str, str]:
    """Make the account, or give the one whose secrets are lost new ones."""
    password, secret = secrets.token_urlsafe(12), generate_totp_secret()
    user = User.objects.filter(email=account.email).first() or User.objects.create_user(account.email)
    user.display_name = account.display_name
    user.set_password(password)
    user.save()
    confirm_address(user)
    Authenticator.objects.filter(user=user).delete()
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
