"""Follow the days of registrations."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from jisr.events.registration.following import follow_registrations


class Command(BaseCommand):
    help = "End offers of places whose time is over, offer them to the next, remind of incomplete ones. Run it hourly."

    def handle(self, *_args: object, **_options: object) -> None:
        done = follow_registrations(now=timezone.now())
        self.stdout.write(f"expired: {done.expired}, reminded: {done.reminded}")
