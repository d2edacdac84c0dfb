"""Ask authorities whether what they published a year ago still holds."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from jisr.audit.services import SYSTEM
from jisr.matching.requests.models import PartnershipRequest
from jisr.matching.requests.services import go_stale
from jisr.matching.requests.states import State


class Command(BaseCommand):
    help = "Ask by mail whether requests and offers that nobody confirmed for twelve months still hold. Run it daily."

    def handle(self, *_args: object, **_options: object) -> None:
        rows = PartnershipRequest.objects.filter(state=State.PUBLISHED).order_by("pk").values_list("pk", flat=True)
        count = sum(go_stale(pk, actor=SYSTEM, at=timezone.now()) for pk in list(rows))
        self.stdout.write(f"asked: {count}")
