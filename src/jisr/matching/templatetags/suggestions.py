"""How lists of suggestions are shown."""

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from jisr.matching.models import MatchingProfile
from jisr.matching.suggestions.presenting import languages_in_words
from jisr.web import table
from jisr.web.components import badge
from jisr.web.listing import Listing
from jisr.web.markup import markup
from jisr.web.table import Column
from jisr.web.templatetags.jisr import listed, partial_date

register = template.Library()


@register.simple_tag
def profile_table(listing: Listing, caption: str) -> SafeString:
    """Authorities with a profile, each leading to its suggestions."""
    may, may_not = badge(_("may be suggested"), "good"), badge(_("is not suggested"), "neutral")
    columns = [
        Column(_("Authority"), _authority, "authority"),
        Column(_("Region"), lambda row: listed([row.authority.region.name, row.authority.country.name])),
        Column(_("Languages of the administration"), lambda row: languages_in_words(row.languages)),
        Column(_("Suggestions"), lambda row: may if row.is_willing else may_not),
        Column(_("Open introductions"), _open, "open"),
        Column(_("Last change"), lambda row: partial_date(row.updated_at.date()), "changed"),
    ]
    return table.render(listing, columns, caption)


def _authority(row: MatchingProfile) -> SafeString:
    address = reverse("suggestions:of", args=[row.authority.slug])
    return markup('<a href="{}"><bdi>{}</bdi></a>', address, row.authority.name)


def _open(row: MatchingProfile) -> str:
    return _("%(open)s of %(most)s") % {"open": row.open_introductions, "most": row.introductions_limit}
