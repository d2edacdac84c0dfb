"""An adviser with a passkey works through a morning: a membership, the official register, a duplicate, a list."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from bench.register_file import content
from jisr.accounts.states import Role
from jisr.municipalities.models import Authority
from jisr.municipalities.services.memberships import ask_membership
from jisr.municipalities.states import MembershipRole
from scripts.running_site import Site
from tests.journeys.browser import axe
from tests.journeys.people import Person, make_person, sign_in

pytestmark = pytest.mark.journey
MUNICIPALITIES = 11_000
WORKER = 300_000  # milliseconds that the worker may take on a machine with other work


@pytest.fixture(scope="module")
def site(own_site: Site) -> Site:
    """Under a name, since a passkey belongs to a name; and apart, since the register fills the public lists."""
    return replace(own_site, address=own_site.address.replace("127.0.0.1", "localhost"))


def test_an_adviser_with_a_passkey_confirms_imports_merges_and_exports(reader, records, tmp_path):
    adviser = make_person("Beratung Musterstadt", role=Role.ADVISER)
    make_waiting_member("Koordination Beit Jala", of="beit-jala")
    make_duplicate_of("krefeld")
    page = reader("de")

    sign_in_with_passkey(page, adviser)
    confirm_membership(page, "Koordination Beit Jala")
    import_register(page, tmp_path / "GV100AD.txt")
    merge_duplicate(page, "Krefeld")
    lines = export_authorities(page)

    assert len(lines) == 1 + Authority.objects.count()
    assert Authority.objects.count() > MUNICIPALITIES
    assert sum("Krefeld" in line for line in lines) == 1


def sign_in_with_passkey(page: Page, adviser: Person) -> None:
    """Set the passkey up on a device that knows its owner by a finger; from then on it is enough."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    finger = {"hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
    options = {"protocol": "ctap2", "transport": "internal", "automaticPresenceSimulation": True, **finger}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    sign_in(page, adviser)
    page.goto("/de/accounts/2fa/webauthn/add/")
    page.locator("[name=password]").fill(adviser.password)
    page.get_by_role("button", name="Bestätigen").click()
    page.wait_for_url("**/webauthn/add/")
    axe(page)
    page.locator("[name=passwordless]").check()
    page.get_by_role("button", name="Passkey einrichten").click()
    page.wait_for_url(lambda url: "/webauthn/add/" not in url)

    page.goto("/de/accounts/logout/")
    page.locator("main").get_by_role("button", name="Abmelden").click()
    page.wait_for_url(lambda url: "/logout/" not in url)
    page.goto("/de/accounts/login/")
    page.get_by_role("button", name="Mit einem Passkey anmelden").click()
    page.wait_for_url("**/de/workspace/")
    axe(page)


def confirm_membership(page: Page, name: str) -> None:
    page.goto("/de/workspace/memberships/all/")
    page.get_by_role("row", name=name).get_by_role("link").first.click()
    page.get_by_role("button", name="Mitgliedschaft bestätigen").click()
    expect(page.locator("main .badge").first).to_have_text("bestätigt")


def import_register(page: Page, file: Path) -> None:
    """Upload, read what it would do, apply it. While the worker is busy the page looks again by itself."""
    file.write_bytes(content(MUNICIPALITIES))
    page.goto("/de/workspace/imports/new/")
    page.locator("[name=file]").set_input_files(file)
    page.locator("[name=source_url]").fill("https://register.example/gv100ad")
    page.get_by_role("button", name="Hochladen und prüfen").click()
    expect(page.get_by_text("Geprüft, noch nichts geändert")).to_be_visible(timeout=WORKER)
    axe(page)
    page.get_by_role("button", name="Diesen Import übernehmen").click()
    expect(page.get_by_role("progressbar", name="Übernommene Zeilen")).to_be_visible()
    expect(page.get_by_text("Alles, was im Bericht steht, wurde geschrieben.")).to_be_visible(timeout=WORKER)


def merge_duplicate(page: Page, name: str) -> None:
    page.goto("/de/workspace/merge/")
    axe(page)
    page.get_by_role("row", name=name).get_by_role("link", name="Vergleichen").click()
    axe(page)
    page.get_by_role("button", name="Beide endgültig zusammenführen").click()
    page.wait_for_url("**/de/workspace/directory/authorities/krefeld/")
    axe(page)
    page.goto("/de/municipalities/krefeld-2/")
    expect(page).to_have_url(re.compile("/de/municipalities/krefeld/$"))


def export_authorities(page: Page) -> list[str]:
    """The whole list is long, so the worker writes it and the page tells when it is ready."""
    page.goto("/de/workspace/directory/authorities/")
    axe(page)
    page.get_by_role("link", name="als CSV").click()
    ready = page.get_by_role("link", name="herunterladen")
    expect(ready).to_be_visible(timeout=WORKER)
    axe(page)
    with page.expect_download() as download:
        ready.click()
    return download.value.path().read_text(encoding="utf-8-sig").splitlines()


def make_waiting_member(name: str, *, of: str) -> None:
    town, person = Authority.objects.get(slug=of), make_person(name)
    ask_membership(town, role=MembershipRole.COORDINATOR, actor=person.row, at=timezone.now())


def make_duplicate_of(slug: str) -> None:
    """The same town once more, as somebody typed it who did not look: without its official key."""
    town = Authority.objects.get(slug=slug)
    Authority.objects.create(slug=f"{slug}-2", name_de=town.name_de, region=town.region, country=town.country)
