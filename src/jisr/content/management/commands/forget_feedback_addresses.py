"""Keep the promise of how long addresses of readers are kept."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from jisr.content.services import forget_addresses


class Command(BaseCommand):
    help = "Remove e-mail addresses from reports of barriers answered more than a year ago. Run daily; safe to repeat."

    def handle(self, *_args: object, **_options: object) -> None:
        self.stdout.write(f"Addresses removed: {forget_addresses(at=timezone.now())}")
