"""The search page: grouped, marked, in three languages, and calm whatever is typed."""

from html.parser import HTMLParser
from urllib.parse import quote

import pytest

from jisr.search.sources import Suggestion
from tests.search.conftest import text

pytestmark = pytest.mark.django_db
MOST_QUERIES = 6


class Page(HTMLParser):
    """What a test asks of a page: its elements with their attributes, and its text."""

    def __init__(self, source):
        super().__init__()
        self.elements, self.words = [], []
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())

    def all(self, tag, **attributes):
        return [its for name, its in self.elements if name == tag and attributes.items() <= its.items()]


@pytest.fixture
def ask(client):
    def ask(query="", language="de", **parameters):
        address = f"/{language}/search/"
        return client.get(address, {"q": query, **parameters} if query else parameters)

    return ask


def read(response):
    assert response.status_code == 200
    return Page(response.content.decode())


def test_results_come_in_groups_with_counts_and_marks(publish, ask):
    publish("town", place=1, koeln={"en": text("Köln", "en", summary="Town in Köln & region")})
    publish("page", place=2, **{f"p{n}": {"en": text(f"Kölner Seite {n}", "en")} for n in range(7)})

    page = read(ask("Köln", "en"))

    assert "8 results for Köln" in page.text
    assert "The towns (1)" in page.text
    assert "The pages (7)" in page.text
    assert "Show all 7: The pages" in page.text
    assert len(page.all("mark")) == 2 + 5
    assert page.all("a", href="/en/köln/")
    assert page.all("a", href="?q=K%C3%B6ln&kind=page")
    assert page.all("input", type="search", value="Köln")


def test_a_title_in_another_language_says_so_and_what_it_was_found_by(publish, ask):
    publish(
        only={"ar": text("مشروع المياه", "ar", summary="عن المياه")}, town={"de": text("Köln"), "ar": text("كولونيا")}
    )

    page = read(ask("المياه", "de"))
    assert page.all("a", hreflang="ar")
    assert page.all("bdi", lang="ar", dir="rtl")
    assert page.all("div", lang="ar", dir="rtl")

    page = read(ask("كولونيا", "de"))
    assert page.all("bdi", lang="ar", dir="rtl")
    assert page.all("a", href="/de/köln/") == [{"href": "/de/köln/"}]
    assert "Found as كولونيا" in read(ask("كولونيا", "en")).text


def test_one_kind_has_pages_that_keep_the_query(publish, ask):
    publish("page", **{f"p{n:02}": {"en": text(f"Water {n:02}", "en")} for n in range(45)})

    page = read(ask("water", "en", kind="page", page=2))

    assert "Page 2 of 3" in page.text
    assert page.all("a", rel="next", href="?q=water&kind=page&page=3")
    assert page.all("a", href="?q=water&kind=page") == [
        {"class": "tag", "href": "?q=water&kind=page", "aria-current": "true"}
    ]


@pytest.mark.parametrize(
    ("kind", "number"), [("ghost", "1"), ("page", "99"), ("page", "x"), ("", "-1"), ("page'--", "0")]
)
def test_an_unknown_kind_or_page_gives_the_nearest_good_answer(publish, ask, kind, number):
    publish("page", p={"en": text("Water", "en")})

    assert "Water" in read(ask("water", "en", kind=kind, page=number)).text


def test_a_misspelt_word_is_asked_about_and_nothing_found_helps_on(publish, ask):
    publish(tie={"en": text("Partnership", "en")})

    page = read(ask("parnterschip", "en"))

    assert "Did you mean Partnership ?" in page.text
    assert page.all("a", href="?q=Partnership")
    assert "Nothing was found" in page.text
    assert "How to search" in page.text


def test_without_a_query_the_page_explains_and_asks_no_index(registry, ask, django_assert_num_queries):
    with django_assert_num_queries(1):  # the state of the public data
        page = read(ask(language="en"))

    assert "How to search" in page.text
    assert "results" not in page.text


@pytest.mark.parametrize("language", ["de", "en", "ar"])
def test_the_page_is_in_its_language_and_the_switch_keeps_the_query(publish, ask, language):
    publish(tie={"en": text("Partnership", "en")})

    page = read(ask("partner & ship", language, kind="page"))

    assert page.all("html", lang=language, dir="rtl" if language == "ar" else "ltr")
    for code in ("de", "en", "ar"):
        assert page.all("a", hreflang=code, href=f"/{code}/search/?q=partner+%26+ship&kind=page")


def test_robots_stay_out_and_nobody_gets_a_cookie(publish, ask):
    publish(tie={"en": text("Partnership", "en")})
    response = ask("partnership", "en")

    page = read(response)

    assert page.all("meta", name="robots", content="noindex")
    assert not page.all("link", rel="canonical")
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")


@pytest.mark.parametrize("query", ["Wasser", "Wasser Energie Schule", "Waser", "wie was wo"])
def test_a_search_costs_few_queries(publish, ask, django_assert_max_num_queries, query):
    def finder(_query, _limit):
        return [Suggestion("p1", "Wasser", is_sure=True)]

    publish("page", finder=finder, **{f"p{n}": {"de": text(f"Wasser Energie {n}")} for n in range(30)})
    ask("warm")

    with django_assert_max_num_queries(MOST_QUERIES):
        read(ask(query))


HOSTILE = [
    "\x00",
    "a\x00b",
    "%",
    "_",
    "100%_",
    "\\",
    "'; DROP TABLE search_term; --",
    '" OR 1=1',
    "<script>alert(1)</script>",
    "{{ 7|add:7 }}{% now 'Y' %}",
    "\u202egnp.exe\u202c",
    "\u200f\u200e\u2066",
    "😀👩‍👩‍👧‍👦",
    "\ud7ff\ufffd\uffff",
    "x" * 100_000,
    "wort " * 5_000,
    "\u0301" * 3_000,
    "ـ" * 3_000,
    "(" * 500,
    "a" * 64 + " " + "b" * 65,
    "ﷺ" * 50,
    "İıſßẞﬁ",
    "../../etc/passwd",
    "١٢٣",
]


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("language", ["de", "ar"])
def test_whatever_is_typed_the_page_answers_and_escapes(publish, ask, query, language):
    publish(one={"de": text("<script>alert(1)</script> a b", summary="100% {{ x }}")})

    response = ask(query, language)

    assert not [its for its in read(response).all("script") if "src" not in its]
    assert "\x00" not in response.content.decode()
    assert "\u202e" not in response.content.decode()


def test_a_query_that_is_no_utf8_is_answered(client, registry):
    assert client.get("/de/search/?q=%ff%fe%ed%a0%80").status_code == 200
    assert client.get(f"/de/search/?q={quote('ä', encoding='latin-1')}").status_code == 200


def test_only_reading_is_allowed(client):
    assert client.post("/de/search/", {"q": "x"}).status_code == 405
