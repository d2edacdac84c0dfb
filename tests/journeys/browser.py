"""How a journey drives Chromium, and what every page it opens must satisfy."""

import shutil
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE = 1280
NARROW = 360
CONTRAST = "color-contrast"


def chromium() -> str:
    """The path of the installed Chromium. Without one a journey fails; it is never skipped."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    raise RuntimeError("Chromium is missing. `make test` installs it; else: apt-get install chromium")


@dataclass
class Watch:
    """Notes what no page may do: report an error (breaking the content policy is one) or ask another host."""

    address: str
    errors: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        context.on("console", self._on_console)
        context.on("weberror", lambda error: self.errors.append(str(error.error)))
        context.on("request", self._on_request)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type != "error":
            return
        page = message.page
        if page and message.location.get("url") == page.url and "Failed to load resource" in message.text:
            return  # the page itself answers 404 or 503 on purpose
        self.errors.append(f"{page.url if page else '?'}: {message.text}")

    def _on_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https"} and not request.url.startswith(self.address + "/"):
            self.strangers.append(request.url)


def axe(page: Page) -> None:
    """Assert that the page breaks no rule of WCAG 2.2 AA nor a good practice, and that contrast was really measured."""
    result: dict[str, Any] = Axe().run(page).response
    found = [
        f"{violation['id']}: {violation['help']} - {node['html'][:200]}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]
    assert found == [], f"{page.url}\n" + "\n".join(found)
    assert CONTRAST in {rule["id"] for rule in result["passes"]}, f"{page.url}: contrast was not measured"


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the window. Zero is right."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
