"""Erase a person who asked for it by letter or telephone."""

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from jisr.accounts.models import User
from jisr.accounts.services import erase, plan_erasure, request_erasure
from jisr.audit.services import SYSTEM
from jisr.kernel.errors import DomainError


class Command(BaseCommand):
    help = "Erase the account with an e-mail address. The trail stays; it names the account by its number alone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--dry-run", action="store_true", help="Only count what would be touched.")

    def handle(self, *_args: object, email: str, dry_run: bool, **_options: object) -> None:
        user = User.objects.existing().filter(email=email.lower()).first()
        if user is None:
            raise CommandError("There is no account with this address.")
        if dry_run:
            rows = plan_erasure(user)
        else:
            try:
                log = request_erasure(user, actor=SYSTEM, at=timezone.now())
            except DomainError as refusal:
                raise CommandError(str(refusal.message)) from refusal
            rows = erase(log.pk, at=timezone.now()).rows
        for room, count in rows.items():
            self.stdout.write(f"{room}: {count}")
        self.stdout.write("Nothing was changed." if dry_run else "Erased.")
