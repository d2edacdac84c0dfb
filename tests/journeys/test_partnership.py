"""Two coordinators bring a partnership from its introduction to a signed memorandum, pause it and go on."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from jisr.kernel.dates import add_months
from jisr.municipalities.models import Authority
from jisr.partnerships.agreements.services import begin_tie
from jisr.partnerships.models import Agreement, Partnership
from tests.journeys.browser import NARROW, WIDE, axe, overflow
from tests.journeys.people import make_person
from tests.journeys.test_request import signed_in, somebody_of

pytestmark = pytest.mark.journey
GERMAN, PALESTINIAN = "jena", "hizma"


def is_fit(page: Page, address: str) -> None:
    page.goto(address)
    axe(page)
    assert overflow(page) == 0, address


def send(page: Page, *, to: str) -> None:
    page.locator("main form[method=post] button[type=submit]").last.click()
    page.wait_for_url(to)


def begun() -> Partnership:
    sides = (Authority.objects.get(slug=slug) for slug in (GERMAN, PALESTINIAN))
    return begin_tie(*sides, form="projektpartnerschaft", actor=somebody_of(GERMAN), at=datetime.now(UTC))


def take(page: Page, tie: Partnership, language: str, name: str, **typed: str) -> None:
    """A step on its page: who decided, and what else it needs; also without scripts."""
    place = f"/{language}/workspace/ties/{tie.slug}"
    page.goto(f"{place}/step/{name}/")
    assert overflow(page) == 0, name
    page.locator("[name=decided_by][value=council]").check()
    for field, text in typed.items():
        page.locator(f"[name={field}]").fill(text)
    send(page, to=f"**{place}/")


def test_a_memorandum_is_signed_and_the_partnership_paused_and_resumed(reader, site, records):
    tie, stranger = begun(), reader("de", width=WIDE)
    german = signed_in(reader("de", width=WIDE), somebody_of(GERMAN), site.address)
    arab = signed_in(reader("ar", width=NARROW, javascript=False), somebody_of(PALESTINIAN), site.address)
    assert stranger.request.get(f"{site.address}/de/partnerships/{tie.slug}/").status == 404

    is_fit(german, f"/de/workspace/ties/{tie.slug}/agreements/new/")
    german.locator("[name=kind][value=memorandum]").check()
    german.locator("[name=title]").fill("Absichtserklärung zur Abfallwirtschaft")
    german.locator("[name=german_signatory]").fill("Oberbürgermeister")
    send(german, to="**/agreements/*-*/")
    place = Agreement.objects.get(tie=tie, kind="memorandum").get_absolute_url().split("/workspace/")[1]
    for page, language, position in ((german, "de", 0), (arab, "ar", 1)):
        page.goto(f"/{language}/workspace/{place}sign/{position}/")
        page.locator("[name=signed]").fill(timezone.localdate().isoformat())
        send(page, to=f"**/{place}")

    take(german, tie, "de", "activate")
    stranger.goto(f"/de/partnerships/{tie.slug}/")
    expect(stranger.locator(".timeline li")).to_have_count(1)
    review = add_months(timezone.localdate(), 6).isoformat()
    take(arab, tie, "ar", "pause", reason="لا يستطيع المجلس السفر", review_on=review)
    take(german, tie, "de", "resume")

    tie.refresh_from_db()
    assert (tie.status, tie.is_public) == ("active", True)
    stranger.goto(f"/de/partnerships/{tie.slug}/")
    expect(stranger.locator(".timeline li")).to_have_count(3)


@pytest.mark.parametrize(("language", "width"), [("de", WIDE), ("ar", NARROW)])
def test_the_pages_of_ties_and_agreements_are_accessible(reader, site, records, language, width):
    tie = begun()
    Agreement.objects.get_or_create(tie=tie, title="Entwurf", defaults={"kind": "charter", "form": "freundschaft"})
    place = f"/{language}/workspace/ties/{tie.slug}"
    page = signed_in(reader(language, width=width), somebody_of(GERMAN), site.address)
    agreement = f"{place}/agreements/{Agreement.objects.filter(tie=tie).first().public_id}"
    for address in (f"/{language}/workspace/ties/", f"{place}/", f"{agreement}/", f"{agreement}/notice/"):
        is_fit(page, address)
    adviser = make_person(f"Beratung {language}", role="adviser").row
    office = signed_in(reader(language, width=width), adviser, site.address)
    for address in (f"/{language}/workspace/ties/", f"{agreement}/change/", f"{place}/sides/", f"{place}/step/end/"):
        is_fit(office, address)
