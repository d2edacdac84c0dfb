"""Lists as files: who gets them, what is in them, and what the trail says."""

import csv
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jisr.audit.models import Entry
from jisr.exports.models import Export
from jisr.exports.states import State
from tests.exports.conftest import read
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory
from tests.factories.municipalities import AuthorityFactory, RegionFactory
from tests.factories.partnerships import PartnershipFactory

pytestmark = pytest.mark.django_db

FILES = [
    f"/en/workspace/exports/{name}.{kind}"
    for name in ("authorities", "partnerships", "editions")
    for kind in ("csv", "xlsx")
]
PAGES = {"/en/municipalities/": "authorities", "/en/partnerships/": "partnerships", "/en/events/": "editions"}


@pytest.mark.parametrize("address", FILES)
def test_a_visitor_is_led_to_sign_in(client, address):
    response = client.get(address)

    assert (response.status_code, response.url.partition("?")[0]) == (302, "/en/accounts/login/")


@pytest.mark.parametrize("address", [*FILES, "/en/workspace/exports/nothing.csv"])
def test_a_list_that_one_may_not_take_is_not_there(client, outsider, address):
    client.force_login(outsider)

    assert client.get(address).status_code == 404
    assert Export.objects.count() == 0


def test_staff_without_a_second_factor_set_it_up_first(client):
    client.force_login(UserFactory(adviser=True, totp=False))

    assert client.get(FILES[0]).url.endswith("/2fa/")
    assert Export.objects.count() == 0


def test_the_file_holds_what_the_list_shows(signed_in):
    AuthorityFactory(name_de="Köln", name_en="Cologne", kind="kreisfreie_stadt")
    AuthorityFactory(name_en="Bonn", kind="landkreis")

    response = signed_in.get("/en/workspace/exports/authorities.csv?kind=kreisfreie_stadt&page=9")

    rows = list(csv.DictReader(StringIO(read(response).decode("utf-8-sig"))))
    assert [(row["Name in German"], row["Name in English"]) for row in rows] == [("Köln", "Cologne")]
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "private" in response.headers["Cache-Control"]


def test_the_order_is_that_of_the_list(signed_in):
    for name in ("B", "C", "A"):
        AuthorityFactory(name_en=name)

    parts = read(signed_in.get("/en/workspace/exports/authorities.csv?sort=-name")).decode("utf-8-sig")

    assert [row["Name in English"] for row in csv.DictReader(StringIO(parts))] == ["C", "B", "A"]


def test_the_file_s_name_tells_list_and_day(signed_in, time_stands):
    response = signed_in.get("/en/workspace/exports/authorities.csv")

    assert response.headers["Content-Disposition"] == 'attachment; filename="authorities-2026-11-22.csv"'


@pytest.mark.parametrize("name", ["authorities", "partnerships", "editions"])
@pytest.mark.parametrize("language", ["de", "en", "ar"])
def test_every_list_opens_as_a_spreadsheet_in_every_language(signed_in, name, language):
    PartnershipFactory()
    EditionFactory()

    book = openpyxl.load_workbook(BytesIO(read(signed_in.get(f"/{language}/workspace/exports/{name}.xlsx"))))

    assert book.active.max_row == (3 if name == "authorities" else 2)
    assert bool(book.active.sheet_view.rightToLeft) == (language == "ar")


@pytest.mark.parametrize("name", ["authorities", "partnerships", "editions"])
def test_more_rows_need_no_more_queries(signed_in, name):
    asked = []
    read(signed_in.get(f"/en/workspace/exports/{name}.csv"))  # the first step of a trail asks more
    for _round in range(2):
        PartnershipFactory.create_batch(6)
        EditionFactory.create_batch(6)
        with CaptureQueriesContext(connection) as queries:
            read(signed_in.get(f"/en/workspace/exports/{name}.csv"))
        asked.append(len(queries))

    assert asked[0] == asked[1]


def test_the_trail_says_who_took_what(signed_in, adviser):
    AuthorityFactory(kind="landkreis")

    read(signed_in.get("/en/workspace/exports/authorities.xlsx?kind=landkreis"))

    step = Entry.objects.get()
    assert (step.action, step.actor_id) == ("exports.taken", adviser.pk)
    assert step.changes == {
        "table": [None, "authorities"],
        "format": [None, "xlsx"],
        "parameters": [None, "kind=landkreis"],
        "rows_total": [None, 1],
    }


@pytest.mark.parametrize("address", PAGES)
def test_public_pages_stay_as_they_are_and_only_staff_see_the_links(client, outsider, signed_in, address):
    RegionFactory()
    PartnershipFactory()
    EditionFactory()
    link = f"/en/workspace/exports/{PAGES[address]}.csv"
    anonymous = client.get(address)
    client.force_login(outsider)

    assert link not in anonymous.text
    assert not anonymous.cookies
    assert "Cookie" not in anonymous.headers.get("Vary", "")
    assert link not in client.get(address).text
    assert link in signed_in.get(address).text


def test_links_keep_the_filters(signed_in):
    AuthorityFactory(kind="landkreis")

    text = signed_in.get("/en/municipalities/?kind=landkreis&sort=-name&page=3").text

    assert 'href="/en/workspace/exports/authorities.csv?kind=landkreis&amp;sort=-name"' in text


def test_a_question_for_the_head_alone_takes_nothing(signed_in):
    assert signed_in.head("/en/workspace/exports/authorities.csv").status_code == 405
    assert Entry.objects.count() == 0


def test_an_overlong_address_is_refused_before_anything_is_read(signed_in):
    assert signed_in.get("/en/workspace/exports/authorities.csv?q=" + "a" * 3000).status_code == 404
    assert Export.objects.count() == 0


def test_a_long_list_goes_to_the_worker(signed_in, adviser, settings, regions_table):
    settings.EXPORTS_ROWS_AT_ONCE = 2
    RegionFactory.create_batch(3)

    response = signed_in.get(f"/en/workspace/exports/{regions_table}.csv")

    export = Export.objects.get()
    assert (export.state, export.rows_total, export.asked_by) == (State.WAITING, 3, adviser)
    assert response.url == f"/en/workspace/exports/{export.public_id}/"
    page = signed_in.get(response.url)
    assert page.headers["Refresh"] == "3"
    assert '<progress value="0" max="3"' in page.text


def test_nobody_else_sees_the_page_or_the_file(adviser, settings, signed_in, regions_table):
    settings.EXPORTS_ROWS_AT_ONCE = 0
    RegionFactory()
    page = signed_in.get(f"/en/workspace/exports/{regions_table}.csv").url
    other = Client()
    other.force_login(UserFactory(administrator=True))

    assert [other.get(page).status_code, other.get(page + "file").status_code] == [404, 404]
    assert page not in other.get("/en/workspace/exports/").text
    assert page in signed_in.get("/en/workspace/exports/").text


def test_an_auditor_takes_the_trail_along_as_it_is_filtered(client):
    auditor = UserFactory(roles=["audit"], display_name="Prüferin Demo")
    client.force_login(auditor)
    read(client.get("/en/workspace/exports/authorities.csv"))

    shown = client.get("/en/workspace/trail/?action=exports.taken")
    rows = list(
        csv.DictReader(
            StringIO(read(client.get("/en/workspace/exports/trail.csv?action=exports.taken")).decode("utf-8-sig"))
        )
    )

    assert "/en/workspace/exports/trail.csv?action=exports.taken" in shown.text
    # The second step is the taking of this very file.
    assert [(row["Step"], row["Who"], row["What"]) for row in rows] == [
        ("2", "Prüferin Demo", "list taken along"),
        ("1", "Prüferin Demo", "list taken along"),
    ]


def test_an_adviser_cannot_take_the_trail_along(signed_in):
    assert signed_in.get("/en/workspace/exports/trail.csv").status_code == 404
