"""Counts a run's tests for ``make test`` and, with ``--complete``, fails a run that left any of them out.

``--database without`` runs the tests that ask no database, ``--database only`` the others. Those set aside are counted,
so that ``make test`` can prove that none is forgotten.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

LEFT_OUT = ("skipped", "xfailed", "xpassed")
DESELECTED = pytest.StashKey[int]()
SET_ASIDE = pytest.StashKey[int]()
ASKS = {"django_db_setup", "db", "transactional_db"}


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("completeness")
    group.addoption("--complete", action="store_true", help="Fail if a test was skipped or left out.")
    group.addoption("--database", choices=["only", "without"], help="Run only the tests that ask a database, or none.")
    group.addoption("--counts", metavar="FILE", help="Write how many tests passed, failed and were left out, as JSON.")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[DESELECTED] = config.stash[SET_ASIDE] = 0


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if wanted := config.getoption("--database"):
        chosen = [item for item in items if asks_database(item) == (wanted == "only")]
        config.stash[SET_ASIDE] = len(items) - len(chosen)
        items[:] = chosen


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
    stash[SET_ASIDE] = max(stash[SET_ASIDE], told.get("set aside", 0))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    config = session.config
    if hasattr(config, "workerinput"):
        config.workeroutput["deselected"] = config.stash[DESELECTED]
        config.workeroutput["set aside"] = config.stash[SET_ASIDE]
        return
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    counts = counts_of(reporter.stats, deselected=config.stash[DESELECTED])
    counts["set aside"] = config.stash[SET_ASIDE]
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
