"""Every page type, in three languages, wide and narrow: accessible, within the window, without a cookie."""

import pytest

from tests.journeys.browser import NARROW, WIDE, axe, overflow

pytestmark = pytest.mark.journey

LANGUAGES = ("de", "en", "ar")
PAGES = (
    "",
    "programme/",
    "offers/",
    "offers/advice/",
    "expectations/release/",
    "how-it-works/",
    "faq/",
    "news/",
    "news/portal-opens/",
    "materials/",
    "materials/school/",
    "imprint/",
    "accessibility/",
    "accessibility/feedback/",
    "partnerships/",
    "partnerships/?status=active&sort=-since",
    "partnerships/?form=kontakt",
    "partnerships/map/",
    "partnerships/figures/",
    "partnerships/jena--beit-jala/",
    "municipalities/",
    "municipalities/bani-zeid-al-sharqiya/",
    "municipalities/beit-jala/",
    "themes/",
    "themes/wastewater/",
    "requests/",
    "requests/map/",
    "requests/west-bani-zeid-2023/",
    "advice/enquiry/",
    "advice/check/",
    "advice/check/?side=german&stage=signed&aim=project&theme=climate&money=large&share=yes&time=two",
    "events/",
    "events/conf-4-2019/",
    "search/?q=M%C3%BCll",
    "search/?q=xqzxqz",
    "style/",
    "accounts/login/",
    "nowhere/",
)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_accessible_in_three_languages_wide_and_narrow(reader, path):
    for language in LANGUAGES:
        page = reader(language, width=WIDE)
        page.goto(f"/{language}/{path}")

        assert page.evaluate("document.documentElement.lang") == language
        assert "</" not in page.locator("body").inner_text(), "markup shown as text"
        for width in (WIDE, NARROW):
            page.set_viewport_size({"width": width, "height": 900})
            axe(page)
            assert overflow(page) == 0, f"{page.url} at {width}"
        page.context.close()


def test_easy_language_is_accessible(reader):
    page = reader("de", width=NARROW)
    page.goto("/de/easy-language/")

    axe(page)


@pytest.mark.parametrize(
    "path", ["", "partnerships/", "partnerships/jena--beit-jala/", "search/?q=Jena", "offers/advice/"]
)
def test_pages_keep_to_the_window_at_320_pixels_and_with_text_twice_as_large(reader, path):
    narrow = reader("de", width=320)
    narrow.goto(f"/de/{path}")
    assert overflow(narrow) == 0

    large = reader("ar", width=WIDE)
    large.goto(f"/ar/{path}")
    large.evaluate("document.documentElement.style.fontSize = '200%'")
    assert overflow(large) == 0
    axe(large)


@pytest.mark.parametrize("path", ["", "partnerships/map/", "partnerships/jena--beit-jala/", "style/"])
def test_pages_are_accessible_in_the_dark(reader, path):
    page = reader("de", scheme="dark")
    page.goto(f"/de/{path}")

    axe(page)


@pytest.mark.parametrize("path", PAGES[:-2])
def test_public_pages_set_no_cookie_and_need_no_script(reader, path):
    page = reader("en", javascript=False)
    answer = page.goto(f"/en/{path}")

    assert answer.status == 200
    assert page.context.cookies() == []
    assert page.locator("main h1").count() == 1


def test_the_keyboard_reaches_content_menu_search_and_every_tie_on_the_map(reader):
    page = reader("de")
    page.goto("/de/partnerships/map/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"

    reached = set()
    for _step in range(120):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate(
                "document.activeElement.closest('.map') ? 'tie ' + document.activeElement.getAttribute('href')"
                " : (document.activeElement.getAttribute('href') || document.activeElement.getAttribute('name') || '')"
            )
        )

    drawn = page.locator("a.map__tie").count()
    assert len([name for name in reached if name.startswith("tie ")]) == drawn >= 18
    assert {"/de/partnerships/", "/ar/partnerships/map/", "q"} <= reached


def test_focus_is_visible(reader):
    page = reader("de")
    page.goto("/de/partnerships/")
    link = page.locator("main a").first
    link.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")

    outline = link.evaluate("node => getComputedStyle(node).outlineStyle + getComputedStyle(node).boxShadow")

    assert outline != "nonenone"
