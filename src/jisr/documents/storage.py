"""Where private files lie: in a folder of their own that no web server serves, whole or not at all."""

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, storages

PARTIAL = ".part"


class PrivateStorage(FileSystemStorage):
    """Writes to a partial file, then renames: a file under its name is whole, whatever was killed on the way."""

    def _save(self, name: str, content: File) -> str:
        final = Path(self.path(name))
        final.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        partial = final.with_name(final.name + PARTIAL)
        try:
            self._write(partial, content)
            partial.replace(final)
        except BaseException:
            partial.unlink(missing_ok=True)
            raise
        return name

    def _write(self, partial: Path, content: File) -> None:
        """Raises ``OSError`` when the disk is full."""
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
            for chunk in content.chunks():
                target.write(chunk)
            target.flush()
            os.fsync(target.fileno())


def private() -> Storage:
    """The storage of all private files."""
    return storages["documents"]


def files_before(moment: datetime) -> Iterator[str]:
    """The names of all private files, whole or partial, that were last written before ``moment``."""
    storage = private()
    for folder in _folders(storage):
        for name in storage.listdir(folder)[1]:
            path = f"{folder}/{name}"
            if storage.get_modified_time(path) < moment:
                yield path


def _folders(storage: Storage) -> list[str]:
    try:
        return sorted(storage.listdir("")[0])
    except FileNotFoundError:  # nothing was ever stored
        return []
