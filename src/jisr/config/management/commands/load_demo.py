"""Make accounts and a meeting for trying the product."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from jisr.accounts.models import User
from jisr.config import demo
from jisr.events import demo as events


class Command(BaseCommand):
    help = (
        "Make accounts of the office and a conference that does not exist, to try the product. Refused in production; "
        "safe to run again."
    )

    def handle(self, *_args: object, **_options: object) -> None:
        demo.refuse_in_production()
        self.stdout.write(f"Demo accounts, also in {demo.secrets_file()}:\n\n{demo.make_accounts().strip()}\n")
        events.load(actor=User.objects.get(email="events@example.org"), at=timezone.now())
        self.stdout.write("Sign in at /cms/ with e-mail address and password; `jisr demo_code EMAIL` shows the code.")
