from django.core.management.base import BaseCommand, CommandError

from jisr.documents.services import damaged


class Command(BaseCommand):
    help = "Read every stored document and compare it with its checksum. Changes nothing."

    def handle(self, *args: object, **options: object) -> None:
        found = damaged()
        for version in found:
            self.stderr.write(f"{version.document.public_id} version {version.number}: missing or changed")
        if found:
            raise CommandError(f"{len(found)} files are not as they were stored.")
        self.stdout.write("All documents are as they were stored.")
