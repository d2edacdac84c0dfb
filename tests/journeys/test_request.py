"""A coordinator in Palestine drafts a request on a small phone in Arabic; a killed browser loses nothing."""

from datetime import UTC, datetime
from importlib import import_module
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from playwright.sync_api import Page, expect

from jisr.accounts.models import User
from jisr.matching.requests.models import RequestDraft
from jisr.matching.requests.services import start_request
from jisr.municipalities.models import Authority, Membership
from tests.journeys.browser import NARROW, axe, overflow

pytestmark = pytest.mark.journey
TYPED = "بلدة في محافظة الخليل، شراكة مع Neuwied منذ 2020"
LONGEST_WAIT = 5_000


def somebody_of(slug: str) -> User:
    now = datetime.now(UTC)
    user, _is_new = User.objects.get_or_create(email=f"{slug}@example.org", defaults={"preferred_language": "ar"})
    Membership.objects.get_or_create(
        user=user,
        authority=Authority.objects.get(slug=slug),
        role="coordinator",
        defaults={"state": "confirmed", "asked_at": now, "asked_by": user, "confirmed_at": now},
    )
    return user


def signed_in(page: Page, user: User, address: str) -> Page:
    session: Any = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": address}
    page.context.add_cookies([cookie])
    return page


def test_a_killed_browser_loses_at_most_a_few_seconds(reader, site, records):
    user = somebody_of("hizma")
    case = start_request(Authority.objects.get(slug="hizma"), language="ar", actor=user)
    address = f"/ar/workspace/requests/{case.public_id}/page/profile/"
    page = signed_in(reader("ar", width=NARROW), user, site.address)
    page.goto(address)
    axe(page)
    assert overflow(page) == 0

    with page.expect_response(lambda answer: answer.request.method == "POST", timeout=LONGEST_WAIT) as saved:
        page.locator("[name=profile]").fill(TYPED)
    assert saved.value.status == 200
    page.locator("[name=profile]").press_sequentially(" ...")
    page.context.close()  # as if killed: nothing was submitted

    assert RequestDraft.objects.get(request=case).answers["profile"].startswith(TYPED)
    again = signed_in(reader("ar", width=NARROW, javascript=False), user, site.address)
    again.goto(address)
    expect(again.locator("[name=profile]")).to_have_value(RequestDraft.objects.get(request=case).answers["profile"])
    again.locator("main button[type=submit]").first.click()
    again.wait_for_url("**/page/economy/")


def test_typing_on_while_it_saves_is_no_conflict_with_oneself(reader, site, records):
    user = somebody_of("surif")
    case = start_request(Authority.objects.get(slug="surif"), language="ar", actor=user)
    page = signed_in(reader("ar", width=NARROW), user, site.address)
    page.goto(f"/ar/workspace/requests/{case.public_id}/page/economy/")

    with page.expect_response(lambda answer: answer.request.method == "POST", timeout=LONGEST_WAIT):
        page.locator("[name=economy]").fill("زيتون")
    page.locator("[name=economy]").fill("زيتون وحرف")
    page.locator("main button[type=submit]").first.click()
    page.wait_for_url("**/page/facilities/")

    assert RequestDraft.objects.get(request=case).answers["economy"] == "زيتون وحرف"
