"""Several workers at once, on the real database engine, and workers that are killed."""

import json
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections, transaction
from django.utils import timezone

from jisr.notifications import outbox
from jisr.notifications.models import Message
from jisr.notifications.states import State
from tests.architecture.tree import ROOT
from tests.notifications.test_notify import tell

KEPT = {"mails written", "mails lost", "mails not noted as sent", "copies that the product did not count as uncertain"}


@pytest.mark.django_db(transaction=True)
def test_no_two_workers_take_the_same_mail(rania):
    with transaction.atomic():
        for _number in range(40):
            tell(rania)

    with ThreadPoolExecutor(4) as workers:
        taken = [key for keys in workers.map(lambda _place: _take_all(), range(4)) for key in keys]

    assert len(taken) == 40
    assert len(set(taken)) == 40
    assert set(Message.objects.values_list("state", "uncertain", "attempts")) == {(State.SENT, 0, 1)}


def _take_all() -> list[str]:
    keys = []
    try:
        while (message := outbox.claim_next(at=timezone.now())) is not None:
            keys.append(message.key)
            outbox.note_sent(message, at=timezone.now())
    finally:
        connections.close_all()
    return keys


def test_two_hundred_mails_survive_the_killing_of_their_workers(own_database):
    command = [sys.executable, "-m", "bench.mail_soak", "--mails", "200", "--workers", "2", "--database", own_database]

    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)

    figures = {figure["name"]: figure for figure in map(json.loads, done.stdout.splitlines())}
    assert done.returncode == 0, done.stdout + done.stderr
    assert figures.keys() >= KEPT
    assert figures["workers killed"]["value"] >= 2
    assert figures["mails lost"]["value"] == 0


def test_the_command_waits_while_the_database_is_away_and_ends_well_when_asked(tmp_path):
    variables = {**os.environ, "VAR_DIR": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path / 'without_tables'}"}
    command = [sys.executable, "-m", "jisr", "send_mails"]
    with subprocess.Popen(command, cwd=ROOT, env=variables, stderr=subprocess.PIPE, text=True) as sender:
        told = next(line for line in sender.stderr if "send_mails" in line)
        sender.send_signal(signal.SIGTERM)

        assert "next try in 10 seconds" in told
        assert sender.wait(timeout=20) == 0
