"""The formats that may be stored, told by content alone."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Format(models.TextChoices):
    """A format that is let in. The value is the ending of the file's name too."""

    PDF = "pdf", _("PDF")
    PNG = "png", _("PNG image")
    JPEG = "jpg", _("JPEG image")
    WEBP = "webp", _("WebP image")
    DOCX = "docx", _("Word text (DOCX)")
    XLSX = "xlsx", _("Excel sheet (XLSX)")
    ODT = "odt", _("OpenDocument text (ODT)")
    ODS = "ods", _("OpenDocument sheet (ODS)")
    CSV = "csv", _("table as text (CSV)")
    TXT = "txt", _("plain text")


CONTENT_TYPES = {
    Format.PDF: "application/pdf",
    Format.PNG: "image/png",
    Format.JPEG: "image/jpeg",
    Format.WEBP: "image/webp",
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.ODT: "application/vnd.oasis.opendocument.text",
    Format.ODS: "application/vnd.oasis.opendocument.spreadsheet",
    Format.CSV: "text/csv",
    Format.TXT: "text/plain",
}
ACCEPT = ",".join(f".{ending}" for ending in (*Format.values, "jpeg"))
"""For the ``accept`` of a file field."""
