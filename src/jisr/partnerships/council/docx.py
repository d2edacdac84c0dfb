"""Writes blocks as an editable text file (Office Open XML, ISO/IEC 29500) with real headings, lists and table heads.

Written by hand with the standard library: see docs/decisions/0021-editable-council-paper.md. The same blocks give the
same file. Arabic words are runs of their own from right to left, so that digits beside them keep their place.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files
from io import BytesIO
from typing import Final
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from jisr.partnerships.council.blocks import CLOSE_ISOLATE, OPEN_ISOLATE, Block

LANGUAGES: Final = {"de": "de-DE", "en": "en-GB", "ar": "ar-PS"}
MARK: Final = "\u200e"  # keeps the order of what stands beside an Arabic name; word processors know it everywhere
PARTS: Final = ("[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels", "word/styles.xml",
                "word/numbering.xml", "word/settings.xml", "word/footer1.xml")  # fmt: skip
FIRST_DAY: Final = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can name: the same blocks, the same file
WIDTH: Final = 9070  # of the text in twentieths of a point
_NAME = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_ISOLATED = re.compile(f"[{OPEN_ISOLATE}{CLOSE_ISOLATE}]")
_PLAIN = re.compile(f"[{OPEN_ISOLATE}{CLOSE_ISOLATE}\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def write_docx(title: str, blocks: Iterable[Block], *, language: str, heads: Sequence[str]) -> bytes:
    """``heads`` are the words over the two columns of facts."""
    body = "".join([_paragraph(title, style="Title"), *(_draw(block, heads) for block in blocks)])
    texts = {name: _fixed(name, language) for name in PARTS}
    texts["word/document.xml"] = _document(body)
    texts["docProps/core.xml"] = _core(title, language)
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, text in texts.items():
            info = ZipInfo(name, FIRST_DAY)
            info.compress_type = ZIP_DEFLATED
            archive.writestr(info, text)
    return target.getvalue()


def _fixed(name: str, language: str) -> str:
    """A part of the file that is the same for every paper but for its language."""
    flat = name.replace("/", "__").replace("[", "").replace("]", "")
    text = (files("jisr.partnerships.council") / "docx_parts" / flat).read_text(encoding="utf-8")
    return text.replace("{language}", LANGUAGES[language])


def _document(body: str) -> str:
    page = (
        '<w:sectPr><w:footerReference w:type="default" r:id="rIdFooter"/><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1418" w:right="1418" w:bottom="1418" w:left="1418" w:header="709" w:footer="709" '
        'w:gutter="0"/></w:sectPr>'
    )
    related = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    return f"{_HEAD}<w:document {_NAME} {related}><w:body>{body}{page}</w:body></w:document>"


_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def _core(title: str, language: str) -> str:
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(_PLAIN.sub('', title))}</dc:title><dc:creator>Jisr</dc:creator>"
        f"<dc:language>{LANGUAGES[language]}</dc:language></cp:coreProperties>"
    )


def _draw(block: Block, heads: Sequence[str]) -> str:
    match block["kind"]:
        case "heading":
            return _paragraph(block["text"], style=f"Heading{block['level'] - 1}")
        case "words":
            return _paragraph(block["text"], style="Small" if block["is_small"] else "", is_open=block["is_open"])
        case "list":
            return "".join(_paragraph(item, style="ListNumber") for item in block["entries"])
        case "facts":
            rows = [[row["label"], row["value"]] for row in block["rows"]]
            gaps = {(place, 1) for place, row in enumerate(block["rows"]) if row["is_open"]}
            return _table(heads, rows, gaps=gaps, widths=[WIDTH // 3, WIDTH - WIDTH // 3])
        case _:
            each = WIDTH // len(block["heads"])
            return _table(block["heads"], block["rows"], numbers=block["numbers"], widths=[each] * len(block["heads"]))


def _table(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    widths: Sequence[int],
    numbers: Sequence[int] = (),
    gaps: frozenset[tuple[int, int]] | set[tuple[int, int]] = frozenset(),
) -> str:
    """The first row is its head: it comes again on every page, and screen readers tell it with each cell."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = "".join(_cell(_paragraph(text, style="TableHead"), width) for text, width in zip(heads, widths, strict=True))
    lines = [
        "".join(
            _cell(_paragraph(text, at_end=column in numbers, is_open=(place, column) in gaps), widths[column])
            for column, text in enumerate(row)
        )
        for place, row in enumerate(rows)
    ]
    body = "".join(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{line}</w:tr>" for line in lines)
    look = '<w:tblLook w:val="0020" w:firstRow="1"/>'
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="Ruled"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>{look}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>"
        f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>{body}</w:tbl><w:p/>"
    )


def _cell(content: str, width: int) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{content}</w:tc>'


def _paragraph(text: str, *, style: str = "", at_end: bool = False, is_open: bool = False) -> str:
    look = f'<w:pStyle w:val="{style}"/>' if style else ""
    look += '<w:jc w:val="right"/>' if at_end else ""
    return f"<w:p><w:pPr>{look}</w:pPr>{''.join(_run(part, is_open) for part in _in_scripts(text))}</w:p>"


def _run(text: str, is_open: bool) -> str:  # noqa: FBT001 - how a run looks
    look = '<w:highlight w:val="yellow"/>' if is_open else ""
    look += '<w:rtl/><w:lang w:bidi="ar-PS"/>' if _is_arabic(text) else ""
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _is_arabic(text: str) -> bool:
    return any(unicodedata.bidirectional(sign) in {"R", "AL"} for sign in text)


_ARABIC = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]+(?:[ ]+[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]+)*")


def _in_scripts(text: str) -> Iterator[str]:
    """The text in pieces of one direction each; around an Arabic one stands what keeps the order of its neighbours."""
    text, end = _ISOLATED.sub("", text), 0
    for found in _ARABIC.finditer(text):
        yield f"{text[end : found.start()]}{MARK}"
        yield found[0]
        end = found.end()
    tail = text[end:]
    if tail or not end:
        yield f"{MARK}{tail}" if end else tail
