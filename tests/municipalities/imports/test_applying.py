"""What applying writes, that it writes it once, and what becomes of a line that is no longer as shown."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import connections
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.register_file import content
from jisr.accounts.states import Role
from jisr.audit.models import Entry
from jisr.audit.services import verify
from jisr.kernel import personal
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import Refused
from jisr.municipalities.imports import running, services
from jisr.municipalities.models import Authority, AuthorityKey, FactSource, Import, Population
from jisr.municipalities.places import find_places
from jisr.partnerships.search import PARTNERSHIP
from jisr.search import services as search
from jisr.search.models import Document
from jisr.search.models import Entry as FoundEntry
from tests.architecture.tree import ROOT
from tests.factories.accounts import UserFactory
from tests.factories.municipalities import AuthorityFactory
from tests.factories.partnerships import PartnershipFactory
from tests.municipalities.imports.conftest import SOURCE, apply, register, table, town, work

pytestmark = pytest.mark.django_db


def state_of_directory():
    """All that an import may write, without times."""
    return (
        list(Authority.objects.order_by("slug").values("slug", "name_de", "kind", "region__slug", "latitude")),
        list(AuthorityKey.objects.order_by("key").values_list("system", "key", "authority__slug")),
        list(Population.objects.order_by("authority__slug", "as_of_on").values_list("authority__slug", "number")),
        Entry.objects.filter(subject_type="municipalities.authority").count(),
        FactSource.objects.count(),
    )


def test_a_new_authority_has_key_figure_sources_and_a_step_of_the_trail(bring_in, land, adviser):
    made = bring_in(register(town("05315000", "Köln, Stadt", mark=61, inhabitants=1_087_353)))

    authority = Authority.objects.get()
    assert (authority.slug, authority.name_de, authority.name_en, authority.name_ar) == ("koeln", "Köln", "Köln", "")
    assert (authority.kind, authority.country_id, authority.region) == ("kreisfreie_stadt", "DE", land)
    assert list(authority.keys.values_list("system", "key", "source_url")) == [("AGS", "05315000", SOURCE)]
    figure = authority.populations.get()
    assert (figure.kind, figure.number, str(figure.as_of)) == ("census", 1_087_353, "2025-10-31")
    sources = FactSource.objects.about(authority)
    assert {source.field for source in sources} == {"name_de", "kind", "region", "key", "population"}
    assert {(source.source_url, str(source.as_of), source.entered_by) for source in sources} == {
        (SOURCE, "2025-10-31", adviser)
    }
    step = Entry.objects.about(authority).get()
    assert (step.action, step.actor_kind, step.actor_note) == ("municipalities.authority_created", "import", "file.txt")
    assert step.changes["region"] == ["", str(land.pk)]
    assert (made.state, made.counts["new"], made.lines.get().slug) == ("applied", 1, "koeln")
    assert verify().fault == ""


def test_who_brought_it_in_stands_in_the_trail(bring_in, land, adviser):
    made = bring_in(register(town("05315000", "Köln, Stadt")))

    steps = Entry.objects.about(made).order_by("number").values_list("action", "actor_kind", "actor_id")
    assert list(steps) == [
        ("municipalities.import_uploaded", "person", adviser.pk),
        ("municipalities.import_checked", "import", None),
        ("municipalities.import_apply_asked", "person", adviser.pk),
        ("municipalities.import_applied", "import", None),
    ]


def test_the_second_import_of_the_same_file_changes_nothing(bring_in, land):
    file = content(40)
    first = bring_in(file)
    before = state_of_directory()

    second = bring_in(file)

    assert first.counts["new"] > 0
    assert second.counts["unchanged"] + second.counts["rejected"] == second.lines_total
    assert state_of_directory() == before


names = st.text(alphabet="aäbkß -", min_size=1, max_size=8).filter(lambda name: name.strip(" -"))
keys = st.integers(0, 30).map(lambda number: f"05{number:06d}")


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(keys, names, st.integers(0, 99)), min_size=1, max_size=12))
def test_whatever_a_table_holds_its_second_import_writes_nothing(bring_in, land, rows):
    written = table(*(f"{key};{name};;;;;{number};;" for key, name, number in rows))
    bring_in(written)
    before = state_of_directory()

    again = bring_in(written)

    assert (again.counts["new"], again.counts["changed"]) == (0, 0)
    assert state_of_directory() == before


def test_a_kept_fact_stays_and_the_others_of_its_line_are_written(bring_in, land, upload):
    bring_in(register(town("05315000", "Köln")))
    FactSource.objects.filter(field="name_de").update(as_of_on=date(2026, 6, 1), source_url="https://office.example/")
    Authority.objects.update(name_de="Köln am Rhein")

    bring_in(register(town("05315000", "Köln", mark=61, inhabitants=5, day="20251130")))

    authority = Authority.objects.get()
    assert (authority.name_de, authority.kind) == ("Köln am Rhein", "kreisfreie_stadt")
    assert list(authority.populations.order_by("as_of_on").values_list("number", flat=True)) == [1000, 5]


def test_figures_of_other_dates_stay_beside_the_new_one(bring_in, land):
    bring_in(register(town("05315000", "Köln", inhabitants=10)))
    bring_in(register(town("05315000", "Köln", inhabitants=11, day="20251130")))
    bring_in(register(town("05315000", "Köln", inhabitants=12, day="20251130")))  # its own source corrects it

    figures = Population.objects.order_by("as_of_on").values_list("number", flat=True)
    assert list(figures) == [10, 12]


def test_a_line_that_somebody_changed_meanwhile_is_left_alone_and_told(upload, land, adviser):
    authority = AuthorityFactory(name_de="Alt", region=land)
    AuthorityKey.objects.create(authority=authority, system="AGS", key="05315000")
    made = upload(register(town("05315000", "Köln"), town("05362004", "Bergheim")))
    Authority.objects.filter(pk=authority.pk).update(name_de="Ganz anders")

    apply(made, adviser)

    authority.refresh_from_db()
    changed, new = made.lines.all()
    assert (authority.name_de, made.counts["differs"]) == ("Ganz anders", 1)
    assert (changed.result, new.result) == ("differs", "done")
    assert changed.again["changes"]["name_de"] == ["Ganz anders", "Köln"]


def test_the_file_of_an_applied_import_is_checked_as_one_of_its_own(bring_in, land, adviser):
    made = bring_in(register(town("05315000", "Köln")))

    again, same = (services.check_again(made.pk, actor=adviser, at=timezone.now()) for _twice in range(2))
    work(again)

    made.refresh_from_db()
    assert (again.pk, made.state) == (same.pk, "applied")
    assert (again.pk != made.pk, again.state, again.counts["unchanged"]) == (True, "checked", 1)


def test_a_changed_authority_is_found_by_its_new_name_and_so_are_its_ties(bring_in, land):
    tie = PartnershipFactory(german=AuthorityFactory(name_de="Alt", region=land))
    AuthorityKey.objects.create(authority=tie.german, system="AGS", key="05315000")
    search.rebuild()

    bring_in(register(town("05315000", "Wolkenheim")))

    assert find_places("Wolkenheim")[0].slug == tie.german.slug
    documents = Document.objects.filter(kind__in=["authority", PARTNERSHIP])
    titles = FoundEntry.objects.filter(document__in=documents, language="de").values_list("title", flat=True)
    assert len([title for title in titles if "Wolkenheim" in title]) == 2


def test_two_new_places_of_one_name_get_addresses_of_their_own(bring_in, land):
    AuthorityFactory(slug="bergheim")

    bring_in(register(town("05362004", "Bergheim"), town("05362005", "Bergheim")))

    assert set(Authority.objects.exclude(slug="bergheim").values_list("slug", flat=True)) == {
        "bergheim-05362004",
        "bergheim-05362005",
    }


@pytest.mark.parametrize("role", [None, *(role for role in Role if role not in {Role.ADVISER, Role.ADMINISTRATOR})])
def test_nobody_else_uploads_applies_or_drops(upload, land, role):
    made = upload(register(town("05315000", "Köln")))
    other = UserFactory(roles=[role] if role else [])
    now = timezone.now()

    for service in (services.apply_import, services.check_again, services.go_on):
        with pytest.raises(Refused):
            service(made.pk, actor=other, at=now)
    with pytest.raises(Refused):
        services.drop_import(made.pk, actor=other)
    assert Import.objects.get().state == "checked"


def test_rights_are_those_of_the_moment_of_writing(upload, land, adviser):
    made = upload(register(town("05315000", "Köln")))
    services.apply_import(made.pk, actor=adviser, at=timezone.now())
    adviser.roles.all().delete()

    with pytest.raises(Refused):
        running.run(made.pk, now=timezone.now)

    made.refresh_from_db()
    assert (made.state, Authority.objects.count()) == ("failed", 0)


def test_while_one_import_is_written_another_waits(upload, land, adviser):
    first, second = (upload(register(town(f"0531500{number}", f"Ort {number}"))) for number in range(2))
    for made in (first, second):
        services.apply_import(made.pk, actor=adviser, at=timezone.now())
    Import.objects.filter(pk=first.pk).update(is_taken_up=True)

    assert (work(second).state, Authority.objects.count()) == ("applying", 0)
    Import.objects.filter(pk=first.pk).update(is_taken_up=False)
    assert [work(made).state for made in (first, second)] == ["applied", "applied"]


def test_an_import_that_failed_goes_on_where_it_stood(upload, land, adviser, monkeypatch):
    monkeypatch.setattr(running, "CHUNK", 10)
    made = upload(register(*(town(f"053150{number:02d}", f"Ort {number}") for number in range(35))))
    services.apply_import(made.pk, actor=adviser, at=timezone.now())
    whole, chunks = running.write, []

    def breaking(chunk):
        chunks.append(chunk)
        if len(chunks) == 3:
            raise OSError("the disk is full")
        whole(chunk)

    monkeypatch.setattr(running, "write", breaking)
    with pytest.raises(OSError, match="full"):
        running.run(made.pk, now=timezone.now)
    made.refresh_from_db()
    assert (made.state, made.position, Authority.objects.count()) == ("failed", 20, 20)
    services.go_on(made.pk, actor=adviser, at=timezone.now())

    assert (work(made).state, Authority.objects.count()) == ("applied", 35)
    assert Entry.objects.filter(action="municipalities.authority_created").count() == 35
    assert verify().fault == ""


def test_files_and_lines_go_when_their_time_is_over_and_the_figures_stay(bring_in, land):
    made = bring_in(register(town("05315000", "Köln")))
    path, storage = made.file.name, made.file.storage

    kept = personal.expirers()["imports"](timezone.now() + timedelta(days=89))
    gone = personal.expirers()["imports"](timezone.now() + timedelta(days=91))

    made.refresh_from_db()
    assert (kept, gone, made.lines.count(), made.counts["new"], bool(made.file)) == (0, 1, 0, 1, False)
    assert storage.exists(path)  # until the deletion is certain, which is at the end of the transaction


def test_the_file_of_an_import_is_deleted_with_its_commit(bring_in, land, django_capture_on_commit_callbacks):
    made = bring_in(register(town("05315000", "Köln")))

    with django_capture_on_commit_callbacks(execute=True):
        services.delete_expired(timezone.now() + timedelta(days=91))

    assert not made.file.storage.exists(made.file.name)
    with pytest.raises(DomainError, match="no longer kept"):
        services.content_of(made)


@pytest.mark.django_db(transaction=True)
def test_two_people_who_apply_at_once_write_each_line_once(upload, land, adviser):
    made = upload(register(*(town(f"053150{number:02d}", f"Ort {number}") for number in range(30))))

    with ThreadPoolExecutor(4) as people:
        list(people.map(lambda _place: _apply_and_work(made.pk, adviser), range(4)))

    made.refresh_from_db()
    work(made)
    assert (made.state, Authority.objects.count()) == ("applied", 30)
    assert Entry.objects.filter(action="municipalities.authority_created").count() == 30
    assert Entry.objects.filter(action="municipalities.import_apply_asked").count() == 1
    assert verify().fault == ""


def _apply_and_work(pk, actor):
    try:
        services.apply_import(pk, actor=actor, at=timezone.now())
        running.run(pk, now=timezone.now)
    finally:
        connections.close_all()


def test_an_import_survives_the_killing_of_its_worker(tmp_path, own_database):
    """A real process on a real database, killed while it writes; another one takes up the rest."""
    variables = {**os.environ, "VAR_DIR": str(tmp_path), "JISR_ENV": "test", "DATABASE_URL": own_database}
    variables.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "-m", "bench.import_worker"]
    with subprocess.Popen(
        [*command, "begin", "900"], cwd=ROOT, env=variables, stdout=subprocess.PIPE, text=True
    ) as worker:
        told = next(line for line in worker.stdout if line.startswith("position") and int(line.split()[1]) >= 250)
        worker.send_signal(signal.SIGKILL)

    done = subprocess.run([*command, "finish"], cwd=ROOT, env=variables, check=True, capture_output=True, text=True)

    assert (int(told.split()[1]) >= 250, worker.returncode) == (True, -signal.SIGKILL)
    facts = dict(line.split(" ", 1) for line in done.stdout.splitlines() if " " in line)
    assert int(facts["found"]) < int(facts["lines"])
    assert facts["state"] == "applied"
    assert facts["created"] == facts["authorities"] == facts["keys"] == facts["expected"]
    assert facts["trail"] == "sound"
