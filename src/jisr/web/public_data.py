"""Which tables the public pages are made of, and the triggers that notice a write to them.

Triggers see what signals miss: ``update()``, ``bulk_create()``, raw SQL and Wagtail's tree moves. They are laid after
each ``migrate``, since SQLite drops a table's triggers whenever Django rebuilds the table.
On PostgreSQL they fire at commit, so that no reader can store an old page under the new token.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar, cast

from django.apps import apps
from django.db import InterfaceError, OperationalError, connection, models

TABLE = "web_generation"
T = TypeVar("T")
_labels: set[str] = set()
_current: ContextVar[list[str] | None] = ContextVar("public_data_generation", default=None)
_remembered: dict[str, tuple[str, Any]] = {}

_POSTGRES_FUNCTION = f"""
CREATE OR REPLACE FUNCTION {TABLE}_renew() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE here text := pg_current_xact_id()::text;
BEGIN
    IF current_setting('jisr.renewed', true) IS DISTINCT FROM here THEN
        PERFORM set_config('jisr.renewed', here, true);
        INSERT INTO {TABLE} (id, token) VALUES (1, replace(gen_random_uuid()::text, '-', ''))
        ON CONFLICT (id) DO UPDATE SET token = excluded.token;
    END IF;
    RETURN NULL;
END $$
"""  # noqa: S608 - the table's name is a constant


def register(*labels: str) -> None:
    """Name models (``"app.Model"``) whose rows public pages show, with the tables of their many-to-many fields."""
    _labels.update(labels)


def tables() -> list[str]:
    """The tables of all registered models, in a stable order."""
    found: set[str] = set()
    for label in _labels:
        model: type[models.Model] = apps.get_model(label)
        found.add(model._meta.db_table)
        joins = (field.remote_field.through for field in model._meta.local_many_to_many)
        found.update(join._meta.db_table for join in joins if join is not None and join._meta.managed)
    return sorted(found)


def lay_triggers() -> None:
    """Make sure that every public table has its triggers. Safe to run again."""
    present = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRES_FUNCTION)
        for table in tables():
            if table in present:
                for statement in _statements(table):
                    cursor.execute(statement)


def _statements(table: str) -> list[str]:
    if connection.vendor == "postgresql":
        return [
            f"""DROP TRIGGER IF EXISTS public_data ON "{table}" """,
            f"""CREATE CONSTRAINT TRIGGER public_data AFTER INSERT OR UPDATE OR DELETE ON "{table}"
            DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {TABLE}_renew()""",
        ]
    return [
        f"""CREATE TRIGGER IF NOT EXISTS "public_data_{table}_{event.lower()}" AFTER {event} ON "{table}" BEGIN
        INSERT INTO {TABLE} (id, token) VALUES (1, lower(hex(randomblob(16))))
        ON CONFLICT (id) DO UPDATE SET token = excluded.token; END"""  # noqa: S608 - names of our own tables
        for event in ("INSERT", "UPDATE", "DELETE")
    ]


def generation() -> str:
    """The token of the present state of the public data.

    Each page begins with this question, so it shows by itself whether a kept connection still lives; Django's own check
    would ask the database once more.
    """
    connection.health_check_done = True  # type: ignore[attr-defined]
    try:
        return _ask()
    except (InterfaceError, OperationalError):
        if connection.in_atomic_block:
            raise
        connection.close()
        return _ask()


def _ask() -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT token FROM {TABLE} WHERE id = 1")  # noqa: S608 - a constant
        row = cursor.fetchone()
    return row[0] if row else "0"


@contextmanager
def at(*token: str) -> Iterator[None]:
    """Take ``token`` as the state of the public data while one request reads; without it, ask once, when needed."""
    reset = _current.set(list(token))
    try:
        yield
    finally:
        _current.reset(reset)


def remembered(name: str, build: Callable[[], T]) -> T:
    """What ``build`` makes of the public data, kept in this process until the data changes."""
    token = _token()
    known = _remembered.get(name)
    if known is None or known[0] != token:
        known = _remembered[name] = (token, build())
    return cast("T", known[1])


def _token() -> str:
    asked = _current.get()
    if asked is None:
        return generation()
    if not asked:
        asked.append(generation())
    return asked[0]


def forget() -> None:
    """Drop all that is remembered. For tests, which roll back what they write."""
    _remembered.clear()
