"""From the public form to the queue: what arrives, when it is due, who has it in hand."""

from datetime import UTC, date, datetime

import pytest
from django.core import signing

from jisr.advice.models import Enquiry

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
TYPED = {
    "topic": "funding",
    "message": "Which fund fits?",
    "contact_name": "Rana",
    "email": "rana@example.org",
    "body_name": "",
    "phone": "",
    "website": "",
}


@pytest.fixture
def stamp(monkeypatch):
    """A form that was shown long enough ago."""
    from jisr.advice import open_form

    monkeypatch.setattr(open_form, "SHORTEST_SECONDS", -1)
    return open_form.new_stamp()


def test_the_form_gives_a_reference_and_sets_no_cookie(client, stamp):
    shown = client.get("/ar/advice/enquiry/")
    sent = client.post("/ar/advice/enquiry/", {**TYPED, "stamp": stamp})

    enquiry = Enquiry.objects.get()
    assert shown.status_code == 200
    assert sent.headers["Location"] == f"/ar/advice/enquiry/{enquiry.reference}/"
    assert client.get(sent.headers["Location"]).status_code == 200
    assert not client.cookies
    assert (enquiry.language, enquiry.topic, enquiry.user) == ("ar", "funding", None)
