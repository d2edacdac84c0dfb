"""Propose themes for texts, a line each."""

import json
import sys
from collections.abc import Iterator
from typing import TextIO

from django.core.management.base import BaseCommand, CommandParser

from jisr.matching.themes import suggest_themes


class Command(BaseCommand):
    help = "Read one text per line (UTF-8) from standard input and write its themes as one line of JSON each."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--limit", type=int, default=3, help="Most themes per text (default: %(default)s).")

    def handle(self, *_args: object, limit: int, **_options: object) -> None:
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(encoding="utf-8")
        for line in _lines(sys.stdin):
            themes = [found.as_dict() for found in suggest_themes(line, limit=limit)]
            self.stdout.write(json.dumps({"themes": themes}, ensure_ascii=False))
            self.stdout.flush()


def _lines(stream: TextIO) -> Iterator[str]:
    """Bytes are read as UTF-8 whatever the locale says; what is none becomes a replacement sign."""
    for line in getattr(stream, "buffer", stream):
        yield line if isinstance(line, str) else line.decode("utf-8", errors="replace")
