"""What stands before the pages of people who are signed in, and before no others."""

import pytest

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
