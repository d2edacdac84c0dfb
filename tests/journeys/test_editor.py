"""An editor signs in with a second factor and publishes a news item in three languages."""

import configparser

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import Page, expect

from jisr.content.models import NewsIndexPage, NewsPage

pytestmark = pytest.mark.journey

EDITOR = "editor@example.org"
TITLES = {"de": "Netzwerktreffen im Frühjahr", "en": "Network meeting in spring", "ar": "لقاء تشبيك في الربيع"}
LEADS = {
    "de": "Das Programm lädt zum Netzwerktreffen ein.",
    "en": "The programme invites you to the network meeting.",
    "ar": "يدعوكم البرنامج إلى لقاء التشبيك.",
}
SHORTS = {"de": "Einladung zum Treffen.", "en": "Invitation to the meeting.", "ar": "دعوة إلى اللقاء."}


def sign_in(page: Page, site) -> None:
    secrets = configparser.ConfigParser(interpolation=None)
    secrets.read(site.folder / "demo-accounts.txt", encoding="utf-8")
    page.goto("/cms/")
    page.wait_for_url("**/accounts/login/**")
    page.locator("[name=login]").fill(EDITOR)
    page.locator("[name=password]").fill(secrets[EDITOR]["password"])
    page.locator("main button[type=submit]").first.click()
    page.wait_for_url("**/2fa/**")
    assert page.context.request.get("/cms/", max_redirects=0).status == 302
    counter = next(iter(yield_hotp_counters_from_time()))
    code = format_hotp_value(hotp_value(secrets[EDITOR]["authenticator secret"], counter))
    page.locator("[name=code]").fill(code)
    page.locator("main button[type=submit]").first.click()
    page.wait_for_url("**/cms/")


def translate(page: Page, pk: int, texts: list[str]) -> None:
    page.goto(f"/cms/pages/{pk}/edit/")
    for text in texts:
        page.get_by_role("button", name="Übersetzen", exact=True).first.click()
        page.locator("main li textarea, main li input[type=text]").first.fill(text)
        page.get_by_role("button", name="Speichern", exact=True).click()
        page.get_by_text(text, exact=True).first.wait_for()
    with page.expect_navigation():
        page.get_by_role("button", name="Veröffentlichen in").first.click()


def test_an_editor_publishes_news_in_three_languages(reader, site, records):
    page = reader("de")
    sign_in(page, site)

    parent = NewsIndexPage.objects.get(locale__language_code="de")
    page.goto(f"/cms/pages/add/content/newspage/{parent.pk}/")
    page.locator("[name=date]").fill("2026-11-22")
    page.keyboard.press("Escape")
    page.locator("[name=title]").fill(TITLES["de"])
    page.locator("[name=lead]").fill(LEADS["de"])
    page.locator("[name=short]").fill(SHORTS["de"])
    page.locator("footer button[data-w-dropdown-target=toggle]").last.click()
    page.locator("[name=action-publish]").click()
    page.wait_for_url(f"**/cms/pages/{parent.pk}/")

    source = NewsPage.objects.get(title=TITLES["de"], locale__language_code="de")
    page.goto(f"/cms/localize/submit/page/{source.pk}/")
    for box in page.locator("main [name=locales]").all():
        box.check()
    page.locator("main form [type=submit]").last.click()
    page.wait_for_load_state()

    visitor = reader("en")
    assert visitor.goto(f"/en/news/{source.slug}/").status == 404

    for language in ("en", "ar"):
        target = source.get_translations().get(locale__language_code=language)
        translate(page, target.pk, [TITLES[language], LEADS[language], SHORTS[language]])

    for language, title in TITLES.items():
        visitor.goto(f"/{language}/news/")
        visitor.locator("main").get_by_role("link", name=title).click()
        expect(visitor.get_by_role("heading", level=1)).to_have_text(title)
        assert LEADS[language] in visitor.locator("main").inner_text()
    visitor.goto(f"/ar/news/{source.slug}/")
    visitor.locator("header").get_by_role("link", name="Deutsch").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text(TITLES["de"])
