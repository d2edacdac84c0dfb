"""A member of the council of Krefeld finds the partners, reads the history and prints the page."""

import pytest

pytestmark = pytest.mark.journey


def test_a_council_member_finds_the_partners_of_krefeld_and_prints_the_history(reader, tmp_path):
    page = reader("de")
    page.goto("/")
    assert page.url.endswith("/de/")

    page.get_by_role("search").first.get_by_role("searchbox").fill("Krefeld")
    page.keyboard.press("Enter")
    page.locator("main").get_by_role("link", name="Krefeld", exact=True).first.click()
    assert page.get_by_role("heading", level=1).inner_text() == "Krefeld"

    ties = page.locator(".tie-list a")
    assert sorted(ties.all_inner_texts()) == [
        "Krefeld – Al-Eizariya",
        "Krefeld – Aroura",
        "Krefeld – Mazari' al-Nubani",
    ]
    ties.filter(has_text="Aroura").click()

    main = page.locator("main")
    assert "Stand: Februar 2024" in main.inner_text()
    steps = page.locator(".timeline li")
    assert steps.count() == 4
    assert "Ratsbeschluss" in main.inner_text()

    page.locator("aside a[href='/de/municipalities/aroura/']").click()
    assert "Bani Zeid al-Sharqiya" in page.locator("main").inner_text()
    page.go_back()

    page.emulate_media(media="print")
    assert not page.locator("nav").first.is_visible()
    assert not page.locator("footer a").first.is_visible()
    assert page.locator(".timeline").is_visible()
    printed = tmp_path / "page.pdf"
    page.pdf(path=printed)
    assert printed.stat().st_size > 10_000
