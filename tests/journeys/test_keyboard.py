"""The office's list worked through without a mouse: filter, keep the view, open an entry, correct a fact, sort."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from jisr.accounts.states import Role
from tests.journeys.people import make_person, sign_in

pytestmark = pytest.mark.journey
MOST_STEPS = 150
LIST = "/de/workspace/directory/authorities/"


def test_an_adviser_works_through_the_list_by_keyboard_alone(reader, records):
    page = reader("de")
    sign_in(page, make_person("Beratung Musterstadt", role=Role.ADVISER))
    page.goto(LIST)

    reach(page, page.locator("main form.filters [name=q]"))
    page.keyboard.type("Beit Jala")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"[?&]q=Beit\+Jala"))

    reach(page, page.get_by_text("Diese Ansicht speichern"))
    page.keyboard.press("Enter")
    reach(page, page.locator("main form [name=name]"))
    page.keyboard.type("Beit Jala im Blick")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Beit Jala im Blick")).to_be_visible()

    reach(page, page.locator("table.data tbody a").first)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/directory/authorities/beit-jala/"))
    reach(page, page.locator("main form [name=website]"))
    page.keyboard.press("Control+A")
    page.keyboard.type("https://town.example/")
    reach(page, page.locator("main form [name=source]"))
    page.keyboard.type("https://source.example/")
    reach(page, page.locator("main form [name=as_of]"))
    page.keyboard.type("2026")
    page.keyboard.press("Enter")
    expect(page.locator(".error-summary")).to_have_count(0)
    expect(page.locator("main form [name=website]")).to_have_value("https://town.example/")

    page.goto(LIST)
    reach(page, page.locator("table.data thead").get_by_role("link", name="Zuletzt geändert"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("sort="))
    expect(page.locator("table.data tbody a").first).to_have_text("Beit Jala")


def reach(page: Page, wanted: Locator) -> None:
    """Go on by Tab until it has the focus, as somebody does who sees where the focus is."""
    for _step in range(MOST_STEPS):
        page.keyboard.press("Tab")
        if wanted.evaluate("node => node.contains(document.activeElement)"):
            return
    raise AssertionError(f"{wanted} cannot be reached by keyboard")
