"""The office's own words in the mails about a registration: seen before, sent in each language, carried on."""

import pytest
from django.test import Client
from django.utils import timezone

from jisr.events.editions.cloning import parts
from jisr.events.models import MailWords
from jisr.events.registration.mailing import clone_words
from jisr.events.registration.services import withdraw
from jisr.events.registration.states import MailStep
from jisr.notifications.models import Message
from tests.events.registration.conftest import NOW
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory, ParticipantKindFactory

pytestmark = pytest.mark.django_db
TEXTS = {"text_de": "Das Hotel heißt Al-Bireh.", "text_en": "The hotel is Al-Bireh.", "text_ar": "الفندق هو البيرة."}


def browser(person):
    client = Client()
    client.force_login(person)
    return client


def page(meeting, rest=""):
    return f"/en/workspace/meetings/{meeting.edition.slug}/participants/mails/{rest}"


def register(meeting, language, kind=None):
    return meeting.sign_up(UserFactory(preferred_language=language), kind=kind or meeting.kind)


def test_words_stand_in_the_mail_of_their_step_in_the_language_of_the_reader(meeting):
    client = browser(meeting.office)
    before = client.get(page(meeting, "confirmed/"))
    assert "has a confirmed place at" in before.text
    assert "hat einen bestätigten Platz" in before.text

    looked = client.post(page(meeting, "confirmed/"), {**TEXTS, "do": "look", "seen": 0})
    assert [looked.text.count(text) for text in TEXTS.values()] == [2, 2, 2]  # in the field and in the mail
    assert not MailWords.objects.exists()
    saved = client.post(page(meeting, "confirmed/"), {**TEXTS, "do": "save", "seen": 0}, follow=True)
    assert "With your words: All others" in saved.text

    register(meeting, "ar")
    mail = Message.objects.latest("pk")
    assert TEXTS["text_ar"] in mail.text
    assert TEXTS["text_ar"] in mail.html
    row = register(meeting, "de")
    assert TEXTS["text_de"] in Message.objects.latest("pk").text
    withdraw(row.public_id, actor=row.user, at=NOW)
    assert TEXTS["text_de"] not in Message.objects.latest("pk").text


def test_words_for_a_kind_take_the_place_of_those_for_all(meeting):
    mayors = ParticipantKindFactory(edition=meeting.edition, key="mayor", entry="open")
    MailWords.objects.create(edition=meeting.edition, step=MailStep.CONFIRMED, **TEXTS)
    client = browser(meeting.office)
    assert TEXTS["text_en"] in client.get(page(meeting, "confirmed/?kind=mayor")).text

    own = {name: f"{text} 2" for name, text in TEXTS.items()}
    client.post(page(meeting, "confirmed/?kind=mayor"), {**own, "do": "save", "seen": 0})
    register(meeting, "en", mayors)
    assert "The hotel is Al-Bireh. 2" in Message.objects.latest("pk").text
    register(meeting, "en")
    assert "The hotel is Al-Bireh.\n" in Message.objects.latest("pk").text

    client.post(page(meeting, "confirmed/?kind=mayor"), {**dict.fromkeys(TEXTS, " "), "do": "save", "seen": 1})
    assert [row.kind for row in MailWords.objects.all()] == [None]


def test_one_language_alone_is_refused_and_a_second_writer_sees_the_first(meeting):
    client = browser(meeting.office)
    half = client.post(page(meeting, "waiting/"), {"text_de": TEXTS["text_de"], "do": "save", "seen": 0})
    assert (half.status_code, "in all three languages" in half.text) == (422, True)
    assert TEXTS["text_de"] in half.text
    client.post(page(meeting, "waiting/"), {**TEXTS, "do": "save", "seen": 0})

    other = dict.fromkeys(TEXTS, "Other words")
    stale = client.post(page(meeting, "waiting/"), {**other, "do": "save", "seen": 0})
    assert (stale.status_code, "Somebody else changed these words meanwhile." in stale.text) == (422, True)
    assert TEXTS["text_ar"] in stale.text
    assert MailWords.objects.get().texts == list(TEXTS.values())
    assert 'name="seen" value="1"' in stale.text
    client.post(page(meeting, "waiting/"), {**other, "do": "save", "seen": 1})
    assert (MailWords.objects.get().text_de, MailWords.objects.get().version) == ("Other words", 2)


@pytest.mark.parametrize("step", MailStep.values)
def test_each_mail_is_shown_as_three_readers_get_it(meeting, step):
    text = browser(meeting.office).get(page(meeting, f"{step}/")).text

    assert [text.count(f'lang="{language}" dir=') for language in ("de", "ar")] == [1, 1]
    assert text.count("None") == 0
    assert browser(meeting.office).get(page(meeting, "nonsense/")).status_code == 404
    assert browser(meeting.office).get(page(meeting, f"{step}/?kind=nobody")).status_code == 404


def test_markup_of_the_office_is_text(meeting):
    MailWords.objects.create(
        edition=meeting.edition, step=MailStep.CONFIRMED, **dict.fromkeys(TEXTS, "<script>x</script>")
    )
    register(meeting, "en")

    mail = Message.objects.latest("pk")
    assert "<script>" not in mail.html
    assert "<script>x</script>" in mail.text


def test_a_new_edition_takes_the_words_over_for_the_kinds_it_has(meeting):
    mayors = ParticipantKindFactory(edition=meeting.edition, key="mayor")
    for kind in (None, mayors, meeting.kind):
        MailWords.objects.create(edition=meeting.edition, step=MailStep.OFFERED, kind=kind, **TEXTS)
    target = EditionFactory(ahead=True)
    kind = ParticipantKindFactory(edition=target, key=meeting.kind.key)

    assert [clone_words(meeting.edition, target, at=timezone.now()) for _time in range(2)] == [2, 0]
    assert {(row.kind, row.text_ar) for row in target.mail_words.all()} == {
        (None, TEXTS["text_ar"]),
        (kind, TEXTS["text_ar"]),
    }
    assert "mail_words" in {part.name for part in parts()}
