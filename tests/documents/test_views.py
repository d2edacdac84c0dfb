"""Pages and downloads of papers, over HTTP."""

import errno
import re
import tempfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from jisr.accounts.states import Role
from jisr.documents.models import Document
from jisr.documents.storage import PrivateStorage
from jisr.documents.subjects import Subject, upload_url
from jisr.documents.uploading import ReceivedFile
from tests.documents.conftest import files_in
from tests.factories.accounts import UserFactory
from tests.factories.documents import CASE, image, make_document

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("disk")]
CONTENT = b"0123456789"


@pytest.fixture
def paper(circle):
    return make_document(CONTENT, "قرار المجلس 7.txt", title="قرار المجلس")


def body(response):
    return b"".join(response.streaming_content)


def test_a_download_says_what_it_is_and_is_never_a_page(client, paper, reader):
    client.force_login(reader)

    response = client.get(paper.newest.get_absolute_url())

    assert (response.status_code, body(response)) == (200, CONTENT)
    assert {name: response.headers[name] for name in SAID} == SAID
    assert response.headers["ETag"] == f'"{paper.newest.sha256}"'
    assert response.headers["Content-Disposition"] == (
        "attachment; filename=\"7.txt\"; filename*=UTF-8''"
        "%D9%82%D8%B1%D8%A7%D8%B1%20%D8%A7%D9%84%D9%85%D8%AC%D9%84%D8%B3%207.txt"
    )
    assert response.cookies == {}


SAID = {
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Length": "10",
    "Accept-Ranges": "bytes",
    "Cache-Control": "private, no-cache",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.mark.parametrize(
    ("asked", "part", "told"),
    [
        ("bytes=0-3", b"0123", "bytes 0-3/10"),
        ("bytes=4-", b"456789", "bytes 4-9/10"),
        ("bytes=-3", b"789", "bytes 7-9/10"),
        ("bytes=8-99", b"89", "bytes 8-9/10"),
        ("bytes=-99", CONTENT, "bytes 0-9/10"),
    ],
)
def test_a_part_is_handed_out(client, paper, reader, asked, part, told):
    client.force_login(reader)

    response = client.get(paper.newest.get_absolute_url(), headers={"range": asked})

    assert (response.status_code, body(response)) == (206, part)
    assert (response.headers["Content-Range"], response.headers["Content-Length"]) == (told, str(len(part)))


@pytest.mark.parametrize("asked", ["bytes=10-", "bytes=-0", "bytes=99-100"])
def test_a_part_that_is_not_there_is_refused(client, paper, reader, asked):
    client.force_login(reader)

    response = client.get(paper.newest.get_absolute_url(), headers={"range": asked})

    assert (response.status_code, response.headers["Content-Range"], response.content) == (416, "bytes */10", b"")


@pytest.mark.parametrize("asked", ["bytes=0-1,4-5", "lines=1-2", "bytes=5-2", "bytes=-", "nonsense"])
def test_what_is_no_single_range_is_ignored(client, paper, reader, asked):
    client.force_login(reader)

    response = client.get(paper.newest.get_absolute_url(), headers={"range": asked})

    assert (response.status_code, body(response)) == (200, CONTENT)


def test_the_rest_is_only_sent_if_it_is_of_the_same_version(client, paper, reader):
    client.force_login(reader)
    address = paper.newest.get_absolute_url()
    etag, modified = (client.head(address).headers[name] for name in ("ETag", "Last-Modified"))

    def status(condition):
        response = client.get(address, headers={"range": "bytes=4-", "if-range": condition})
        return response.status_code, body(response)

    assert status(etag) == status(modified) == (206, b"456789")
    assert status('"other"') == status(f"W/{etag}") == status("Sat, 01 Jan 2000 00:00:00 GMT") == (200, CONTENT)


def test_an_unchanged_file_is_not_sent_again(client, paper, reader):
    client.force_login(reader)
    address = paper.newest.get_absolute_url()
    etag = client.head(address).headers["ETag"]

    response = client.get(address, headers={"if-none-match": f'"x", W/{etag}'})

    assert (response.status_code, response.content, response.headers["ETag"]) == (304, b"", etag)
    assert client.get(address, headers={"if-none-match": '"x"'}).status_code == 200


def test_head_tells_the_same_without_the_content(client, paper, reader):
    client.force_login(reader)
    address = paper.newest.get_absolute_url()

    whole, part = client.head(address), client.head(address, headers={"range": "bytes=0-3"})

    assert (whole.status_code, whole.content, {name: whole.headers[name] for name in SAID}) == (200, b"", SAID)
    assert (part.status_code, part.content, part.headers["Content-Length"]) == (206, b"", "4")


def test_hidden_and_absent_give_the_same_answer(client, paper):
    client.force_login(UserFactory())
    addresses = [paper.get_absolute_url(), paper.newest.get_absolute_url()]

    for address in addresses:
        hidden = client.get(address)
        absent = client.get(address.replace(paper.public_id, "A" * 16))
        assert (hidden.status_code, absent.status_code) == (404, 404)
        assert hidden.content.replace(paper.public_id.encode(), b"A" * 16) == absent.content


def test_a_version_that_is_not_there_and_a_file_that_is_lost_are_not_found(client, paper, reader, disk):
    client.force_login(reader)

    assert client.get(reverse("documents:file", args=[paper.public_id, 2])).status_code == 404
    (disk / paper.newest.stored_as).unlink()
    assert client.get(paper.newest.get_absolute_url()).status_code == 404


def test_people_who_are_not_signed_in_are_led_to_sign_in(client, paper):
    for address in (paper.get_absolute_url(), paper.newest.get_absolute_url(), upload_url(CASE)):
        response = client.get(address)
        assert (response.status_code, response.headers["Location"].split("?")[0]) == (302, "/en/accounts/login/")


def test_people_of_the_office_need_their_second_factor(client, paper, circle):
    adviser = UserFactory(roles=[Role.ADVISER], totp=False)
    circle.readers.add(adviser.pk)
    client.force_login(adviser)

    assert client.get(paper.newest.get_absolute_url()).status_code == 302


def test_the_page_of_a_paper_shows_facts_and_versions_and_the_form_only_to_those_who_may(client, paper, reader, writer):
    client.force_login(reader)
    page = client.get(paper.get_absolute_url())
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "private"
    text = page.content.decode()
    assert ("قرار المجلس 7.txt" in text, paper.newest.sha256 in text, "multipart/form-data" in text) == (
        True,
        True,
        False,
    )

    client.force_login(writer)
    assert "multipart/form-data" in client.get(paper.get_absolute_url()).content.decode()


@pytest.mark.parametrize("language", ["de", "en", "ar"])
def test_the_page_reads_in_each_language_with_few_queries(
    client, paper, writer, language, django_assert_max_num_queries
):
    client.force_login(writer)

    with django_assert_max_num_queries(12):
        page = client.get(f"/{language}/workspace/documents/{paper.public_id}/")

    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in page.content.decode()


def test_a_paper_is_uploaded(client, writer):
    client.force_login(writer)

    response = client.post(
        upload_url(CASE), {"title": "محضر", "language": "ar", "file": SimpleUploadedFile("a.png", image())}, follow=True
    )

    document = Document.objects.get()
    assert response.redirect_chain == [(document.get_absolute_url(), 302)]
    assert (document.title, document.language, document.newest.created_by) == ("محضر", "ar", writer)
    assert "The document is stored." in response.content.decode()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "This file is empty."),
        (b"MZ\0\0", "We cannot take a file of this kind."),
        (b"x" * 2001, "This file is too large. At most 2.0\xa0KB are possible."),
        (None, "Please choose a file."),
    ],
)
def test_a_refused_file_is_told_at_the_field_and_nothing_typed_is_lost(client, writer, disk, settings, content, said):
    settings.MAX_UPLOAD_BYTES = 2000
    client.force_login(writer)
    typed = {"title": "Protokoll <7>", "language": "de"}
    file = {} if content is None else {"file": SimpleUploadedFile("a.exe", content)}

    response = client.post(upload_url(CASE), {**file, **typed})

    text = response.content.decode()
    assert response.status_code == 422
    assert re.search(r'id="id_file_error">.*?' + re.escape(said), text, re.DOTALL)
    assert 'value="Protokoll &lt;7&gt;"' in text
    assert '<option value="de" selected>' in text
    assert (files_in(disk), Document.objects.count()) == ([], 0)


def test_a_disk_that_is_full_when_the_file_is_kept_is_told_at_the_field(client, writer, disk, monkeypatch):
    monkeypatch.setattr(PrivateStorage, "_write", full)
    client.force_login(writer)

    response = client.post(upload_url(CASE), {"title": "Typed", "file": SimpleUploadedFile("a.txt", b"a")})

    assert (response.status_code, files_in(disk)) == (422, [])
    assert "There is no room left to store files" in response.content.decode()
    assert 'value="Typed"' in response.content.decode()


def test_a_disk_that_is_full_while_the_file_arrives_is_told_at_the_field(client, writer, disk, monkeypatch):
    monkeypatch.setattr(tempfile.SpooledTemporaryFile, "write", full)
    client.force_login(writer)

    response = client.post(upload_url(CASE), {"file": SimpleUploadedFile("a.txt", b"a"), "title": "Typed"})

    assert (response.status_code, files_in(disk)) == (422, [])
    assert "There is no room left to store files" in response.content.decode()
    assert 'value="Typed"' in response.content.decode()


def full(*_args):
    raise OSError(errno.ENOSPC, "No space left on device")


def test_bytes_beyond_the_limit_are_not_kept_anywhere(client, writer, settings, monkeypatch):
    settings.MAX_UPLOAD_BYTES = 100_000
    written = []
    real = tempfile.SpooledTemporaryFile.write
    monkeypatch.setattr(
        tempfile.SpooledTemporaryFile, "write", lambda self, data: written.append(len(data)) or real(self, data)
    )
    client.force_login(writer)

    client.post(upload_url(CASE), {"file": SimpleUploadedFile("a.txt", b"x" * 1_000_000)})

    assert sum(written) <= 100_000


def test_a_received_file_is_closed_with_its_request(client, writer, monkeypatch):
    closed = []
    real = ReceivedFile.close
    monkeypatch.setattr(ReceivedFile, "close", lambda self: closed.append(self.name) or real(self))
    client.force_login(writer)

    client.post(upload_url(CASE), {"file": SimpleUploadedFile("a.txt", b"a")})

    assert "a.txt" in closed


def test_an_upload_from_elsewhere_is_refused(writer):
    client = Client(enforce_csrf_checks=True)
    client.force_login(writer)

    assert client.post(upload_url(CASE), {"file": SimpleUploadedFile("a.txt", b"a")}).status_code == 403
    assert Document.objects.count() == 0


def test_only_people_who_may_add_find_the_page_for_it(client, reader, writer):
    addresses = [
        upload_url(CASE),
        upload_url(Subject("tests.case", "2")),
        upload_url(Subject("tests.none", "1")),
        reverse("documents:add", args=["forged"]),
    ]

    client.force_login(reader)
    assert [client.get(address).status_code for address in addresses] == [404, 404, 404, 404]
    client.force_login(writer)
    assert [client.get(address).status_code for address in addresses] == [200, 404, 404, 404]


def test_a_newer_version_is_uploaded_by_those_who_may(client, paper, reader, writer):
    address = reverse("documents:renew", args=[paper.public_id])
    client.force_login(reader)
    assert client.post(address, {"file": SimpleUploadedFile("b.txt", b"b")}).status_code == 404

    client.force_login(writer)
    assert client.post(address, {"file": SimpleUploadedFile("b.txt", b"MZ\0")}).status_code == 422
    assert client.post(address, {"file": SimpleUploadedFile("b.txt", b"b")}).status_code == 302
    assert [version.file_name for version in paper.versions.all()] == ["b.txt", "قرار المجلس 7.txt"]
    assert client.get(address).status_code == 405


def test_the_list_for_other_rooms_shows_rows_and_the_way_to_add(paper, django_assert_num_queries):
    from django.template.loader import render_to_string  # noqa: PLC0415

    make_document(b"b", "b.txt", title="Zweites", language="de")
    with django_assert_num_queries(2):
        text = render_to_string(
            "documents/_list.html", {"documents": Document.objects.of(CASE).with_newest(), "add_url": "/add/"}
        )

    assert re.findall(r'<a href="([^"]+)"', text)[:2] == [
        paper_.get_absolute_url() for paper_ in Document.objects.of(CASE)
    ]
    assert ("Zweites" in text, 'href="/add/"' in text) == (True, True)
    assert "No documents yet." in render_to_string("documents/_list.html", {"documents": []})
