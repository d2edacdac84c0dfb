"""Stand in for the authenticator app of a demo account."""

from django.core.management.base import BaseCommand, CommandParser

from jisr.config import demo


class Command(BaseCommand):
    help = "Show the code that a demo account's authenticator app would show now. Refused in production."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="such as editor@example.org")

    def handle(self, *_args: object, email: str, **_options: object) -> None:
        demo.refuse_in_production()
        self.stdout.write(demo.present_code(email))
