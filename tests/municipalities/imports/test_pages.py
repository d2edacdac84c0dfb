"""The pages of imports: who sees them, what they say, and what they do when things go wrong."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.register_file import content
from jisr.municipalities.imports.policies import READ_IMPORT
from jisr.municipalities.imports.states import ImportState
from jisr.municipalities.models import Authority, Import, ImportLine
from tests import policy_twins
from tests.exports.conftest import read
from tests.factories.accounts import UserFactory
from tests.factories.imports import ImportFactory, ImportLineFactory
from tests.factories.municipalities import AuthorityFactory
from tests.municipalities.imports.conftest import register, table, town, work

pytestmark = pytest.mark.django_db
policy_twins.register(READ_IMPORT, Import)
NEW = "/en/workspace/imports/new/"


def send(client, content, *, name="file.csv", **fields):
    told = {"source_url": "https://source.example/", "as_of": "", "key_system": "AGS", "population_kind": "census"}
    return client.post(NEW, {**told, **fields, "file": SimpleUploadedFile(name, content)})


def test_rule_and_query_agree_for_every_reader():
    actors = policy_twins.readers(AuthorityFactory())
    ImportFactory()

    assert list(policy_twins.disagreements(READ_IMPORT.name, actors)) == []


def test_a_register_is_uploaded_checked_and_applied(signed_in, land):
    made_page = send(signed_in, register(town("05315000", "Köln, Stadt", mark=61)), name="GV100AD.txt").url
    assert signed_in.get(made_page).headers["Refresh"] == "3"
    made = work(Import.objects.get())

    report = signed_in.get(made_page)
    assert "Refresh" not in report.headers
    assert "Apply this import" in report.content.decode()
    signed_in.post(f"{made_page}apply/")
    assert "Lines applied: 0 of 1" in signed_in.get(made_page).content.decode()
    work(made)

    page = signed_in.get(made_page).content.decode()
    assert "Everything in the report was written." in page
    assert '<a href="/en/municipalities/koeln/">' in page


def test_a_double_click_on_apply_applies_once(signed_in, land):
    send(signed_in, register(town("05315000", "Köln, Stadt")))
    made = work(Import.objects.get())

    for _twice in range(2):
        assert signed_in.post(f"{made.get_absolute_url()}apply/").url == made.get_absolute_url()
    for _twice in range(2):
        work(made)
    signed_in.post(f"{made.get_absolute_url()}apply/")

    assert (work(made).state, Authority.objects.count()) == ("applied", 1)


def test_the_columns_of_a_table_are_named_and_remembered(signed_in, land):
    header = "Nr;Ort;Kennziffer"
    page = send(signed_in, table("1;Köln;05315000", header=header), as_of="2025").url
    assert page.endswith("/columns/")
    assert "Köln" in signed_in.get(page).content.decode()

    signed_in.post(page, {"key": "2", "name_de": "1"})
    assert work(Import.objects.get()).counts["new"] == 1

    again = send(signed_in, table("1;Bonn;05314000", header=header), as_of="2025").url
    form = signed_in.get(again).context["form"]
    assert {name: value for name, value in form.initial.items() if value} == {"key": "2", "name_de": "1"}


@pytest.mark.parametrize(
    ("columns", "field", "told"),
    [
        ({}, "key", "else no line can be told"),
        ({"key": "0", "latitude": "1"}, "longitude", "belong together"),
        ({"key": "0", "population_as_of": "1"}, "population", "no column with figures"),
        ({"key": "99"}, "key", "Select a valid choice"),
    ],
)
def test_columns_that_make_no_sense_are_refused_at_the_field(signed_in, land, columns, field, told):
    page = send(signed_in, table("05315000;Köln", header="a;b"), as_of="2025").url

    response = signed_in.post(page, columns)

    assert response.status_code == 422
    assert told in response.context["form"].errors[field][0]


@pytest.mark.parametrize(
    ("content", "fields", "field", "told"),
    [
        (b"", {}, "file", "empty"),
        (b"PK\x03\x04\x00\x00", {}, "file", "Is it a spreadsheet"),
        (b"key;name\n1;" + b"x" * 1_000_000, {}, "file", "longer than a line"),
        (b"key;name\n1;K\x00ln\n", {}, "file", "line 2"),
        (b"key;name\n1;2\n", {}, "as_of", "of which date"),
        (b"key;name\n1;2\n", {"as_of": "tomorrow"}, "as_of", "Write a year"),
        (b"key;name\n1;2\n", {"as_of": "2999"}, "as_of", "still to come"),
        (b"key;name\n1;2\n", {"as_of": "2025", "source_url": "the ministry"}, "source_url", "valid URL"),
        (town("05315000", "Köln").encode(), {"as_of": "2024"}, "as_of", "The register says 2025-10-31"),
        (town("05315000", "Köln", day="20259931").encode(), {}, "as_of", "which is no date"),
        (town("05315000", "Köln", day="29990101").encode(), {}, "as_of", "of the future"),
    ],
)
def test_a_bad_file_is_refused_at_the_field_and_nothing_typed_is_lost(signed_in, content, fields, field, told):
    response = send(signed_in, content, note="from the ministry", **fields)

    form = response.context["form"]
    assert (response.status_code, Import.objects.count()) == (422, 0)
    assert told in form.errors[field][0]
    assert 'value="from the ministry"' in response.content.decode()


def test_an_upload_without_a_file_or_beyond_the_limit_is_refused(signed_in, settings):
    missing = signed_in.post(NEW, {"source_url": "https://source.example/"})
    assert missing.context["form"].errors["file"] == ["Please choose a file."]
    settings.MAX_UPLOAD_BYTES = 1000

    large = send(signed_in, b"key;name\n" * 1000)

    assert "too large" in large.context["form"].errors["file"][0]


@pytest.mark.parametrize("role", ["audit"])
def test_an_auditor_reads_the_report_and_is_offered_no_button(client, land, role):
    made = ImportFactory(counts={"new": 1})
    client.force_login(UserFactory(roles=[role]))

    page = client.get(made.get_absolute_url()).content.decode()

    assert "Checked, nothing changed yet" in page
    assert 'method="post" action="/en/workspace/imports/' not in page
    assert client.post(f"{made.get_absolute_url()}apply/").status_code == 403


def test_the_report_is_filtered_paged_and_asks_few_questions(signed_in, land):
    made = ImportFactory(counts={"new": 1, "unchanged": 120}, lines_total=121)
    ImportLineFactory.create_batch(120, imported=made, name="Ort")
    ImportLineFactory(imported=made, outcome="new", name="Bergheim", changes={"name_de": ["", "Bergheim"]})
    path = made.get_absolute_url()

    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = signed_in.get(path)
    assert len(asked) <= 12
    assert page.context["listing"].page.paginator.num_pages == 3

    new = signed_in.get(path, {"outcome": "new"})
    assert [row[0].name for row in new.context["rows"]] == ["Bergheim"]
    assert [row[0].name for row in signed_in.get(path, {"q": "bergh"}).context["rows"]] == ["Bergheim"]
    assert "Name in German: " in new.content.decode()


@pytest.mark.parametrize("language", ["de", "en", "ar"])
def test_the_report_can_be_taken_along(signed_in, land, upload, language):
    made = upload(table("05315000;Köln;;;;;1000;;", ";Ohne Land;;;;;;;"))
    address = f"/{language}/workspace/exports/import-lines"

    text = read(signed_in.get(f"{address}.csv?import={made.public_id}")).decode("utf-8-sig")
    rows = list(csv.reader(StringIO(text), delimiter=";" if language == "de" else ","))
    book = openpyxl.load_workbook(BytesIO(read(signed_in.get(f"{address}.xlsx?import={made.public_id}&outcome=new"))))

    assert [row[0] for row in rows[1:]] == ["2", "3"]
    assert (len(rows[1]), book.active.max_row) == (9, 2)


@pytest.mark.parametrize("key", ["", "nonsense", "0" * 32, "'; drop table"])
def test_a_report_of_no_import_is_empty(signed_in, key):
    answer = read(signed_in.get("/en/workspace/exports/import-lines.csv", {"import": key}))

    assert len(answer.decode("utf-8-sig").splitlines()) == 1


def test_a_stopped_import_says_so_and_goes_on(signed_in, land):
    send(signed_in, register(town("05315000", "Köln")))
    long_ago = timezone.now() - timedelta(minutes=3)
    Import.objects.update(is_taken_up=True, heard_of_at=long_ago)
    made = Import.objects.get()

    page = signed_in.get(made.get_absolute_url())
    assert "The import stopped" in page.content.decode()
    signed_in.post(f"{made.get_absolute_url()}go-on/")

    assert work(made).state == ImportState.CHECKED


def test_a_dropped_import_keeps_neither_file_nor_lines(signed_in, land, django_capture_on_commit_callbacks):
    send(signed_in, register(town("05315000", "Köln")))
    made = work(Import.objects.get())

    with django_capture_on_commit_callbacks(execute=True):
        signed_in.post(f"{made.get_absolute_url()}drop/")

    made.refresh_from_db()
    assert (made.state, bool(made.file), ImportLine.objects.count()) == ("dropped", False, 0)
    assert "nothing of it was written" in signed_in.get(made.get_absolute_url()).content.decode()


def test_what_a_file_says_is_shown_as_text(signed_in, land):
    send(signed_in, register(town("05315000", "<script>x</script>")), name="<b>x</b>.txt")
    made = work(Import.objects.get())

    page = signed_in.get(made.get_absolute_url()).content.decode()
    assert "<script>x" not in page
    assert "<b>x" not in page


def test_a_checked_import_waits_in_the_workspace(signed_in, land):
    send(signed_in, register(town("05315000", "Köln")))
    work(Import.objects.get())

    assert "Read the report of the import" in signed_in.get("/en/workspace/").content.decode()


@pytest.mark.parametrize("language", ["de", "en", "ar"])
def test_each_page_is_shown_in_each_language(signed_in, land, upload, language):
    made = upload(content(20)[:3000])
    fresh = ImportFactory(kind="csv", state="uploaded", checked_at=None, header=["a", "b"], delimiter=";")

    for path in ("imports/", "imports/new/", f"imports/{made.public_id}/", f"imports/{fresh.public_id}/columns/"):
        assert signed_in.get(f"/{language}/workspace/{path}").status_code == 200, path
