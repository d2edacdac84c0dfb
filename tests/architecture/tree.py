"""The files that belong to the project, as the architecture tests read them."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@cache
def tracked() -> tuple[Path, ...]:
    """All files that are or would be committed and exist, relative to the root."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return tuple(sorted(path for name in set(listed.split("\0")) if name and (ROOT / (path := Path(name))).is_file()))


def files(pattern: str) -> list[Path]:
    """Files of the project whose whole path matches, such as ``src/**/*.py``."""
    wanted = set(ROOT.glob(pattern))
    return [path for path in tracked() if ROOT / path in wanted]


def text(path: Path) -> str:
    return (ROOT / path).read_text(encoding="utf-8")
