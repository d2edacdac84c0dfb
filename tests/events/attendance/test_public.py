"""The public page of a certificate: proves it to who holds the paper, and tells nobody anything else."""

import pytest
from django.core.cache import cache

from jisr.events.attendance.models import Certificate
from tests.factories.attendance import CertificateFactory

pytestmark = pytest.mark.django_db
HERE = "/en/events/certificates/"


@pytest.fixture
def certificate():
    return CertificateFactory(participant__full_name="Laila Nabulsi", participant__function_title="Mayor of Nablus")


def address(certificate):
    return f"{HERE}{certificate.code}/"


def test_it_says_that_it_holds_and_names_nobody(client, certificate):
    response = client.get(address(certificate))

    text = response.content.decode()
    assert response.status_code == 200
    assert "This certificate is valid." in text
    assert "Conference" in text
    assert "3 days, 4 sessions" in text
    assert "6.5" in text
    for secret in ("Laila", "Nabulsi", "L. N.", "Mayor of Nablus", certificate.participant.authority.name):
        assert secret not in text
    assert response.cookies == {}
    assert "no-store" in response.headers["Cache-Control"]
    assert 'name="robots" content="noindex"' in text


def test_the_name_is_compared_and_never_told(client, certificate):
    right = client.post(address(certificate), {"name": "nabulsi laila"})
    wrong = client.post(address(certificate), {"name": "Somebody Else"})

    assert "The name fits." in right.text
    assert "The name does not fit" in wrong.text
    assert "Laila" not in wrong.text
    assert client.post(address(certificate), {"name": ""}).status_code == 422


def test_it_needs_a_few_queries(client, certificate, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        client.get(address(certificate))


def test_a_revoked_one_is_shown_as_such(client):
    text = client.get(address(CertificateFactory(revoked=True))).text

    assert "This certificate was revoked" in text
    assert "Issued by mistake" not in text
    assert "Compare the name" not in text


def test_a_replaced_one_does_not_lead_to_the_new_one(client, certificate):
    new = CertificateFactory(participant__edition=certificate.edition)
    Certificate.objects.filter(pk=certificate.pk).update(
        state="replaced", ended_at=certificate.issued_at, replaced_by=new
    )

    text = client.get(address(certificate)).text

    assert "a new one took its place" in text
    assert new.code not in text
    assert new.number not in text


def test_an_erased_person_s_certificate_still_holds_without_a_name(client, certificate):
    Certificate.objects.filter(pk=certificate.pk).update(holder_name="", user=None)

    assert "This certificate is valid." in client.get(address(certificate)).text
    assert "The name does not fit" in client.post(address(certificate), {"name": "Laila Nabulsi"}).text


@pytest.mark.parametrize("code", ["0" * 20, "1", "abc-def", "Z" * 60])
def test_a_code_that_never_was_and_one_that_is_none_look_the_same(client, code):
    response = client.get(f"{HERE}{code}/")

    assert response.status_code == 404
    assert "We know no certificate with this code." in response.text


def test_a_code_is_typed_in_any_writing(client, certificate):
    typed = "-".join(certificate.code[start : start + 4].lower() for start in range(0, 20, 4))

    assert client.get(HERE).status_code == 200
    assert client.get(HERE, {"code": typed}).headers["Location"] == address(certificate)
    assert "has 20 letters and digits" in client.get(HERE, {"code": "ABC"}).text
    assert client.get(HERE, {"code": ""}).status_code == 200


def test_who_tries_codes_or_names_is_stopped_for_an_hour(client, certificate, page_cache):
    cache.clear()
    answers = [client.get(f"{HERE}{'0' * 19}{number % 10}/").status_code for number in range(22)]
    assert answers == [404] * 20 + [429] * 2
    assert client.post(address(certificate), {"name": "Laila Nabulsi"}).status_code == 429
    assert client.get(address(certificate)).status_code == 200


def test_a_form_from_another_site_and_a_huge_one_are_not_read(client, certificate):
    elsewhere = client.post(address(certificate), {"name": "A"}, headers={"Origin": "https://other.example.org"})
    huge = client.post(address(certificate), {"name": "A" * 200_000})

    assert (elsewhere.status_code, huge.status_code) == (403, 413)
