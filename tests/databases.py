"""The databases that tests run on: copies of one that was migrated once, since migrating takes longest of all.

SQLite is a file here, as in service: where a second writer has to wait it waits, while one in memory would refuse.
Migrated, it is kept in ``var/tests`` for the next run, until a migration of any app changes. After a test with real
transactions the process begins with a new copy of the file; on PostgreSQL, where copying some 1,500 files takes a
second or more, the rows of the tables that changed are taken back.
"""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.test import TransactionTestCase
from pytest_django.plugin import DjangoDbBlocker

from tests.architecture.tree import ROOT

MIGRATED = "jisr_migrated"
KEPT = ROOT / "var" / "tests"


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Take the place of pytest-django's own, which migrates anew in each process."""
    outside, copy = connection.settings_dict["NAME"], _Copy()
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        make_migrated()
        copy.make()
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _self: copy.renew())
        yield
        copy.drop()
        _use(outside)


def make_migrated() -> None:
    """Make the migrated database, unless another process of this run has."""
    done = Path(os.environ["JISR_TEST_RUN"], f"{MIGRATED}.{connection.vendor}")
    with done.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if done.exists():
            return
        if connection.vendor == "sqlite":
            _use(str(migrated_file()))
            _migrate_from_kept()
        else:
            _command(f"CREATE DATABASE {MIGRATED}")
            _use(MIGRATED)
            call_command("migrate", interactive=False, verbosity=0)
        connection.close()
        done.touch()


class _Copy:
    """This process's own database."""

    def __init__(self) -> None:
        process = os.environ.get("PYTEST_XDIST_WORKER", "main")
        is_file = connection.vendor == "sqlite"
        self.name = str(settings.HERE.var_dir / "test.sqlite3") if is_file else f"jisr_test_{process}"
        self.rows: _Rows | None = None

    def make(self) -> None:
        if connection.vendor == "sqlite":
            shutil.copyfile(migrated_file(), self.name)
        else:
            _command(f"CREATE DATABASE {self.name} TEMPLATE {MIGRATED}")
        _use(self.name)
        if connection.vendor == "postgresql":
            self.rows = _Rows()

    def drop(self) -> None:
        connection.close()
        if connection.vendor == "sqlite":
            for end in ("", "-wal", "-shm"):
                Path(self.name + end).unlink(missing_ok=True)
        else:
            _command(f"DROP DATABASE {self.name} WITH (FORCE)")

    def renew(self) -> None:
        """Bring back what was there before a test with real transactions."""
        if self.rows is None:
            self.drop()
            self.make()
        else:
            connection.close()  # it may be in the middle of something
            self.rows.take_back()


class _Rows:
    """What stands in the tables of a PostgreSQL database, to go back to."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'")
            self.tables = [name for (name,) in cursor.fetchall()]
            self.kept = {table: self._read(table) for table in self._filled(cursor, self.tables)}
            self.marks = self._marks(cursor)
        connection.close()

    def take_back(self) -> None:
        """Without triggers: neither foreign keys nor the guards of the trail may stand against it."""
        with transaction.atomic(), connection.cursor() as cursor:
            others = "datname = current_database() AND pid <> pg_backend_pid()"
            cursor.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")
            cursor.execute("SET LOCAL session_replication_role = replica")
            marks = self._marks(cursor)
            changed = [table for table, mark in marks.items() if mark != self.marks[table]]
            for table in [*changed, *self._filled(cursor, [name for name in self.tables if name not in self.kept])]:
                cursor.execute(f"DELETE FROM {table}")
            for table in changed:
                self._write(table)
            self.marks = self._marks(cursor)
        connection.close()

    @staticmethod
    def _filled(cursor: CursorWrapper, tables: list[str]) -> list[str]:
        cursor.execute(" UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})" for name in tables))
        return [name for (name,) in cursor.fetchall()]

    def _marks(self, cursor: CursorWrapper) -> dict[str, tuple[int, int]]:
        """The number of rows and the last transaction that wrote one: any change moves one of them."""
        asked = (f"SELECT '{name}', count(*), max(xmin::text::bigint) FROM {name}" for name in self.kept)
        cursor.execute(" UNION ALL ".join(asked))
        return {name: (number, last) for name, number, last in cursor.fetchall()}

    @staticmethod
    def _read(table: str) -> bytes:
        with connection.connection.cursor().copy(f"COPY {table} TO STDOUT") as rows:
            return b"".join(rows)

    def _write(self, table: str) -> None:
        with connection.connection.cursor().copy(f"COPY {table} FROM STDIN") as rows:
            rows.write(self.kept[table])


def _migrate_from_kept() -> None:
    """Begin with the file of an earlier run; what is done after each migration (triggers) is done again."""
    kept = kept_file()
    is_known = kept.exists()
    if is_known:
        shutil.copyfile(kept, migrated_file())
    call_command("migrate", interactive=False, verbosity=0)
    connection.close()
    if not is_known:
        KEPT.mkdir(parents=True, exist_ok=True)
        for older in KEPT.glob("*.sqlite3"):
            older.unlink(missing_ok=True)
        shutil.copyfile(migrated_file(), kept.with_suffix(f".{os.getpid()}"))
        kept.with_suffix(f".{os.getpid()}").rename(kept)


def kept_file() -> Path:
    """Named after all migrations of all apps. It is there once any test on SQLite has run with them."""
    told = hashlib.sha256()
    for app in sorted(apps.get_app_configs(), key=lambda app: app.label):
        for path in sorted(Path(app.path, "migrations").glob("*.py")):
            told.update(f"{app.label} {path.name} ".encode() + path.read_bytes())
    return KEPT / f"{told.hexdigest()[:16]}.sqlite3"


def migrated_file() -> Path:
    """Where the migrated SQLite file lies once it was made."""
    return Path(os.environ["JISR_TEST_RUN"], f"{MIGRATED}.sqlite3")


@pytest.fixture
def own_database(django_db_setup: None, tmp_path: Path) -> Iterator[str]:
    """The ``DATABASE_URL`` of another migrated database on the same engine, for processes that a test starts itself."""
    if connection.vendor == "sqlite":
        shutil.copyfile(migrated_file(), tmp_path / "own.sqlite3")
        yield f"sqlite:///{tmp_path / 'own.sqlite3'}"
        return
    name = f"jisr_own_{os.getpid()}"
    _command(f"CREATE DATABASE {name} TEMPLATE {MIGRATED}")
    yield os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{name}"
    _command(f"DROP DATABASE {name} WITH (FORCE)")


def _use(name: str) -> None:
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name


def _command(words: str) -> None:
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute(words)


if __name__ == "__main__":  # ``make test`` migrates both databases at the same time, before anything runs on them
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    make_migrated()
