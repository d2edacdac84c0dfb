"""The office's own words in the mails about a registration: seen before, sent in each language, carried on."""

import pytest
from django.utils import timezone

from jisr.events.editions.cloning import parts
from jisr.events.models import MailWords, Participant, ParticipantKind
from jisr.events.registration import audience
from jisr.events.registration.changing import replace
from jisr.events.registration.mailing import clone_words
from jisr.events.registration.services import decide, withdraw
from jisr.events.registration.states import MailStep
from jisr.notifications.models import Message
from tests.events.registration.conftest import NOW, browser
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory, ParticipantKindFactory
from tests.factories.memberships import MembershipFactory
from tests.factories.municipalities import AuthorityFactory

pytestmark = pytest.mark.django_db
TEXTS = {"text_de": "Das Hotel heißt Al-Bireh.", "text_en": "The hotel is Al-Bireh.", "text_ar": "الفندق هو البيرة."}


def page(meeting, rest=""):
    return f"/en/workspace/meetings/{meeting.edition.slug}/participants/mails/{rest}"


def register(meeting, language, kind=None):
    return meeting.sign_up(UserFactory(preferred_language=language), kind=kind or meeting.kind)


def test_words_stand_in_the_mail_of_their_step_in_the_language_of_the_reader(meeting):
    client = browser(meeting.office)
    before = client.get(page(meeting, "confirmed/"))
    assert "You have a confirmed place at" in before.text
    assert "Sie haben einen bestätigten Platz" in before.text

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


def told(meeting, **narrow):
    return Message.objects.filter(**narrow).latest("pk").text


def test_the_person_is_addressed_and_reads_when_and_where(meeting):
    row = register(meeting, "en")
    english = told(meeting, recipient=row.user)
    assert "You have a confirmed place at “Conference” (Expert).\nWhen and where: 13 September 2027 to" in english
    assert "16 September 2027, Brühl\n" in english
    assert english.count(row.full_name) == 1  # in the greeting
    arabic = told(meeting, recipient=register(meeting, "ar").user)
    assert "لديكم مقعد مؤكد" in arabic
    german = told(meeting, recipient=register(meeting, "de").user)
    assert "\n\nSie haben einen bestätigten Platz bei „" in german


def test_the_office_reads_how_many_and_who_and_nothing_about_accounts(meeting):
    ParticipantKind.objects.update(entry="approval")
    meeting.kind.refresh_from_db()
    meeting.delegation(3)
    message = Message.objects.get(recipient=meeting.office)

    assert message.subject_line == "3 registrations wait for approval"
    assert (
        "3 people wait for approval of their registrations for “Conference”: Delegate 0, Delegate 1, Delegate 2."
        in message.text
    )
    assert "account" not in message.text
    assert f"/workspace/meetings/{meeting.edition.slug}/participants/?state=applied" in message.text


@pytest.mark.parametrize("end", ["withdrawn", "declined", "replaced"])
def test_after_the_end_nobody_is_sent_to_a_link_that_is_over(meeting, end):
    meeting.delegation(1, people=[meeting.person(full_name="Layla", email="layla@example.org")])
    assert "folgen Sie dem Link" in told(meeting, address="layla@example.org")
    row = Participant.objects.get()
    if end == "withdrawn":
        withdraw(row.public_id, actor=meeting.anna, at=NOW)
    elif end == "declined":
        decide(meeting.edition, [row.public_id], is_yes=False, reason="Full.", actor=meeting.office, at=NOW)
    else:
        replace(row.public_id, meeting.person(email="omar@example.org"), actor=meeting.anna, at=NOW)

    last = told(meeting, address="layla@example.org")
    assert [words in last for words in ("folgen Sie dem Link", "/claim/")] == [False, False]


def test_the_coordinator_reads_whose_place_is_free(meeting):
    meeting.places(1)
    meeting.delegation(2)
    first = Participant.objects.get(state="confirmed")
    withdraw(first.public_id, actor=meeting.office, at=NOW)
    other = Participant.objects.get(state="offered")
    message = Message.objects.filter(recipient=meeting.anna).latest("pk")

    assert message.subject_line == f"A place is free for {other.full_name}"
    assert f"{other.full_name} can have a place at “Conference”" in message.text
    assert "Sie können einen Platz bei „Conference“" in told(meeting, address=other.email)


@pytest.mark.parametrize(
    ("languages", "country", "expected"),
    [
        (["de", "ar"], "PS", "ar"),
        (["de", "ar"], "DE", "de"),
        (["ar", "de"], "DE", "de"),
        (["en"], "DE", "en"),
        ([], "PS", "ar"),
    ],
)
def test_who_has_no_account_gets_each_mail_in_one_language(meeting, languages, country, expected):
    town = AuthorityFactory(palestinian=country == "PS")
    anna = MembershipFactory(coordinator=True, authority=town).user
    person = meeting.person(email="layla@example.org", languages=languages)
    meeting.delegation(1, people=[person], body=town, actor=anna)

    (whom,) = audience.participants(meeting.edition)
    assert (Message.objects.get(address="layla@example.org").language, whom.preferred_language) == (expected, expected)
