"""Keep the promises of how long data about people is kept."""

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from jisr.accounts.services import apply_retention


class Command(BaseCommand):
    help = "Remove what has been kept long enough. Run daily; safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Only count what would be removed.")

    def handle(self, *_args: object, dry_run: bool, **_options: object) -> None:
        for room, count in apply_retention(at=timezone.now(), is_dry_run=dry_run).items():
            self.stdout.write(f"{room}: {count}")
        self.stdout.write("Nothing was changed." if dry_run else "Done.")
