"""The house of the journeys itself: what a page may not do is really noticed."""

import pytest

from tests.journeys.browser import axe, overflow

pytestmark = pytest.mark.journey


@pytest.mark.parametrize(("language", "direction"), [("de", "ltr"), ("en", "ltr"), ("ar", "rtl")])
def test_the_entry_leads_to_the_language_of_the_browser(reader, site, language, direction):
    page = reader(language)

    page.goto("/")

    assert page.url == f"{site.address}/{language}/"
    assert page.locator("html").get_attribute("dir") == direction


def test_inline_code_is_refused_by_the_browser_and_noticed(reader, watch):
    page = reader()
    page.goto("/de/")

    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">x</p>')")

    noticed, watch.errors[:] = list(watch.errors), []
    assert len(noticed) == 1
    assert "Content Security Policy" in noticed[0]


def test_a_request_to_another_host_is_noticed(reader, watch):
    page = reader()
    page.goto("/de/")

    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<a href=\"http://localhost:9/x\">x</a>')")
    page.route("http://localhost:9/**", lambda route: route.abort())
    page.get_by_role("link", name="x", exact=True).click()
    page.wait_for_timeout(200)

    noticed, watch.strangers[:], watch.errors[:] = list(watch.strangers), [], []
    assert noticed == ["http://localhost:9/x"]


def test_a_page_that_cannot_be_read_fails_the_check_of_access(reader):
    page = reader()
    page.goto("/de/")
    page.evaluate("document.documentElement.removeAttribute('lang')")

    with pytest.raises(AssertionError, match="html-has-lang"):
        axe(page)


def test_weak_contrast_fails_the_check_of_access(reader):
    page = reader()
    page.goto("/de/")
    page.evaluate(
        "document.querySelector('h1').style.color = '#eee'; document.querySelector('h1').style.background = '#fff'"
    )

    with pytest.raises(AssertionError, match="color-contrast"):
        axe(page)


def test_a_page_wider_than_the_window_is_measured(reader):
    page = reader(width=360)
    page.goto("/de/")
    assert overflow(page) == 0

    page.evaluate("document.querySelector('h1').style.minInlineSize = '600px'")

    assert overflow(page) > 0


def test_pages_work_without_javascript(reader):
    page = reader("ar", width=360, javascript=False)

    answer = page.goto("/ar/")

    assert answer.status == 200
    assert page.locator("h1").count() == 1


def test_a_journey_can_look_into_the_database_of_the_site(records):
    from django.contrib.auth import get_user_model  # noqa: PLC0415

    assert get_user_model().objects.exists()
