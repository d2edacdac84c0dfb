"""Stored pages show an edit at once, and answer a repeated question with 304."""

import pytest
from django.db import connection

from jisr.web import public_data
from tests.factories.municipalities import AuthorityFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def authority(page_cache):
    public_data.lay_triggers()
    return AuthorityFactory(slug="krefeld", name_en="Krefeld")


def test_a_second_reader_gets_the_stored_page_after_one_query(client, authority, django_assert_num_queries):
    first = client.get("/en/municipalities/krefeld/")

    with django_assert_num_queries(1):
        second = client.get("/en/municipalities/krefeld/")

    assert second.content == first.content


@pytest.mark.parametrize("change", ["save", "update", "delete", "sql"])
def test_every_way_to_write_shows_at_once(client, authority, change):
    client.get("/en/municipalities/")
    match change:
        case "save":
            authority.name_en = "Changed"
            authority.save()
        case "update":
            type(authority).objects.update(name_en="Changed")
        case "delete":
            authority.delete()
        case "sql":
            with connection.cursor() as cursor:
                cursor.execute("UPDATE municipalities_authority SET name_en = 'Changed'")

    page = client.get("/en/municipalities/").text

    assert "Krefeld" not in page
    assert ("Changed" in page) == (change != "delete")


def test_a_repeated_question_is_answered_with_304(client, authority):
    etag = client.get("/en/municipalities/krefeld/").headers["ETag"]

    response = client.get("/en/municipalities/krefeld/", headers={"if-none-match": etag})

    assert response.status_code == 304
    assert response.content == b""


def test_pages_are_compressed_for_readers_who_can_read_that(client, authority):
    plain = client.get("/en/municipalities/krefeld/")
    packed = client.get("/en/municipalities/krefeld/", headers={"accept-encoding": "gzip"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.content) < len(plain.content) / 2
    assert "Accept-Encoding" in packed.headers["Vary"]


def test_public_pages_set_no_cookie(client, authority):
    for path in ("/en/municipalities/", "/de/municipalities/krefeld/", "/ar/partnerships/map/"):
        assert client.get(path).cookies == {}


def test_pages_of_one_host_are_not_given_to_another(client, authority, settings):
    settings.ALLOWED_HOSTS = ["one.example", "two.example"]
    client.get("/en/municipalities/", headers={"host": "one.example"})

    assert client.get("/en/municipalities/", headers={"host": "three.example"}).status_code == 400
    assert client.get("/en/municipalities/", headers={"host": "two.example"}).status_code == 200
