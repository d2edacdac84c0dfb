"""Delete the files of exports whose time is over."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from jisr.exports.services import delete_expired


class Command(BaseCommand):
    help = "Delete exports that were kept long enough, with their files. Safe to run again."

    def handle(self, *_args: object, **_options: object) -> None:
        count = delete_expired(timezone.now())
        self.stdout.write(f"{count} exports deleted.")
