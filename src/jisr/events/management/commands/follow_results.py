"""Call steps agreed at meetings to mind: some days before they are due, and when they are overdue."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from jisr.events.results.services import remind


class Command(BaseCommand):
    help = "Remind owners of agreed steps before and after the day they are due. Run it daily; again is safe."

    def handle(self, *_args: object, **_options: object) -> None:
        self.stdout.write(f"reminded: {remind(now=timezone.now())}")
