"""How static files are named, and when they are collected: only when one of them has changed since the last time."""

import hashlib

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage

STAMP = "collected"
MODULES = "events/qr/*.js"


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Also puts the hashed names into what ``MODULES`` import.

    Django could do so in all scripts, but then reads the minified ones of the editors' desk for imports too.
    """

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        (MODULES, CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1]),
    )


def collect_if_changed() -> bool:
    """Collect and compress. Returns whether there was anything to do."""
    stamp = settings.HERE.var_dir / "build" / STAMP
    digest = _digest()
    if settings.STATIC_ROOT.exists() and stamp.exists() and stamp.read_text(encoding="ascii") == digest:
        return False
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(digest, encoding="ascii")
    return True


def _digest() -> str:
    """The names, sizes and times of all static files, in one short text."""
    found = hashlib.blake2b(digest_size=16)
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda entry: entry[0]):
            stat = f"{name}|{storage.size(name)}|{storage.get_modified_time(name).timestamp()}\n"
            found.update(stat.encode())
    return found.hexdigest()
