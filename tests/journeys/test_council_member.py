"""A member of the council of Krefeld finds the partners, reads the history and prints the page."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey


def test_a_council_member_finds_the_partners_of_krefeld_and_prints_the_history(reader, tmp_path):
    page = reader("de")
    page.goto("/")
    assert page.url.endswith("/de/")

    page.get_by_role("search").first.get_by_role("searchbox").fill("Krefeld")
    page.keyboard.press("Enter")
    page.locator("main").get_by_role("link", name="Krefeld", exact=True).first.click()
    page.wait_for_url("**/de/municipalities/krefeld/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Krefeld")

    ties = page.locator(".tie-list a")
    assert sorted(ties.all_inner_texts()) == [
        "Krefeld – Al-Eizariya",
        "Krefeld – Aroura",
        "Krefeld – Mazari' al-Nubani",
    ]
    ties.filter(has_text="Aroura").click()
    page.wait_for_url("**/de/partnerships/krefeld--aroura/")

    main = page.locator("main")
    assert "Stand: Februar 2024" in main.inner_text()
    steps = page.locator(".timeline li")
    expect(steps).to_have_count(4)
    assert "Ratsbeschluss" in main.inner_text()

    page.locator("aside a[href='/de/municipalities/aroura/']").click()
    page.wait_for_url("**/de/municipalities/aroura/")
    assert "Bani Zeid al-Sharqiya" in page.locator("main").inner_text()
    page.go_back()
    page.wait_for_url("**/de/partnerships/krefeld--aroura/")

    page.emulate_media(media="print")
    assert not page.locator("nav").first.is_visible()
    assert not page.locator("footer a").first.is_visible()
    assert page.locator(".timeline").is_visible()
    printed = tmp_path / "page.pdf"
    page.pdf(path=printed)
    assert printed.stat().st_size > 10_000
