"""Long lists: written once by the worker, with the rights of that moment, kept for some days for one person."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.http import QueryDict
from django_tasks_db.models import DBTaskResult

from jisr.accounts.models import StaffRole
from jisr.audit.models import Entry
from jisr.exports import reading, tables
from jisr.exports.models import Export
from jisr.exports.policies import STAFF_LISTS
from jisr.exports.services import (
    NotReady,
    ask_for_export,
    delete_expired,
    delete_exports_of,
    take_at_once,
    take_prepared,
    write_export,
)
from jisr.exports.states import State
from jisr.exports.waiting import finished_exports
from jisr.kernel.policy import Refused, may
from jisr.municipalities.models import Region
from tests.exports.conftest import NOW
from tests.factories.accounts import UserFactory
from tests.factories.municipalities import RegionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(adviser, regions_table):
    def asked(**changed):
        table = tables.find(regions_table)
        arguments = {"actor": adviser, "kind": "csv", "language": "en", "at": NOW, **changed}
        return ask_for_export(table, QueryDict(arguments.pop("query", "")), **arguments)

    return asked


def written(export: Export) -> Export:
    write_export(export.pk, now=lambda: NOW + timedelta(minutes=1))
    return Export.objects.get(pk=export.pk)


def test_asking_hands_it_to_the_worker_and_tells_the_trail(ask):
    export = ask()

    task = DBTaskResult.objects.get()
    assert task.args_kwargs == {"args": [export.pk], "kwargs": {}}
    assert list(Entry.objects.values_list("action", "subject_key")) == [("exports.asked_for", str(export.pk))]


def test_asking_twice_writes_it_once(ask):
    first = ask()

    assert ask() == first
    assert ask(kind="xlsx") != first
    assert ask(language="de") != first
    assert ask(query="q=a") != first
    assert DBTaskResult.objects.count() == 4


def test_one_whose_worker_fell_silent_is_written_anew(ask):
    first = ask()
    Export.objects.update(state=State.RUNNING)

    assert ask(at=NOW + timedelta(minutes=9)) == first
    assert ask(at=NOW + timedelta(minutes=10)) != first


def test_the_worker_writes_what_was_asked_for(ask, monkeypatch):
    monkeypatch.setattr(reading, "CHUNK", 2)
    for number in range(5):
        RegionFactory(slug=f"a-{number}", name_en=f"=A{number}", name_de=f"D{number}")
    RegionFactory(slug="b")

    export = written(ask(query="q=a"))

    assert (export.state, export.rows_done, export.rows_total) == (State.DONE, 5, 5)
    lines = export.file.open("rb").read().decode("utf-8-sig").splitlines()
    assert [line.partition(",")[0] for line in lines] == ['"Name"', *(f'"\'=A{number}"' for number in range(5))]
    assert export.expires_at == NOW + timedelta(minutes=1, days=7)


def test_progress_is_told_while_it_is_written(ask, monkeypatch, regions_table):
    monkeypatch.setattr(reading, "CHUNK", 2)
    RegionFactory.create_batch(5)
    export, seen = ask(), []
    known = tables.find(regions_table)
    spying = tables.Column("spy", "Spy", lambda _row: seen.append(Export.objects.get(pk=export.pk).rows_done))
    tables.register(regions_table, "Regions", columns=[spying], rows=known.rows, permission=STAFF_LISTS)

    written(export)

    assert seen == [0, 0, 2, 2, 4]


def test_rows_that_are_deleted_meanwhile_are_left_out(monkeypatch):
    monkeypatch.setattr(reading, "CHUNK", 2)
    regions = RegionFactory.create_batch(4)
    chunks = reading.stepwise(Region.objects.order_by("pk"))
    first = next(chunks)
    regions[2].delete()

    assert [first, *chunks] == [regions[:2], [regions[3]]]


def test_both_ways_of_reading_give_the_same(monkeypatch):
    monkeypatch.setattr(reading, "CHUNK", 2)
    RegionFactory.create_batch(5)
    rows = Region.objects.order_by("-pk")

    assert list(reading.flowing(rows)) == list(reading.stepwise(rows))
    assert [len(chunk) for chunk in reading.flowing(rows)] == [2, 2, 1]


def test_two_workers_write_it_once(ask):
    export = written(ask())
    name = export.file.name

    assert written(export).file.name == name


def test_who_lost_the_right_meanwhile_gets_nothing(ask, adviser):
    RegionFactory()
    export = ask()
    StaffRole.objects.all().delete()

    with pytest.raises(Refused):
        write_export(export.pk, now=lambda: NOW)

    export.refresh_from_db()
    assert (export.state, export.file.name) == (State.FAILED, "")


def test_a_finished_file_is_not_handed_to_who_lost_the_right(ask, adviser):
    export = written(ask())
    StaffRole.objects.all().delete()

    with pytest.raises(Refused):
        take_prepared(export.pk, actor=type(adviser).objects.get(pk=adviser.pk), at=NOW)


def test_a_failure_is_told(ask, regions_table, client, adviser):
    RegionFactory()
    export = ask()
    broken = tables.Column("a", "A", lambda _row: 1 / 0)
    known = tables.find(regions_table)
    tables.register(regions_table, "Regions", columns=[broken], rows=known.rows, permission=STAFF_LISTS)

    with pytest.raises(ZeroDivisionError):
        write_export(export.pk, now=lambda: NOW)

    client.force_login(adviser)
    page = client.get(export.get_absolute_url())
    assert "could not be written" in page.text
    assert "Refresh" not in page.headers


def test_taking_it_is_told_each_time(ask, adviser, client):
    export = written(ask(kind="xlsx"))
    client.force_login(adviser)

    for _twice in range(2):
        response = client.get(f"{export.get_absolute_url()}file")
        assert b"".join(response.streaming_content).startswith(b"PK")
    assert response.headers["Content-Disposition"] == f'attachment; filename="{export.download_name}"'
    assert list(Entry.objects.order_by("number").values_list("action", flat=True)) == [
        "exports.asked_for",
        "exports.taken",
        "exports.taken",
    ]


def test_a_file_that_is_gone_is_told_kindly(ask, adviser, client):
    export = written(ask())
    export.file.storage.delete(export.file.name)
    client.force_login(adviser)

    with pytest.raises(NotReady):
        take_prepared(export.pk, actor=adviser, at=NOW)
    page = client.get(f"{export.get_absolute_url()}file", follow=True)
    assert "This file is not there (any more)" in page.text


def test_a_finished_list_waits_for_its_person_until_it_is_taken(ask, adviser):
    export = written(ask())

    (entry,) = finished_exports(adviser)
    assert (entry.url, entry.until) == (export.get_absolute_url(), export.expires_at.date())
    assert finished_exports(UserFactory()) == []
    take_prepared(export.pk, actor=adviser, at=NOW)
    assert finished_exports(adviser) == []


def test_after_its_days_the_file_is_deleted(ask, django_capture_on_commit_callbacks):
    export = written(ask())
    storage, name = export.file.storage, export.file.name

    with django_capture_on_commit_callbacks(execute=True):
        assert delete_expired(export.expires_at - timedelta(seconds=1)) == 0
        assert storage.exists(name)
        assert delete_expired(export.expires_at) == 1

    assert (storage.exists(name), Export.objects.count()) == (False, 0)
    assert Entry.objects.filter(action="exports.asked_for").exists()


def test_the_command_deletes_what_is_over(ask, capsys):
    ask(at=NOW - timedelta(days=4000))

    call_command("delete_expired_exports")
    call_command("delete_expired_exports")

    assert capsys.readouterr().out.splitlines() == ["1 exports deleted.", "0 exports deleted."]


def test_an_erased_person_leaves_no_file(ask, adviser, django_capture_on_commit_callbacks):
    export = written(ask())

    with django_capture_on_commit_callbacks(execute=True):
        assert delete_exports_of(UserFactory()) == 0
        assert delete_exports_of(adviser) == 1

    assert not export.file.storage.exists(export.file.name)


def test_short_lists_leave_no_file(adviser, regions_table):
    RegionFactory()
    export, parts = take_at_once(
        tables.find(regions_table), QueryDict(), actor=adviser, kind="xlsx", language="en", at=NOW
    )

    assert b"".join(parts).startswith(b"PK")
    assert (export.state, export.file.name) == (State.STREAMED, "")


@pytest.mark.parametrize("roles", [[], ["editor"], ["adviser"], ["administrator"]])
def test_lists_of_the_programme_are_for_its_staff(roles):
    assert may(UserFactory(roles=roles), STAFF_LISTS) == bool(roles)
    assert not may(AnonymousUser(), STAFF_LISTS)
