"""Write the record of processing."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation

from jisr.accounts import processing


class Command(BaseCommand):
    help = "Write the record of processing (Art. 30 GDPR), made from what the code declares, as Markdown."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES], default="de")

    def handle(self, *_args: object, language: str, **_options: object) -> None:
        with translation.override(language):
            self.stdout.write(processing.as_markdown())
