"""Where an announced meeting takes place changes: everybody concerned is told once, in their language."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from jisr.events.editions.services import change_edition
from jisr.events.editions.sheets import EDITION_SHEET
from jisr.events.editions.states import Mode, State
from jisr.events.editions.telling import letter, shown_in_all_languages
from jisr.events.models import Edition
from jisr.municipalities.models import Country
from jisr.notifications.models import Message
from tests.factories.events import EditionFactory, ParticipantFactory
from tests.factories.municipalities import CountryFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 2, 1, 9, tzinfo=UTC)
PLACES = {"place_de": "Köln", "place_en": "Cologne", "place_ar": "كولونيا"}


@pytest.fixture
def announced(conference):
    """A German, an Arabic and an English reader have a place, and somebody without an account."""
    Edition.objects.filter(pk=conference.pk).update(state=State.OPEN)
    conference.refresh_from_db()
    for code in ("de", "ar", "en"):
        ParticipantFactory(edition=conference, user__preferred_language=code)
    ParticipantFactory(edition=conference, user=None, email="guest@example.org", languages=["de"])
    return conference


def change(edition, values, actor, **how):
    shown = EDITION_SHEET.read(Edition.objects.get(pk=edition.pk))
    return change_edition(edition.slug, values, opened=shown, actor=actor, at=NOW, **how)


def told():
    return sorted(Message.objects.values_list("language", "subject_line"))


def test_of_a_new_place_everybody_concerned_is_told_once(announced, lena):
    germany = CountryFactory(code="DE")
    Country.objects.filter(pk=germany.pk).update(name_en="Germany", name_de="Deutschland", name_ar="ألمانيا")
    values = {**PLACES, "country": germany}

    for _click in range(2):
        change(announced, values, lena)

    assert told() == [
        ("ar", "مكان جديد للقاء: title ar"),
        ("de", "Eine Veranstaltung findet an einem anderen Ort statt: title de"),
        ("de", "Eine Veranstaltung findet an einem anderen Ort statt: title de"),
        ("en", "A meeting takes place elsewhere: title en"),
    ]
    assert "New place: Cologne (Germany)." in Message.objects.get(language="en").text
    assert "Neuer Ort: Köln (Deutschland)." in Message.objects.get(address="guest@example.org").text
    assert "كولونيا" in Message.objects.get(language="ar").html


def test_a_place_that_is_put_differently_in_one_language_is_told_to_who_reads_that(announced, lena):
    change(announced, {"place_ar": "كولونيا"}, lena)

    assert [language for language, _subject in told()] == ["ar"]


def test_another_country_alone_is_told_to_all(announced, lena):
    change(announced, {"country": CountryFactory(code="JO")}, lena)

    assert [language for language, _subject in told()] == ["ar", "de", "de", "en"]


@pytest.mark.parametrize("state", [State.PLANNED, State.POSTPONED, State.HELD])
def test_before_it_is_announced_and_after_it_nobody_is_told(announced, lena, state):
    Edition.objects.filter(pk=announced.pk).update(state=state)

    change(announced, PLACES, lena, reason="So")

    assert told() == []


def test_other_facts_are_told_to_nobody(announced, lena):
    change(announced, {"summary_en": "New", "cost_note_de": "Neu"}, lena)

    assert told() == []


@pytest.mark.parametrize(("tick", "number"), [({"is_told": "on"}, 1), ({}, 0)])
def test_the_form_lets_the_office_correct_a_word_without_telling(announced, lena, tick, number):
    desk = Client()
    desk.force_login(lena)
    path = f"/en/workspace/meetings/{announced.slug}/edit/"
    form = desk.get(path).context["form"]
    shown = {name: form[name].value() for name in form.fields if name != "is_told"}
    typed = {name: value for name, value in shown.items() if value not in (None, [], "")}

    answer = desk.post(path, {**typed, **tick, "place_en": "Cologne"})

    assert answer.status_code == 302
    assert Message.objects.count() == number


@pytest.mark.parametrize(
    ("mode", "told_in_english"),
    [
        (Mode.ONLINE, ["now takes place online", "Please do not set out."]),
        (Mode.ONSITE, ["now takes place on site alone", "Place: place en.", "no longer be followed online"]),
    ],
)
def test_of_another_way_to_meet_all_are_told_once_even_if_the_place_changes(announced, lena, mode, told_in_english):
    Edition.objects.filter(pk=announced.pk).update(mode=Mode.HYBRID)

    change(announced, {"mode": mode, "place_de": "woanders"}, lena)

    assert told() == [
        ("ar", "تغيّرت طريقة عقد اللقاء: title ar"),
        ("de", "Eine Veranstaltung findet in anderer Form statt: title de"),
        ("de", "Eine Veranstaltung findet in anderer Form statt: title de"),
        ("en", "A meeting takes place in another way: title en"),
    ]
    english = Message.objects.get(language="en").text
    assert [words for words in told_in_english if words not in english] == []


@pytest.mark.parametrize(
    ("step", "state", "deadline", "words"),
    [
        (
            "announce",
            State.ANNOUNCED,
            date(2027, 8, 1),
            "Registration opens later. It ends with the day of 1 August 2027",
        ),
        ("announce", State.ANNOUNCED, None, "Registration opens later."),
        (
            "invite",
            State.ANNOUNCED,
            date(2027, 8, 1),
            "Registration opens later. It ends with the day of 1 August 2027",
        ),
        ("invite", State.OPEN, date(2027, 8, 1), "Please register by the end of 1 August 2027"),
        ("open", State.OPEN, date(2027, 8, 1), "Please register by the end of 1 August 2027"),
        ("open", State.OPEN, None, ""),
    ],
)
def test_nobody_is_asked_to_register_before_they_can(step, state, deadline, words):
    edition = EditionFactory(ahead=True, state=state, registration_deadline=deadline)
    (english,) = [each.text for each in shown_in_all_languages(letter(edition, step)) if each.language == "en"]

    assert words in english
    assert ("Please register" in english) is words.startswith("Please")
    assert ("opens later" in english) is ("later" in words)
