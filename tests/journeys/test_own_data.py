"""A person takes their data home and has themself erased; the trail stays whole."""

import io
import json
import zipfile

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from jisr.accounts.models import User
from tests.journeys.browser import NARROW, axe, overflow
from tests.journeys.people import make_person, sign_in

pytestmark = pytest.mark.journey


def test_a_person_takes_their_data_home_and_is_erased(reader, records):
    person = make_person("Koordination Musterstadt")
    key = person.row.pk
    page = reader("de", width=NARROW)
    sign_in(page, person)

    page.goto("/de/accounts/own-data/")
    axe(page)
    assert overflow(page) == 0
    page.get_by_role("link", name="Datei herunterladen").click()
    page.wait_for_url("**/reauthenticate/**")  # so that nobody takes them from a screen left open
    axe(page)
    page.locator("[name=password]").fill(person.password)
    with page.expect_download() as taken:
        page.locator("main form.form button[type=submit]").first.click()
    with zipfile.ZipFile(io.BytesIO(taken.value.path().read_bytes())) as file:
        told = " ".join(file.read(name).decode() for name in file.namelist() if name.endswith(".json"))
        pages = [name for name in file.namelist() if name.endswith("index.html")]
        assert all(json.loads(file.read(name)) is not None for name in file.namelist() if name.endswith(".json"))
    assert person.email in told
    assert len(pages) == 1

    page.goto("/de/accounts/own-data/")
    page.locator("main").get_by_role("link", name="Konto löschen").click()
    page.wait_for_url("**/erase/")
    axe(page)
    page.locator("[name=is_sure]").check()
    page.locator("[name=password]").fill("something else")
    page.get_by_role("button", name="Mein Konto jetzt löschen").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.locator("[name=password]").fill(person.password)
    page.get_by_role("button", name="Mein Konto jetzt löschen").click()
    page.wait_for_url("**/erased/")
    axe(page)

    for _second in range(60):  # the worker does it
        if not User.objects.filter(email=person.email).exists():
            break
        page.wait_for_timeout(1000)
    assert not User.objects.filter(email=person.email).exists()
    assert User.objects.get(pk=key).display_name == ""
    page.goto("/de/accounts/login/")
    page.locator("[name=login]").fill(person.email)
    page.locator("[name=password]").fill(person.password)
    page.locator("main form.form button[type=submit]").click()
    expect(page.get_by_role("alert")).to_be_visible()
    told = io.StringIO()
    call_command("verify_audit", stdout=told)
    assert person.email not in told.getvalue()
