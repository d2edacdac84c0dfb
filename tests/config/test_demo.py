"""Demo accounts: their own secrets in each installation, kept from run to run, never in production."""

import io
import stat
from dataclasses import replace

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import validate_totp_code
from django.core.management import CommandError, call_command

from jisr.accounts.models import StaffRole, User
from jisr.config import demo
from jisr.municipalities.models import Membership
from tests.factories.municipalities import AuthorityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.HERE = replace(settings.HERE, var_dir=tmp_path)


def run(command: str, *arguments: str) -> str:
    said = io.StringIO()
    call_command(command, *arguments, stdout=said)
    return said.getvalue()


def test_an_editor_and_an_administrator_can_sign_in_with_what_is_printed():
    said = run("load_demo")

    editor, administrator = User.objects.get(email="editor@example.org"), User.objects.get(is_superuser=True)
    assert [group.name for group in editor.groups.all()] == ["Editors"]
    assert (administrator.email, administrator.display_name) == ("administrator@example.org", "Administration Demo")
    passwords = [line.removeprefix("password = ") for line in said.splitlines() if line.startswith("password")]
    assert [editor.check_password(passwords[0]), administrator.check_password(passwords[1])] == [True, True]
    assert EmailAddress.objects.filter(verified=True, primary=True).count() == 6
    assert sorted(Authenticator.objects.values_list("type", flat=True)) == ["recovery_codes"] * 4 + ["totp"] * 4


def test_each_demo_account_has_its_role():
    run("load_demo")

    roles = StaffRole.objects.order_by("user__email").values_list("user__email", "role")
    assert list(roles) == [
        ("administrator@example.org", "administrator"),
        ("adviser@example.org", "adviser"),
        ("editor@example.org", "editor"),
        ("events@example.org", "events"),
    ]


def test_a_town_of_each_side_has_a_coordinator_once_the_programme_is_loaded():
    run("load_demo")
    assert not Membership.objects.exists()

    towns = [AuthorityFactory(slug="neuwied"), AuthorityFactory(slug="surif", palestinian=True)]
    run("load_demo")
    said = run("load_demo")

    found = Membership.objects.confirmed().order_by("pk")
    assert [(one.authority, one.user.email, one.role) for one in found] == [
        (towns[0], "neuwied@example.org", "coordinator"),
        (towns[1], "surif@example.org", "coordinator"),
    ]
    surif = User.objects.get(email="surif@example.org")
    password = said.split("[surif@example.org]")[1].split("password = ")[1].split()[0]
    assert (surif.check_password(password), surif.preferred_language, surif.role_names) == (True, "ar", frozenset())


def test_the_code_is_the_one_that_the_app_would_show():
    said = run("load_demo")
    secret = next(line for line in said.splitlines() if line.startswith("authenticator")).split(" = ")[1]

    assert validate_totp_code(secret, run("demo_code", "editor@example.org").strip())


def test_a_second_run_keeps_everything():
    first = run("load_demo")
    hashes = list(User.objects.order_by("pk").values_list("password", flat=True))

    assert run("load_demo") == first
    assert list(User.objects.order_by("pk").values_list("password", flat=True)) == hashes


def test_an_account_whose_secrets_are_lost_gets_new_ones():
    run("load_demo")
    demo.secrets_file().unlink()

    run("load_demo")

    assert User.objects.count() == 6
    assert Authenticator.objects.count() == 8


def test_only_the_owner_may_read_the_file():
    run("load_demo")

    assert stat.S_IMODE(demo.secrets_file().stat().st_mode) == 0o600


@pytest.mark.parametrize("command", [["load_demo"], ["demo_code", "editor@example.org"]])
def test_production_refuses(settings, command):
    settings.HERE = replace(settings.HERE, jisr_env="prod")

    with pytest.raises(CommandError, match="refused in production"):
        run(*command)
    assert not User.objects.exists()


def test_no_code_is_shown_for_other_accounts():
    with pytest.raises(CommandError, match=r"No demo account minister@example\.org"):
        run("demo_code", "minister@example.org")
