"""Static files under hashed names: modules find each other, and files of others are as they were published."""

import hashlib
import re
from pathlib import Path

from django.core.files.storage import FileSystemStorage

from jisr import events
from jisr.config.static import StaticFiles

READER = Path(events.__file__).parent / "static/events/qr"


def test_what_a_module_imports_is_named_by_its_hash(tmp_path):
    source, storage = FileSystemStorage(READER.parents[1]), StaticFiles(tmp_path, "/static/")
    names = ["events/qr/decode.js", "events/qr/index.js", "events/camera.js"]
    for name in names:
        storage.save(name, source.open(name))

    list(storage.post_process({name: (source, name) for name in names}))

    decode = storage.open(storage.hashed_files["events/qr/decode.js"]).read().decode()
    (imported,) = re.findall(r'from "\./(.*)";', decode)
    assert f"events/qr/{imported}" == storage.hashed_files["events/qr/index.js"]
    assert decode.replace(f'"./{imported}"', "'./index.js'") == source.open("events/qr/decode.js").read().decode()


def test_the_qr_reader_is_the_one_that_was_published():
    written = READER.joinpath("README.md").read_text()
    sums = dict(re.findall(r"^\| `([\w.-]+)` \| ([0-9a-f]{64}) \|$", written, re.MULTILINE))

    assert set(sums) == {path.name for path in READER.iterdir()} - {"README.md"}
    assert {name: hashlib.sha256(READER.joinpath(name).read_bytes()).hexdigest() for name in sums} == sums
