"""Load the real data of the programme."""

from django.core.management.base import BaseCommand

from jisr.advice.programme import load_advice
from jisr.content.programme import load_content
from jisr.events.programme import load_events
from jisr.matching.programme import load_matching
from jisr.municipalities.programme import load_municipalities
from jisr.partnerships.programme import load_partnerships
from jisr.search.services import rebuild

FOUND = ("authority", "theme", "partnership", "request", "edition")


class Command(BaseCommand):
    help = "Load the real data and first texts of the programme. Safe to run again: edits made since are kept."

    def handle(self, *_args: object, **_options: object) -> None:
        counts = {
            **load_municipalities(),
            **load_partnerships(),
            **load_events(),
            **load_matching(),
            **load_advice(),
        }
        if any(counts.values()):
            self.stdout.write(", ".join(f"{table}: {count}" for table, count in counts.items() if count))
            for kind in FOUND:
                rebuild(kind)
        load_content(stdout=self.stdout)
