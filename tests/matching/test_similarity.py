"""Texts in different languages find each other."""

from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jisr.matching.similarity import alike, digest_of, meaning_of, similarity
from tests.matching.quality import LANGUAGES, partner_found

CROSSED = [(one, other) for one in LANGUAGES for other in LANGUAGES if one != other]
FLOORS = {("de", "ar"): (0.85, 0.92), ("ar", "de"): (0.70, 0.87)}
FLOOR_OF_ALL, FLOOR_OF_ALL_THREE = 0.80, 0.91


def likeness(needs: list[str], offers: list[str]) -> list[list[float]]:
    those = [understood(text) for text in offers]
    return [[alike(understood(text), other) for other in those] for text in needs]


understood = lru_cache(maxsize=512)(meaning_of)


@pytest.fixture(scope="module")
def found():
    return {pair: partner_found(likeness, *pair) for pair in CROSSED}


@pytest.mark.parametrize("pair", FLOORS)
def test_needs_and_offers_find_each_other_between_german_and_arabic(found, pair):
    assert found[pair].first >= FLOORS[pair][0]
    assert found[pair].first_three >= FLOORS[pair][1]


def test_needs_and_offers_find_each_other_across_all_languages(found):
    assert sum(one.first for one in found.values()) / len(found) >= FLOOR_OF_ALL
    assert sum(one.first_three for one in found.values()) / len(found) >= FLOOR_OF_ALL_THREE


@given(st.text(max_size=80), st.text(max_size=80))
@settings(max_examples=40, deadline=None)
def test_similarity_is_symmetrical_and_between_0_and_1(one, other):
    value = similarity(one, other)

    assert 0 <= value <= 1
    assert value == pytest.approx(similarity(other, one), abs=1e-6)


def test_the_same_text_is_as_alike_as_can_be():
    assert similarity("Wir bauen eine Kläranlage", "Wir bauen eine Kläranlage") == pytest.approx(1, abs=1e-3)


def test_translations_are_more_alike_than_other_texts():
    german = "Unsere Deponie ist voll, wir brauchen Hilfe bei der Mülltrennung."
    arabic = "مكبنا ممتلئ ونحتاج إلى المساعدة في فرز النفايات."

    assert similarity(german, arabic) > similarity(german, "نبحث عن مدرسة شريكة لتبادل الطلبة") + 0.3


def test_two_texts_about_the_same_theme_are_told_apart():
    need = "Unsere Feuerwehr braucht ein gebrauchtes Löschfahrzeug."

    assert similarity(need, "We give away a used fire engine.") > similarity(need, "We train people for earthquakes.")


def test_a_stored_vector_takes_one_kilobyte():
    assert len(meaning_of("Wir bauen eine Kläranlage").vector) == 1024


@pytest.mark.usefixtures("no_encoder")
def test_without_the_encoder_themes_alone_answer():
    meaning = meaning_of("Wir bauen eine Kläranlage")

    assert meaning.vector == b""
    assert similarity("Wir bauen eine Kläranlage", "نحتاج إلى محطة تنقية للمياه العادمة") > 0.5


@pytest.mark.parametrize("vector", [b"", b"x", b"\x00" * 1024, b"\xff" * 1024, b"\x00" * 10])
def test_a_broken_vector_does_no_harm(vector):
    whole = meaning_of("Wir bauen eine Kläranlage")

    assert 0 <= alike(whole, type(whole)(whole.themes, vector)) <= 1


def test_a_digest_tells_texts_and_encoders_apart(no_encoder):
    assert digest_of("a") != digest_of("b")
    assert digest_of("\ud800")
