"""What a query finds, and in which order."""

import pytest

from jisr.search.finding import find
from jisr.search.query import LONGEST_QUERY, clean, read_words
from jisr.search.sources import Suggestion
from tests.search.conftest import text

pytestmark = pytest.mark.django_db


def titles(query, language="de", **options):
    results = find(clean(query), language, **options)
    return [found.title.text for group in results.groups for found in group.results]


@pytest.mark.parametrize(
    ("language", "query", "title"),
    [
        ("de", "Markt", "Wochenmarkt"),
        ("de", "Märkte", "Wochenmarkt"),
        ("de", "Maerkte", "Wochenmarkt"),
        ("de", "Haus", "Rathäuser"),
        ("de", "Häuser", "Rathaus"),
        ("de", "Strassen", "Straßenbeleuchtung"),
        ("de", "Wasser", "Abwasserentsorgung"),
        ("de", "Abfälle", "Abfallwirtschaft"),
        ("de", "koeln", "Köln"),
        ("de", "Partnersch", "Städtepartnerschaft"),
        ("en", "city", "Cities"),
        ("en", "agreements", "Agreement"),
        ("en", "libraries", "Library"),
        ("en", "municipality", "Municipalities"),
        ("en", "train", "Training"),
        ("ar", "مشروع", "مشاريع"),
        ("ar", "كتب", "كتاب"),
        ("ar", "بلدية", "البلديات"),
        ("ar", "بلديات", "البلدية"),
        ("ar", "مدارس", "المدرسة"),
        ("ar", "نفايات", "والنفايات"),
        ("ar", "١٩٤٨", "1948"),
    ],
)
def test_other_forms_spellings_and_compounds_are_found(publish, language, query, title):
    publish(one={language: text(title)}, other={language: text("Etwas Anderes شيء آخر")})

    assert titles(query, language) == [title]


@pytest.mark.parametrize("query", ["Sichem", "Rat", "kt", "zzz", "%", "_", "und"])
def test_parts_that_are_too_short_or_common_find_nothing(publish, query):
    publish(one={"de": text("Absichtserklärung Beratung Markt und Stadt")})

    assert titles(query) == []


def test_the_last_word_may_be_unfinished_and_others_not(publish):
    publish(one={"de": text("Wasserwerk Jena")})

    assert titles("Jena Wa") == ["Wasserwerk Jena"]
    assert titles("Wa") == ["Wasserwerk Jena"]
    assert find("Wa Speyer", "de").count == 0


def test_title_before_keyword_before_body_before_related(publish):
    publish(
        related={"de": text("D", related=["Wasser"])},
        body={"de": text("C", body="Wasser")},
        keyword={"de": text("B", keywords=["Wasser"])},
        title={"de": text("Wasser")},
    )

    assert titles("Wasser") == ["Wasser", "B", "C", "D"]


def test_the_word_before_its_other_forms_before_compounds_before_same_consonants(publish):
    publish(compound={"de": text("Wassermarkt")}, form={"de": text("Märkte")}, word={"de": text("Markt")})
    assert titles("Markt") == ["Markt", "Märkte", "Wassermarkt"]

    publish("ar", root={"ar": text("كتب")}, stem={"ar": text("الكتاب")}, word={"ar": text("كتاب")})
    assert titles("كتاب", "ar") == ["كتاب", "الكتاب", "كتب"]


def test_all_words_before_some_and_telling_words_before_common_ones(publish):
    publish(
        **{f"tie{number}": {"de": text(f"Partnerschaft {number}")} for number in range(30)},
        town={"de": text("Köln")},
        both={"de": text("Partnerschaft Köln")},
    )

    assert titles("Partnerschaft Köln") == ["Partnerschaft Köln", "Köln"]


def test_the_language_of_the_page_first_but_others_count(publish):
    publish(english={"en": text("Energie", "en")}, german={"de": text("Energie")})

    results = find("Energie", "de")

    assert [found.title.language for found in results.groups[0].results] == ["de", "en"]


def test_a_thing_is_shown_once_and_in_the_readers_language_with_what_it_was_found_by(publish):
    publish(town={"de": text("Köln"), "en": text("Cologne", "en"), "ar": text("كولونيا", "ar")})

    [found] = find("Cologne", "ar").groups[0].results

    assert (found.title.text, found.title.language, found.title.direction) == ("كولونيا", "ar", "rtl")
    assert found.url == "/ar/كولونيا/"
    assert (found.found_by.text, found.found_by.language, found.found_by.direction) == ("Cologne", "en", "ltr")
    assert find("Köln", "de").groups[0].results[0].found_by is None


def test_where_neither_title_nor_summary_shows_it_a_passage_does(publish):
    body = "Am Anfang steht anderes. " * 20 + "Dann kommen die Abfälle. " + "Am Ende auch. " * 20
    publish(
        hidden={"de": text("A", summary="Anriss", body=body)},
        shown={"de": text("B", summary="Abfall", body=body)},
        title={"de": text("Abfall", body=body)},
        related={"de": text("C", related=["Abfall"])},
    )

    passages = {found.title.text: found.passage for found in find("Abfall", "de").groups[0].results}

    assert "Dann kommen die Abfälle." in passages.pop("A")
    assert passages == {"B": "", "Abfall": "", "C": ""}


def test_results_are_grouped_counted_and_cut_in_the_overview(publish):
    publish("page", place=20, **{f"p{number}": {"de": text(f"Wasser {number:02}")} for number in range(45)})
    publish("town", place=10, t={"de": text("Wasserburg")})

    results = find("Wasser", "de")

    assert [(group.kind, str(group.label), group.count, len(group.results)) for group in results.groups] == [
        ("town", "The towns", 1, 1),
        ("page", "The pages", 45, 5),
    ]
    assert results.count == 46


@pytest.mark.parametrize(("asked", "number", "size"), [(1, 1, 20), ("3", 3, 5), ("99", 3, 5), ("x", 1, 20), (-2, 3, 5)])
def test_one_kind_is_paged_and_an_odd_page_number_gives_the_nearest(publish, asked, number, size):
    publish("page", **{f"p{number:02}": {"de": text(f"Wasser {number:02}")} for number in range(45)})
    publish("town", t={"de": text("Wasserburg")})

    results = find("Wasser", "de", kind="page", page=asked)

    assert results.page.number == number
    assert [(group.kind, group.count, len(group.results)) for group in results.groups] == [
        ("page", 45, size),
        ("town", 1, 0),
    ]


def test_pages_together_show_everything_once(publish):
    publish("page", finder=sure("p07", "p33"), **{f"p{n:02}": {"de": text(f"Wasser {n:02}")} for n in range(45)})

    shown = [title for page in (1, 2, 3) for title in titles("Wasser", kind="page", page=page)]

    assert shown[:2] == ["Wasser 07", "Wasser 33"]
    assert len(shown) == len(set(shown)) == 45
    assert find("Wasser", "de").count == 45


def sure(*keys, is_sure=True):
    return lambda _query, _limit: [Suggestion(key, f"named {key}", is_sure=is_sure) for key in keys]


def test_what_a_finder_is_sure_of_comes_first_and_says_its_name(publish):
    publish(finder=sure("b"), a={"de": text("Wasser")}, b={"de": text("Energie")})

    [group] = find("Wasser", "de").groups

    assert [(found.title.text, found.found_by.text if found.found_by else "") for found in group.results] == [
        ("Energie", "named b"),
        ("Wasser", ""),
    ]
    assert group.count == 2


def test_what_a_finder_is_unsure_of_is_shown_only_for_a_word_that_is_nowhere(publish):
    publish("town", finder=sure("t", is_sure=False), t={"de": text("Energie")})
    publish("page", p={"de": text("Wasser")})

    assert titles("Wasser") == ["Wasser"]
    assert titles("Waser") == ["Energie"]


def test_a_finder_may_name_what_is_not_in_the_index(publish):
    publish(finder=sure("gone"), a={"de": text("Wasser")})

    assert titles("Wasser") == ["Wasser"]


@pytest.mark.parametrize(
    ("query", "language", "suggestion"),
    [
        ("Parnterschaft", "de", "Partnerschaft"),
        ("Parnterschaft Köln", "de", "Partnerschaft Köln"),
        ("partnreship", "en", "partnership"),
        ("شراكه المؤتمرر", "ar", "شراكه المؤتمر"),
        ("Partnerschaft", "de", ""),
        ("Quark", "de", ""),
        ("Köm", "de", ""),
    ],
)
def test_did_you_mean_offers_the_most_similar_word_of_the_index(publish, query, language, suggestion):
    publish(
        tie={
            "de": text("Partnerschaft Köln"),
            "en": text("A partnership", "en"),
            "ar": text("شراكة المؤتمر", "ar"),
        }
    )

    assert find(query, language).suggestion == suggestion


def test_an_empty_index_finds_nothing_without_complaint(registry):
    assert find("Wasser", "de").groups == ()


def test_a_query_is_cleaned(registry):
    assert clean("  a\x00b \u202ecba\u202c\n😀 ") == "a b cba 😀"
    assert len(clean("x" * 5000)) == LONGEST_QUERY
    assert clean("Ko\u0308ln") == "Köln"


def test_only_so_many_different_words_are_looked_for():
    assert [word.text for word in read_words("wer wie was Köln die Köln Stadt")] == ["Köln", "Stadt"]
    assert [word.text for word in read_words("und der")] == ["und", "der"]
    assert len(read_words(" ".join(f"wort{number}" for number in range(50)))) == 8
    assert read_words("% _ '; -- \" 😀") == []
