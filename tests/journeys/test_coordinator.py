"""A coordinator in Palestine, on a small phone, in Arabic and without scripts, finds how to begin and the offers."""

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import NARROW, overflow

pytestmark = pytest.mark.journey


def test_a_coordinator_finds_how_to_begin_and_the_offers_in_arabic_without_scripts(reader):
    page = reader("ar", width=NARROW, javascript=False)
    page.goto("/")
    assert page.url.endswith("/ar/")
    assert page.locator("html").get_attribute("dir") == "rtl"

    page.locator("main").get_by_role("link", name="نحن هيئة محلية فلسطينية").click()
    page.wait_for_url("**/ar/offers/partner-search/")

    page.locator("header summary").click()
    page.locator("header").get_by_role("link", name="كيف تنشأ الشراكة").click()
    page.wait_for_url("**/ar/how-it-works/")
    expect(page.locator(".steps > li")).to_have_count(10)
    assert overflow(page) == 0

    page.locator("header summary").click()
    page.locator("header").get_by_role("link", name="خدماتنا").click()
    offers = page.locator(".cards a")
    expect(offers).to_have_count(7)
    offers.first.click()
    page.wait_for_url("**/ar/offers/advice/")
    assert page.locator("main h1").inner_text() != ""

    page.locator("header").get_by_role("link", name="Deutsch").click()
    page.wait_for_url("**/de/offers/advice/")
