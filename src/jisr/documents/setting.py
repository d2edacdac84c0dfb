"""Sets a PDF with typst. Knows nothing of Django, so that a process of its own is quickly there and quickly gone.

``python -m jisr.documents.setting`` reads one ``Sheet`` as JSON and writes the PDF.
"""

import json
import subprocess
import sys
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from jisr.documents.reading_order import in_reading_order

if TYPE_CHECKING:
    import typst

LONGEST_SECONDS = 30


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What typst needs: the template, the folder it may read, and its inputs as JSON."""

    source: str
    root: str
    inputs: dict[str, str]
    is_rtl: bool


def set_here(sheet: Sheet) -> bytes:
    """Set the sheet in this process, which then carries the setter and its fonts, tens of megabytes."""
    import typst  # noqa: PLC0415 - only a process that renders carries it

    compiler = typst.Compiler(
        input=sheet.source,
        root=sheet.root,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs=sheet.inputs,
    )
    content = compiler.compile(format="pdf", pdf_standards=["ua-1"])
    words = json.loads(compiler.query("<words>", field="value"))
    return in_reading_order(content, words, is_rtl=sheet.is_rtl)


def set_apart(sheet: Sheet) -> bytes:
    """Set the sheet in a process of its own. Raises ``RuntimeError`` with its words when it cannot."""
    command = [sys.executable, "-m", "jisr.documents.setting"]
    told = json.dumps(asdict(sheet)).encode()
    done = subprocess.run(command, input=told, capture_output=True, timeout=LONGEST_SECONDS, check=False)  # noqa: S603 - our own module
    if done.returncode:
        raise RuntimeError(done.stderr.decode(errors="replace")[-2000:])
    return done.stdout


@lru_cache(maxsize=1)
def _fonts() -> "typst.Fonts":
    import fontpkg_noto_sans  # noqa: PLC0415
    import fontpkg_noto_sans_arabic  # noqa: PLC0415
    import typst  # noqa: PLC0415

    folders = [
        str(Path(package.__file__).parent / "files") for package in (fontpkg_noto_sans, fontpkg_noto_sans_arabic)
    ]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


if __name__ == "__main__":
    sys.stdout.buffer.write(set_here(Sheet(**json.load(sys.stdin))))
