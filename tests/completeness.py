"""Counts a run's tests for ``make test`` and, with ``--complete``, fails a run that left any of them out.

``--database-only`` is for the run on a second database: what asks no database has run once and would say the same.
These tests are counted by themselves, so that ``make test`` can prove that none is forgotten.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

LEFT_OUT = ("skipped", "xfailed", "xpassed")
DESELECTED = pytest.StashKey[int]()
WITHOUT_DATABASE = pytest.StashKey[int]()
ASKS = {"django_db_setup", "db", "transactional_db"}


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("completeness")
    group.addoption("--complete", action="store_true", help="Fail if a test was skipped or left out.")
    group.addoption("--database-only", action="store_true", help="Run only the tests that ask a database.")
    group.addoption("--counts", metavar="FILE", help="Write how many tests passed, failed and were left out, as JSON.")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[DESELECTED] = config.stash[WITHOUT_DATABASE] = 0


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--database-only"):
        asking = [item for item in items if asks_database(item)]
        config.stash[WITHOUT_DATABASE] = len(items) - len(asking)
        items[:] = asking


def asks_database(item: pytest.Item) -> bool:
    return item.get_closest_marker("django_db") is not None or not ASKS.isdisjoint(item.fixturenames)


def pytest_deselected(items: Sequence[pytest.Item]) -> None:
    if items:
        items[0].config.stash[DESELECTED] += len(items)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """With several processes each of them deselects the same tests, and only they know of it."""
    stash, told = node.config.stash, getattr(node, "workeroutput", {})
    stash[DESELECTED] = max(stash[DESELECTED], told.get("deselected", 0))
    stash[WITHOUT_DATABASE] = max(stash[WITHOUT_DATABASE], told.get("without database", 0))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    config = session.config
    if hasattr(config, "workerinput"):
        config.workeroutput["deselected"] = config.stash[DESELECTED]
        config.workeroutput["without database"] = config.stash[WITHOUT_DATABASE]
        return
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    counts = counts_of(reporter.stats, deselected=config.stash[DESELECTED])
    counts["without database"] = config.stash[WITHOUT_DATABASE]
    if target := config.getoption("--counts"):
        Path(target).write_text(json.dumps(counts), encoding="utf-8")
    if config.getoption("--complete") and counts["left out"] and session.exitstatus == pytest.ExitCode.OK:
        reporter.write_line(f"{counts['left out']} tests were left out; a complete run leaves out none.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def counts_of(stats: dict[str, list[object]], *, deselected: int = 0) -> dict[str, int]:
    """Passed, failed (an error in a fixture is a failure) and left out, from the terminal reporter's lists."""
    return {
        "passed": len(stats.get("passed", [])),
        "failed": len(stats.get("failed", [])) + len(stats.get("error", [])),
        "left out": deselected + sum(len(stats.get(name, [])) for name in LEFT_OUT),
    }
