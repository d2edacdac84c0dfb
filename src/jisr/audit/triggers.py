"""Triggers that refuse to change or delete a step, on both engines."""

from django.db import connection

TABLE = "audit_entry"
REFUSAL = "the trail is append-only"

_POSTGRES = [
    f"""CREATE OR REPLACE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    f"DROP TRIGGER IF EXISTS append_only ON {TABLE}",
    f"""CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuse()""",
]
_SQLITE = [
    f"""CREATE TRIGGER IF NOT EXISTS {TABLE}_no_{event.lower()} BEFORE {event} ON {TABLE}
    BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"""
    for event in ("UPDATE", "DELETE")
]


def guard_entries() -> None:
    """Make sure that the triggers are there. Safe to run again, after each ``migrate``."""
    if TABLE not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        for statement in _POSTGRES if connection.vendor == "postgresql" else _SQLITE:
            cursor.execute(statement)


def lift_guard() -> None:
    """Take the triggers away. For tests, which empty all tables."""
    drops = {
        "postgresql": [f"DROP TRIGGER IF EXISTS append_only ON {TABLE}"],
        "sqlite": [f"DROP TRIGGER IF EXISTS {TABLE}_no_{event}" for event in ("update", "delete")],
    }
    with connection.cursor() as cursor:
        for statement in drops[connection.vendor]:
            cursor.execute(statement)
