"""An administrator reads the trail and proves that nobody changed it."""

import pytest
from playwright.sync_api import expect

from jisr.accounts.states import Role
from tests.journeys.browser import NARROW, axe, overflow
from tests.journeys.people import make_person, sign_in

pytestmark = pytest.mark.journey


def test_an_administrator_reads_and_proves_the_trail(reader, records):
    person = make_person("Administration Musterstadt", role=Role.ADMINISTRATOR)
    page = reader("de")
    sign_in(page, person)

    page.goto("/de/workspace/trail/")
    axe(page)
    number = person.row.public_id
    row = page.locator("tbody tr", has_text=str(number)[:8]).or_(page.locator("tbody tr").first)
    expect(row.first).to_be_visible()
    page.get_by_role("button", name="Protokoll jetzt prüfen").click()
    page.wait_for_url("**/proofs/")
    for _second in range(30):
        if page.get_by_text("unversehrt", exact=True).count():
            break
        page.wait_for_timeout(1000)
        page.reload()
    expect(page.get_by_text("unversehrt", exact=True).first).to_be_visible()
    axe(page)

    page.set_viewport_size({"width": NARROW, "height": 800})
    page.goto("/ar/workspace/trail/")
    axe(page)
    assert overflow(page) == 0


def test_without_a_role_there_is_no_trail(reader, records):
    page = reader("en")
    sign_in(page, make_person("Reader"), "en")

    assert page.goto("/en/workspace/trail/").status == 403
    axe(page)
