"""`jisr prepare` and `jisr serve`."""

import io
import socket

import polib
import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db.migrations.recorder import MigrationRecorder

from jisr.config import catalogues, static
from jisr.config.management.commands import prepare, serve


def test_serve_says_which_port_is_taken_and_what_to_do(settings):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        settings.HERE = type("Here", (), {"port": port, "is_production": False})

        with pytest.raises(CommandError) as refusal:
            call_command("serve")

    assert str(refusal.value) == (
        f"Port {port} is taken by another program. Stop that one, or choose another: PORT={port + 1}"
    )


def test_serve_fails_with_the_name_of_the_process_that_ended(monkeypatch):
    monkeypatch.setattr(serve.supervisor, "can_listen", lambda *_: True)
    monkeypatch.setattr(serve.supervisor, "run_together", lambda *_, **__: "worker")

    with pytest.raises(CommandError, match="The worker process ended"):
        call_command("serve")


def test_serve_starts_web_worker_and_mails_and_ends_well_when_asked(monkeypatch):
    started = {}
    monkeypatch.setattr(serve.supervisor, "can_listen", lambda *_: True)
    monkeypatch.setattr(serve.supervisor, "run_together", lambda commands, **_: started.update(commands))
    told = io.StringIO()

    call_command("serve", stdout=told)

    assert list(started) == ["web", "worker", "mails"]
    assert "jisr.config.wsgi:application" in started["web"]
    assert "db_worker" in started["worker"]
    assert "send_mails" in started["mails"]
    assert told.getvalue() == "Stopped.\n"


@pytest.mark.parametrize(("options", "has_threads"), [([], True), (["--behind-proxy"], False)])
def test_behind_a_proxy_each_process_answers_one_request_at_a_time(monkeypatch, options, has_threads):
    started = {}
    monkeypatch.setattr(serve.supervisor, "can_listen", lambda *_: True)
    monkeypatch.setattr(serve.supervisor, "run_together", lambda commands, **_: started.update(commands))

    call_command("serve", *options, stdout=io.StringIO())

    assert ("--threads" in started["web"]) is has_threads


@pytest.mark.parametrize(("mode", "loads"), [("dev", True), ("test", False), ("prod", False)])
def test_prepare_makes_demo_accounts_in_development_only(monkeypatch, settings, tmp_path, mode, loads):
    called = []
    monkeypatch.setattr(prepare, "call_command", lambda name, **_: called.append(name))
    monkeypatch.setattr(prepare, "collect_if_changed", lambda: False)
    monkeypatch.setattr(prepare, "compile_stale", list)
    monkeypatch.setattr(prepare, "tables_are_up_to_date", lambda: False)
    settings.HERE = type("Here", (), {"jisr_env": mode, "var_dir": tmp_path / "var"})

    prepare.Command(stdout=io.StringIO()).handle()

    assert called == ["migrate", "load_programme", *(["load_demo"] if loads else [])]
    assert (tmp_path / "var").is_dir()


@pytest.mark.django_db
def test_tables_are_brought_up_to_date_after_a_new_migration_or_a_killed_start():
    assert prepare.tables_are_up_to_date() is True

    ContentType.objects.latest("pk").delete()
    assert prepare.tables_are_up_to_date() is False

    call_command("migrate", interactive=False, verbosity=0)
    assert prepare.tables_are_up_to_date() is True
    MigrationRecorder.Migration.objects.filter(app="events").latest("pk").delete()
    assert prepare.tables_are_up_to_date() is False


def test_static_files_are_collected_again_only_when_one_has_changed(monkeypatch, settings, tmp_path):
    settings.HERE = type("Here", (), {"var_dir": tmp_path})
    settings.STATIC_ROOT = tmp_path / "static"
    (tmp_path / "build").mkdir()
    collected = []

    def collect(name, **_options):
        collected.append(name)
        settings.STATIC_ROOT.mkdir(exist_ok=True)

    monkeypatch.setattr(static, "call_command", collect)
    monkeypatch.setattr(static, "_digest", lambda: "one")
    assert [static.collect_if_changed(), static.collect_if_changed()] == [True, False]

    monkeypatch.setattr(static, "_digest", lambda: "two")
    assert static.collect_if_changed() is True
    assert collected == ["collectstatic", "collectstatic"]


def test_the_digest_of_the_static_files_is_stable():
    assert static._digest() == static._digest()


def test_a_catalogue_is_compiled_when_it_is_newer_than_its_compiled_form(monkeypatch, tmp_path):
    source = tmp_path / "de" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    written = polib.POFile()
    written.append(polib.POEntry(msgid="Town", msgstr="Stadt"))
    written.append(polib.POEntry(msgid="Theme", msgstr="Falsch", flags=["fuzzy"]))
    written.save(str(source))
    monkeypatch.setattr(catalogues, "LOCALE", tmp_path)

    assert catalogues.compile_stale() == [source.with_suffix(".mo")]
    assert catalogues.compile_stale() == []
    assert [(entry.msgid, entry.msgstr) for entry in polib.mofile(str(source.with_suffix(".mo")))] == [
        ("Town", "Stadt")
    ]
