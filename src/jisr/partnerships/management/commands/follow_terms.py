"""Follow the days of agreements and pauses."""

from collections import Counter

from django.core.management.base import BaseCommand
from django.utils import timezone

from jisr.partnerships.agreements.terms import due_ties, follow_tie


class Command(BaseCommand):
    help = "Let terms of partnerships end or be renewed, and remind people of ends and reviews. Run it daily."

    def handle(self, *_args: object, **_options: object) -> None:
        now, done = timezone.now(), Counter[str]()
        for tie_pk in due_ties(today=timezone.localdate(now)):
            done.update(follow_tie(tie_pk, at=now))
        self.stdout.write(", ".join(f"{name}: {number}" for name, number in sorted(done.items())) or "nothing to do")
