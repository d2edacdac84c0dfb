"""Make accounts for trying the product."""

from django.core.management.base import BaseCommand

from jisr.config import demo


class Command(BaseCommand):
    help = (
        "Make an editor, an administrator and an adviser to try the product. Refused in production; safe to run again."
    )

    def handle(self, *_args: object, **_options: object) -> None:
        demo.refuse_in_production()
        self.stdout.write(f"Demo accounts, also in {demo.secrets_file()}:\n\n{demo.make_accounts().strip()}\n")
        self.stdout.write("Sign in at /cms/ with e-mail address and password; `jisr demo_code EMAIL` shows the code.")
