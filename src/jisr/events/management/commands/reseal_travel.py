"""Bring all personal travel data under the first key of ``TRAVEL_KEY``."""

from django.core.management.base import BaseCommand

from jisr.events.travel.services import reseal


class Command(BaseCommand):
    help = "Seal personal travel data anew under the first key, so that older keys can be taken away."

    def handle(self, *_args: object, **_options: object) -> None:
        done, failed = reseal()
        self.stdout.write(f"sealed anew: {done}, could not be opened: {failed}")
