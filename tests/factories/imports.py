"""The smallest valid imports: a checked register without lines, from a file in memory."""

from datetime import UTC, datetime

from django.core.files.base import ContentFile
from factory import LazyFunction, Sequence
from factory.django import DjangoModelFactory

from jisr.municipalities.imports.states import FileKind, ImportState
from jisr.municipalities.models import Import, ImportLine

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


class ImportFactory(DjangoModelFactory):
    class Meta:
        model = Import

    kind = FileKind.REGISTER
    state = ImportState.CHECKED
    file = LazyFunction(lambda: ContentFile(b"60", name="register.txt"))
    file_name = Sequence(lambda number: f"register-{number}.txt")
    file_digest = "0" * 64
    encoding = "utf-8-sig"
    key_system = "AGS"
    population_kind = "census"
    source_url = "https://source.example/register"
    as_of_on = NOW.date().replace(month=10, day=31)
    as_of_precision = "day"
    heard_of_at = NOW
    uploaded_at = NOW
    checked_at = NOW
    expires_at = NOW.replace(year=2027)


class ImportLineFactory(DjangoModelFactory):
    class Meta:
        model = ImportLine

    number = Sequence(lambda number: number + 1)
    outcome = "unchanged"
