"""Ask for feedback when a form opens, and remind once."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from jisr.events.attendance.feedback import follow_forms


class Command(BaseCommand):
    help = "Ask participants for feedback when a form opens, and remind once at half of its time. Run it daily."

    def handle(self, *_args: object, **_options: object) -> None:
        asked, reminded = follow_forms(at=timezone.now())
        self.stdout.write(f"asked: {asked}, reminded: {reminded}")
