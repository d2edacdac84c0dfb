"""Mails under kills: several workers, killed at random, and a real mail server that counts what it took.

``python -m bench.mail_soak`` sends 2,000 mails with four workers on a temporary PostgreSQL. None may be lost, and none
may come twice but for those whose worker was killed between the server's yes and the note of it, which the product
counts.
"""

import argparse
import asyncio
import contextlib
import email
import multiprocessing
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from bench.figures import Figure, at_least, at_most, only
from scripts.postgres import temporary_server

CLAIM_LIMIT = timedelta(seconds=3)
LONGEST_SECONDS = 170
KILL_EVERY_SECONDS = (0.05, 0.35)
SERVER_SLOWNESS_SECONDS = 0.02
REFUSED_FOR_NOW = 0.02
PEOPLE = 20


def serve(accepted: Path, address: Path) -> None:
    """The mail server: notes each mail that it takes, refuses some for now, and is never in a hurry."""
    from aiosmtpd.controller import Controller

    class Post:
        async def handle_DATA(self, _server, _session, envelope) -> str:  # noqa: ANN001, N802 - the package's names
            await asyncio.sleep(random.uniform(0, SERVER_SLOWNESS_SECONDS))
            if random.random() < REFUSED_FOR_NOW:
                return "451 not now"
            key = email.message_from_bytes(envelope.content)["Message-ID"].strip("<>").partition("@")[0]
            with accepted.open("a", encoding="ascii") as file:
                file.write(f"{key}\n")
            await asyncio.sleep(random.uniform(0, SERVER_SLOWNESS_SECONDS))  # a kill in here makes a second copy
            return "250 taken"

    server = Controller(Post(), hostname="127.0.0.1", port=free_port(), ready_timeout=20)
    server.start()
    address.write_text(str(server.port), encoding="ascii")
    signal.pause()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def mail_server(folder: Path) -> Iterator[int]:
    address = folder / "port"
    command = [sys.executable, "-m", "bench.mail_soak", "--serve", str(folder)]
    with subprocess.Popen(command) as process:
        try:
            while not (address.exists() and address.read_text(encoding="ascii")):
                if process.poll() is not None:
                    raise RuntimeError("the mail server did not start")
                time.sleep(0.05)
            yield int(address.read_text(encoding="ascii"))
        finally:
            process.terminate()


def work(seed: int) -> None:
    """A worker, until it is killed."""
    from jisr.notifications import outbox
    from jisr.notifications.sending import send_due

    random.seed(seed)
    outbox.WAITS_MINUTES = (0.005,) * outbox.MOST_ATTEMPTS  # a refusal for now is soon forgotten
    while True:
        send_due(claim_limit=CLAIM_LIMIT)
        time.sleep(0.05)


def set_up(database: str, port: int) -> None:
    import django
    from django.core.management import call_command

    os.environ.update(DATABASE_URL=database, EMAIL_URL=f"smtp://127.0.0.1:{port}", JISR_ENV="dev")
    os.environ["DJANGO_SETTINGS_MODULE"] = "jisr.config.settings"
    django.setup()
    import logging

    logging.getLogger("jisr").setLevel(logging.ERROR)  # each refusal would be a line
    for room in ("accounts", "notifications", "audit"):
        call_command("migrate", room, verbosity=0)


def fill(mails: int) -> None:
    from django.db import transaction

    from jisr.accounts.models import User
    from jisr.notifications import kinds
    from jisr.notifications.services import notify

    kinds.declare("bench.soak", "soak")
    people = [
        User.objects.create_user(f"person{n}@example.org", display_name=f"Person {n}", preferred_language=language)
        for n, language in zip(range(PEOPLE), ["de", "en", "ar"] * PEOPLE, strict=False)
    ]
    for number in range(mails):
        with transaction.atomic():
            notify(
                "bench.soak",
                to=[people[number % PEOPLE]],
                subject_line=f"Mail {number}",
                template="notifications/mail/digest",
                context={"items": [], "more": number},
            )


class Workers:
    """Processes that are killed and replaced."""

    def __init__(self, count: int) -> None:
        self.context = multiprocessing.get_context("fork")  # at once, without loading Django again
        self.kills = 0
        self.seeds = iter(range(1_000_000))
        self.running = [self._start() for _place in range(count)]

    def _start(self) -> multiprocessing.Process:
        from django.db import connections

        connections.close_all()
        process = self.context.Process(target=work, args=(next(self.seeds),), daemon=True)
        process.start()
        return process

    def kill_one(self) -> None:
        place = random.randrange(len(self.running))
        self._kill(self.running[place])
        self.kills += 1
        self.running[place] = self._start()

    def end(self) -> None:
        for process in self.running:
            process.kill()
            process.join()

    def _kill(self, process: multiprocessing.Process) -> None:
        if not process.is_alive():
            raise RuntimeError(f"a worker ended by itself with {process.exitcode}")
        os.kill(process.pid, signal.SIGKILL)
        process.join()


def soak(mails: int, count: int, accepted: Path) -> Iterator[Figure]:
    from jisr.notifications.models import Message
    from jisr.notifications.states import OPEN

    fill(mails)
    started = time.monotonic()
    workers = Workers(count)
    try:
        while Message.objects.filter(state__in=OPEN).exists() and time.monotonic() - started < LONGEST_SECONDS:
            time.sleep(random.uniform(*KILL_EVERY_SECONDS))
            workers.kill_one()
    finally:
        workers.end()
    seconds = time.monotonic() - started
    yield from figures_of(accepted, mails)
    yield at_least("workers killed", workers.kills, "kills", mails / 100)
    yield at_most("time", seconds, "s", LONGEST_SECONDS)
    yield only("mails per second", mails / seconds, "mails/s")


def figures_of(accepted: Path, mails: int) -> Iterator[Figure]:
    """What the mail server took against what the product believes."""
    from jisr.notifications.models import Message
    from jisr.notifications.states import State

    taken = Counter(accepted.read_text(encoding="ascii").split())
    rows = list(Message.objects.values_list("key", "state", "uncertain"))
    uncertain = {key: count for key, _state, count in rows}
    copies = {key: count - 1 for key, count in taken.items() if count > 1}
    yield at_least("mails written", len(rows), "mails", mails)
    yield at_most("mails lost", sum(1 for key, _state, _count in rows if key not in taken), "mails", 0)
    yield at_most("mails not noted as sent", sum(1 for _key, state, _c in rows if state != State.SENT), "mails", 0)
    yield only("mails that came twice, their worker killed after the server's yes", sum(copies.values()), "copies")
    unexplained = sum(max(0, count - uncertain.get(key, 0)) for key, count in copies.items())
    yield at_most("copies that the product did not count as uncertain", unexplained, "copies", 0)
    yield only("breaks counted as uncertain", sum(uncertain.values()), "breaks")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=2000)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--database", help="An empty database (default: a temporary PostgreSQL).")
    parser.add_argument("--serve", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.serve:
        serve(asked.serve / "accepted", asked.serve / "port")
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="jisr-soak-")))
        database = asked.database or stack.enter_context(temporary_server(settings=()))
        port = stack.enter_context(mail_server(folder))
        (folder / "accepted").touch()
        set_up(database, port)
        kept = True
        for figure in soak(asked.mails, asked.workers, folder / "accepted"):
            print(figure.line(), flush=True)
            kept = kept and figure.is_kept
        from django.db import connections

        connections.close_all()
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
