"""Place search: it forgives, it is sure of its order, and it is fast."""

from itertools import product
from time import process_time

import pytest

from jisr.kernel.tables import LANGUAGES, read_table, split_cell
from jisr.municipalities import places
from jisr.municipalities.models import Authority
from jisr.municipalities.places import SURE, Directory, find_places
from jisr.web import public_data
from tests.factories.municipalities import AliasFactory, AuthorityFactory

FIRSTS = "Alten Neuen Ober Unter Nieder Hohen Schwarzen Wald Stein Sand Berg Kirch Königs Salz Linden Birken"
MIDDLES = "wald mühl brunn kirch berg bach feld see horn au rod stein burg"
LASTS = "heim hausen stadt dorf bach berg burg feld furt brück hofen ingen kirchen leben rode weiler münster"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def forgotten():
    places.clear()
    yield
    places.clear()


@pytest.fixture
def programme(monkeypatch):
    """The names of the programme's authorities, without the time it takes to load everything about them."""
    monkeypatch.setattr(
        places, "_load", lambda: [_place(row) for row in read_table("jisr.municipalities", "municipalities")]
    )


def _place(row):
    names = tuple(row[f"name_{language}"] for language in LANGUAGES)
    return places._Place(row["slug"], row["slug"], False, names, tuple(split_cell(row["aliases"])))


def slugs(query):
    return [hit.slug for hit in find_places(query)]


@pytest.mark.parametrize(
    ("query", "slug"),
    [
        ("Bayt Jala", "beit-jala"),
        ("Bait Dschala", "beit-jala"),
        ("beitjala", "beit-jala"),
        ("BEIT-JALA", "beit-jala"),
        ("Beit Jalla", "beit-jala"),
        ("بيت جالة", "beit-jala"),
        ("بيت جالا", "beit-jala"),
        ("بيتجالا", "beit-jala"),
        ("Koeln", "koeln"),
        ("Cologne", "koeln"),
        ("Köln", "koeln"),
        ("koln", "koeln"),
        ("كولونيا", "koeln"),
        ("Kölln", "koeln"),
        ("Sichem", "nablus"),
        ("Al Khaleel", "hebron"),
        ("خليل", "hebron"),
        ("Gladbach", "bergisch-gladbach"),
        ("Bergisch Gl", "bergisch-gladbach"),
        ("Nuremburg", "nuernberg"),
        ("Stendal", "landkreis-stendal"),
        ("Ubeidiyeh", "al-ubeidiya"),
        ("اريحا", "jericho"),
    ],
)
def test_each_spelling_finds_its_authority_first(programme, query, slug):
    assert slugs(query)[0] == slug


@pytest.mark.parametrize(
    "query", ["", " ", "%", "_", "\x00", "😀", "\u202e", "K", "Abfallwirtschaft", "qqqq", "x" * 200]
)
def test_what_is_no_name_finds_nothing(programme, query):
    assert find_places(query) == []


def test_a_name_comes_before_a_beginning_and_that_before_likeness():
    AuthorityFactory(slug="like", name_en="Duran")
    AuthorityFactory(slug="longer", name_en="Durango am See")
    AuthorityFactory(slug="alias")
    AliasFactory(authority=Authority.objects.get(slug="alias"), name="Dürang")
    AuthorityFactory(slug="name", name_en="Durang")

    hits = find_places("Durang")

    assert [hit.slug for hit in hits] == ["name", "alias", "longer", "like"]
    assert [hit.is_sure for hit in hits] == [True, True, True, False]
    assert hits[0].score == 1.0
    assert hits[1].matched_name == "Dürang"
    assert 0 < hits[3].score < SURE


def test_a_former_authority_comes_after_an_existing_one_of_the_same_name():
    AuthorityFactory(slug="a-former", name_en="Aroura", is_former=True)
    AuthorityFactory(slug="b-existing", name_en="Aroura")

    assert slugs("Arura") == ["b-existing", "a-former"]
    assert slugs("Aroura") == ["b-existing", "a-former"]


def test_an_article_is_not_needed():
    AuthorityFactory(slug="with", name_en="Al-Ubeidiya", name_ar="العبيدية")

    assert slugs("Ubeidiya") == slugs("el Ubeidiya") == slugs("عبيدية") == ["with"]


def test_a_name_missing_in_the_script_of_the_query_is_compared_by_its_consonants():
    AuthorityFactory(slug="latin-only", name_en="Beit Fajjar")
    AuthorityFactory(slug="both", name_en="Bethlehem", name_ar="بيت لحم")

    assert slugs("بيت فجار") == ["latin-only"]


def test_an_authority_is_named_once_and_the_limit_holds():
    for number in range(15):
        AliasFactory(authority=AuthorityFactory(name_en=f"Neustadt {number}"), name=f"Neuenstadt {number}")

    hits = find_places("Neustadt", limit=12)

    assert len(hits) == len({hit.authority_id for hit in hits}) == 12


@pytest.mark.django_db(transaction=True)
def test_a_new_name_is_found_as_soon_as_it_is_written():
    authority = AuthorityFactory(slug="new", name_en="Birzeit")
    assert slugs("Birzeit") == ["new"]
    Authority.objects.filter(pk=authority.pk).update(name_en="Silwad")
    assert slugs("Birzeit") == []
    assert slugs("Silwad") == ["new"]


def test_the_names_are_read_once_for_one_state_of_the_data(django_assert_num_queries, monkeypatch):
    AuthorityFactory(name_en="Birzeit")
    tokens = iter(["one", "one", "two"])
    monkeypatch.setattr(public_data, "generation", lambda: next(tokens))
    with django_assert_num_queries(2):
        find_places("Birzeit")
    with django_assert_num_queries(0):
        find_places("Birzeit")
    directory = places._last[1]
    with django_assert_num_queries(2):
        find_places("Birzeit")
    assert places._last[1] is directory  # other public data changed, no name did


def test_twelve_thousand_authorities_are_searched_in_ten_milliseconds(monkeypatch):
    directory = Directory(twelve_thousand())
    monkeypatch.setattr(places, "_directory", lambda: directory)
    queries = ["Bayt Jala", "Bait Dschala", "beitjala", "بيت جالة", "Koeln", "Neustadt", "Altenhausn", "Be", "شمالية"]
    for query in queries:
        find_places(query)

    best = max(min(_milliseconds(query) for _round in range(5)) for query in queries)

    assert best <= 10


def _milliseconds(query):
    start = process_time()  # of this process alone, whatever else the machine does
    find_places(query)
    return (process_time() - start) * 1000


def twelve_thousand():
    """Made-up names with the beginnings and endings of real ones; a tenth of them Palestinian."""
    arabic = [("Beit", "بيت"), ("Deir", "دير"), ("Kafr", "كفر"), ("Ein", "عين"), ("Khirbet", "خربة"), ("Tell", "تل")]
    seconds = [
        ("Sira", "سيرا"),
        ("Fajjar", "فجار"),
        ("Dajan", "دجن"),
        ("Jarir", "جرير"),
        ("Nuba", "نوبا"),
        ("Ula", "أولا"),
    ]
    thirds = [("", ""), (" al-Gharbiya", " الغربية"), (" ash-Shamaliya", " الشمالية"), (" at-Tahta", " التحتا")]
    names = [("".join(parts), "") for parts in product(FIRSTS.split(), ["", *MIDDLES.split()], LASTS.split())] * 3
    names += [tuple(map("".join, zip(*_spaced(parts), strict=True))) for parts in product(arabic, seconds, thirds)] * 8
    return [
        places._Place(number, f"place-{number}", False, tuple(filter(None, name)), ())
        for number, name in enumerate(names[-12_000:])
    ]


def _spaced(parts):
    first, second, third = parts
    return (f"{first[0]} ", f"{first[1]} "), second, third
