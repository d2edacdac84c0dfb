"""The office plans the next conference from the last in German and announces it; a reader looks at it in Arabic."""

import pytest
from playwright.sync_api import Page, expect

from jisr.accounts.states import Role
from jisr.events.models import Edition
from scripts.running_site import Site
from tests.journeys.browser import NARROW, WIDE, axe, overflow
from tests.journeys.people import make_person
from tests.journeys.test_request import signed_in

pytestmark = pytest.mark.journey
ROOT = "/de/workspace/meetings/"
TEXTS = {
    "title_de": "Siebte Partnerschaftskonferenz",
    "title_en": "Seventh partnership conference",
    "title_ar": "المؤتمر السابع للشراكات",
    "place_de": "Jericho",
    "place_en": "Jericho",
    "place_ar": "أريحا",
    "start": "13.9.2027",
    "end": "16.9.2027",
    "registration_deadline": "2027-07-30",
    "reason": "Die Konferenz fiel mehrmals aus.",
}
SUMMARY = {"summary_de": "Um Wasser geht es.", "summary_en": "It is about water.", "summary_ar": "موضوعه المياه."}


@pytest.fixture(scope="module")
def site(own_site: Site) -> Site:
    """A copy of its own: a new conference stands in lists that others count."""
    return own_site


def sound(page: Page) -> None:
    axe(page)
    assert overflow(page) == 0


def fill(page: Page, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        page.locator(f"[name={name}]").fill(text)


def press(page: Page, value: str = "") -> None:
    page.locator(f"main form button[value={value}]" if value else "main form button[type=submit]").first.click()
    page.wait_for_load_state()


def test_the_next_conference_is_planned_announced_and_read(reader, site, records):
    lena = make_person("Lena", role=Role.EVENTS).row
    desk = signed_in(reader("de", width=WIDE), lena, site.address)

    desk.goto(f"{ROOT}series/")
    sound(desk)
    desk.goto(f"{ROOT}conf-5-2021/next/")
    sound(desk)
    fill(desk, TEXTS)
    desk.locator("[name=country]").select_option("PS")
    desk.locator("[name=zone]").select_option("Asia/Hebron")
    desk.locator("[name=mode]").select_option("hybrid")
    press(desk, "look")
    expect(desk.get_by_role("heading", name="Das würde entstehen")).to_have_count(1)
    sound(desk)
    press(desk, "make")
    made = Edition.objects.get(title_en=TEXTS["title_en"])
    expect(desk).to_have_url(f"{site.address}{ROOT}{made.slug}/")
    sound(desk)

    visitor = reader("ar", width=NARROW)
    assert visitor.goto(f"/ar/events/{made.slug}/").status == 404

    desk.goto(f"{ROOT}{made.slug}/steps/announce/")
    expect(desk.get_by_text("Dieser Schritt ist noch nicht möglich")).to_have_count(1)
    sound(desk)
    desk.goto(f"{ROOT}{made.slug}/edit/")
    sound(desk)
    fill(desk, SUMMARY)
    press(desk)
    desk.goto(f"{ROOT}{made.slug}/steps/announce/")
    press(desk, "look")
    expect(desk.get_by_text(f"{TEXTS['title_de']} ist angekündigt", exact=False)).to_have_count(1)
    expect(desk.locator("[lang=ar][dir=rtl]").get_by_text(TEXTS["title_ar"])).not_to_have_count(0)
    sound(desk)
    press(desk, "take")
    expect(desk.locator(".badge").first).to_have_text("angekündigt")

    assert visitor.goto(f"/ar/events/{made.slug}/").status == 200
    expect(visitor.locator("h1")).to_have_text(TEXTS["title_ar"])
    expect(visitor.get_by_text(SUMMARY["summary_ar"])).to_have_count(1)
    sound(visitor)

    phone = signed_in(reader("ar", width=NARROW), lena, site.address)
    for path in ("", f"{made.slug}/", f"{made.slug}/costs/", f"{made.slug}/invite/?country=PS", f"{made.slug}/edit/"):
        phone.goto(f"/ar/workspace/meetings/{path}")
        sound(phone)
