"""The office's own words for themes reach the proposals; without a database the delivered ones answer."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jisr.matching import lexicon, similarity, taxonomy, vocabulary
from jisr.matching.requests.proposals import proposed_themes
from jisr.matching.themes import suggest_themes
from jisr.municipalities.models import ThemeSynonym
from jisr.municipalities.programme import load_municipalities
from jisr.web import public_data
from tests.factories.municipalities import ThemeFactory

pytestmark = pytest.mark.usefixtures("no_encoder")
WORD = "Zirkuszelt"


def best(text):
    found = suggest_themes(text)
    return found[0].slug if found else None


@pytest.mark.django_db
def test_a_synonym_in_the_database_is_understood_as_soon_as_it_is_there():
    assert best(f"Wir suchen ein {WORD}") != "youth"
    before = similarity.digest_of("a")

    ThemeSynonym.objects.create(theme=ThemeFactory(slug="youth"), language="de", word=WORD)

    public_data.forget()  # a rolled back transaction moves no token on; outside of tests the triggers do
    assert suggest_themes(f"Wir suchen ein {WORD}")[0].words == (WORD,)
    assert best(f"Wir suchen ein {WORD}") == "youth"
    assert [slug for slug, _words in proposed_themes({"wishes": f"ein {WORD}"})] == ["youth"]
    assert best("Unsere Deponie ist voll") == "waste-management"  # a theme that only the files know
    assert similarity.digest_of("a") != before


@pytest.mark.django_db
def test_what_is_loaded_into_the_database_says_what_the_files_say():
    delivered = lexicon.Lexicon(taxonomy.terms())

    load_municipalities()
    public_data.forget()

    assert lexicon.current().terms is not delivered.terms
    assert sorted(lexicon.current().terms) == sorted(delivered.terms)


@pytest.mark.django_db
def test_a_theme_that_only_the_database_has_breaks_nothing():
    ThemeSynonym.objects.create(theme=ThemeFactory(slug="circus"), language="de", word=WORD)
    ThemeSynonym.objects.create(theme=ThemeFactory(slug="youth"), language="de", word="Jugendhaus")

    assert len(vocabulary.stored_terms()) > 2
    assert best(f"Wir suchen ein {WORD}") is None or best(f"Wir suchen ein {WORD}") in taxonomy.theme_slugs()


@pytest.mark.django_db
def test_the_words_are_read_once_until_public_data_changes():
    ThemeSynonym.objects.create(theme=ThemeFactory(slug="youth"), language="de", word=WORD)
    public_data.forget()
    best("Unsere Deponie ist voll")
    known = lexicon.current()

    with CaptureQueriesContext(
        connection,
    ) as asked:
        best("Unsere Deponie ist voll")

    assert len(asked) <= 2  # is it still the same data?
    assert lexicon.current() is known


def test_without_a_database_the_delivered_words_answer():
    assert vocabulary.stored_terms() is None
    assert best("Unsere Deponie ist voll") == "waste-management"


@pytest.mark.django_db
def test_an_empty_database_leaves_the_delivered_words():
    ThemeFactory(slug="youth")

    assert vocabulary.stored_terms() is None
