"""A programme on paper, in three languages."""

import re
from datetime import timedelta
from io import BytesIO

import pypdf
import pytest

from jisr.events.agenda.published import PublishedInterpretation
from jisr.events.timetable import services
from tests.events.timetable.building import EVIL, MORNING, PUBLISHED_AT, make_session, publish
from tests.events.timetable.test_own import browser
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
TOLD = re.compile(rb"/MCID \d+/ActualText<([0-9A-F]*)>>>BDC")


def text_of(content):
    """What is read and copied: the words that the sheet tells beside its signs, where it does, else the signs."""
    pages = pypdf.PdfReader(BytesIO(content)).pages
    told = [TOLD.findall(page.get_contents().get_data()) for page in pages]
    words = [bytes.fromhex(text.decode()).decode("utf-16") for texts in told for text in texts]
    return "\n".join([*words, *(page.extract_text() for page in pages)])


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("de", ["Dienstag, 14. September 2027", "10:00–10:45 (Berlin)", "Großer Saal", "Gesprochen: Deutsch"]),
        ("en", ["Tuesday, 14 September 2027", "11:00–11:45 (Hebron)", "Great hall", "Interpreted into: Arabic"]),
        ("ar", ["المؤتمر السادس", "القاعة الكبرى"]),
    ],
)
def test_the_programme_is_an_accessible_pdf_with_each_day_on_a_page(client, edition, hall, language, expected):
    into = PublishedInterpretation(from_language="de", to_language="ar", channel="simultaneous")
    publish(
        edition,
        make_session(room=hall.guid, interpretations=(into,)),
        make_session(room=hall.guid, starts_at=MORNING + timedelta(days=1)),
        rooms=[hall],
    )

    response = client.get(f"/{language}/events/conf-6-2027/programme/programme.pdf")

    assert response.headers["Content-Type"] == "application/pdf"
    reader = pypdf.PdfReader(BytesIO(response.content))
    assert len(reader.pages) == 2
    assert reader.trailer["/Root"]["/Lang"] == language
    assert b"pdfuaid:part" in reader.trailer["/Root"]["/Metadata"].get_data()
    found = text_of(response.content)
    assert [words for words in expected if words not in found] == []


def test_what_somebody_typed_stays_text_on_paper(client, edition):
    publish(edition, make_session(title={"en": f"#panic() $x$ {EVIL}"}))

    found = text_of(client.get("/en/events/conf-6-2027/programme/programme.pdf").content)

    assert "#panic() $x$ <script>" in found.replace("\n", " ")


def test_ones_own_programme_on_paper_holds_ones_own_sessions_and_no_name(edition):
    mona, mine, other = UserFactory(display_name="Mona Example"), make_session(), make_session(title={"en": "Other"})
    publish(edition, mine, other)
    services.pick(edition, mine.code, actor=mona, at=PUBLISHED_AT)

    response = browser(mona).get("/en/workspace/meetings/conf-6-2027/my-programme/programme.pdf")

    found = text_of(response.content)
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert "no-store" in response.headers["Cache-Control"]
    assert mine.title["en"] in found
    assert "Other" not in found
    assert "Mona" not in found


def test_an_empty_programme_of_ones_own_says_so_on_paper(edition, talk):
    response = browser(UserFactory()).get("/en/workspace/meetings/conf-6-2027/my-programme/programme.pdf")

    assert "You have not chosen a session yet." in text_of(response.content)
