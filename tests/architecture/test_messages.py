"""The check of the message catalogues finds what it must; the catalogues themselves pass it."""

import re

import polib
import pytest

from scripts.check_messages import LANGUAGES, differences, entry_faults, faults, problems
from tests.architecture.tree import files, text


def entry(**parts: object) -> polib.POEntry:
    return polib.POEntry(**parts)


ALIAS = re.compile(r"^from django\.utils\.translation import (?:n|p|np)?gettext(?:_lazy)? as (\w+)", re.MULTILINE)


def test_the_words_by_which_texts_are_marked_are_those_that_are_collected():
    """Texts behind another name, such as ``_now``, would never reach the catalogues."""
    names = {(str(path), name) for path in files("src/**/*.py") for name in ALIAS.findall(text(path))}

    assert {path for path, name in names if name != "_"} == set()
    assert len(names) > 100


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_is_complete(language):
    assert problems(language) == []


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"msgid": "Town", "msgstr": "Stadt", "flags": ["fuzzy"]}, ["fuzzy"]),
        ({"msgid": "Town", "msgstr": ""}, ["not translated"]),
        ({"msgid": "In %(town)s", "msgstr": "In %(stadt)s"}, ["placeholders differ (%(stadt)s, %(town)s)"]),
        ({"msgid": "In {town}", "msgstr": "Dort"}, ["placeholders differ ({town})"]),
        (
            {"msgid": "%(n)s town", "msgid_plural": "%(n)s towns", "msgstr_plural": {0: "%(n)s Stadt", 1: ""}},
            ["not translated"],
        ),
    ],
)
def test_a_wrong_entry_is_found(wrong, told):
    assert list(entry_faults(entry(**wrong), 2)) == told


def test_an_arabic_plural_needs_six_forms():
    five = entry(msgid="%(n)s town", msgid_plural="%(n)s towns", msgstr_plural=dict.fromkeys(range(5), "بلدة"))
    six = entry(msgid="%(n)s town", msgid_plural="%(n)s towns", msgstr_plural=dict.fromkeys(range(6), "بلدة"))

    assert list(entry_faults(five, 6)) == ["not translated"]
    assert list(entry_faults(six, 6)) == []


def test_the_header_must_say_how_many_plural_forms_there_are():
    catalogue = polib.POFile()
    catalogue.metadata = {"Plural-Forms": "nplurals=2; plural=(n != 1);"}

    assert list(faults(catalogue, 6)) == ["the header must say nplurals=6"]
    assert list(faults(catalogue, 2)) == []


def test_a_text_that_only_one_side_knows_is_found():
    collected, catalogue = polib.POFile(), polib.POFile()
    collected.append(entry(msgid="New"))
    catalogue.append(entry(msgid="Old", msgstr="Alt"))

    assert list(differences(collected, catalogue)) == ["not collected: 'New'", "no longer used: 'Old'"]
