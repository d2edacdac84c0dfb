"""The virus scanner: asked when there is one, believed when it refuses, and missed when it is away."""

import socket
import struct
import threading

import pytest

from jisr.documents.checks import virus_scanner
from jisr.documents.refusals import FileRefused
from jisr.documents.services import store
from tests.documents.conftest import files_in
from tests.factories.documents import CASE, upload

pytestmark = pytest.mark.django_db

# In two parts, so that no scanner takes this file for what it tests with.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"


class FakeClamd(threading.Thread):
    """Speaks INSTREAM as clamd does, and knows one virus."""

    def __init__(self, answer=None):
        super().__init__(daemon=True)
        self.answer = answer
        self.seen = []
        self.server = socket.create_server(("127.0.0.1", 0))
        self.address = f"tcp://127.0.0.1:{self.server.getsockname()[1]}"

    def run(self):
        while True:
            try:
                connection, _peer = self.server.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as stream:
                command = stream.read(10)
                content = b""
                while length := struct.unpack("!L", stream.read(4))[0]:
                    content += stream.read(length)
                self.seen.append((command, content))
                found = b"stream: Win.Test.EICAR_HDB-1 FOUND" if EICAR in content else b"stream: OK"
                connection.sendall((self.answer or found) + b"\0")


@pytest.fixture
def clamd(settings):
    server = FakeClamd()
    server.start()
    settings.CLAMD_URL = server.address
    yield server
    server.server.close()


def test_a_virus_is_refused_and_nothing_of_it_is_kept(clamd, disk, writer):
    with pytest.raises(FileRefused, match="virus scanner") as refusal:
        store(upload(EICAR, "eicar.txt"), owner_subject=CASE, actor=writer)

    assert refusal.value.facts["why"] == "virus"
    assert files_in(disk) == []


def test_the_scanner_sees_the_whole_file_as_it_came(clamd, disk, writer):
    content = b"line of text\n" * 20_000

    store(upload(content), owner_subject=CASE, actor=writer)

    assert clamd.seen == [(b"zINSTREAM\0", content)]


def test_without_a_scanner_configured_nothing_is_asked_and_the_deployment_check_says_so(settings, disk, writer):
    settings.CLAMD_URL = ""

    store(upload(EICAR, "eicar.txt"), owner_subject=CASE, actor=writer)

    assert [message.id for message in virus_scanner()] == ["documents.I001"]
    settings.CLAMD_URL = "tcp://127.0.0.1:3310"
    assert virus_scanner() == []


def test_what_cannot_be_checked_is_not_taken(settings, disk, writer):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        settings.CLAMD_URL = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
    with pytest.raises(FileRefused, match="at the moment"):
        store(upload(), owner_subject=CASE, actor=writer)

    assert files_in(disk) == []


def test_an_answer_that_is_neither_yes_nor_no_is_a_no(clamd, disk, writer):
    clamd.answer = b"INSTREAM size limit exceeded. ERROR"

    with pytest.raises(FileRefused, match="at the moment"):
        store(upload(), owner_subject=CASE, actor=writer)


def test_a_scanner_on_a_socket_in_a_folder_is_asked_too(settings, disk, writer, tmp_path):
    path = tmp_path / "clamd"
    server = FakeClamd()
    server.server.close()
    server.server = socket.socket(socket.AF_UNIX)
    server.server.bind(str(path))
    server.server.listen()
    server.start()
    settings.CLAMD_URL = f"unix://{path}"

    with pytest.raises(FileRefused, match="virus scanner"):
        store(upload(EICAR, "eicar.txt"), owner_subject=CASE, actor=writer)
    server.server.close()
