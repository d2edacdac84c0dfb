"""How long `make run` takes from a clean clone, and the second time."""

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.figures import Figure, at_most
from scripts.running_site import free_port

ROOT = Path(__file__).resolve().parents[1]
FIRST_SECONDS = 120
NEXT_SECONDS = 8
GIVE_UP_SECONDS = 400


def figures() -> Iterator[Figure]:
    """Time a first and a second start in a clone of what is committed."""
    with tempfile.TemporaryDirectory(prefix="jisr-bench-") as folder:
        subprocess.run(["git", "clone", "--quiet", str(ROOT), folder], check=True)
        yield at_most("make run from a clean clone to the first page", _start(folder), "s", FIRST_SECONDS)
        yield at_most("make run, the second time", _start(folder), "s", NEXT_SECONDS)


def _start(folder: str) -> float:
    """Seconds until the ready line; then stop as Ctrl-C does."""
    variables = {
        name: value for name, value in os.environ.items() if name not in {"VAR_DIR", "DATABASE_URL", "JISR_ENV"}
    }
    started = time.monotonic()
    process = subprocess.Popen(
        ["make", "run", f"PORT={free_port()}"],
        cwd=folder,
        env=variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    told = []
    try:
        for line in process.stdout:
            told.append(line)
            if "Jisr is ready" in line:
                return time.monotonic() - started
            if time.monotonic() - started > GIVE_UP_SECONDS:
                break
        raise RuntimeError("make run did not get ready:\n" + "".join(told[-20:]))
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.stdout.close()
        process.wait(timeout=60)
