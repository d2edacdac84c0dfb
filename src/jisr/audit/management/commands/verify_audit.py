"""Prove that no step of the trail was changed or taken away."""

from django.core.management.base import BaseCommand, CommandError

from jisr.audit.services import verify


class Command(BaseCommand):
    help = "Read the whole trail and compute every digest again. Ends with an error at the first fault."

    def handle(self, *_args: object, **_options: object) -> None:
        proof = verify()
        if proof.fault:
            raise CommandError(f"The trail is broken after {proof.steps} sound steps: {proof.fault}.")
        self.stdout.write(f"The trail is sound: {proof.steps} steps.")
