"""Generated PDFs: accessible, in reading order with every vowel mark, the same for the same data."""

import io
import re
import subprocess
import sys
import time

import pypdf
import pytest
from django.utils.translation import gettext, override

from jisr.documents.pdf import render, render_apart
from jisr.documents.portable import is_accessible
from jisr.documents.reading_order import in_reading_order
from jisr.documents.states import Format
from tests.factories.documents import make_document

ARABIC = {
    "title": "إِشعارٌ بِقَرارِ المِنحة",
    "paragraphs": [
        "اتِّفاقيَّةُ شَراكةٍ بين بلدية رام الله ومدينة Köln-Mülheim بتاريخ 14 أيلول 2026 بمبلغ 12,000.50 يورو.",
        "فقرة ثانية لها نصٌّ طويل يمتد على أكثر من سطر حتى يُقسم، ثم ينتهي باسم لاتيني: Mönchengladbach (2024).",
    ],
    "facts": [{"label": "الشريك", "value": "Köln-Mülheim"}, {"label": "المبلغ", "value": "12,000.50 €"}],
    "closing": "مع فائق الاحترام",
}
GERMAN = {
    "title": "Bescheid über die Prüfung",
    "paragraphs": ["Die Partnerschaft Köln–Bethlehem (بَيْت لَحْم) beginnt am 14. September 2026.", "Mit Grüßen"],
}
LETTERS = [("ar", ARABIC), ("de", GERMAN)]


def said(data, language="ar"):
    rows = data.get("facts", [])
    cells = [text for row in rows for text in (row["label"], row["value"])]
    with override(language):
        heads = [gettext("Fact"), gettext("Value")] if rows else []
    return [data["title"], *data["paragraphs"], *heads, *cells, *([data["closing"]] if "closing" in data else [])]


def read_aloud(content):
    """What a screen reader is told, block by block: along the structure, with ``ActualText`` instead of signs."""
    reader = pypdf.PdfReader(io.BytesIO(content))
    signs = {}
    for page in reader.pages:
        signs[page.indirect_reference.idnum] = plain_signs(page)
    return [text for text in spoken(reader.trailer["/Root"]["/StructTreeRoot"], signs, 0) if text]


def spoken(element, signs, page):
    blocks = {"/H1", "/P", "/TH", "/TD"}
    page = element.raw_get("/Pg").idnum if "/Pg" in element else page
    if element.get("/S") in blocks:
        yield element["/ActualText"] if "/ActualText" in element else "".join(leaves(element, signs, page))
        return
    for kid in kids_of(element):
        yield from spoken(kid, signs, page)


def leaves(element, signs, page):
    page = element.raw_get("/Pg").idnum if "/Pg" in element else page
    for kid in kids_of(element):
        if isinstance(kid, int):
            yield signs[page][kid]
        else:
            yield from leaves(kid, signs, page)


def kids_of(element):
    kids = element.get("/K", [])
    kids = kids.get_object() if hasattr(kids, "get_object") else kids
    return [kid.get_object() for kid in kids] if isinstance(kids, list) else [kids]


def plain_signs(page):
    """The signs at each mark, by the tables of the fonts; for text from left to right that is its text."""
    found, open_marks, table = {}, [], {}
    tables = {name: unicode_table(font.get_object()) for name, font in page["/Resources"]["/Font"].items()}
    for operands, operator in pypdf.generic.ContentStream(page["/Contents"], page.pdf).operations:
        if operator in {b"BDC", b"BMC"}:
            properties = operands[1] if operator == b"BDC" else {}
            open_marks.append(int(properties["/MCID"]) if "/MCID" in properties else None)
        elif operator == b"EMC":
            open_marks.pop()
        elif operator == b"Tf":
            table = tables[operands[0]]
        elif operator in {b"Tj", b"TJ"}:
            strings = operands[0] if operator == b"TJ" else [operands[0]]
            codes = b"".join(raw(part) for part in strings if not isinstance(part, int | float))
            for number in (mark for mark in open_marks if mark is not None):
                found[number] = found.get(number, "") + "".join(
                    table.get(codes[at : at + 2], "") for at in range(0, len(codes), 2)
                )
    return found


def raw(part):
    return part if isinstance(part, bytes) else part.original_bytes


def unicode_table(font):
    cmap = font["/ToUnicode"].get_object().get_data().decode()
    pairs = re.findall(r"^<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>$", cmap, re.MULTILINE)
    return {bytes.fromhex(code): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs}


@pytest.mark.parametrize(("language", "data"), LETTERS)
def test_the_text_is_read_in_its_order_with_every_vowel_mark(language, data):
    assert read_aloud(render("documents/letter", data, language=language)) == said(data, language)


def test_copying_and_searching_find_arabic_whole_too():
    reader = pypdf.PdfReader(io.BytesIO(render("documents/letter", ARABIC, language="ar")))
    stream = reader.pages[0].get_contents().get_data()
    texts = re.findall(rb"/MCID \d+/ActualText<([0-9A-F]*)>>>BDC", stream)

    told = [bytes.fromhex(text.decode()).decode("utf-16").strip() for text in texts]

    assert [text for text in told if text] == said(ARABIC)
    assert b"/Span<</ActualText" not in stream  # the setter's own, of single signs


@pytest.mark.parametrize(("language", "data"), LETTERS)
def test_the_file_says_that_it_is_accessible_and_in_which_language(language, data):
    content = render("documents/letter", data, language=language)
    reader = pypdf.PdfReader(io.BytesIO(content))
    root = reader.trailer["/Root"]

    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == (language, True)
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712 - a type of pypdf
    assert root["/ViewerPreferences"].get("/Direction", "/L2R") == ("/R2L" if language == "ar" else "/L2R")
    assert (reader.metadata.title, content[:8]) == (data["title"], b"%PDF-1.7")
    assert is_accessible(content)


@pytest.mark.parametrize(("language", "data"), LETTERS)
def test_the_same_data_gives_the_same_file(language, data):
    assert render("documents/letter", data, language=language) == render("documents/letter", data, language=language)


def test_every_sign_is_in_the_fonts_that_come_along():
    reader = pypdf.PdfReader(io.BytesIO(render("documents/letter", GERMAN, language="de")))
    fonts = {str(font["/BaseFont"]).split("+")[1] for font in reader.pages[0]["/Resources"]["/Font"].values()}

    assert {name.split("-")[0] for name in fonts} == {"NotoSans", "NotoSansArabic"}


def test_text_is_never_code():
    data = {"title": "#panic()", "paragraphs": ['#import "x" $x$ *bold* \\ _a_ <b> @ref // no', "#(1 + 1)"]}

    assert read_aloud(render("documents/letter", data, language="en")) == [data["title"], *data["paragraphs"]]


def test_long_letters_break_over_pages_and_stay_whole():
    data = {"title": "طويل", "paragraphs": [f"الفقرة رقم {number}: نصٌّ للاختبار." for number in range(120)]}

    content = render("documents/letter", data, language="ar")

    assert len(pypdf.PdfReader(io.BytesIO(content)).pages) > 1
    assert read_aloud(content) == said(data)


def test_facts_over_two_pages_are_read_whole():
    data = {"title": "قائمة", "paragraphs": [], "facts": [{"label": f"بند {n}", "value": "قيمة"} for n in range(80)]}

    content = render("documents/letter", data, language="ar")

    assert len(pypdf.PdfReader(io.BytesIO(content)).pages) > 1
    assert read_aloud(content) == said(data)


def test_a_template_that_forgets_to_note_its_words_is_told():
    content = render("documents/letter", GERMAN, language="de")

    with pytest.raises(ValueError, match="3 blocks were set, 1 were written"):
        in_reading_order(content, ["عنوان"], is_rtl=False)


@pytest.mark.parametrize("name", ["documents/none", "letter", "../documents/letter", "documents/../letter"])
def test_an_unknown_template_is_a_programming_error(name):
    with pytest.raises(LookupError):
        render(name, {}, language="de")


@pytest.mark.django_db
@pytest.mark.usefixtures("disk")
def test_a_generated_letter_is_stored_as_an_accessible_document():
    version = make_document(render("documents/letter", GERMAN, language="de"), "Bescheid.pdf", language="de").newest

    assert (version.format, version.is_accessible) == (Format.PDF, True)


def test_a_web_process_carries_neither_setter_nor_fonts():
    code = (
        "import sys, django; django.setup(); import jisr.documents.pdf, jisr.config.urls;"
        "print([name for name in ('typst', 'pypdf', 'fontpkg_noto_sans', 'fontpkg_noto_sans_arabic')"
        " if name in sys.modules])"
    )

    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert told.stdout.strip().splitlines()[-1] == "[]"


def test_a_sheet_set_apart_is_the_same_and_leaves_the_process_small():
    code = (
        "import sys, django; django.setup(); from jisr.documents.pdf import render_apart;"
        "from tests.documents.test_pdf import GERMAN;"
        "content = render_apart('documents/letter', GERMAN, language='de');"
        "print(len(content), 'typst' in sys.modules)"
    )

    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert told.stdout.split()[-2:] == [str(len(render("documents/letter", GERMAN, language="de"))), "False"]


def test_what_cannot_be_set_apart_says_why():
    with pytest.raises(RuntimeError, match="does not contain key"):
        render_apart("documents/letter", {}, language="de")


def test_a_letter_takes_less_than_300_milliseconds_once_the_fonts_are_read():
    render("documents/letter", GERMAN, language="de")
    taken = []
    for number in range(5):
        begun = time.perf_counter()
        render("documents/letter", {**ARABIC, "title": f"رسالة {number}"}, language="ar")
        taken.append(time.perf_counter() - begun)

    assert min(taken) <= 0.3
