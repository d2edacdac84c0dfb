"""Gives the Arabic text of a set PDF back its reading order.

The setter writes signs in the order in which they are seen, and a letter, its dots and its vowel marks as separate
signs: read by a program, Arabic comes out reversed and doubled. PDF has ``ActualText`` for this: what is to be read
instead of the signs. It is put on the block in the structure, which screen readers follow, and on the block's signs on
the page, which copying and searching follow.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

BLOCKS = {"/H1", "/H2", "/H3", "/H4", "/P", "/TH", "/TD", "/LBody", "/Caption"}
_MARKED = re.compile(rb"/Span<</MCID (\d+)>>BDC")
_INNER = re.compile(rb"/Span<</ActualText<[0-9A-F]*>>>BDC")
_NOTHING = ""


def in_reading_order(content: bytes, words: Sequence[str], *, is_rtl: bool) -> bytes:
    """The PDF with ``words`` as the text of its blocks, in their order.

    In a document from right to left that is all blocks, else those with Arabic in them. Raises ``ValueError`` unless
    there is one text for each block: a template then forgot ``words``.
    """
    from pypdf import PdfWriter  # noqa: PLC0415 - only a process that renders carries it
    from pypdf.generic import NameObject, TextStringObject  # noqa: PLC0415

    if not is_rtl and not any(_is_arabic(text) for text in words):
        return content
    writer = PdfWriter(clone_from=BytesIO(content))
    writer.pdf_header = content[:8].decode()
    blocks = list(_blocks(writer.root_object["/StructTreeRoot"]))
    if len(blocks) != len(words):
        raise ValueError(f"{len(blocks)} blocks were set, {len(words)} were written by `words`")
    said: dict[int, dict[int, str]] = {}
    for block, text in zip(blocks, words, strict=True):
        if is_rtl or _is_arabic(text):
            block[NameObject("/ActualText")] = TextStringObject(text)
            for place, (page, number) in enumerate(_marks(block)):
                said.setdefault(page, {})[number] = _NOTHING if place else f"{text}\n"
    for page in writer.pages:
        _say(page, said.get(page.indirect_reference.idnum, {}))
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


def _is_arabic(text: str) -> bool:
    return any(unicodedata.bidirectional(sign) in {"R", "AL"} for sign in text)


def _blocks(element: Any) -> Iterator[Any]:  # noqa: ANN401 - objects of a PDF
    """The elements of the structure that hold text of their own, in reading order."""
    for child in _children(element):
        if isinstance(child, dict) and child.get("/S") in BLOCKS:
            yield child
        elif isinstance(child, dict):
            yield from _blocks(child)


def _children(element: Any) -> list[Any]:  # noqa: ANN401
    kids = element.get("/K", [])
    kids = kids.get_object() if hasattr(kids, "get_object") else kids
    return [kid.get_object() for kid in kids] if isinstance(kids, list) else [kids]


def _marks(element: Any, page: int = 0) -> Iterator[tuple[int, int]]:  # noqa: ANN401
    """The marked signs of an element: number of the page's object and number of the mark."""
    page = element.raw_get("/Pg").idnum if "/Pg" in element else page
    for child in _children(element):
        if isinstance(child, int):
            yield page, int(child)
        elif child.get("/Type") == "/MCR":
            yield (child.raw_get("/Pg").idnum if "/Pg" in child else page), int(child["/MCID"])
        else:
            yield from _marks(child, page)


def _say(page: Any, said: dict[int, str]) -> None:  # noqa: ANN401
    """Write the text at the marks of one page."""

    def marked(match: re.Match[bytes]) -> bytes:
        text = said.get(int(match[1]))
        if text is None:
            return match[0]
        code = ("\ufeff" + text).encode("utf-16-be").hex().upper().encode()
        return b"/Span<</MCID %s/ActualText<%s>>>BDC" % (match[1], code)

    stream = page["/Contents"].get_object()
    stream.set_data(_MARKED.sub(marked, _INNER.sub(b"/Span<<>>BDC", stream.get_data())))
