"""Everything that is known of a person, as a zip that people and programs can read."""

import json
import zipfile
from datetime import datetime
from pathlib import PurePosixPath
from tempfile import SpooledTemporaryFile
from typing import IO

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.template.loader import render_to_string

from jisr.accounts.models import User
from jisr.kernel import personal, trail

IN_MEMORY_BYTES = 5_000_000


@transaction.atomic
def take_own_data(user: User, *, at: datetime) -> IO[bytes]:
    """Return an open zip at its beginning: ``index.html`` in the language of the page, ``data.json`` and the files."""
    portions = {name: export(user) for name, export in personal.exporters().items()}
    file: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115 - the response closes it
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", _as_json(portions, at))
        archive.writestr("index.html", _as_page(portions, at))
        for name, portion in portions.items():
            for title, content in portion.files.items():
                archive.writestr(_path(name, title), content)
    trail.record("accounts.own_data_taken", user, actor=user)
    file.seek(0)
    return file


def _path(room: str, title: str) -> str:
    """Where a file lies in the zip; whatever its name was, it stays below its folder."""
    return f"files/{room}/{PurePosixPath(title.replace(chr(92), '/')).name or 'file'}"


def _as_json(portions: dict[str, personal.OwnData], at: datetime) -> str:
    data = {
        name: {"rows": portion.rows, "files": [_path(name, title) for title in portion.files]}
        for name, portion in portions.items()
    }
    return json.dumps({"taken_at": at, **data}, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)


def _as_page(portions: dict[str, personal.OwnData], at: datetime) -> str:
    shown = [
        {
            "title": portion.title,
            "rows": [[(portion.labels.get(key, key), value) for key, value in row.items()] for row in portion.rows],
            "files": [(title, _path(name, title)) for title in portion.files],
        }
        for name, portion in portions.items()
    ]
    return render_to_string("accounts/own_data_file.html", {"portions": shown, "at": at})
