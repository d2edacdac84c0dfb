"""The living style page, and with it the base template and every component."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.test import Client

import jisr.web

COMPONENTS = Path(jisr.web.__file__).parent / "templates" / "components"
LANGUAGES = [("de", "ltr"), ("en", "ltr"), ("ar", "rtl")]
# Part of every page, of another component, or only of pages that are not public.
SHOWN_ELSEWHERE = {
    "brand",
    "header",
    "footer",
    "print_header",
    "field_error",
    "messages",
    "open_form_fields",
    "open_form_refusal",
}


class Page(HTMLParser):
    """The start tags of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


@pytest.fixture(params=LANGUAGES, ids=[code for code, _ in LANGUAGES])
def language(request):
    return request.param


@pytest.fixture
def page(client: Client, db, language) -> Page:
    response = client.get(f"/{language[0]}/style/")
    assert response.status_code == 200
    return Page(response.content.decode())


def test_the_page_names_its_language_and_direction(page, language):
    assert page.all("html") == [{"lang": language[0], "dir": language[1]}]


def test_the_page_carries_no_inline_code_and_no_inline_style(page):
    assert page.all("style") == []
    assert page.all("script") == []
    assert [attrs for _tag, attrs in page.tags if "style" in attrs] == []
    assert [name for _tag, attrs in page.tags for name in attrs if name.startswith("on")] == []


def test_every_id_stands_once(page):
    ids = [attrs["id"] for _tag, attrs in page.tags if "id" in attrs]
    assert sorted(ids) == sorted(set(ids))


def test_every_link_inside_the_page_has_its_goal(page):
    ids = {attrs["id"] for _tag, attrs in page.tags if "id" in attrs}
    goals = {attrs["href"][1:] for attrs in page.all("a") if (attrs.get("href") or "").startswith("#")}
    assert goals - ids == set()


def test_every_control_that_is_shown_has_a_label_or_words(page):
    named = {attrs.get("for") for attrs in page.all("label")}
    controls = page.all("input") + page.all("select") + page.all("textarea")
    nameless = [c for c in controls if c.get("type") not in {"hidden", "submit"} and c.get("id") not in named]
    assert nameless == []


def test_one_main_one_title_and_a_way_past_the_menu(page):
    assert [attrs["id"] for attrs in page.all("main")] == ["main"]
    assert len(page.all("h1")) == 1
    assert page.all("a")[0] == {"class": "skip-link", "href": "#main"}


def test_the_language_switch_stays_on_the_page_and_marks_the_language_of_now(page, language):
    switch = [attrs for attrs in page.all("a") if "hreflang" in attrs]
    assert [(a["href"], a["lang"]) for a in switch] == [(f"/{code}/style/", code) for code, _ in LANGUAGES]
    assert [a["lang"] for a in switch if a.get("aria-current")] == [language[0]]


def test_search_engines_learn_the_other_languages(page, settings, language):
    links = page.all("link")
    stated = {a["hreflang"]: a["href"] for a in links if a.get("rel") == "alternate" and "hreflang" in a}
    base = settings.BASE_URL
    assert stated == {code: f"{base}/{code}/style/" for code, _ in LANGUAGES} | {"x-default": f"{base}/en/style/"}
    assert [a["href"] for a in links if a.get("rel") == "canonical"] == [f"{base}/{language[0]}/style/"]


def test_the_page_sets_no_cookie_and_asks_the_database_only_whether_data_changed(client, db, django_assert_num_queries):
    client.get("/de/style/")
    with django_assert_num_queries(1):
        response = client.get("/de/style/")
    assert response.cookies == {}


def test_every_component_is_shown(client, db):
    response = client.get("/en/style/")
    used = {Path(template.name).stem for template in response.templates if template.name.startswith("components/")}
    assert {path.stem for path in COMPONENTS.glob("*.html")} - SHOWN_ELSEWHERE - used == set()


@pytest.mark.parametrize("path", sorted(COMPONENTS.glob("*.html")), ids=lambda path: path.stem)
def test_a_component_says_in_its_first_line_what_it_takes(path):
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert re.match(rf"\{{# components/{path.name}   \S.*#\}}$", first)
