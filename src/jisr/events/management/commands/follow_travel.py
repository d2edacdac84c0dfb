"""Make checklists for travellers, remind of what is due, and close travel to meetings that were called off."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from jisr.events.travel.reminding import follow_travel


class Command(BaseCommand):
    help = "Make travel checklists, remind of what is due, close travel to cancelled meetings. Run it daily."

    def handle(self, *_args: object, **_options: object) -> None:
        run = follow_travel(now=timezone.now())
        self.stdout.write(
            f"lists: {run.lists}, closed: {run.closed}, dropped: {run.dropped}, reminded: {run.reminded}, "
            f"unreadable: {run.unreadable}"
        )
