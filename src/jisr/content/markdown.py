"""The little Markdown that the texts of the programme use, and the rich text it becomes."""

from collections.abc import Callable, Iterable
from html import escape
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

_TAGS = {
    "heading_open": "<{tag}>",
    "heading_close": "</{tag}>",
    "paragraph_open": "<p>",
    "paragraph_close": "</p>",
    "bullet_list_open": "<ul>",
    "bullet_list_close": "</ul>",
    "ordered_list_open": "<ol>",
    "ordered_list_close": "</ol>",
    "list_item_open": "<li>",
    "list_item_close": "</li>",
    "strong_open": "<b>",
    "strong_close": "</b>",
    "softbreak": " ",
    "hardbreak": "<br/>",
}
_OTHER = {"inline", "text", "link_open", "link_close"}
_PARSER = MarkdownIt("commonmark", {"html": False})


class BrokenMarkdown(Exception):
    """Something that the pages cannot show. The message names the line."""


class Chapter(NamedTuple):
    """What stands below one heading; the first may have none."""

    title: str
    tokens: list[Token]


def chapters(source: str, *, split: bool) -> list[Chapter]:
    """Parse Markdown; with ``split`` each heading of the second level begins a chapter. Raises ``BrokenMarkdown``."""
    tokens = _PARSER.parse(source)
    _refuse_strangers(tokens)
    found = [Chapter("", [])]
    position = 0
    while position < len(tokens):
        token = tokens[position]
        if split and token.type == "heading_open":
            if token.tag != "h2":
                raise BrokenMarkdown(f"line {_line(token)} of the text: only ## is possible in a list of steps")
            found.append(Chapter(tokens[position + 1].content, []))
            position += 3
            continue
        found[-1].tokens.append(token)
        position += 1
    return found


def _refuse_strangers(tokens: Iterable[Token]) -> None:
    line = 0
    for token in tokens:
        line = _line(token) or line
        for each in [token, *(token.children or [])]:
            is_known = each.type in _TAGS or each.type in _OTHER
            if not is_known or (each.type == "heading_open" and each.tag not in {"h2", "h3"}):
                raise BrokenMarkdown(f"line {line} of the text: {each.type} {each.tag} is not used on pages")


def _line(token: Token) -> int:
    return token.map[0] + 1 if token.map else 0


def html_of(tokens: Iterable[Token], write_link: Callable[[str], str | None]) -> str:
    """Write rich text. ``write_link`` gives the attributes of a link, or nothing where only the words stay."""
    pieces: list[str] = []
    depth = 0
    for token in tokens:
        depth += {"list_item_open": 1, "list_item_close": -1}.get(token.type, 0)
        if token.type == "inline":
            pieces.extend(_inline(token.children or [], write_link))
        elif not (depth and token.type.startswith("paragraph")):
            pieces.append(_TAGS[token.type].format(tag=token.tag))
    return "".join(pieces)


def _inline(tokens: Iterable[Token], write_link: Callable[[str], str | None]) -> Iterable[str]:
    is_written = False
    for token in tokens:
        if token.type == "text":
            yield escape(token.content, quote=False)
        elif token.type == "link_open":
            attributes = write_link(str(token.attrs["href"]))
            is_written = attributes is not None
            yield f"<a {attributes}>" if is_written else ""
        elif token.type == "link_close":
            yield "</a>" if is_written else ""
        else:
            yield _TAGS[token.type]
