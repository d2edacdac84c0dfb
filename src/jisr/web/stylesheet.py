"""Joins the style sheets in ``css/`` into the one file that pages load."""

import re
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage

SOURCES = Path(__file__).parent / "css"
NAME = "web/jisr.css"
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"\s+")


def joined() -> str:
    """All style sheets in the order of their names, without comments and needless white space."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(SOURCES.glob("*.css")))
    return _SPACE.sub(" ", _COMMENT.sub("", text)).strip() + "\n"


class StylesheetFinder(BaseFinder):
    """Finds the joined style sheet, written anew whenever a finder is made."""

    def __init__(self, *_args: object, **_options: object) -> None:
        self.storage = FileSystemStorage(location=settings.HERE.var_dir / "build")
        target = Path(self.storage.path(NAME))
        target.parent.mkdir(parents=True, exist_ok=True)
        text = joined()
        if not target.exists() or target.read_text(encoding="utf-8") != text:
            target.write_text(text, encoding="utf-8")

    def check(self, **_options: object) -> list[object]:
        return []

    def find(self, path: str, find_all: bool = False, **_options: object) -> str | list[str]:  # noqa: FBT001, FBT002
        if path != NAME:
            return []
        found = self.storage.path(NAME)
        return [found] if find_all else found

    def list(self, ignore_patterns: object) -> Iterable[tuple[str, Storage]]:  # noqa: ARG002
        yield NAME, self.storage
