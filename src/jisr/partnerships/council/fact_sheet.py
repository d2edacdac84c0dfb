"""The fact sheet of the partner, made from what is known of it, each figure with its source and year.

What rooms above know of an authority, such as its request, comes from those that ``register`` here.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jisr.municipalities.models import Authority, AuthorityKey, Population
from jisr.partnerships.council.blocks import Block, apart, facts, heading, listing, words
from jisr.partnerships.council.models import CouncilMatter
from jisr.partnerships.council.paper import MOST_TIES, tie_table
from jisr.partnerships.council.place_in_words import where_it_lies
from jisr.partnerships.models import Partnership
from jisr.web.templatetags.jisr import host, partial_date

LANGUAGES = ("de", "en", "ar")


@dataclass(frozen=True)
class Told:
    """What a room tells of an authority: blocks for the sheet, and the pages they come from."""

    blocks: list[Block] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)


Teller = Callable[[Authority, str], Told]
_tellers: dict[str, Teller] = {}


def register(name: str, teller: Teller) -> None:
    """``teller(authority, language)`` tells what everybody may know. It runs in that language."""
    _tellers[name] = teller


def fact_sheet_of(matter: CouncilMatter, language: str, *, today: date) -> dict[str, Any]:
    """The partner of a matter in a language, as title and blocks."""
    with translation.override(language):
        partner = matter.partner
        told = [teller(partner, language) for _name, teller in sorted(_tellers.items())]
        ties = _ties_of(partner, matter)
        urls = [*_own_sources(partner, matter), *(tie.status_source_url for tie in ties)]
        urls += [url for each in told for url in each.sources]
        return {
            "title": _("Fact sheet: %(name)s") % {"name": apart(partner.name)},
            "language": language,
            "blocks": [
                facts([*_names(partner), *_facts(matter, partner)]),
                *(block for each in told for block in each.blocks),
                *_tie_blocks(ties, partner),
                heading(_("Sources")),
                listing([apart(url) for url in dict.fromkeys(urls) if url] or ["–"]),
                words(_("Made with Jisr on %(day)s.") % {"day": partial_date(today)}, is_small=True),
            ],
        }


def _names(partner: Authority) -> list[tuple[str, str]]:
    labels = {"de": _("Name in German"), "en": _("Name in English"), "ar": _("Name in Arabic")}
    return [(labels[code], apart(name)) for code in LANGUAGES if (name := getattr(partner, f"name_{code}"))]


def _facts(matter: CouncilMatter, partner: Authority) -> list[tuple[str, str]]:
    found = [
        (_("Kind"), str(partner.get_kind_display()) if partner.kind else ""),
        (str(partner.region.get_kind_display()), f"{apart(partner.region.name)} · {apart(partner.country.name)}"),
        (_("Location"), where_it_lies(partner, matter.authority)),
        *((_("Inhabitants"), _figure(row)) for row in partner.populations.best_first()),
        *((str(key.get_system_display()), _key(key)) for key in partner.keys.filter(valid_to__isnull=True)),
        (_("Themes"), pgettext("between items of a list", ", ").join(t.name for t in matter.tie.themes.all())),
    ]
    if partner.website:
        found.append((_("website"), apart(partner.website)))
    return found


def _figure(row: Population) -> str:
    """A number with what kind of number it is, of when, and from where."""
    day = partial_date(row.as_of) or _("no date")
    return f"{localize(row.number)} ({row.get_kind_display()} · {day} · {apart(host(row.source_url))})"


def _key(key: AuthorityKey) -> str:
    return f"{key.key} ({_('since %(day)s') % {'day': partial_date(key.valid_from)}})" if key.valid_from else key.key


def _ties_of(partner: Authority, matter: CouncilMatter) -> list[Partnership]:
    rows = Partnership.objects.public().of(partner).exclude(pk=matter.tie_id).with_partners()
    return list(rows.order_by("pk")[:MOST_TIES])


def _tie_blocks(ties: list[Partnership], partner: Authority) -> list[Block]:
    title = heading(_("Existing partnerships with the other country"))
    if not ties:
        return [title, words(_("None is known here."))]
    return [title, tie_table(ties, partner)]


def _own_sources(partner: Authority, matter: CouncilMatter) -> list[str]:
    return [
        partner.website,
        *(row.source_url for row in partner.populations.best_first()),
        *(key.source_url for key in partner.keys.filter(valid_to__isnull=True)),
        *([matter.tie.status_source_url] if matter.tie.is_public else []),
    ]
