"""What the first visit of a page costs a reader, as Chromium counts it."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.journeys.browser import FLAGS, chromium


@dataclass
class Visit:
    """Bytes as they came over the line, compressed, headers included."""

    status: int = 0
    size: float = 0
    requests: list[str] = field(default_factory=list)
    cookies: int = 0

    def strangers(self, address: str) -> int:
        host = urlsplit(address).netloc
        return sum(1 for url in self.requests if urlsplit(url).netloc != host)


def visits(address: str, paths: list[str]) -> dict[str, Visit]:
    """Visit each path with an empty cache."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        try:
            return {path: _visit(browser, address, path) for path in paths}
        finally:
            browser.close()


def _visit(browser: Browser, address: str, path: str) -> Visit:
    context = browser.new_context(base_url=address)
    try:
        return _watched(context, path)
    finally:
        context.close()


def _watched(context: BrowserContext, path: str) -> Visit:
    page, visit = context.new_page(), Visit()
    session = context.new_cdp_session(page)
    session.send("Network.enable")

    def on_request(event: dict[str, Any]) -> None:
        if event["request"]["url"].startswith("http"):
            visit.requests.append(event["request"]["url"])

    def on_finished(event: dict[str, Any]) -> None:
        visit.size += event["encodedDataLength"]

    session.on("Network.requestWillBeSent", on_request)
    session.on("Network.loadingFinished", on_finished)
    answer = page.goto(path, wait_until="networkidle")
    visit.status = answer.status if answer else 0
    visit.cookies = len(context.cookies())
    return visit
