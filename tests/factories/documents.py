"""Papers and the files they are made of, each the smallest valid one."""

import io
import zipfile

from django.core.files.base import ContentFile
from PIL import Image

from jisr.audit.services import SYSTEM
from jisr.documents.models import Document
from jisr.documents.services import store
from jisr.documents.subjects import Subject

CASE = Subject("tests.case", "1")


def pdf(*objects: bytes, tail: bytes = b"") -> bytes:
    """A PDF of one empty page; ``objects`` are further ones, numbered from 4."""
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
        *objects,
    ]
    content, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, 1):
        offsets.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    content += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(bodies) + 1, table)
    return content + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, start) + tail


def image(kind: str = "PNG", size: tuple[int, int] = (4, 3), **options: object) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, "#2255aa").save(target, format=kind, **options)
    return target.getvalue()


def archive(*parts: tuple[str, bytes], stored_first: bool = False) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for place, (name, content) in enumerate(parts):
            kind = zipfile.ZIP_STORED if stored_first and place == 0 else zipfile.ZIP_DEFLATED
            made.writestr(zipfile.ZipInfo(name), content, compress_type=kind)
    return target.getvalue()


def docx(*parts: tuple[str, bytes]) -> bytes:
    types = b'<Types><Override ContentType="application/x.wordprocessingml.document.main+xml"/></Types>'
    return archive(("[Content_Types].xml", types), ("word/document.xml", b"<w:document/>"), *parts)


def xlsx(*parts: tuple[str, bytes]) -> bytes:
    types = b'<Types><Override ContentType="application/x.spreadsheetml.sheet.main+xml"/></Types>'
    return archive(("[Content_Types].xml", types), ("xl/workbook.xml", b"<workbook/>"), *parts)


def odf(kind: bytes = b"text", *parts: tuple[str, bytes]) -> bytes:
    mime = b"application/vnd.oasis.opendocument." + kind
    return archive(("mimetype", mime), ("content.xml", b"<office/>"), *parts, stored_first=True)


def upload(content: bytes = b"Protokoll\n", name: str = "protokoll.txt") -> ContentFile:
    return ContentFile(content, name=name)


def make_document(content: bytes = b"Protokoll\n", name: str = "protokoll.txt", **columns: object) -> Document:
    return store(upload(content, name), **{"owner_subject": CASE, "actor": SYSTEM, **columns})
