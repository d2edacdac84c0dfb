"""Papers are stored whole or not at all, with their versions and the trail."""

import errno
import hashlib
import os
import time
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from jisr.accounts.models import User
from jisr.audit.models import Entry
from jisr.audit.services import SYSTEM
from jisr.documents import access, kinds, personal
from jisr.documents.models import Document, Version
from jisr.documents.policies import READ, WRITE
from jisr.documents.refusals import FileRefused, NoRoom
from jisr.documents.services import add_version, discard, store, sweep
from jisr.documents.storage import PrivateStorage
from jisr.documents.subjects import Subject, subject_of
from jisr.kernel.policy import Refused, may
from tests.documents.conftest import files_in
from tests.factories.accounts import UserFactory
from tests.factories.documents import CASE, image, make_document, pdf, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("disk")]


def test_a_paper_is_stored_with_its_facts_and_told_in_the_trail(disk, writer):
    document = store(
        upload("Beschluß\n".encode(), "Ratsbeschluß.txt"),
        owner_subject=CASE,
        actor=writer,
        title=" Beschluss ",
        language="de",
    )

    version = document.newest
    digest = hashlib.sha256("Beschluß\n".encode()).hexdigest()
    assert (document.title, document.language, document.subject_type, document.subject_key) == (
        "Beschluss",
        "de",
        "tests.case",
        "1",
    )
    assert (version.number, version.file_name, version.size, version.sha256, version.created_by) == (
        1,
        "Ratsbeschluß.txt",
        10,
        digest,
        writer,
    )
    assert version.content_type == "text/plain; charset=utf-8"
    assert files_in(disk) == [version.stored_as]
    step = Entry.objects.about(document).get()
    assert (step.action, step.actor_id) == ("documents.document_added", writer.pk)
    assert step.changes["sha256"] == [None, digest]


def test_a_stored_file_is_for_this_service_alone_and_its_name_tells_nothing(disk, writer):
    version = store(upload(name="geheim.txt"), owner_subject=CASE, actor=writer).newest

    assert (disk / version.stored_as).stat().st_mode & 0o777 == 0o600
    assert "geheim" not in version.stored_as


def test_private_files_lie_outside_of_what_a_web_server_may_serve(settings):
    folder = settings.STORAGES["documents"]["OPTIONS"]["location"]

    assert not str(PrivateStorage(folder).path("x")).startswith(f"{settings.MEDIA_ROOT}{os.sep}")


def test_without_a_title_a_paper_is_called_like_its_file(writer):
    assert store(upload(name="محضر.txt"), owner_subject=CASE, actor=writer).title == "محضر"


def test_a_newer_version_stands_beside_the_older_ones(disk, writer):
    document = make_document(b"one")

    add_version(document.pk, upload(b"two"), actor=writer)

    assert [(version.number, (disk / version.stored_as).read_bytes()) for version in document.versions.all()] == [
        (2, b"two"),
        (1, b"one"),
    ]
    assert Entry.objects.about(document).first().action == "documents.version_added"


def test_only_people_whom_the_rule_of_the_subject_allows_may_add(disk, writer, reader):
    document = make_document()

    for actor in (reader, UserFactory()):
        with pytest.raises(Refused):
            store(upload(), owner_subject=CASE, actor=actor)
        with pytest.raises(Refused):
            add_version(document.pk, upload(), actor=actor)
        with pytest.raises(Refused):
            discard(document.pk, actor=actor)
    assert len(files_in(disk)) == 1


def test_a_subject_without_a_rule_is_open_to_nobody(writer):
    with pytest.raises(Refused):
        store(upload(), owner_subject=Subject("tests.unknown", "1"), actor=writer)

    make_document(owner_subject=Subject("tests.unknown", "1"))
    assert list(Document.objects.visible_to(writer)) == []


def test_rule_and_query_agree_for_every_reader_and_subject(circle, writer, reader):
    stranger, gone = UserFactory(), UserFactory(is_active=False)
    circle.readers.add(gone.pk)
    papers = [
        make_document(owner_subject=Subject(*named)) for named in [CASE, ("tests.case", "2"), ("tests.none", "1")]
    ]

    for actor in (writer, reader, stranger, gone):
        seen = set(Document.objects.visible_to(actor))
        assert seen == {paper for paper in papers if may(actor, READ, paper)}
    assert set(Document.objects.visible_to(reader)) == {papers[0]}


def test_who_may_add_may_read_too(circle):
    person = UserFactory()
    circle.writers.add(person.pk)

    assert not may(person, WRITE, CASE)


def test_a_type_of_subject_has_one_rule(circle):
    with pytest.raises(ValueError, match="said twice"):
        access.register("tests.case", lambda *_: True, lambda *_: True)


def test_an_unknown_kind_of_paper_is_a_programming_error(writer):
    with pytest.raises(LookupError):
        store(upload(), owner_subject=CASE, actor=writer, kind="nonsense")
    with pytest.raises(ValueError, match="declared twice"):
        kinds.declare(kinds.OTHER, "again")


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_said_and_leaves_nothing_behind(disk, writer, monkeypatch, number):
    def full(self, partial, content):
        partial.write_bytes(b"half")
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(PrivateStorage, "_write", full)
    with pytest.raises(NoRoom, match="no room left"):
        store(upload(), owner_subject=CASE, actor=writer)

    assert (files_in(disk), Document.objects.count(), Entry.objects.count()) == ([], 0, 0)


def test_another_fault_of_the_disk_is_no_full_disk(disk, writer, monkeypatch):
    def broken(self, partial, content):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(PrivateStorage, "_write", broken)
    with pytest.raises(OSError, match="Input/output"):
        store(upload(), owner_subject=CASE, actor=writer)


def test_a_write_that_is_killed_leaves_no_file_under_its_name(disk, monkeypatch):
    monkeypatch.setattr(os, "fsync", lambda _number: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        make_document()

    assert (files_in(disk), Document.objects.count()) == ([], 0)


def test_a_file_whose_row_cannot_be_written_goes_again(disk, monkeypatch):
    def fail(*_args, **_options):
        raise IntegrityError

    monkeypatch.setattr("jisr.documents.services.record", fail)
    with pytest.raises(IntegrityError):
        make_document()

    assert (files_in(disk), Document.objects.count()) == ([], 0)


def test_a_refused_file_leaves_nothing_behind(disk, writer):
    with pytest.raises(FileRefused):
        store(upload(b"MZ\x00"), owner_subject=CASE, actor=writer)

    assert (files_in(disk), Document.objects.count()) == ([], 0)


def test_sweeping_deletes_only_old_files_that_no_version_names(disk, django_capture_on_commit_callbacks):
    version = make_document().newest
    folder = disk / "ab"
    folder.mkdir(exist_ok=True)
    for name in ("old.txt", "old.pdf.part", "new.txt"):
        (folder / name).write_bytes(b"x")
    long_ago = time.time() - 2 * 86_400
    for path in (disk / version.stored_as, folder / "old.txt", folder / "old.pdf.part"):
        os.utime(path, (long_ago, long_ago))

    with django_capture_on_commit_callbacks(execute=True):
        assert sweep(timezone.now()) == 2

    assert files_in(disk) == sorted(["ab/new.txt", version.stored_as])


def test_sweeping_undone_deletes_nothing(disk):
    (disk / "ab").mkdir(parents=True)
    (disk / "ab/old.txt").write_bytes(b"x")

    with transaction.atomic():
        assert sweep(timezone.now() + timedelta(days=2)) == 1
        transaction.set_rollback(True)

    assert files_in(disk) == ["ab/old.txt"]


def test_a_discarded_paper_is_gone_after_the_transaction_and_the_trail_keeps_its_checksum(
    disk, writer, django_capture_on_commit_callbacks
):
    document = make_document()
    pk, digest = document.pk, document.newest.sha256

    with django_capture_on_commit_callbacks(execute=True):
        discard(pk, actor=writer)

    assert (files_in(disk), Version.objects.count()) == ([], 0)
    step = Entry.objects.get(action="documents.document_discarded")
    assert (step.subject_key, step.changes) == (str(pk), {"sha256": [[digest], None]})


def test_every_file_is_compared_with_its_checksum(disk, capsys):
    sound, changed, missing = make_document(b"a"), make_document(b"b"), make_document(b"c")
    call_command("verify_documents")
    (disk / changed.newest.stored_as).write_bytes(b"x")
    (disk / missing.newest.stored_as).unlink()

    with pytest.raises(CommandError, match="2 files"):
        call_command("verify_documents")

    told = capsys.readouterr().err
    assert (changed.public_id in told, missing.public_id in told, sound.public_id in told) == (True, True, False)


def test_one_takes_home_what_one_added_and_may_still_read(circle, writer):
    mine = make_document(b"mine", "mine.txt", actor=writer)
    make_document(b"theirs", "theirs.txt")

    data = personal.own_papers(writer)
    assert [row["file_name"] for row in data.rows] == ["mine.txt"]
    assert data.files == {f"{mine.public_id}-1-mine.txt": b"mine"}

    circle.readers.clear()
    assert (len(personal.own_papers(writer).rows), personal.own_papers(writer).files) == (1, {})


def test_papers_about_an_erased_person_go_and_those_of_cases_stay(disk, writer, django_capture_on_commit_callbacks):
    make_document(b"passport", owner_subject=writer)
    kept = make_document(b"minutes", actor=writer)

    with django_capture_on_commit_callbacks(execute=True):
        assert personal.papers_about(writer) == 1

    assert (list(Document.objects.all()), files_in(disk)) == ([kept], [kept.newest.stored_as])


def test_a_public_id_cannot_be_guessed():
    ids = {make_document().public_id for _ in range(20)}

    assert (len(ids), {len(one) for one in ids}) == (20, {16})


def test_images_and_pdfs_are_stored_as_checked(disk):
    picture = make_document(image("JPEG", comment=b"Secret"), "a.jpg").newest
    paper = make_document(pdf(tail=b"behind"), "a.pdf").newest

    assert b"Secret" not in (disk / picture.stored_as).read_bytes()
    assert (disk / paper.stored_as).read_bytes() == pdf()
    assert (paper.size, paper.is_accessible) == (len(pdf()), False)


def test_a_subject_is_named_by_type_and_key(writer):
    assert subject_of(writer) == Subject("accounts.user", str(writer.pk))
    assert isinstance(writer, User)
    assert SYSTEM.pk is None
