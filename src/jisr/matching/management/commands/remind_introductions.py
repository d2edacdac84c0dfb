"""Remind authorities that have not answered whether they want to meet, and end what was silent for too long."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from jisr.matching.introductions.services import remind_and_expire


class Command(BaseCommand):
    help = "Remind of introductions without an answer after 14 and 28 days, and end them after 42. Run it daily."

    def handle(self, *_args: object, **_options: object) -> None:
        run = remind_and_expire(now=timezone.now())
        self.stdout.write(f"reminded: {run.reminded}, expired: {run.expired}")
