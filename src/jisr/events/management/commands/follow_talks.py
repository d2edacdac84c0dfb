"""Follow the requests for 1:1 meetings."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from jisr.events.talks.plans import remind_and_lapse


class Command(BaseCommand):
    help = "Remind people of requests for 1:1 meetings, and let them lapse after the close. Run it daily."

    def handle(self, *_args: object, **_options: object) -> None:
        reminded, lapsed = remind_and_lapse(now=timezone.now())
        self.stdout.write(f"reminded: {reminded}, lapsed: {lapsed}")
