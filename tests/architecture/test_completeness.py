"""A run that leaves a test out fails, and says how many."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT
from tests.completeness import counts_of

KINDS = {
    "skipped": "import pytest\ndef test_a(): pass\ndef test_b(): pytest.skip('no browser')\n",
    "expected to fail": "import pytest\ndef test_a(): pass\n@pytest.mark.xfail\ndef test_b(): assert False\n",
    "deselected": "def test_a(): pass\ndef test_b(): pass\n",
    "asking": "import pytest\n@pytest.mark.django_db\ndef test_a(): pass\ndef test_b(): pass\n",
}


def complete_run(folder: Path, source: str, *options: str) -> tuple[int, dict[str, int]]:
    folder.joinpath("test_it.py").write_text(source, encoding="utf-8")
    counts = folder / "counts.json"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.completeness", "-p", "no:django", "-c", "/dev/null"]
    command += ["--rootdir", str(folder), "--complete", "--counts", str(counts), *options, str(folder / "test_it.py")]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True)
    return done.returncode, json.loads(counts.read_text())


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("skipped", ()),
        ("expected to fail", ()),
        ("deselected", ("--deselect", "test_it.py::test_b")),
        ("deselected", ("--deselect", "test_it.py::test_b", "-n", "1")),
    ],
)
def test_a_test_that_was_left_out_fails_a_complete_run(tmp_path, kind, options):
    counts = {"passed": 1, "failed": 0, "left out": 1, "set aside": 0}

    assert complete_run(tmp_path, KINDS[kind], *options) == (1, counts)


def test_a_run_of_all_tests_passes(tmp_path):
    counts = {"passed": 2, "failed": 0, "left out": 0, "set aside": 0}

    assert complete_run(tmp_path, KINDS["deselected"]) == (0, counts)


@pytest.mark.parametrize("options", [("only",), ("without",), ("only", "-n", "1")])
def test_what_a_run_with_or_without_a_database_sets_aside_is_counted(tmp_path, options):
    counts = {"passed": 1, "failed": 0, "left out": 0, "set aside": 1}

    assert complete_run(tmp_path, KINDS["asking"], "--database", *options) == (0, counts)


def test_an_error_in_a_fixture_counts_as_a_failure():
    assert counts_of({"passed": [1, 2], "error": [3]}) == {"passed": 2, "failed": 1, "left out": 0}
