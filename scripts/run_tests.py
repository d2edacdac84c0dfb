"""The whole suite: what asks no database, the rest on SQLite and on PostgreSQL, and the journeys in the browser.

A test that was left out is a failure.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, replace
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
    set_aside: int = 0

    @property
    def ran(self) -> int:
        return self.passed + self.failed + self.left_out

    @property
    def is_good(self) -> bool:
        return self.code == 0 and self.passed > 0 and not self.failed and not self.left_out

    def __str__(self) -> str:
        told = f"{self.name}: {self.passed} passed"
        told += f", {self.failed} failed" if self.failed else ""
        told += f", {self.left_out} left out" if self.left_out else ""
        return told if self.is_good or self.failed or self.left_out else f"{told}, ended with code {self.code}"


@dataclass(frozen=True)
class Suite:
    """The runs of one suite share a folder, so that the database is migrated once for each engine."""

    folder: Path

    def run(self, name: str, *arguments: str, database: str | None) -> Outcome:
        """Run pytest in a process of its own."""
        print(f"\n== {name} ==", flush=True)
        started = time.monotonic()
        counts = self.folder / f"{name}.json"
        command = [sys.executable, "-m", "pytest", "-q", "--complete", "--counts", str(counts), *arguments]
        code = subprocess.run(command, cwd=ROOT, env=self._variables(database), check=False).returncode
        found = json.loads(counts.read_text()) if counts.exists() else {"passed": 0, "failed": 1, "left out": 0}
        print(f"{name} took {time.monotonic() - started:.0f} s", flush=True)
        return Outcome(
            name=name,
            passed=found["passed"],
            failed=found["failed"],
            left_out=found["left out"],
            set_aside=found.get("set aside", 0),
            code=code,
        )

    def migrate(self, *databases: str | None) -> None:
        """Migrate the databases, each in a process of its own at the same time."""
        started = time.monotonic()
        command = [sys.executable, "-m", "tests.databases"]
        running = [subprocess.Popen(command, cwd=ROOT, env=self._variables(database)) for database in databases]
        if sum(process.wait() for process in running):
            raise SystemExit("The databases cannot be migrated; see above.")
        print(f"migrating took {time.monotonic() - started:.0f} s", flush=True)

    def _variables(self, database: str | None) -> dict[str, str]:
        """A database chosen here, and none of the developer's variables.

        What one process compiled, the next reads: some hundred are started, and compiling takes each several seconds.
        """
        not_kept = {"DATABASE_URL", "VAR_DIR", "PYTHONDONTWRITEBYTECODE"}
        return {
            **{key: value for key, value in os.environ.items() if key not in not_kept},
            "PYTHONPYCACHEPREFIX": str(self.folder / "bytecode"),
            "JISR_TEST_RUN": str(self.folder),
            **({"DATABASE_URL": database} if database else {}),
        }


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that PostgreSQL is stopped then, too
    parallel = ("-n", str(PROCESSES))
    shared = ("--ignore=tests/journeys", *parallel, "--dist", "loadfile")  # what a file loads is loaded once
    with tempfile.TemporaryDirectory(prefix="jisr-test-") as folder, temporary_server() as database:
        suite = Suite(Path(folder))
        suite.migrate(None, database)
        unit = suite.run("unit", *shared, "--database", "without", database=None)
        sqlite = suite.run("sqlite", *shared, "--database", "only", database=None)
        postgresql = suite.run("postgresql", *shared, "--database", "only", database=database)
        browser = suite.run("browser", "tests/journeys", *parallel, database=None)
    forgotten = abs(unit.set_aside - sqlite.ran) + abs(sqlite.set_aside - unit.ran) + abs(sqlite.ran - postgresql.ran)
    outcomes = [replace(unit, left_out=unit.left_out + forgotten), sqlite, postgresql, browser]
    print()
    for outcome in outcomes:
        print(outcome)
    failed = sum(outcome.failed + outcome.left_out for outcome in outcomes)
    ok = all(outcome.is_good for outcome in outcomes)
    print(f"{sum(outcome.passed for outcome in outcomes)} passed, {failed or int(not ok)} failed", flush=True)
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
