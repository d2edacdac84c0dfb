"""What is missing on a machine is named with the command that installs it."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT

SHELL = shutil.which("sh")
OLD_PYTHON = "#!/bin/sh\nexit 1\n"


def told(script: str, folder: Path, programs: dict[str, str], *arguments: str) -> tuple[int, str, str]:
    """Run a script on a machine that has only ``programs``: name and contents."""
    for name, contents in programs.items():
        path = folder / name
        path.write_text(contents)
        path.chmod(0o755)
    done = subprocess.run(
        [SHELL, str(ROOT / "scripts" / script), *arguments],
        env={"PATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout.strip(), done.stderr.strip()


FINE = "#!/bin/sh\nexit 0\n"
WITHOUT_VENV = '#!/bin/sh\ncase "$2" in *venv*) exit 1 ;; esac\nexit 0\n'


@pytest.mark.parametrize(
    ("manager", "command"),
    [("apt-get", "apt-get install git"), ("dnf", "dnf install git"), ("brew", "brew install git")],
)
def test_missing_git_is_named_with_the_command_of_the_system(tmp_path, manager, command):
    code, _out, error = told("prerequisites.sh", tmp_path, {manager: FINE, "python3": FINE})

    assert (code, error) == (1, f"Missing: git. Install it with: {command}")


def test_an_old_python_is_not_enough(tmp_path):
    code, _out, error = told("prerequisites.sh", tmp_path, {"git": FINE, "apt-get": FINE, "python3": OLD_PYTHON})

    assert (code, error) == (
        1,
        "Missing: Python 3.11 or newer. Install it with: apt-get install python3 python3-venv",
    )


def test_a_python_without_venv_is_not_enough(tmp_path):
    code, _out, error = told("prerequisites.sh", tmp_path, {"git": FINE, "apt-get": FINE, "python3": WITHOUT_VENV})

    assert (code, error) == (
        1,
        "Missing: the venv module of python3. Install it with: apt-get install python3-venv",
    )


def test_a_newer_python_under_another_name_is_taken(tmp_path):
    found = told("prerequisites.sh", tmp_path, {"git": FINE, "python3": OLD_PYTHON, "python3.12": FINE})

    assert found == (0, "python3.12", "")


def test_programs_that_are_there_are_not_installed(tmp_path):
    assert told("system_packages.sh", tmp_path, {"chromium": FINE, "xgettext": FINE}, "chromium", "gettext") == (
        0,
        "",
        "",
    )


def test_without_rights_the_missing_packages_are_named_and_nothing_is_installed(tmp_path):
    programs = {"id": "#!/bin/sh\necho 1000\n", "apt-get": "#!/bin/sh\necho installed\n"}

    code, out, error = told("system_packages.sh", tmp_path, programs, "chromium", "gettext")

    assert (code, out) == (1, "")
    assert error.startswith("Missing: chromium fonts-dejavu-core gettext. Install with: sudo apt-get install chromium")


def test_with_rights_on_debian_the_missing_packages_are_installed(tmp_path):
    programs = {"id": "#!/bin/sh\necho 0\n", "apt-get": f'#!/bin/sh\necho "$@" >> {tmp_path}/asked\n'}

    code, out, error = told("system_packages.sh", tmp_path, programs, "gettext")

    assert (code, out, error) == (0, "Installing gettext ...", "")
    assert (tmp_path / "asked").read_text().splitlines() == [
        "update -qq",
        "install -qq -y --no-install-recommends gettext",
    ]
