"""Texts by language in the reader's language, or marked as what they are where they stand only in another one."""

from collections.abc import Iterable, Mapping

from django.conf import settings
from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_info, pgettext

from jisr.events.registration.models import LANGUAGES
from jisr.web.markup import escaped, markup

FALLBACKS = settings.MODELTRANSLATION_FALLBACK_LANGUAGES


def found_in(texts: Mapping[str, str], language: str | None = None) -> tuple[str, str]:
    """The text and the language it stands in; empty where there is none."""
    for code in (language or get_language() or "en", *FALLBACKS):
        if text := str(texts.get(code) or "").strip():
            return text, code
    return "", ""


def plain(texts: Mapping[str, str], language: str | None = None) -> str:
    """The text alone, for files."""
    return found_in(texts, language)[0]


def clean(text: str) -> str:
    """Text without control characters; ends of lines stay."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in plain if sign == "\n" or (sign >= " " and sign not in "\x7f\u2028\u2029"))


def one_line(text: str) -> str:
    """The same in one line, for titles and names in files."""
    return " ".join(clean(text).split())


def attributes(code: str) -> SafeString:
    """``lang`` and ``dir`` for a text that is not in the language of the page."""
    if not code or code == get_language():
        return SafeString("")
    direction = "rtl" if get_language_info(code)["bidi"] else "ltr"
    return markup(' lang="{}" dir="{}"', code, direction)


def line(texts: Mapping[str, str]) -> SafeString:
    """One line of text, marked where it is in another language."""
    text, code = found_in(texts)
    marked = attributes(code)
    return markup("<bdi{}>{}</bdi>", marked, text) if marked else SafeString(escaped(text))


def paragraphs(texts: Mapping[str, str]) -> SafeString:
    """A text of several paragraphs; whatever markup somebody typed stays text."""
    text, code = found_in(texts)
    if not text:
        return SafeString("")
    body = mark_safe(linebreaks(text, autoescape=True))  # noqa: S308 - escaped by linebreaks
    return markup('<div class="prose"{}>{}</div>', attributes(code), body)


def language_names(codes: Iterable[str]) -> str:
    """``German, Arabic``: languages by their names in the reader's language."""
    names = dict(LANGUAGES)
    return pgettext("between items of a list", ", ").join(str(names.get(code, code)) for code in codes)
