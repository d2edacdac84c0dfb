"""A barrier can be reported without a cookie, nothing typed is lost, and the month begins to run."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import signing
from django.db import IntegrityError
from django.utils import timezone

from jisr.content.models import Feedback
from jisr.content.services import forget_addresses, receive_feedback
from jisr.web import open_form
from jisr.web.open_form import LONGEST_SECONDS, new_stamp, read_stamp

pytestmark = pytest.mark.django_db
ADDRESS = "/en/accessibility/feedback/"
TYPED = {
    "page": "/en/faq/",
    "barrier": "The <b>map</b> has no list.\r\nReally 🗺️",
    "email": "reader@example.org",
    "website": "",
}


def stamp_from(*, seconds_ago: int) -> str:
    """A stamp as the form had it some time ago."""
    signer = signing.TimestampSigner(salt="web.open_form")
    shown = (timezone.now() - timedelta(seconds=seconds_ago)).timestamp()
    value = f"feedback:{signing.b62_encode(int(shown))}"
    return f"{value}:{signer.signature(value)}"


def given(*, stamp: int | str = 60, **changes: object) -> dict[str, object]:
    """What a reader sends; ``stamp`` is the age of the form in seconds, or whatever stands in its place."""
    return {**TYPED, "stamp": stamp if isinstance(stamp, str) else stamp_from(seconds_ago=stamp), **changes}


@pytest.mark.parametrize(
    ("language", "received", "due"),
    [
        ("de", datetime(2026, 11, 22, 10, tzinfo=UTC), date(2026, 12, 22)),
        ("en", datetime(2027, 1, 31, 10, tzinfo=UTC), date(2027, 2, 28)),
        ("ar", datetime(2026, 12, 31, 23, 30, tzinfo=UTC), date(2027, 2, 1)),  # already the first in Berlin
    ],
)
def test_the_answer_is_due_a_month_after_the_day_the_report_came(language, received, due):
    report = receive_feedback(page_address="", barrier="x", email="", language=language, at=received)

    assert (report.due_on, report.language) == (due, language)


@pytest.mark.parametrize("language", ["de", "en", "ar"])
def test_a_report_is_kept_and_confirmed_with_reference_and_day(client, language):
    response = client.post(f"/{language}/accessibility/feedback/", given(), follow=True)

    report = Feedback.objects.get()
    assert (report.page_address, report.barrier, report.email, report.language) == (
        "/en/faq/",
        "The <b>map</b> has no list.\nReally 🗺️",
        "reader@example.org",
        language,
    )
    assert response.redirect_chain == [(f"/{language}/accessibility/feedback/{report.reference}/", 302)]
    assert report.reference in response.text
    assert re.fullmatch(r"[2-9A-HJ-NP-Z]{10}", report.reference)


def test_neither_form_nor_confirmation_sets_a_cookie_or_is_stored(client):
    form = client.get(ADDRESS)
    sent = client.post(ADDRESS, given())
    done = client.get(sent.headers["Location"])

    for response in (form, sent, done):
        assert not response.cookies
        assert "no-store" in response.headers["Cache-Control"]


def test_the_page_is_filled_in_from_the_address(client):
    page = client.get(ADDRESS, {"page": '/en/"><script>'}).text

    assert 'value="/en/&quot;&gt;&lt;script&gt;"' in page


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"barrier": ""}, "This field is required."),
        ({"barrier": "x" * 5001}, "Ensure this value has at most 5000 characters (it has 5001)."),
        ({"page": "x" * 501}, "Ensure this value has at most 500 characters (it has 501)."),
        ({"email": "nobody"}, "Enter a valid email address."),
        ({"barrier": "a\x00b"}, "Null characters are not allowed."),
        ({"website": "http://spam"}, "This field keeps out machines. Please empty it and send again."),
        ({"stamp": 1}, "Nothing is lost. For safety, please check your text and send it once more."),
        ({"stamp": LONGEST_SECONDS + 60}, "Nothing is lost."),
        ({"stamp": "made:up"}, "Nothing is lost."),
        ({"stamp": ""}, "Nothing is lost."),
    ],
)
def test_what_is_wrong_is_said_and_everything_typed_comes_back(client, changes, message):
    data = given(**changes)

    response = client.post(ADDRESS, data)

    assert response.status_code == 422
    assert message in response.text
    form = response.context["form"]
    assert {name: form[name].value() for name in ("page", "barrier", "email", "website")} == {
        name: data[name] for name in ("page", "barrier", "email", "website")
    }
    assert Feedback.objects.count() == 0


def test_a_form_that_was_sent_too_fast_comes_back_with_a_stamp_that_will_do(client):
    response = client.post(ADDRESS, given(stamp=new_stamp()))

    assert response.status_code == 422
    assert not read_stamp(response.context["stamp"]).fits
    assert read_stamp(stamp_from(seconds_ago=4)).fits


def test_too_many_reports_from_one_network_wait_with_their_words(client, monkeypatch, page_cache):
    monkeypatch.setattr(open_form, "MOST_PER_HOUR", 2)

    answers = [client.post(ADDRESS, given()) for _time in range(3)]

    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert "Very many messages came from your network" in answers[2].text
    assert "The &lt;b&gt;map&lt;/b&gt; has no list." in answers[2].text
    assert Feedback.objects.count() == 2


def test_5000_lines_ends_count_as_the_browser_counts_them(client):
    assert client.post(ADDRESS, given(barrier="x\r\n" * 2500)).status_code == 302


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
    ],
)
def test_a_report_that_another_site_sends_is_refused_with_what_was_typed(client, headers):
    response = client.post(ADDRESS, given(), headers=headers)

    assert response.status_code == 403
    assert "The &lt;b&gt;map&lt;/b&gt; has no list." in response.text
    assert Feedback.objects.count() == 0


@pytest.mark.parametrize(
    "headers", [{}, {"sec-fetch-site": "same-origin", "origin": "http://testserver"}, {"origin": "http://testserver"}]
)
def test_a_report_from_our_own_page_or_an_old_browser_is_taken(client, headers):
    assert client.post(ADDRESS, given(), headers=headers).status_code == 302


@pytest.mark.parametrize("size", [101_000, 10_000_000])
def test_a_body_of_any_size_is_answered_with_a_page(client, size):
    response = client.post(ADDRESS, given(barrier="x" * size))

    assert response.status_code == 413
    assert "Please shorten it to 5,000 characters" in response.text


@pytest.mark.parametrize("reference", ["2222222222", "1", "x" * 300])
def test_an_unknown_reference_is_not_found(client, reference):
    assert client.get(f"{ADDRESS}{reference}/").status_code == 404


def test_a_report_is_overdue_the_day_after_it_was_due():
    today = timezone.localdate()
    report = Feedback(due_on=today)
    assert not report.is_overdue

    report.due_on = today - timedelta(days=1)
    assert report.is_overdue

    report.answered_at = timezone.now() - timedelta(days=1)
    assert not report.is_overdue


def test_an_answer_cannot_be_older_than_the_report():
    report = receive_feedback(page_address="", barrier="x", email="", language="de", at=timezone.now())
    report.answered_at = report.received_at - timedelta(seconds=1)

    with pytest.raises(IntegrityError, match="content_feedback_answered_after_received"):
        report.save()


def test_addresses_are_forgotten_a_year_after_the_answer():
    now = datetime(2027, 12, 24, 12, tzinfo=UTC)
    for days in (366, 300, None):
        report = receive_feedback(
            page_address="", barrier=str(days), email="a@example.org", language="de", at=now - timedelta(days=400)
        )
        if days:
            Feedback.objects.filter(pk=report.pk).update(answered_at=now - timedelta(days=days))

    assert forget_addresses(at=now) == 1

    assert set(Feedback.objects.values_list("barrier", "email")) == {
        ("366", ""),
        ("300", "a@example.org"),
        ("None", "a@example.org"),
    }
