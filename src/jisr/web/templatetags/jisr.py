"""Tags and filters that every template may use without loading them."""

from collections.abc import Iterable, Mapping
from datetime import date
from urllib.parse import urlsplit

from django import template
from django.template import Context
from django.template.defaultfilters import stringfilter
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from jisr.kernel.dates import PartialDate, Precision
from jisr.web import components
from jisr.web.icons import ICONS

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
    return format_html_join(pgettext("between items of a list", ", "), "{}", ((str(thing),) for thing in things))


@register.simple_tag(takes_context=True)
def footer(context: Context) -> SafeString:
    """The footer of the page."""
    return components.footer(context["LANGUAGE_CODE"], bool(context.get("is_signed_in")))


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
