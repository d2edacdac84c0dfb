"""Load the real data of the programme."""

from django.core.management.base import BaseCommand

from jisr.content.programme import load_content
from jisr.events.programme import load_events
from jisr.municipalities.programme import load_municipalities
from jisr.partnerships.programme import load_partnerships


class Command(BaseCommand):
    help = "Load the real data and first texts of the programme. Safe to run again: edits made since are kept."

    def handle(self, *_args: object, **_options: object) -> None:
        for load in (load_municipalities, load_partnerships, load_events):
            changed = {table: count for table, count in load().items() if count}
            if changed:
                self.stdout.write(", ".join(f"{table}: {count}" for table, count in changed.items()))
        load_content(stdout=self.stdout)
