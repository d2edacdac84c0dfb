import sys

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from jisr.config import supervisor

HOST = "127.0.0.1"


class Command(BaseCommand):
    help = "Serve the pages, run the worker and send the mails, together, until stopped."
    requires_system_checks = ()  # the worker makes them, and if it refuses to start, everything ends

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--prepare", action="store_true", help="Run `jisr prepare` first.")
        parser.add_argument("--host", default=HOST, help="Address to listen on (default: %(default)s).")
        parser.add_argument("--processes", type=int, default=2, help="Web processes (default: %(default)s).")
        parser.add_argument(
            "--behind-proxy",
            action="store_true",
            default=settings.HERE.is_production,
            help="A proxy stands before it and waits for slow readers: each process answers one request at a time, "
            "which is quicker (default in production).",
        )

    def handle(
        self, *_args: object, host: str, processes: int, prepare: bool, behind_proxy: bool, **_options: object
    ) -> None:
        port = settings.HERE.port
        if not supervisor.can_listen(host, port):
            raise CommandError(
                f"Port {port} is taken by another program. Stop that one, or choose another: PORT={port + 1}"
            )
        if prepare:
            call_command("prepare", stdout=self.stdout)
        connections.close_all()
        ended = supervisor.run_together(
            {
                "web": web_command(host, port, processes, behind_proxy=behind_proxy),
                "worker": worker_command(),
                "mails": mails_command(),
            },
            is_ready=lambda: supervisor.answers(host, port),
            on_ready=lambda: self._announce(host, port),
        )
        if ended:
            raise CommandError(f"The {ended} process ended; the others were stopped.")
        self.stdout.write("Stopped.")

    def _announce(self, host: str, port: int) -> None:
        self.stdout.write(f"Jisr is ready: http://{host}:{port}/  (Ctrl-C stops it)")
        self.stdout.flush()


def web_command(host: str, port: int, processes: int, *, behind_proxy: bool) -> list[str]:
    """Loaded once and then forked: the processes share the memory of the code, and open their own connections.

    Without a proxy, threads keep the idle connections of browsers from holding a process up.
    """
    return [
        *(sys.executable, "-m", "gunicorn", "jisr.config.wsgi:application"),
        *("--bind", f"{host}:{port}", "--workers", str(processes), "--preload"),
        *(() if behind_proxy else ("--threads", "4")),
        *("--log-level", "warning", "--no-control-socket"),
    ]


def worker_command() -> list[str]:
    return [sys.executable, "-m", "jisr", "db_worker", "--queue-name", "*"]


def mails_command() -> list[str]:
    """Apart from the worker, so that a long task holds no mail up and a slow mail server no task."""
    return [sys.executable, "-m", "jisr", "send_mails"]
