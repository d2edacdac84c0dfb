"""Make the search index again."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from jisr.search import sources
from jisr.search.services import rebuild


class Command(BaseCommand):
    help = "Make the search index again from what can be found. Safe to run at any time."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", nargs="?", help="Only this kind of thing.")

    def handle(self, *_args: object, kind: str | None, **_options: object) -> None:
        known = [each.kind for each in sources.registered()]
        if kind is not None and kind not in known:
            raise CommandError(f"There is no kind {kind}. Known: {', '.join(known)}.")
        self.stdout.write(", ".join(f"{each}: {count}" for each, count in rebuild(kind).items()))
