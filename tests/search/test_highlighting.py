"""Marking what was found never lets a text become code."""

import pytest

from jisr.search.highlighting import LONGEST_EXCERPT, excerpt, is_marked, mark, passage


@pytest.mark.parametrize(
    ("text", "forms", "marked"),
    [
        ("Köln und KOELN", {"koln"}, "<mark>Köln</mark> und <mark>KOELN</mark>"),
        ("Straße, Platz", {"strasse"}, "<mark>Straße</mark>, Platz"),
        ("بَلَدِيّة بيت جالا", {"بلديه"}, "<mark>بَلَدِيّة</mark> بيت جالا"),
        ("Mazari' al-Nubani", {"nubani"}, "Mazari&#x27; al-<mark>Nubani</mark>"),
        ("nichts", {"etwas"}, "nichts"),
        ("", {"etwas"}, ""),
    ],
)
def test_words_are_marked_by_their_folded_form(text, forms, marked):
    assert mark(text, forms) == marked


def test_everything_is_escaped_marked_or_not():
    assert mark('<b>b</b> & "script"', {"b", "script"}) == (
        "&lt;<mark>b</mark>&gt;<mark>b</mark>&lt;/<mark>b</mark>&gt; &amp; &quot;<mark>script</mark>&quot;"
    )


def test_is_marked_tells_whether_anything_would_be():
    assert is_marked("Stadt Köln", {"koln"})
    assert not is_marked("Stadt Köln", {"kol"})


def test_a_short_text_is_its_own_excerpt():
    assert excerpt("Kurz und gut.", {"gut"}) == "Kurz und gut."


@pytest.mark.parametrize("place", [0, 10, 60, 120, 199])
def test_an_excerpt_shows_the_first_word_found_between_whole_words(place):
    words = [f"wort{number:03}" for number in range(200)]
    words[place] = "gesucht"

    part = excerpt(" ".join(words), {"gesucht"})

    assert "gesucht" in part.split()
    assert set(part.split()) - {"…"} <= set(words)
    assert len(part) <= LONGEST_EXCERPT + 4
    assert part.startswith("… ") == (place >= 60)
    assert part.endswith(" …") == (place < 199)


def test_a_passage_is_only_where_something_was_found():
    assert passage("Kurz und gut.", {"gut"}) == "Kurz und gut."
    assert passage("Kurz und gut.", {"schlecht"}) == ""


def test_an_excerpt_of_one_endless_word_is_cut():
    assert len(excerpt("x" * 5000, {"y"})) <= LONGEST_EXCERPT + 4
