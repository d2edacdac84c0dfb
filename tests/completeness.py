"""Counts a run's tests for ``make test`` and, with ``--complete``, fails a run that left any of them out."""

import json
from pathlib import Path

import pytest

LEFT_OUT = ("skipped", "deselected", "xfailed", "xpassed")


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("completeness")
    group.addoption("--complete", action="store_true", help="Fail if a test was skipped or left out.")
    group.addoption("--counts", metavar="FILE", help="Write how many tests passed, failed and were left out, as JSON.")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or hasattr(session.config, "workerinput"):
        return
    counts = counts_of(reporter.stats)
    if target := session.config.getoption("--counts"):
        Path(target).write_text(json.dumps(counts), encoding="utf-8")
    if session.config.getoption("--complete") and counts["left out"] and session.exitstatus == pytest.ExitCode.OK:
        reporter.write_line(f"{counts['left out']} tests were left out; a complete run leaves out none.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def counts_of(stats: dict[str, list[object]]) -> dict[str, int]:
    """Passed, failed (an error in a fixture is a failure) and left out, from the terminal reporter's lists."""
    return {
        "passed": len(stats.get("passed", [])),
        "failed": len(stats.get("failed", [])) + len(stats.get("error", [])),
        "left out": sum(len(stats.get(name, [])) for name in LEFT_OUT),
    }
