"""The product as people run it: prepared and served by its own commands, on a database of its own."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

READY_SECONDS = 60


@dataclass(frozen=True)
class Site:
    """A running product. ``folder`` holds its database, files and the mails it sent."""

    address: str
    folder: Path
    pid: int

    @property
    def mails(self) -> list[str]:
        """All mails sent so far, oldest first."""
        return [path.read_text(encoding="utf-8") for path in sorted(self.folder.glob("mail/*"))]


def prepare_site(folder: Path, environment: dict[str, str]) -> None:
    """Fill ``folder`` with the programme and the demonstration accounts, and let the worker finish what that leaves."""
    folder.mkdir(parents=True, exist_ok=True)
    for command in (["prepare"], ["load_demo"], ["db_worker", "--batch", "--queue-name", "*"]):
        done = subprocess.run(
            [sys.executable, "-m", "jisr", *command],
            env=_variables(folder, 0, environment),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"jisr {command[0]} failed:\n{done.stdout}\n{done.stderr}")


@contextmanager
def running_site(folder: Path, environment: dict[str, str], *options: str) -> Iterator[Site]:
    """Serve what ``prepare_site`` made, as people serve it; ``options`` go to ``jisr serve``. Stop it at the end."""
    port = free_port()
    with tempfile.TemporaryFile() as log:
        served = subprocess.Popen(
            [sys.executable, "-m", "jisr", "serve", *options],
            env=_variables(folder, port, environment),
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_for(port, served)
            yield Site(f"http://127.0.0.1:{port}", folder, served.pid)
        finally:
            served.terminate()
            served.wait(timeout=40)
            log.seek(0)
            sys.stderr.write(log.read().decode(errors="replace"))  # pytest shows it beside a failure


def _variables(folder: Path, port: int, environment: dict[str, str]) -> dict[str, str]:
    return {
        **os.environ,
        "VAR_DIR": str(folder),
        "PORT": str(port),
        "BASE_URL": f"http://127.0.0.1:{port}",
        "JISR_ENV": "test",
        "CACHE_URL": "locmemcache://",
        "EMAIL_URL": f"filemail://{folder / 'mail'}",
        "DJANGO_SETTINGS_MODULE": "jisr.config.settings",
        **environment,
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"jisr serve ended with code {process.returncode}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError(f"jisr serve did not answer within {READY_SECONDS} s")
