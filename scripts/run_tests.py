"""The whole suite: on SQLite, on PostgreSQL and in the browser. A test that was left out is a failure."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from scripts.postgres import temporary_server

ROOT = Path(__file__).resolve().parents[1]
PROCESSES = min(4, os.cpu_count() or 1)  # one more than there are processors was slower when measured


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What one run of pytest came to."""

    name: str
    passed: int
    failed: int
    left_out: int
    code: int

    @property
    def is_good(self) -> bool:
        return self.code == 0 and self.passed > 0 and not self.failed and not self.left_out

    def __str__(self) -> str:
        told = f"{self.name}: {self.passed} passed"
        told += f", {self.failed} failed" if self.failed else ""
        told += f", {self.left_out} left out" if self.left_out else ""
        return told if self.is_good or self.failed or self.left_out else f"{told}, ended with code {self.code}"


def run(name: str, *arguments: str, database: str | None) -> Outcome:
    """Run pytest in a process of its own, with a database chosen here and none of the developer's variables."""
    print(f"\n== {name} ==", flush=True)
    started = time.monotonic()
    environment = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "VAR_DIR"}}
    if database:
        environment["DATABASE_URL"] = database
    with tempfile.TemporaryDirectory() as folder:
        environment["JISR_TEST_RUN"] = folder
        counts = Path(folder, "counts.json")
        command = [sys.executable, "-m", "pytest", "-q", "--complete", "--counts", str(counts), *arguments]
        code = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
        found = json.loads(counts.read_text()) if counts.exists() else {"passed": 0, "failed": 1, "left out": 0}
    print(f"{name} took {time.monotonic() - started:.0f} s", flush=True)
    return Outcome(name=name, passed=found["passed"], failed=found["failed"], left_out=found["left out"], code=code)


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that PostgreSQL is stopped then, too
    parallel = ("-n", str(PROCESSES))
    unit = ("--ignore=tests/journeys", *parallel, "--dist", "loadfile")  # what a file loads is loaded once
    outcomes = [run("sqlite", *unit, database=None)]
    with temporary_server() as database:
        outcomes.append(run("postgresql", *unit, database=database))
    outcomes.append(run("browser", "tests/journeys", *parallel, database=None))
    print()
    for outcome in outcomes:
        print(outcome)
    failed = sum(outcome.failed + outcome.left_out for outcome in outcomes)
    ok = all(outcome.is_good for outcome in outcomes)
    print(f"{sum(outcome.passed for outcome in outcomes)} passed, {failed or int(not ok)} failed", flush=True)
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
