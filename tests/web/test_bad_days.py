"""What happens when an address, a header or the database is not what it should be."""

import pytest
from allauth.account.models import EmailAddress
from django.db import OperationalError, connection
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "languages", "expected"),
    [
        ("/", "ar,en;q=0.5", "/ar/"),
        ("/", "de-DE", "/de/"),
        ("/", "fr", "/de/"),
        ("/", "", "/de/"),
    ],
)
def test_the_bare_address_leads_to_the_reader_s_language(client, path, languages, expected):
    response = client.get(path, headers={"accept-language": languages})

    assert (response.status_code, response.headers["Location"]) == (302, expected)


@pytest.mark.parametrize("path", ["/wp-login.php", "/fra/partnerships/", "/de/nowhere/at/all/", "/ar/%00/"])
def test_an_unknown_address_gives_a_helpful_404(client, path):
    response = client.get(path, headers={"accept-language": "ar"}, follow=True)

    assert response.status_code == 404
    assert "partnerships/" in response.text
    language = "de" if path.startswith("/de/") else "ar"
    assert f'<html lang="{language}"' in response.text


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/fr/", "/ar/"),
        ("/fr/partnerships/?form=kontakt", "/ar/partnerships/?form=kontakt"),
        ("/de-DE/events/", "/ar/events/"),
        ("/EN/", "/ar/"),
        ("/xx//evil.example/", "/ar//evil.example/"),
    ],
)
def test_an_unknown_language_leads_to_the_same_page_in_the_reader_s(client, path, expected):
    response = client.get(path, headers={"accept-language": "ar"})

    assert (response.status_code, response.headers["Location"]) == (302, expected)


@pytest.mark.parametrize(
    "next_page", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_sign_in_never_leads_to_another_host(client, django_user_model, next_page):
    email = "reader@example.org"
    django_user_model.objects.create_user(email, "a long enough password")
    EmailAddress.objects.create(user_id=django_user_model.objects.get().pk, email=email, verified=True, primary=True)
    response = client.post(
        "/en/accounts/login/", {"login": email, "password": "a long enough password", "next": next_page}
    )

    assert (response.status_code, response.headers["Location"]) == (302, "/de/workspace/")


@pytest.mark.parametrize(
    "headers",
    [
        {"accept-language": "de" * 5000},
        {"accept-language": "*,;q=x"},
        {"x-forwarded-host": "evil.example"},
        {"if-none-match": '"' * 1000},
        {"accept-encoding": "gzip;q=0, nonsense"},
        {"cookie": "sessionid=" + "x" * 4000},
        {"referer": "\u202e"},
    ],
)
def test_odd_headers_do_no_harm(client, headers):
    response = client.get("/en/partnerships/", headers=headers)

    assert response.status_code == 200
    assert "evil.example" not in response.text


def test_a_wrong_host_is_refused(client):
    assert client.get("/en/partnerships/", headers={"host": "evil.example"}).status_code == 400


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_pages_can_only_be_read(client, method):
    assert getattr(client, method)("/en/partnerships/").status_code == 405


@pytest.mark.parametrize(("language", "heading"), [("de", "Hier ist nichts zu lesen"), ("ar", "لا شيء يُقرأ هنا")])
def test_who_opens_where_a_form_goes_reads_what_to_do(client, django_user_model, language, heading):
    client.force_login(django_user_model.objects.create_user(email="reader@example.org"))

    answer = client.get(f"/{language}/workspace/messages/read/")

    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert heading in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]


def test_the_policy_allows_no_inline_code_and_no_other_host(client):
    policy = client.get("/en/partnerships/").headers["Content-Security-Policy"]

    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "http" not in policy


@pytest.mark.parametrize("path", ["/de/partnerships/", "/ar/municipalities/", "/en/"])
def test_a_missing_database_gives_503_in_three_languages(monkeypatch, path):
    def away(*_args: object, **_options: object) -> None:
        raise OperationalError("the database is away")

    monkeypatch.setattr(connection, "cursor", away)
    response = Client(raise_request_exception=False).get(path)

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "60"
    for language in ("de", "en", "ar"):
        assert f'lang="{language}"' in response.text


def test_readyz_tells_that_the_database_is_away_and_healthz_that_the_process_lives(monkeypatch, client):
    def away(*_args: object, **_options: object) -> None:
        raise OperationalError("the database is away")

    monkeypatch.setattr(connection, "cursor", away)

    ready = client.get("/readyz")
    assert (ready.status_code, ready.json()["database"]) == (503, "away")
    assert client.get("/healthz").status_code == 200


def test_readyz_is_content_when_all_is_well(client):
    assert client.get("/readyz").json() == {"ready": True, "database": "ok", "migrations": "ok", "worker": "ok"}


def test_a_fault_of_ours_gives_500_in_three_languages(monkeypatch):
    def broken(*_args: object, **_options: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("jisr.partnerships.views.partnership.read_listing", broken)
    response = Client(raise_request_exception=False).get("/de/partnerships/")

    assert response.status_code == 500
    for language in ("de", "en", "ar"):
        assert f'lang="{language}"' in response.text


def test_ten_megabytes_of_form_text_are_refused_without_a_500(client):
    response = client.post("/en/accessibility/feedback/", {"barrier": "x" * 10_000_000})

    assert response.status_code in {400, 413}


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_died_while_nobody_read_is_made_anew(client):
    client.get("/en/partnerships/")
    if connection.vendor == "postgresql":  # SQLite has no connection to lose
        connection.connection.close()

    assert client.get("/en/partnerships/").status_code == 200
