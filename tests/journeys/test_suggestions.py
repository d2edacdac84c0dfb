"""An adviser sees who suits a town, leaves a reason out and sends two suggestions; the town sets its limit."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from jisr.matching.models import Introduction, MatchingProfile, ProfileTheme
from jisr.matching.services import run_round
from jisr.municipalities.models import Authority, Theme
from tests.factories.requests import RequestFactory
from tests.journeys.browser import NARROW, WIDE, axe, overflow
from tests.journeys.people import make_person
from tests.journeys.test_request import signed_in, somebody_of

pytestmark = pytest.mark.journey
TOWN, PARTNERS = "dura", ("speyer", "moers", "bonn")
OFFICE = ("", "of/dura/", "of/dura/add/?q=Mors", "of/dura/add/?other=moers", "weights/", "rounds/", "rounds/never/")
NOTE = "Beide arbeiten an der Abwasserreinigung."


def profile(slug: str, needs: list[str], offers: list[str]) -> None:
    authority = Authority.objects.get(slug=slug)
    made = MatchingProfile.objects.create(
        authority=authority, is_willing=True, languages=["en"], inhabitants=20_000 + len(slug)
    )
    for side, slugs in (("need", needs), ("offer", offers)):
        for rank, theme in enumerate(slugs, 1):
            ProfileTheme.objects.create(profile=made, theme=Theme.objects.get(slug=theme), side=side, rank=rank)


def sound(page: Page, address: str) -> None:
    page.goto(address)
    axe(page)
    assert overflow(page) == 0, address


def test_an_adviser_sends_two_and_the_town_sets_its_limit(reader, site, records):
    profile(TOWN, ["wastewater", "youth"], ["culture"])
    for slug in PARTNERS:
        profile(slug, ["culture"], ["wastewater"])
        RequestFactory(authority=Authority.objects.get(slug=slug), kind="offer", published=True, slug=f"offer-{slug}")
    ada = make_person("Ada Suggests", role="adviser").row
    run_round(actor=ada, now=lambda: datetime.now(UTC))
    wide = signed_in(reader("de", width=WIDE), ada, site.address)
    phone = signed_in(reader("ar", width=NARROW, javascript=False), ada, site.address)
    for path in OFFICE:
        sound(wide, f"/de/workspace/matching/{path}")
        phone.goto(f"/ar/workspace/matching/{path}")
        assert overflow(phone) == 0, path

    wide.goto("/de/workspace/matching/of/dura/")
    wide.locator("[name=without][value=size]").check()
    wide.locator("main form").first.locator("button").click()
    wide.wait_for_url("**/of/dura/?without=size")
    for slug in PARTNERS[:2]:
        wide.locator(f"[name=pair][value='dura~{slug}']").check()
    wide.locator("main form[action$='/send/'] button").click()
    wide.wait_for_url("**/send/?**")
    axe(wide)
    wide.locator("[name='dura~moers-de']").fill(NOTE)
    wide.locator("main form[method=post] button").click()
    wide.wait_for_url("**/of/dura/")
    for slug, shown in zip(PARTNERS, (0, 0, 1), strict=True):  # the third one is still free
        expect(wide.locator(f"[name=pair][value='dura~{slug}']")).to_have_count(shown)
    assert sorted(Introduction.objects.filter(palestinian__slug=TOWN).values_list("german__slug", "adviser_note")) == [
        ("moers", NOTE),
        ("speyer", ""),
    ]

    town = signed_in(reader("ar", width=NARROW, javascript=False), somebody_of(TOWN), site.address)
    town.goto("/ar/workspace/matching/exposure/")
    assert overflow(town) == 0
    town.locator("main a.button").click()
    expect(town.locator("main a[href$='/introductions/interest/bonn/']")).to_have_count(1)
    assert overflow(town) == 0
    town.locator("[name=most]").fill("4")
    town.locator("main form[method=post] button").click()
    town.wait_for_load_state()
    assert MatchingProfile.objects.get(authority__slug=TOWN).introductions_limit == 4
    sound(signed_in(reader("ar", width=NARROW), somebody_of(TOWN), site.address), "/ar/workspace/matching/ours/dura/")
