"""The whole way of two towns: a request in Arabic, its translation, two suggestions, one yes, the council, a pause."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from jisr.kernel.dates import add_months
from jisr.matching.models import Introduction, PartnershipRequest
from jisr.municipalities.models import Authority, AuthorityContact
from jisr.partnerships.models import Agreement, CouncilMatter, Partnership
from tests.journeys.browser import NARROW, WIDE, axe, overflow
from tests.journeys.people import make_person
from tests.journeys.test_partnership import take
from tests.journeys.test_request import signed_in, somebody_of
from tests.journeys.test_suggestions import profile

pytestmark = pytest.mark.journey
TOWN, PARTNER, OTHER = "al-ubeidiya", "dortmund", "mannheim"
CONTACTS = {slug: f"office@{slug}.example.org" for slug in (TOWN, PARTNER, OTHER)}
ORIGINAL, TRANSLATED = "بلدة شرق بيت لحم، 12 كم من القدس", "Gemeinde östlich von Bethlehem, 12 km von Jerusalem"
WISH = "محطة صغيرة لمعالجة المياه العادمة"
QUESTION, ANSWER = "Wie viele Haushalte sind angeschlossen?", "نحو 40 في المئة"


def test_two_towns_go_from_a_request_to_an_agreement(reader, site, records):
    for slug, email in CONTACTS.items():
        AuthorityContact.objects.create(authority=Authority.objects.get(slug=slug), role="international", email=email)
    for slug in (PARTNER, OTHER):
        profile(slug, ["culture"], ["wastewater"])
    phone = signed_in(reader("ar", width=NARROW), somebody_of(TOWN), site.address)
    office = signed_in(reader("de", width=WIDE), make_person("Beratung", role="adviser").row, site.address)
    partner, other = (signed_in(reader("de", width=WIDE), somebody_of(slug), site.address) for slug in (PARTNER, OTHER))

    case = draft_and_submit(phone)
    ask_back(office, case)
    answer_and_submit(phone, case)
    translate_and_publish(office, case)
    send_two_suggestions(office)
    say_one_yes_and_one_no(phone, partner, other)
    tie = conclude(partner)
    print_council_kit(partner, tie)
    sign_memorandum(tie, (partner, "de"), (phone, "ar"))
    take(partner, tie, "de", "activate")
    review = add_months(timezone.localdate(), 6).isoformat()
    take(phone, tie, "ar", "pause", reason="لا يستطيع المجلس السفر", review_on=review)
    take(partner, tie, "de", "resume")

    tie.refresh_from_db()
    assert (tie.status, tie.is_public) == ("active", True)
    assert reader("ar").request.get(f"{site.address}/ar/partnerships/{tie.slug}/").status == 200


def send(page: Page, form: str = "") -> None:
    """Send the one form of the page, or the one that ``form`` finds."""
    page.locator(f"main form[method=post]{form} button[type=submit]").last.click()
    page.wait_for_load_state()


def fit(page: Page) -> None:
    assert overflow(page) == 0, page.url


def draft_and_submit(phone: Page) -> PartnershipRequest:
    phone.goto("/ar/workspace/requests/")
    send(phone, f"[action$='/start/{TOWN}/']")
    case = PartnershipRequest.objects.get(authority__slug=TOWN, state="draft")
    place = f"/ar/workspace/requests/{case.public_id}"
    phone.goto(f"{place}/page/profile/")
    fit(phone)
    phone.locator("[name=profile]").fill(ORIGINAL)
    send(phone)
    phone.goto(f"{place}/page/languages/")
    phone.locator("[name=languages][value=en]").check()
    send(phone)
    phone.goto(f"{place}/page/themes/")
    phone.locator("[name=theme_1]").select_option("wastewater")
    phone.locator("[name=theme_1_text]").fill(WISH)
    send(phone)
    phone.goto(f"{place}/page/publication/")
    phone.locator("[name=consent]").check()
    send(phone)
    phone.goto(f"{place}/check/")
    fit(phone)
    send(phone)
    case.refresh_from_db()
    assert case.state == "submitted"
    return case


def ask_back(office: Page, case: PartnershipRequest) -> None:
    office.goto("/de/workspace/requests/office/")
    office.locator(f"main a[href*='{case.public_id}']").first.click()
    office.wait_for_load_state()
    office.locator("main a[href$='/questions/']").click()
    office.locator("[name=profile]").fill(QUESTION)
    send(office)
    case.refresh_from_db()
    assert case.state == "draft"


def answer_and_submit(phone: Page, case: PartnershipRequest) -> None:
    phone.goto(f"/ar/workspace/requests/{case.public_id}/")
    expect(phone.get_by_text(QUESTION)).to_have_count(1)
    phone.locator("[name=answer]").fill(ANSWER)
    send(phone, "[action*='/answer/']")
    phone.goto(f"/ar/workspace/requests/{case.public_id}/check/")
    send(phone)
    case.refresh_from_db()
    assert case.state == "submitted"


def translate_and_publish(office: Page, case: PartnershipRequest) -> None:
    place = f"/de/workspace/requests/{case.public_id}"
    office.goto(f"{place}/")
    expect(office.get_by_text(ANSWER)).to_have_count(1)
    send(office, "[action$='/step/check/']")
    for language in ("de", "en"):
        office.goto(f"{place}/translate/{language}/")
        axe(office)
        office.locator("[name=text-profile]").fill(TRANSLATED)
        office.locator("[name='text-theme:wastewater']").fill("Eine kleine Kläranlage")
        for box in office.locator("main [type=checkbox]").all():
            box.check()
        send(office)
    office.goto(f"{place}/")
    send(office, "[action$='/step/translate/']")
    send(office, "[action$='/step/publish/']")
    case.refresh_from_db()
    assert case.state == "published"
    office.goto(f"/de/requests/{case.slug}/")
    expect(office.get_by_text(TRANSLATED)).to_have_count(1)


def send_two_suggestions(office: Page) -> None:
    office.goto(f"/de/workspace/matching/of/{TOWN}/")
    for slug in (PARTNER, OTHER):
        office.locator(f"[name=pair][value='{TOWN}~{slug}']").check()
    office.locator("main form[action$='/send/'] button").click()
    office.wait_for_url("**/send/?**")
    send(office)
    asked = Introduction.objects.filter(palestinian__slug=TOWN)
    assert {row.german.slug: row.state for row in asked} == {PARTNER: "asked", OTHER: "asked"}


def say_one_yes_and_one_no(phone: Page, partner: Page, other: Page) -> None:
    rows = {row.german.slug: row for row in Introduction.objects.filter(palestinian__slug=TOWN)}
    replies = (
        (partner, "de", rows[PARTNER], "yes"),
        (other, "de", rows[OTHER], "yes"),
        (phone, "ar", rows[OTHER], "no"),
        (phone, "ar", rows[PARTNER], "yes"),
    )
    for page, language, row, reply in replies:
        page.goto(f"/{language}/workspace/introductions/{row.public_id}/")
        fit(page)
        expect(page.get_by_text(CONTACTS[TOWN] if language == "de" else CONTACTS[row.german.slug])).to_have_count(0)
        page.locator(f"[name=answer][value={reply}]").check()
        send(page, "[action$='/answer/']")
    expect(phone.get_by_text(CONTACTS[PARTNER])).to_have_count(1)
    partner.reload()
    expect(partner.get_by_text(CONTACTS[TOWN])).to_have_count(1)
    other.reload()
    expect(other.get_by_text(CONTACTS[TOWN])).to_have_count(0)


def conclude(partner: Page) -> Partnership:
    row = Introduction.objects.get(german__slug=PARTNER, palestinian__slug=TOWN)
    partner.goto(f"/de/workspace/introductions/{row.public_id}/end/conclude/")
    send(partner)
    tie = Partnership.objects.get(german__slug=PARTNER, palestinian__slug=TOWN)
    assert (tie.status, tie.is_public) == ("initiation", False)
    return tie


def print_council_kit(partner: Page, tie: Partnership) -> None:
    partner.goto(f"/de/workspace/ties/{tie.slug}/")
    axe(partner)
    send(partner, "[action$='/start/german/']")
    matter = CouncilMatter.objects.get(tie=tie)
    partner.goto(f"/de/workspace/council/{matter.public_id}/")
    axe(partner)
    kinds = {"paper.pdf": b"%PDF", "paper.docx": b"PK", "summary.pdf": b"%PDF", "partner-de.pdf": b"%PDF"}
    for name, begins in kinds.items():
        answer = partner.request.get(f"/de/workspace/council/{matter.public_id}/{name}")
        assert (answer.status, answer.body()[: len(begins)]) == (200, begins), name


def sign_memorandum(tie: Partnership, *signers: tuple[Page, str]) -> None:
    first, language = signers[0]
    first.goto(f"/{language}/workspace/ties/{tie.slug}/agreements/new/")
    first.locator("[name=kind][value=memorandum]").check()
    first.locator("[name=title]").fill("Absichtserklärung zum Abwasser")
    send(first)
    place = Agreement.objects.get(tie=tie).get_absolute_url().split("/workspace/")[1]
    for position, (page, language) in enumerate(signers):
        page.goto(f"/{language}/workspace/{place}sign/{position}/")
        page.locator("[name=signed]").fill(timezone.localdate().isoformat())
        send(page)
        page.wait_for_url(f"**/{place}")
