"""Two towns are asked, both say yes, each in its own language and on its own screen, meet, and one takes it back."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from jisr.matching.introductions.services import suggest_pair
from jisr.municipalities.models import Authority, AuthorityContact
from tests.journeys.browser import NARROW, WIDE, axe, overflow
from tests.journeys.people import make_person
from tests.journeys.test_request import signed_in, somebody_of

pytestmark = pytest.mark.journey
GERMAN, PALESTINIAN = "xanten", "aroura"
MAILS = {GERMAN: "partner@xanten.example.org", PALESTINIAN: "partner@aroura.example.org"}


def sound(page: Page) -> None:
    axe(page)
    assert overflow(page) == 0


def say_yes(page: Page) -> None:
    page.locator("[name=answer][value=yes]").check()
    page.locator("form[action$='/answer/'] button").click()
    page.wait_for_load_state()


def test_contacts_open_to_both_at_once_and_close_when_one_takes_it_back(reader, site, records):
    towns = {slug: Authority.objects.get(slug=slug) for slug in (GERMAN, PALESTINIAN)}
    people = {slug: somebody_of(slug) for slug in towns}
    for slug, town in towns.items():
        AuthorityContact.objects.create(authority=town, role="international", email=MAILS[slug])
    adviser = make_person("Ada", role="adviser").row
    case = suggest_pair(towns[GERMAN], towns[PALESTINIAN], actor=adviser, at=datetime.now(UTC))
    wide = signed_in(reader("de", width=WIDE), people[GERMAN], site.address)
    phone = signed_in(reader("ar", width=NARROW), people[PALESTINIAN], site.address)

    wide.goto(f"/de/workspace/introductions/{case.public_id}/")
    sound(wide)
    expect(wide.get_by_text(MAILS[PALESTINIAN])).to_have_count(0)
    say_yes(wide)
    expect(wide.get_by_text(MAILS[PALESTINIAN])).to_have_count(0)

    phone.goto("/ar/workspace/")
    phone.locator(f"main a[href$='{case.public_id}/']").first.click()
    expect(phone.get_by_text(MAILS[GERMAN])).to_have_count(0)
    say_yes(phone)
    expect(phone.get_by_text(MAILS[GERMAN])).to_have_count(1)
    sound(phone)
    wide.reload()
    expect(wide.get_by_text(MAILS[PALESTINIAN])).to_have_count(1)

    phone.locator("[name=text]").fill("تحية من بلديتنا")
    phone.locator("form[action$='/notes/'] button").click()
    wide.reload()
    expect(wide.get_by_text("تحية من بلديتنا")).to_have_count(1)
    for page in ("call/", "visits/add/", "steps/add/", "papers/add/", "end/conclude/"):
        wide.goto(f"/de/workspace/introductions/{case.public_id}/{page}")
        sound(wide)

    wide.goto(f"/de/workspace/introductions/{case.public_id}/end/withdraw/")
    wide.locator("main form button[type=submit]").click()
    wide.wait_for_load_state()
    phone.reload()
    expect(phone.get_by_text(MAILS[GERMAN])).to_have_count(0)
    expect(phone.get_by_text("تحية من بلديتنا")).to_have_count(1)
    expect(wide.get_by_text("تحية من بلديتنا")).to_have_count(0)
    sound(wide)
