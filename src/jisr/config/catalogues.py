"""Compiles message catalogues, so that a machine that serves needs no gettext."""

from pathlib import Path

import polib

LOCALE = Path(__file__).resolve().parents[1] / "locale"


def compile_catalogue(source: Path, target: Path) -> None:
    """Write ``target`` anew in one step, so that a running process never reads half a file."""
    unfinished = target.with_suffix(".mo.new")
    polib.pofile(str(source)).save_as_mofile(str(unfinished))
    unfinished.replace(target)


def compile_stale() -> list[Path]:
    """Compile every catalogue that is newer than its compiled form. Returns what was written."""
    written = []
    for source in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            compile_catalogue(source, target)
            written.append(target)
    return written
