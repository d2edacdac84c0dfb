"""What is let in, what is cleaned, and what is refused."""

import io
import zipfile
import zlib

import pypdf
import pytest
from PIL import Image

from jisr.documents import archives, images
from jisr.documents.inspection import check, proper_name
from jisr.documents.refusals import FileRefused
from jisr.documents.states import Format
from tests.factories.documents import archive, docx, image, odf, pdf, xlsx


def checked(content, name="x"):
    return check(io.BytesIO(content), name, len(content))


def why(content, name="x"):
    with pytest.raises(FileRefused) as refusal:
        checked(content, name)
    return refusal.value.facts["why"]


@pytest.mark.parametrize(
    ("content", "name", "found", "charset"),
    [
        (pdf(), "a.pdf", Format.PDF, ""),
        (image("PNG"), "a.png", Format.PNG, ""),
        (image("JPEG"), "a.jpg", Format.JPEG, ""),
        (image("WEBP"), "a.webp", Format.WEBP, ""),
        (docx(), "a.docx", Format.DOCX, ""),
        (xlsx(), "a.xlsx", Format.XLSX, ""),
        (odf(b"text"), "a.odt", Format.ODT, ""),
        (odf(b"spreadsheet"), "a.ods", Format.ODS, ""),
        ("Ort;Einwohner\nطوباس;21000\n".encode(), "a.csv", Format.CSV, "utf-8"),
        ("طوباس".encode(), "a.txt", Format.TXT, "utf-8"),
        ("طوباس".encode("utf-16"), "a.txt", Format.TXT, "utf-16"),
        ("طوباس".encode("windows-1256"), "a.csv", Format.CSV, ""),
    ],
)
def test_each_format_of_the_list_is_told_by_its_content(content, name, found, charset):
    result = checked(content, name)

    assert (result.format, result.file_name, result.charset) == (found, f"a.{found.value}", charset)


def test_the_content_decides_not_the_name():
    assert checked(image("JPEG"), "bescheid.pdf").file_name == "bescheid.jpg"
    assert checked(pdf(), "foto.png").format == Format.PDF


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00\x03",
        b"GIF89a\x01\x00\x01\x00",
        b"<!doctype html><script>alert(1)</script>",
        b"\xef\xbb\xbf <svg xmlns='http://www.w3.org/2000/svg'/>",
        b"#!/bin/sh\nrm -rf .\n",
        b"%!PS-Adobe-3.0",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old office",
        archive(("a.txt", b"a")),
        b"text with a bell \x07",
    ],
)
def test_everything_else_is_refused(content):
    assert why(content, "a.txt") == "format"


def test_an_empty_and_a_too_large_file_are_refused(settings):
    settings.MAX_UPLOAD_BYTES = 10

    assert (why(b""), why(b"12345678901")) == ("empty", "large")
    assert checked(b"1234567890").content == b"1234567890"


@pytest.mark.parametrize(
    ("name", "proper"),
    [
        ("قرار المجلس.txt", "قرار المجلس.txt"),
        ("C:\\Users\\x\\Beschluß.TXT", "Beschluß.txt"),
        ("../../etc/passwd", "passwd.txt"),
        ("a\r\nSet-Cookie: b.txt", "a Set-Cookie  b.txt"),
        ("rechnung\u202etxt.exe", "rechnung txt.txt"),
        ("...", "plain text.txt"),
        ("x" * 300 + ".txt", "x" * 120 + ".txt"),
    ],
)
def test_a_name_is_kept_without_what_could_do_harm(name, proper):
    assert proper_name(name, Format.TXT) == proper


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_an_image_loses_its_metadata_and_its_tail(kind):
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[1] = "N"
    content = image(kind, exif=exif.tobytes(), **({"comment": b"SecretComment"} if kind == "JPEG" else {}))
    assert b"SecretCamera" in content

    clean = checked(content + archive(("hidden.txt", b"hidden"))).content

    assert b"Secret" not in clean
    assert b"hidden" not in clean
    assert not zipfile.is_zipfile(io.BytesIO(clean))
    assert (Image.open(io.BytesIO(clean)).size, dict(Image.open(io.BytesIO(clean)).getexif())) == ((4, 3), {})


def test_a_photo_taken_sideways_is_turned_before_its_metadata_goes():
    exif = Image.Exif()
    exif[0x0112] = 6

    clean = checked(image("JPEG", exif=exif.tobytes())).content

    assert Image.open(io.BytesIO(clean)).size == (3, 4)


def test_an_image_with_too_many_pixels_is_refused_before_it_is_unpacked(monkeypatch):
    content = image("PNG")
    monkeypatch.setattr(images, "MOST_PIXELS", 11)
    monkeypatch.setattr(Image.Image, "load", lambda *_: pytest.fail("was unpacked"))

    assert why(content) == "bomb"


def test_a_real_pixel_bomb_is_refused():
    content = image("PNG", (10, 10))
    head = b"IHDR" + (30_000).to_bytes(4) + (30_000).to_bytes(4) + content[24:29]

    assert why(content[:12] + head + zlib.crc32(head).to_bytes(4) + content[33:]) == "bomb"


@pytest.mark.parametrize("content", [image("PNG")[:40], image("JPEG")[:200], pdf()[:80], docx()[:60] + b"x" * 40])
def test_a_damaged_file_is_refused(content):
    assert why(content) == "broken"


@pytest.mark.parametrize(
    "active",
    [
        b"<< /Type /Action /S /JavaScript /JS (app.alert\\(1\\)) >>",
        b"<< /S /J#61vaScript /J#53 (app.alert\\(1\\)) >>",
        b"<< /S /Launch /F (cmd.exe) >>",
        b"<< /Names << /EmbeddedFiles << /Names [(a) 5 0 R] >> >> >>",
        b"<< /Type /Filespec /F (a.exe) /EF << /F 5 0 R >> >>",
        b"<< /Subtype /RichMedia >>",
        b"<< /AcroForm << /XFA (x) >> >>",
        b"[ [ << /S /SubmitForm /F (http://example.org) >> ] ]",
    ],
)
def test_a_pdf_that_acts_is_refused(active):
    assert why(pdf(active)) == "active"


def test_a_script_packed_into_a_stream_of_objects_is_found():
    packed = packed_objects()
    assert b"JavaScript" not in packed

    assert why(packed) == "active"


def packed_objects():
    """A file with its catalog packed into an object stream, as modern programs write it."""
    catalog = b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> >>"
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"
    bodies, head, offset = [catalog, pages, page], b"", 0
    for number, body in enumerate(bodies, 1):
        head += b"%d %d " % (number, offset)
        offset += len(body) + 1
    stream = zlib.compress(head + b" ".join(bodies))
    out = b"%PDF-1.7\n"
    first = len(out)
    out += (
        b"4 0 obj\n<< /Type /ObjStm /N 3 /First %d /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream\nendobj\n"
        % (
            len(head),
            len(stream),
            stream,
        )
    )
    start = len(out)
    rows = b"\0\0\0\xff" + b"".join(b"\2\0\4" + bytes([place]) for place in range(3))
    rows += b"\1" + first.to_bytes(2) + b"\0" + b"\1" + start.to_bytes(2) + b"\0"
    out += b"5 0 obj\n<< /Type /XRef /Size 6 /W [1 2 1] /Root 1 0 R /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (
        len(rows),
        rows,
    )
    return out + b"startxref\n%d\n%%%%EOF\n" % start


def test_a_pdf_loses_what_stands_behind_its_end():
    assert checked(pdf(tail=archive(("a.txt", b"a")))).content == pdf()


def test_a_pdf_that_is_an_archive_too_is_refused():
    inside = archive(("a.txt", b"a"))
    both = inside[:-2] + (6).to_bytes(2, "little") + b"%%EOF\n"

    assert why(pdf() + both) == "polyglot"


def test_a_locked_pdf_is_refused_and_one_that_only_forbids_printing_is_read():
    def encrypted(password):
        writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf()))
        writer.encrypt(user_password=password, owner_password="owner", algorithm="AES-256")
        target = io.BytesIO()
        writer.write(target)
        return target.getvalue()

    assert why(encrypted("secret")) == "locked"
    assert checked(encrypted("")).format == Format.PDF


@pytest.mark.parametrize(
    "content",
    [
        docx(("word/vbaProject.bin", b"x")),
        docx(("word/embeddings/oleObject1.bin", b"x")),
        docx(("word/activeX/activeX1.xml", b"x")),
        docx(("word/_rels/settings.xml.rels", b'<r Type="x/attachedTemplate" TargetMode="External"/>')),
        archive(("[Content_Types].xml", b"ms-word.document.macroEnabled.main+xml"), ("word/document.xml", b"x")),
        odf(b"text", ("Basic/Standard/Module1.xml", b"x")),
    ],
)
def test_macros_and_other_programs_are_refused(content):
    assert why(content) == "active"


def test_a_locked_open_document_is_refused():
    assert why(odf(b"text", ("META-INF/manifest.xml", b"<manifest:encryption-data/>"))) == "locked"


@pytest.mark.parametrize("content", [docx() + b"#", b"PK\x03\x04" + docx(), docx() + docx()])
def test_an_archive_with_something_around_it_is_refused(content):
    assert why(content) == "polyglot"


def test_an_archive_that_unpacks_to_far_more_is_refused_without_unpacking(monkeypatch):
    content = docx(("word/media/bomb.xml", b"\0" * 5_000_000))
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_: pytest.fail("was unpacked"))

    assert why(content) == "bomb"


def test_an_archive_of_too_many_parts_or_too_large_in_all_is_refused(monkeypatch):
    monkeypatch.setattr(archives, "MOST_PARTS", 3)
    assert why(docx(("a", b"1"), ("b", b"2"))) == "bomb"

    monkeypatch.setattr(archives, "MOST_UNPACKED_BYTES", 50)
    assert why(docx()) == "bomb"


def test_parts_that_lie_over_each_other_are_refused():
    content = bytearray(docx(("a.xml", b"1234567890" * 50)))
    entry = content.rindex(b"PK\x01\x02")
    content[entry + 20 : entry + 24] = (len(content) + 1).to_bytes(4, "little")

    assert why(bytes(content)) == "bomb"
