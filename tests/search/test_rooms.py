"""What each room lets the search know, and what people find by it on the real data."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jisr.events.programme import load_events
from jisr.events.search import editions
from jisr.kernel.dates import Precision
from jisr.municipalities.models import AuthorityKey, Theme, ThemeSynonym
from jisr.municipalities.programme import load_municipalities
from jisr.municipalities.search import authorities, find_authorities, themes
from jisr.partnerships.models import Project
from jisr.partnerships.programme import load_partnerships
from jisr.partnerships.search import partnerships
from jisr.partnerships.states import Form
from jisr.search import services, sources
from jisr.search.finding import find
from jisr.web import public_data
from tests.factories.events import EditionFactory
from tests.factories.municipalities import AliasFactory, AuthorityFactory, RegionFactory, ThemeFactory
from tests.factories.partnerships import MilestoneFactory, PartnershipFactory

pytestmark = pytest.mark.django_db


def words_of(text):
    return " ".join([text.title, text.summary, text.body, *text.keywords, *text.related])


def test_every_public_kind_is_registered_in_the_order_of_the_groups():
    kinds = [each.kind for each in sources.registered()]

    assert kinds == [
        "authority",
        "partnership",
        "request",
        "edition",
        "session",
        "meeting_result",
        "theme",
        "page",
    ]


def test_an_authority_is_found_by_names_aliases_region_and_key():
    region = RegionFactory(name_de="Bayern", name_en="Bavaria", name_ar="بافاريا")
    town = AuthorityFactory(slug="town", name_de="Nürnberg", name_en="Nuremberg", name_ar="نورنبيرغ", region=region)
    AliasFactory(authority=town, name="Nurnberg")
    AuthorityKey.objects.create(authority=town, system="AGS", key="09564000")

    [item] = authorities(["town"])

    assert item.object_key == "town"
    assert {language: text.title for language, text in item.texts.items()} == {
        "de": "Nürnberg", "en": "Nuremberg", "ar": "نورنبيرغ",
    }  # fmt: skip
    assert {language: text.path for language, text in item.texts.items()} == {
        language: f"/{language}/municipalities/town/" for language in ("de", "en", "ar")
    }
    assert "Bayern" in item.texts["de"].summary
    assert "Bavaria" in item.texts["en"].summary
    assert {"Nurnberg", "09564000"} <= set(words_of(item.texts["ar"]).split())


def test_a_former_authority_stands_behind_an_existing_one():
    AuthorityFactory(slug="former", is_former=True)
    AuthorityFactory(slug="existing")

    assert {item.object_key: item.position for item in authorities(None)} == {"former": 1, "existing": 0}


def test_a_name_is_sure_and_likeness_is_not_offered_beside_it():
    AuthorityFactory(slug="jala", name_en="Beit Jala")
    AuthorityFactory(slug="jall", name_en="Beit Jall")

    assert [(found.object_key, found.is_sure) for found in find_authorities("Bait Jala", 5)] == [
        ("jala", False), ("jall", False),
    ]  # fmt: skip
    assert [(found.object_key, found.is_sure) for found in find_authorities("beitjala", 5)] == [("jala", True)]


def test_a_theme_is_found_by_its_synonyms_in_their_language():
    theme = ThemeFactory(slug="waste", name_de="Abfallwirtschaft", name_en="Waste")
    ThemeSynonym.objects.create(theme=theme, language="de", word="Müllabfuhr")
    ThemeSynonym.objects.create(theme=theme, language="ar", word="قمامة")

    [item] = themes(["waste"])

    assert item.texts["de"].keywords == ["Müllabfuhr"]
    assert item.texts["ar"].keywords == ["قمامة"]
    assert "14050" in item.texts["en"].related


def test_a_tie_is_found_by_both_sides_form_themes_and_story():
    tie = PartnershipFactory(slug="tie", form=Form.FREUNDSCHAFT, founding_event_en="Charter signed")
    AliasFactory(authority=tie.palestinian, name="Sichem")
    theme = ThemeFactory(name_en="Youth work")
    ThemeSynonym.objects.create(theme=theme, language="en", word="teenagers")
    tie.themes.add(theme)
    MilestoneFactory(partnership=tie, text_en="Choir visit")
    Project.objects.create(partnership=tie, position=0, text_en="Skate park")

    [item] = partnerships(["tie"])

    text = item.texts["en"]
    assert text.title == f"{tie.german.name_en} – {tie.palestinian.name_en}"
    assert text.path == "/en/partnerships/tie/"
    assert text.summary == "Friendship: Charter signed"
    assert "Choir visit" in text.body
    assert "Skate park" in text.body
    assert "Sichem" in text.keywords
    assert {"Youth work", "teenagers"} <= set(text.related)


def test_a_meeting_is_found_by_place_themes_formats_and_outcomes_the_latest_first():
    edition = EditionFactory(
        slug="fourth", title_en="Fourth conference", place_en="Brühl", formats_en=["workshop"], outcomes_en=["a map"],
        start_on=date(2019, 9, 1), start_precision=Precision.MONTH,
    )  # fmt: skip
    edition.themes.add(ThemeFactory(name_en="Street lighting"))
    edition.places.add(AuthorityFactory(name_en="Brühl town"))
    EditionFactory(slug="fifth", start_on=date(2022, 1, 1))

    [fifth, fourth] = editions(None)

    text = fourth.texts["en"]
    assert (text.title, text.summary, text.path) == ("Fourth conference", "Brühl, September 2019", "/en/events/fourth/")
    assert {"workshop", "map", "Street", "lighting", "town"} <= set(words_of(text).split())
    assert fifth.position < fourth.position


@pytest.mark.parametrize("source", [authorities, themes, partnerships, editions])
def test_a_source_costs_the_same_queries_for_one_row_and_for_five(source):
    def fill(count):
        for _row in range(count):
            tie = PartnershipFactory()
            tie.themes.add(theme := ThemeFactory())
            ThemeSynonym.objects.create(theme=theme, language="de", word=f"Wort {theme.pk}")
            EditionFactory().places.add(tie.german)
            AliasFactory(authority=tie.german)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            list(source(None))
        return len(captured)

    queries()  # what is remembered of the places is filled
    fill(1)
    first = queries()
    fill(4)
    assert queries() == first


QUESTIONS = [
    ("de", "Köln", "authority", "Köln"),
    ("de", "Cologne", "authority", "Köln"),
    ("de", "Koeln", "authority", "Köln"),
    ("de", "كولونيا", "authority", "Köln"),
    ("en", "Bait Dschala", "authority", "Beit Jala"),
    ("ar", "beitjala", "authority", "بيت جالا"),
    ("ar", "بيت جالة", "authority", "بيت جالا"),
    ("en", "Bethlehm", "authority", "Bethlehem"),
    ("de", "Sichem", "authority", "Nablus"),
    ("de", "05315000", "authority", "Köln"),
    ("de", "Köln Bethlehem", "partnership", "Köln – Bethlehem"),
    ("de", "Partnerschaft Krefeld", "partnership", "Krefeld – "),
    ("ar", "كولونيا بيت لحم", "partnership", "كولونيا – بيت لحم"),
    ("de", "Sichem", "partnership", "Nürnberg – Nablus"),
    ("de", "Müll", "theme", "Abfallwirtschaft"),
    ("de", "Abfälle", "theme", "Abfallwirtschaft"),
    ("de", "Strassenlampen", "theme", "Straßenbeleuchtung"),
    ("en", "rubbish", "theme", "Solid waste management"),
    ("ar", "نفايات", "theme", "إدارة النفايات الصلبة"),
    ("ar", "قمامة", "theme", "إدارة النفايات الصلبة"),
    ("ar", "شبابية", "theme", "العمل مع الشباب"),
    ("de", "Solaranlage", "theme", "Solarenergie"),
    ("de", "Konferenz Jena", "edition", "Zweite deutsch-palästinensische kommunale Partnerschaftskonferenz"),
    ("en", "conferences Jericho", "edition", "Third German-Palestinian municipal partnership conference"),
    ("ar", "مؤتمرات أريحا", "edition", "المؤتمر الثالث للشراكات البلدية الألمانية الفلسطينية"),
]


@pytest.fixture(scope="module")
def programme(module_transaction):
    load_municipalities()
    load_partnerships()
    load_events()
    for kind in ("authority", "partnership", "edition", "theme"):
        services.rebuild(kind)
    public_data.forget()


@pytest.mark.parametrize(("language", "query", "kind", "title"), QUESTIONS)
def test_people_find_what_they_look_for_first_in_its_group(programme, language, query, kind, title):
    results = find(query, language)

    group = next(group for group in results.groups if group.kind == kind)
    assert group.results[0].title.text.startswith(title)
    assert group.results[0].url.startswith(f"/{language}/")


def test_every_theme_is_found_by_each_of_its_words(programme):
    missed = [
        (word.language, word.word)
        for word in ThemeSynonym.objects.select_related("theme")
        if word.pk % 7 == 0 and not _finds_theme(word.word, word.language, word.theme)
    ]

    assert missed == []


def _finds_theme(word, language, theme: Theme):
    results = find(word, language, kind="theme")
    names = [found.title.text for group in results.groups for found in group.results]
    return getattr(theme, f"name_{language}") in names
