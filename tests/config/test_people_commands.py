"""Commands about people: erasing, letting time pass, writing the record of processing."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from django_tasks_db.models import DBTaskResult

from jisr.accounts.models import ErasureLog, RetentionLog, User
from jisr.accounts.services import request_erasure
from jisr.accounts.services.erasure import erase_account
from jisr.audit.models import Entry
from jisr.audit.services import verify
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def run(command: str, *arguments: str) -> str:
    said = io.StringIO()
    call_command(command, *arguments, stdout=said)
    return said.getvalue()


def test_a_dry_run_counts_and_erases_nothing():
    person = UserFactory(email="rania@example.org")

    assert "Nothing was changed." in run("erase_account", "rania@example.org", "--dry-run")
    assert User.objects.get().email == person.email
    assert not ErasureLog.objects.exists()


def test_the_system_erases_whoever_asked_by_letter():
    person = UserFactory(email="rania@example.org")

    assert run("erase_account", "Rania@example.org").endswith("Erased.\n")
    assert User.objects.get(pk=person.pk).erased_at is not None
    assert Entry.objects.get(action="accounts.erasure_requested").actor_kind == "system"
    assert verify().fault == ""
    with pytest.raises(CommandError, match="no account"):
        run("erase_account", "rania@example.org")


def test_the_worker_does_what_a_person_asked_for():
    person = UserFactory()
    log = request_erasure(person, actor=person, at=person.date_joined)
    waiting = DBTaskResult.objects.get()
    assert (waiting.task_path, waiting.args_kwargs) == (
        "jisr.accounts.services.erasure.erase_account",
        {"args": [log.pk], "kwargs": {}},
    )
    erase_account.call(log.pk)

    assert ErasureLog.objects.get().done_at is not None
    assert User.objects.get(pk=person.pk).display_name == ""


def test_a_dry_run_of_the_retention_rules_leaves_no_log():
    assert "Nothing was changed." in run("apply_retention", "--dry-run")
    assert not RetentionLog.objects.exists()

    assert run("apply_retention").endswith("Done.\n")
    assert "accounts" in RetentionLog.objects.get().rows


@pytest.mark.parametrize("language", ["de", "en", "ar"])
def test_the_record_of_processing_is_written_in_each_language(language):
    record = run("processing_record", "--language", language)

    with translation.override(language):
        assert record.startswith(f"# {translation.gettext('Record of processing')}\n")
    assert "(accounts.User)" in record
    assert "(audit.Entry)" in record
