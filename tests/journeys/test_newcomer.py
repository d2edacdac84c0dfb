"""A Palestinian town joins: sign-up, membership, a colleague, and a figure put right. On a phone, in Arabic."""

import re
import secrets

import pytest
from playwright.sync_api import Page, expect

from jisr.accounts.states import Role
from scripts.running_site import Site
from tests.journeys.browser import NARROW, axe, overflow
from tests.journeys.people import make_person, sign_in

pytestmark = pytest.mark.journey
TOWN = "beit-sahour"
COORDINATOR, COLLEAGUE = "rima@town.example", "samir@town.example"
PASSWORD = secrets.token_urlsafe(12)
SOURCE = "https://register.town.example/2025"


@pytest.fixture(scope="module")
def site(own_site: Site) -> Site:
    """What the public pages say of a town changes here, so no other journey looks at this site."""
    return own_site


def test_a_coordinator_signs_up_is_confirmed_invites_a_colleague_and_corrects_the_population(site, reader, records):
    page, office = reader("ar", width=NARROW), reader("de")
    sign_in(office, make_person("Beratung Musterstadt", role=Role.ADVISER))

    sign_up(page, site)
    ask_to_act_for_the_town(page)
    confirm_membership(office)
    invite_colleague(page)
    accept_invitation(reader("ar", width=NARROW), site)
    propose_population(page)
    accept_proposal(office)
    read_public_page(reader("ar", width=NARROW))

    page.goto("/ar/workspace/proposals/")
    expect(page.locator("tbody .badge")).to_have_text("مقبول")


def sign_up(page: Page, site: Site) -> None:
    page.goto("/ar/accounts/signup/")
    look(page)
    page.locator("[name=email]").fill(COORDINATOR)
    page.locator("[name=display_name]").fill("ريما خوري")
    page.locator("[name=password1]").fill(PASSWORD)
    page.locator("[name=password2]").fill(PASSWORD)
    expect(page.locator("[name=preferred_language]")).to_have_value("ar")
    page.get_by_role("button", name="فتح الحساب").click()
    page.wait_for_url("**/ar/accounts/confirm-email/")
    look(page)

    page.goto(link_mailed_to(COORDINATOR, site))
    look(page)
    page.get_by_role("button", name="هذا عنواني").click()
    page.wait_for_url(re.compile("/ar/(workspace|accounts/login)/"))
    if "/login/" in page.url:  # another browser than that of the sign-up would have to sign in, too
        page.locator("[name=login]").fill(COORDINATOR)
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("main form.form button[type=submit]").click()
    page.wait_for_url("**/ar/workspace/")
    look(page)


def ask_to_act_for_the_town(page: Page) -> None:
    page.goto("/ar/workspace/memberships/")
    page.get_by_role("link", name="البحث عن هيئتي المحلية").click()
    page.wait_for_url("**/memberships/ask/")
    page.locator("main [name=q]").fill("بيت ساحور")
    page.locator("main").get_by_role("button", name="بحث").click()
    look(page)
    page.locator("main").get_by_role("link", name="بيت ساحور").click()
    page.wait_for_url(f"**/ask/authority/{TOWN}/")
    look(page)
    page.get_by_role("radio", name="منسق", exact=True).check()
    page.locator("[name=function_title]").fill("رئيسة قسم العلاقات الدولية")
    page.get_by_role("button", name="إرسال الطلب").click()
    expect(page.locator("main .badge").first).to_be_visible()
    look(page)


def confirm_membership(office: Page) -> None:
    office.goto("/de/workspace/memberships/all/")
    office.get_by_role("row", name="ريما خوري").get_by_role("link").first.click()
    office.get_by_role("button", name="Mitgliedschaft bestätigen").click()
    expect(office.locator("main .badge").first).to_have_text("bestätigt")


def invite_colleague(page: Page) -> None:
    page.goto(f"/ar/workspace/members/authority/{TOWN}/")
    look(page)
    page.get_by_role("link", name="دعوة زميل").click()
    page.wait_for_url("**/invite/")
    look(page)
    page.locator("[name=email]").fill(COLLEAGUE)
    expect(page.locator("[name=language]")).to_have_value("ar")
    page.get_by_role("radio", name="منسق", exact=True).check()
    page.get_by_role("button", name="إرسال الدعوة").click()
    page.wait_for_url(f"**/members/authority/{TOWN}/")
    expect(page.get_by_role("row", name=COLLEAGUE)).to_be_visible()


def accept_invitation(page: Page, site: Site) -> None:
    """The colleague opens the link in the mail, opens an account, and is asked at home whether to act for the town."""
    page.goto(link_mailed_to(COLLEAGUE, site))
    look(page)
    page.locator("[name=display_name]").fill("سمير عودة")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password_again]").fill(PASSWORD)
    page.get_by_role("button", name="فتح الحساب").click()
    page.wait_for_url("**/ar/workspace/")
    look(page)
    page.locator("main").get_by_role("link", name="بيت ساحور").first.click()
    page.get_by_role("button", name="قبول الدعوة").click()
    expect(page.locator("main .badge").first).to_have_text("مؤكد")
    look(page)


def propose_population(page: Page) -> None:
    page.goto("/ar/workspace/proposals/")
    page.get_by_role("link", name="تصحيح بيانات بيت ساحور").click()
    page.wait_for_url(f"**/proposals/new/{TOWN}/")
    look(page)
    page.locator("[name=population]").fill("17250")
    page.locator("[name=source]").fill(SOURCE)
    page.locator("[name=as_of]").fill("2025")
    page.get_by_role("button", name="إرسال إلى مكتب البرنامج").click()
    page.wait_for_url(re.compile("/ar/workspace/proposals/[0-9a-f-]{36}/"))
    expect(page.locator("main")).to_contain_text(SOURCE)
    look(page)


def accept_proposal(office: Page) -> None:
    office.goto("/de/workspace/proposals/")
    office.get_by_role("row", name="ريما خوري").get_by_role("link").first.click()
    expect(office.locator("main")).to_contain_text(SOURCE)
    axe(office)
    office.get_by_role("button", name="Annehmen").click()
    expect(office.locator("main .badge").first).to_have_text("angenommen")


def read_public_page(page: Page) -> None:
    """Anybody reads the figure now, and where it comes from."""
    page.goto(f"/ar/municipalities/{TOWN}/")
    figure = page.locator("dl.facts div").filter(has_text="17,250")
    expect(figure).to_contain_text("2025")
    expect(figure.get_by_role("link")).to_have_attribute("href", SOURCE)
    look(page)


def look(page: Page) -> None:
    """What every page must be to a reader of Arabic on a phone."""
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    axe(page)
    assert overflow(page) == 0, page.url


def link_mailed_to(address: str, site: Site) -> str:
    """The link in the newest mail to somebody. These mails are sent before the page answers."""
    mails = "".join(site.mails).split("-" * 79)
    found = [re.findall(rf"^{site.address}/ar/accounts/\S+$", mail, re.MULTILINE) for mail in mails if address in mail]
    return [link for links in found for link in links][-1]
