"""How authorities are shown in lists."""

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jisr.municipalities.models import Authority
from jisr.web import table
from jisr.web.components import labels_of
from jisr.web.listing import Listing
from jisr.web.markup import markup
from jisr.web.table import Column

register = template.Library()

_DIRECTIONS = {"de": "ltr", "en": "ltr", "ar": "rtl"}


@register.simple_tag
def authority_table(listing: Listing, caption: str) -> SafeString:
    """The list of authorities as a table."""
    kinds = labels_of(Authority.Kind)
    not_confirmed = markup('<span class="muted">{}</span>', _("not confirmed"))
    columns = [
        Column(_("Name"), _name, "name"),
        Column(_("In the other languages"), other_names),
        Column(_("Kind"), lambda authority: kinds[authority.kind] if authority.kind else not_confirmed, "kind"),
        Column(_("Region"), _region, "region"),
    ]
    return table.render(listing, columns, caption)


def _name(authority: Authority) -> SafeString:
    link = markup('<a href="{}"><bdi>{}</bdi></a>', authority.get_absolute_url(), authority.name)
    if not authority.is_former:
        return link
    return link + markup('<span class="sub">{}</span>', _("no longer exists"))


@register.simple_tag
def other_names(authority: Authority) -> SafeString:
    """The names in the languages other than the page's, each once and with its direction."""
    shown = {authority.name} if get_language() != "de" else {authority.name_de}
    found = []
    for code, direction in _DIRECTIONS.items():
        name = getattr(authority, f"name_{code}")
        if code != get_language() and name and name not in shown:
            shown.add(name)
            found.append(markup('<bdi lang="{}" dir="{}">{}</bdi>', code, direction, name))
    return SafeString(" ".join(found))


def _region(authority: Authority) -> SafeString:
    return markup('{}<span class="sub">{}</span>', authority.region.name, authority.country.name)
