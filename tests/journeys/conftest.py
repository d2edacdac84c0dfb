"""A running site, a browser, and readers who use it. See ``browser`` for what is asserted of every page."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import Browser, Page, Playwright, sync_playwright
from pytest_django.plugin import DjangoDbBlocker

from scripts.running_site import Site, prepare_site, running_site
from tests.databases import kept_file
from tests.journeys.browser import FLAGS, WIDE, Watch, chromium

# Playwright runs an event loop in the thread that the tests' few queries run in.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

Reader = Callable[..., Page]


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """The product with the programme and the demonstration accounts, once per process. Journeys share it.

    It is prepared once for all processes of the run; each serves a copy of its own.
    """
    with _copy_served(Path(settings.HERE.var_dir)) as running:
        yield running


@pytest.fixture(scope="module")
def own_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Another copy, for the journeys of one module that change what all others look at. Its ``site`` returns this."""
    database = connection.settings_dict["NAME"]
    with _copy_served(tmp_path_factory.mktemp("site")) as running:
        connection.close()
        connection.settings_dict["NAME"] = str(running.folder / "jisr.sqlite3")
        yield running
        connection.close()
        connection.settings_dict["NAME"] = database


@contextmanager
def _copy_served(folder: Path) -> Iterator[Site]:
    prepared = Path(os.environ["JISR_TEST_RUN"], "prepared")
    with prepared.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not prepared.exists():
            prepared.mkdir()
            if kept_file().exists():
                shutil.copyfile(kept_file(), prepared / "jisr.sqlite3")
            prepare_site(prepared, {})
    shutil.copytree(prepared, folder, dirs_exist_ok=True)
    with running_site(folder, {}) as running:
        yield running


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    launched = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
    yield launched
    launched.close()


@pytest.fixture
def watch(site: Site) -> Watch:
    """What the pages of this test did wrong."""
    return Watch(site.address)


@pytest.fixture
def reader(site: Site, browser: Browser, watch: Watch) -> Iterator[Reader]:
    """Makes a page of a new reader: ``reader("ar", width=360, javascript=False).goto("/ar/")``.

    At the end the test fails if any page reported an error or asked another host.
    """
    contexts = []

    def new_reader(
        language: Literal["de", "en", "ar"] = "de",
        *,
        width: int = WIDE,
        height: int = 900,
        javascript: bool = True,
        scheme: Literal["light", "dark"] = "light",
        touch: bool = False,
    ) -> Page:
        context = browser.new_context(
            base_url=site.address,
            locale=language,
            viewport={"width": width, "height": height},
            java_script_enabled=javascript,
            color_scheme=scheme,
            reduced_motion="reduce",
            has_touch=touch,
            is_mobile=touch,
        )
        context.set_default_timeout(15_000)
        watch.over(context)
        contexts.append(context)
        return context.new_page()

    yield new_reader
    for context in contexts:
        context.close()
    assert watch.errors == []
    assert watch.strangers == []


@pytest.fixture
def records(site: Site, django_db_blocker: DjangoDbBlocker) -> Iterator[Site]:
    """Lets a journey look into the running site's database through the models."""
    with django_db_blocker.unblock():
        yield site
