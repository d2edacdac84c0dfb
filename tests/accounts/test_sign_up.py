"""Sign-up, sign-in, invitation and account pages as a browser sees them, and what they do not tell."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core import mail
from django.utils import timezone

from jisr.accounts.models import ErasureLog, Invitation, StaffRole, User
from jisr.accounts.services import invite
from jisr.accounts.states import Role
from jisr.audit.models import Entry
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
SIGN_UP = {"display_name": "Rania", "preferred_language": "ar", "password1": PASSWORD, "password2": PASSWORD}
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')


def sign_up(client, email: str):
    return client.post("/en/accounts/signup/", {**SIGN_UP, "email": email})


def sign_in(client, user: User, language: str = "en"):
    return client.post(f"/{language}/accounts/login/", {"login": user.email, "password": PASSWORD})


def plain(response) -> str:
    return TOKEN.sub("", response.content.decode())


def test_signing_up_asks_name_and_language_and_waits_for_the_address(client):
    response = sign_up(client, "rania@example.org")

    user = User.objects.get(email="rania@example.org")
    assert response.headers["Location"] == "/en/accounts/confirm-email/"
    assert (user.display_name, user.preferred_language) == ("Rania", "ar")
    assert EmailAddress.objects.get().verified is False
    assert sign_in(client, user).headers["Location"] == "/en/accounts/confirm-email/"

    link = re.search(r"http://\S+", mail.outbox[0].body)[0]
    page = client.get(link)
    assert page.status_code == 200
    client.post(link)
    assert EmailAddress.objects.get().verified is True
    assert Entry.objects.filter(action="accounts.signed_up").count() == 1


def test_the_language_of_the_person_leads_after_sign_in(client):
    assert sign_in(client, UserFactory(preferred_language="ar")).headers["Location"] == "/ar/workspace/"
    assert Entry.objects.get().action == "accounts.signed_in"


def test_sign_up_can_be_closed(client, settings):
    settings.ACCOUNTS_OPEN = False

    assert "by invitation" in client.get("/en/accounts/signup/").content.decode()
    sign_up(client, "rania@example.org")
    assert not User.objects.exists()


@pytest.mark.parametrize("path", ["signup/", "password/reset/", "login/"])
def test_an_answer_does_not_tell_whether_an_address_is_known(client, path):
    UserFactory(email="known@example.org")
    typed = {**SIGN_UP, "password": "wrong-pass-phrase"}
    answers = []
    for address in ("known@example.org", "other@example.org"):
        browser = type(client)()
        first = browser.post(f"/en/accounts/{path}", {**typed, "email": address, "login": address})
        shown = first if first.status_code == 200 else browser.get(first.headers["Location"])
        answers.append((first.status_code, first.headers.get("Location"), plain(shown).replace(address, "X")))

    assert answers[0] == answers[1]


def test_somebody_who_signs_up_again_is_told_by_mail_alone(client):
    UserFactory(email="known@example.org")
    sign_up(client, "known@example.org")

    assert [message.subject for message in mail.outbox] == ["Jisr: You have an account already"]
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("path", "typed", "allowed"),
    [
        ("login/", {"login": "known@example.org", "password": "wrong-pass-phrase"}, 5),
        ("signup/", {**SIGN_UP, "email": "not an address"}, 10),
        ("password/reset/", {"email": "known@example.org"}, 3),
    ],
)
@pytest.mark.usefixtures("page_cache")
def test_whoever_asks_too_often_must_wait(client, path, typed, allowed):
    UserFactory(email="known@example.org")
    answers = [client.post(f"/en/accounts/{path}", typed) for _time in range(allowed + 1)]

    assert {answer.status_code for answer in answers[:allowed]} <= {200, 302}
    is_refused = answers[-1].status_code == 429 or "Too many failed" in answers[-1].content.decode()
    assert is_refused


@pytest.fixture
def link(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        invite(
            "lina@example.org", language="en", actor=UserFactory(administrator=True), at=timezone.now(), role="audit"
        )
    return re.search(r"http://[^/]+(/\S+)", mail.outbox[-1].body)[1]


def test_an_invited_person_opens_the_account_and_is_signed_in(client, link):
    typed = {"display_name": "Lina", "preferred_language": "en", "password": PASSWORD, "password_again": PASSWORD}
    assert client.get(link).status_code == 200
    response = client.post(link, typed)

    assert response.headers["Location"] == "/en/workspace/"
    assert StaffRole.objects.get(user__email="lina@example.org").role == Role.AUDIT
    assert client.get("/en/workspace/").headers["Location"] == "/en/accounts/2fa/"


@pytest.mark.parametrize("spoil", [{"used_at": True}, {"expires_at": True}])
def test_a_link_that_no_longer_works_says_so_kindly(client, link, spoil):
    moment = Invitation.objects.get().created_at
    Invitation.objects.update(**dict.fromkeys(spoil, moment))
    response = client.get(link)

    assert response.status_code == 410
    assert "ask the person who invited you" in response.content.decode()
    assert client.get("/en/accounts/invitation/never-made/").status_code == 410


def test_a_weak_or_mistyped_password_opens_nothing(client, link):
    typed = {"display_name": "Lina", "preferred_language": "en", "password": "short", "password_again": "other"}

    assert client.post(link, typed).status_code == 422
    assert not User.objects.filter(email="lina@example.org").exists()


def test_a_person_with_an_account_signs_in_to_accept(client, link):
    lina = UserFactory(email="lina@example.org")
    assert "Please sign in to accept" in client.get(link).content.decode()

    client.force_login(lina)
    assert client.post(link).headers["Location"] == "/en/accounts/"
    assert StaffRole.objects.filter(user=lina).count() == 1


def test_people_end_their_own_sessions_and_no_others(client):
    person, other = UserFactory(), UserFactory()
    sign_in(client, person)
    phone = type(client)()
    sign_in(phone, person)
    stranger = type(client)()
    sign_in(stranger, other)
    rows = {key: UserSession.objects.get(session_key=key.session.session_key).pk for key in (phone, stranger)}

    for pk in rows.values():
        client.post(f"/en/accounts/sessions/{pk}/end/")

    assert phone.get("/en/accounts/").status_code == 302
    assert stranger.get("/en/accounts/").status_code == 200
    assert client.get("/en/accounts/sessions/").status_code == 200


def test_own_data_comes_after_the_password_was_typed_again(client):
    person = UserFactory()
    client.force_login(person)
    assert "/reauthenticate/" in client.get("/en/accounts/own-data/jisr.zip").headers["Location"]

    client.post("/en/accounts/reauthenticate/", {"password": PASSWORD})
    response = client.get("/en/accounts/own-data/jisr.zip")
    assert response.headers["Content-Type"] == "application/zip"
    assert b"".join(response.streaming_content)[:2] == b"PK"


def test_an_erasure_is_confirmed_by_the_password(client):
    person = UserFactory()
    sign_in(client, person)
    wrong = client.post("/en/accounts/erase/", {"is_sure": "on", "password": "wrong"})
    assert (wrong.status_code, ErasureLog.objects.count()) == (422, 0)

    right = client.post("/en/accounts/erase/", {"is_sure": "on", "password": PASSWORD})
    assert right.headers["Location"] == "/en/accounts/erased/"
    assert ErasureLog.objects.get().account_number == person.pk
    assert client.get("/en/accounts/").status_code == 302


@pytest.mark.parametrize("language", ["de", "en", "ar"])
@pytest.mark.parametrize(
    "path", ["", "own-data/", "erase/", "people/", "people/invite/", "data-protection/", "sessions/"]
)
def test_an_administrator_reads_every_page_and_none_is_kept(client, path, language):
    client.force_login(UserFactory(administrator=True))
    response = client.get(f"/{language}/accounts/{path}")

    assert response.status_code == 200
    assert response.content.decode().count("<h1") == 1
    assert "private" in response.headers["Cache-Control"]


@pytest.mark.parametrize("path", ["people/", "people/invite/", "data-protection/"])
def test_pages_of_the_office_are_closed_to_others(client, path):
    address = f"/en/accounts/{path}"
    assert "/login/" in client.get(address).headers["Location"]
    client.force_login(UserFactory())
    assert client.get(address).status_code == 403
    client.force_login(UserFactory(roles=(Role.EVENTS,)))
    assert client.get(address).status_code == 403
    client.force_login(UserFactory(administrator=True, totp=False))
    assert client.get(address).headers["Location"] == "/en/accounts/2fa/"


def test_an_administrator_gives_and_takes_a_role(client):
    client.force_login(UserFactory(administrator=True))
    person = UserFactory()
    page = f"/en/accounts/people/{person.public_id}/"
    assert client.get(page).status_code == 200

    client.post(f"{page}grant/", {"role": "events"})
    assert list(StaffRole.objects.filter(user=person).values_list("role", flat=True)) == ["events"]
    client.post(f"{page}revoke/", {"role": "events"})
    assert not StaffRole.objects.filter(user=person).exists()


@pytest.mark.parametrize("role", Role)
def test_the_workspace_of_staff_opens_behind_a_second_factor_alone(client, role):
    client.force_login(UserFactory(roles=(role,), totp=False))

    assert client.get("/de/workspace/").headers["Location"] == "/de/accounts/2fa/"
