"""Tags and filters that every template may use without loading them."""

from collections.abc import Iterable, Mapping
from datetime import date
from urllib.parse import urlsplit

from django import template
from django.template import Context
from django.template.defaultfilters import stringfilter
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from jisr.kernel.dates import PartialDate, Precision
from jisr.web import components
from jisr.web.context import LANGUAGE_NAMES
from jisr.web.icons import ICONS
from jisr.web.markup import escaped, markup

register = template.Library()

_FORMATS = {Precision.YEAR: "Y", Precision.MONTH: "YEAR_MONTH_FORMAT", Precision.DAY: "DATE_FORMAT"}


@register.filter
def partial_date(value: PartialDate | date | None) -> str:
    """Write a date as precisely as it is known, in the reader's language; an unknown one is empty."""
    if value is None:
        return ""
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    return date_format(value.first, _FORMATS[value.precision])


@register.filter
@stringfilter
def isolate(value: str) -> SafeString:
    """Keep the direction of a name apart from the text around it."""
    return format_html("<bdi>{}</bdi>", value)


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw one of the icons of the house; decorative, so the words beside it must say it all."""
    mirrored = " icon--directional" if ICONS[name].directional else ""
    return format_html(
        '<svg class="icon{}" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">{}</svg>',
        mirrored,
        SafeString(ICONS[name].shape),
    )


@register.filter
def listed(things: Iterable[object]) -> SafeString:
    """Names one after another, with the comma of the language."""
    return SafeString(pgettext("between items of a list", ", ").join(escaped(thing) for thing in things))


@register.simple_tag(takes_context=True)
def footer(context: Context) -> SafeString:
    """The footer of the page."""
    return components.footer(context["LANGUAGE_CODE"], bool(context.get("is_signed_in")))


@register.simple_tag
def main_menu(links: Iterable[tuple[str, str]], path: str) -> SafeString:
    """The entries of the main menu; the one that is read, or below which the page lies, is marked."""
    return SafeString("".join(_entry(url, label, path) for url, label in links))


def _entry(url: str, label: str, path: str) -> SafeString:
    current = "page" if url == path else "true" if url in path else ""
    marked = markup(' aria-current="{}"', current) if current else ""
    return markup('<li><a href="{}"{}>{}</a></li>', url, marked, label)


@register.simple_tag
def language_links(alternates: Mapping[str, str], current: str) -> SafeString:
    """The same page in each language, each named in itself."""
    return SafeString("".join(_language(code, url, code == current) for code, url in alternates.items()))


def _language(code: str, url: str, is_current: bool) -> SafeString:  # noqa: FBT001 - one of a pair of looks
    marked = SafeString(' aria-current="true"') if is_current else ""
    pattern = '<li><a href="{}" lang="{}" hreflang="{}"{}>{}</a></li>'
    return markup(pattern, url, code, code, marked, LANGUAGE_NAMES[code])


@register.filter
def lookup(values: Mapping[str, object], key: str) -> object:
    """The value under a key that only the template knows; nothing when there is none."""
    return values.get(key, "")


@register.filter
@stringfilter
def host(address: str) -> str:
    """The host name of an address, without ``www.``."""
    return (urlsplit(address).hostname or address).removeprefix("www.").rstrip(".")


@register.simple_block_tag
def capture(content: str) -> SafeString:
    """Keep rendered words under a name (``{% capture as name %}``) on one line, fit for an attribute too."""
    return SafeString(" ".join(content.split()).replace('"', "&quot;"))
