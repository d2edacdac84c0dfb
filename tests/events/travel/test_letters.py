"""Invitation letters: accessible, in three languages, private, without a passport number in what is kept."""

import io

import pypdf
import pytest
from django.test import Client

from jisr.audit.models import Entry
from jisr.documents import pdf
from jisr.documents.models import Document
from jisr.documents.services import damaged
from jisr.documents.storage import private
from jisr.events.editions.states import State
from jisr.events.models import Edition, Participant
from jisr.events.travel.fallback import go_online
from jisr.events.travel.letters import (
    NoLetter,
    issue_letters,
    issue_missing,
    letter_with_passport,
    sheet_of,
    withdraw_letters,
)
from jisr.events.travel.models import TravelLetter, TravelPlan
from jisr.events.travel.ruling import save_letter_words
from jisr.events.travel.services import NoJourney, ReasonMissing, save_travel_data, start_checklist
from jisr.kernel.policy import Refused
from jisr.notifications.models import Message
from tests.events.travel.conftest import NOW, PASSPORT, browser
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
HOSTILE = '#panic("x") *Bold* $x$ \u202eevil\u202c \x07 <script> @ref `raw` \\ "quoted" مريم'


@pytest.fixture(autouse=True)
def here(monkeypatch):
    """Set PDF files in this process, which is quicker than starting another one for each."""
    monkeypatch.setattr(pdf, "render_apart", pdf.render)


def issue(trip, *languages, actor=None):
    return issue_letters(trip.participant.public_id, languages, actor=actor or trip.events, at=NOW)


def text_of(content):
    return " ".join("".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages).split())


def kept(letter):
    return letter.document.newest


def test_three_letters_are_accessible_each_in_its_language(trip):
    start_checklist(trip.participant.public_id, actor=trip.layla)
    letters = issue(trip, "de", "en", "ar")

    assert [letter.language for letter in letters] == ["de", "en", "ar"]
    for letter in letters:
        assert kept(letter).is_accessible
        assert letter.document.language == letter.language
    assert damaged() == []
    assert trip.participant.travel_items.get(kind="invitation").state == "done"


def test_a_letter_says_who_is_invited_where_when_and_who_signs(trip):
    (letter,) = issue(trip, "en")

    sheet = sheet_of(letter)

    facts = {fact["label"]: fact["value"] for fact in sheet["facts"]}
    assert sheet["title"] == "Invitation letter for Layla Delegate"
    assert sheet["closing"] == "For the programme office: the events team"
    assert facts["Meeting"] == "Sixth conference"
    assert facts["Place"] == "Brühl"
    assert facts["Function"] == "Mayor"
    assert facts["Sent by"] == "Palestinetown"
    assert facts["Costs: travel to the place and back"] == "the programme office"
    assert facts["Number"] == letter.number
    assert trip.events.display_name not in str(sheet)
    assert not [label for label in facts if "passport" in label]


def test_the_office_issues_once_and_the_traveller_is_told_once(trip):
    issue(trip, "en")
    assert issue(trip, "en") == []

    (message,) = Message.objects.filter(recipient=trip.layla)
    assert message.kind == "events.travel_changed"
    assert Document.objects.count() == 1


@pytest.mark.parametrize("who", ["layla", "basim", "adviser"])
def test_only_the_events_team_issues_letters(trip, who):
    with pytest.raises(Refused):
        issue(trip, "en", actor=getattr(trip, who))


def test_there_is_no_letter_for_who_does_not_come_or_when_it_is_called_off(trip):
    Participant.objects.filter(pk=trip.participant.pk).update(state="waiting")
    with pytest.raises(NoJourney):
        issue(trip, "en")
    Participant.objects.update(state="confirmed")
    Edition.objects.update(state=State.CANCELLED)

    with pytest.raises(NoJourney):
        issue(trip, "en")


def test_the_person_the_coordinator_and_the_events_team_read_it_and_nobody_else(trip):
    (letter,) = issue(trip, "en")

    for person in (trip.layla, trip.basim, trip.events):
        assert browser(person).get(letter.document.get_absolute_url()).status_code == 200
    for person in (trip.adviser, trip.german.user, UserFactory()):
        assert browser(person).get(letter.document.get_absolute_url()).status_code == 404
    assert Client().get(letter.document.get_absolute_url()).status_code == 302


def test_the_kept_file_has_no_passport_number_and_the_copy_of_the_moment_has(trip):
    save_travel_data(trip.participant.public_id, PASSPORT, seen=0, actor=trip.layla, at=NOW)
    (letter,) = issue(trip, "en")

    with _open(letter) as file:
        stored = text_of(file.read())
    _same, copy = letter_with_passport(trip.participant.public_id, "en", actor=trip.layla)

    assert "N7654321" not in stored
    assert "N7654321" in text_of(copy)
    assert "DELEGATE LAYLA" in text_of(copy)
    assert Document.objects.count() == 1


def _open(letter):
    return private().open(kept(letter).stored_as)


def test_the_office_takes_a_copy_with_the_number_only_with_a_reason_that_is_noted(trip):
    save_travel_data(trip.participant.public_id, PASSPORT, seen=0, actor=trip.layla, at=NOW)
    issue(trip, "en")

    with pytest.raises(ReasonMissing):
        letter_with_passport(trip.participant.public_id, "en", actor=trip.events)
    letter_with_passport(trip.participant.public_id, "en", reason="Embassy", actor=trip.events)

    assert Entry.objects.filter(action="events.travel_data_read").count() == 1
    for person in (trip.basim, trip.admin):
        with pytest.raises(Refused):
            letter_with_passport(trip.participant.public_id, "en", reason="x", actor=person)


def test_without_a_number_or_a_letter_there_is_no_copy(trip):
    with pytest.raises(NoLetter, match="There is no letter in this language yet"):
        letter_with_passport(trip.participant.public_id, "en", actor=trip.layla)
    issue(trip, "en")

    with pytest.raises(NoLetter, match="No passport number was entered"):
        letter_with_passport(trip.participant.public_id, "en", actor=trip.layla)


@pytest.mark.parametrize("language", ["de", "ar"])
def test_hostile_names_are_text_and_turn_nothing_around(trip, language):
    Participant.objects.filter(pk=trip.participant.pk).update(full_name=HOSTILE[:110], function_title="#set text(1pt)")
    trip.participant.refresh_from_db()

    (letter,) = issue(trip, language)

    shown = str(sheet_of(letter))
    assert '#panic(\\"x\\")' in shown or '#panic("x")' in shown
    assert not [sign for sign in "\u202e\u202c\x07" if sign in shown]
    assert kept(letter).is_accessible
    with _open(letter) as file:
        assert "panic" in text_of(file.read())


def test_a_letter_that_is_taken_back_has_no_file_any_more(trip, django_capture_on_commit_callbacks):
    (letter,) = issue(trip, "en")
    url, name = letter.document.get_absolute_url(), kept(letter).stored_as

    with django_capture_on_commit_callbacks(execute=True):
        assert withdraw_letters(trip.participant, actor=trip.events, at=NOW) == 1

    letter.refresh_from_db()
    assert (letter.document, letter.withdrawn_at) == (None, NOW)
    assert browser(trip.layla).get(url).status_code == 404
    assert not private().exists(name)
    (again,) = issue(trip, "en")
    assert again.number != letter.number


def test_who_goes_online_has_no_letter_any_more(trip):
    issue(trip, "en", "ar")

    go_online(trip.participant.public_id, actor=trip.layla, at=NOW)

    assert not TravelLetter.objects.filter(withdrawn_at=None).exists()
    assert Document.objects.count() == 0


def test_all_who_need_one_and_have_none_get_one_in_english_and_one_in_their_language(trip):
    for participant in (trip.participant, trip.german):
        start_checklist(participant.public_id, actor=trip.events)

    assert issue_missing(trip.edition.pk, actor=trip.events, at=NOW) == 1
    assert issue_missing(trip.edition.pk, actor=trip.events, at=NOW) == 0

    assert set(TravelLetter.objects.values_list("participant", "language")) == {
        (trip.participant.pk, "en"),
        (trip.participant.pk, "ar"),
    }


WORDS = {
    "letter_sender": "Programme office\r\nStreet 1, 53113 Bonn\r\noffice@example.org",
    "letter_signed_by": "Head of the programme",
    "letter_words_de": "Wir tragen die Unterkunft.",
    "letter_words_en": "",
    "letter_words_ar": "نتحمل نفقات الإقامة.",
}


def test_a_letter_names_its_sender_who_signs_and_what_the_office_adds_in_its_language(trip):
    save_letter_words(trip.edition.pk, WORDS, seen=1, actor=trip.events)
    start_checklist(trip.participant.public_id, actor=trip.layla)

    german, english = issue(trip, "de", "en")

    assert sheet_of(german)["sender"] == ["Programme office", "Street 1, 53113 Bonn", "office@example.org"]
    assert sheet_of(german)["paragraphs"][-1] == "Wir tragen die Unterkunft."
    assert sheet_of(german)["closing"] == "Für das Programmbüro: Head of the programme"
    assert len(sheet_of(english)["paragraphs"]) == len(sheet_of(german)["paragraphs"]) - 1
    facts = {fact["label"]: fact["value"] for fact in sheet_of(german)["facts"]}
    assert (facts["Erster Tag"], facts["Letzter Tag"]) == ("13. September 2027", "16. September 2027")
    with _open(german) as file:
        assert "Street 1, 53113 Bonn" in text_of(file.read())
    assert kept(german).is_accessible


def test_hostile_words_of_the_office_stay_words(trip):
    words = dict.fromkeys(("letter_words_de", "letter_words_en", "letter_words_ar", "letter_sender"), HOSTILE)
    save_letter_words(trip.edition.pk, {**WORDS, **words}, seen=1, actor=trip.events)

    (letter,) = issue(trip, "ar")

    assert kept(letter).is_accessible


def test_the_office_sets_the_words_on_a_page_and_a_stale_one_is_refused(trip):
    address, office = f"{trip.address}letters/words/", browser(trip.events)

    assert office.post(address, {**WORDS, "seen": 1}).status_code == 302
    assert "Head of the programme" in office.get(address).content.decode()
    stale = office.post(address, {**WORDS, "letter_signed_by": "Somebody", "seen": 1})

    assert stale.status_code == 422
    assert "Somebody" in stale.content.decode()
    assert TravelPlan.objects.get().letter_signed_by == "Head of the programme"
