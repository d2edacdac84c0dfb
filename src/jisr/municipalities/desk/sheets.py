"""Which facts the office edits, and who is told of a change."""

from collections.abc import Callable, Collection, Sequence

from django.utils.translation import gettext_lazy as _

from jisr.kernel.dates import PartialDate
from jisr.kernel.errors import DomainError
from jisr.municipalities.models import Authority, AuthorityKey, Organisation, Population, Theme
from jisr.municipalities.search import AUTHORITY, THEME
from jisr.municipalities.services.facts import Lines, Origin, Sheet
from jisr.municipalities.services.parts import Part
from jisr.search import services as search

Follower = Callable[[Authority], None]
ThemeFollower = Callable[[Theme], None]
NAMES = ("name_de", "name_en", "name_ar")
_followers: dict[str, Follower] = {}
_theme_followers: dict[str, ThemeFollower] = {}


def follow_authority(name: str, follower: Follower) -> None:
    """Rooms above keep what they made of an authority's facts in step: ``follower(authority)`` runs with the change."""
    _followers[name] = follower


def authority_changed(authority: Authority) -> None:
    """Make the index know an authority as it is now, and all that shows its names."""
    search.update(AUTHORITY, authority.slug)
    for follower in _followers.values():
        follower(authority)


def authorities_changed(authorities: Sequence[Authority], *, new: Collection[str] = ()) -> None:
    """The same for many at once; those with a slug in ``new`` have nothing yet that shows their names."""
    search.update_many(AUTHORITY, [authority.slug for authority in authorities])
    for authority in authorities:
        if authority.slug not in new:
            for follower in _followers.values():
                follower(authority)


def follow_theme(name: str, follower: ThemeFollower) -> None:
    """The same for themes."""
    _theme_followers[name] = follower


def theme_changed(theme: Theme) -> None:
    search.update(THEME, theme.slug)
    for follower in _theme_followers.values():
        follower(theme)


def keep_country(authority: Authority) -> None:
    """An authority lies where its region lies, and does not move abroad."""
    country = authority.region.country_id
    if authority.pk and authority.country_id != country:
        raise DomainError(_("An authority stays in its country. Nothing was saved."))
    authority.country_id = country


AUTHORITY_SHEET = Sheet(
    model=Authority,
    action="municipalities.authority",
    columns=[
        *("name_de", "name_en", "name_ar", "kind", "region", "latitude", "longitude", "geonames_id", "website"),
        *("note_de", "note_en", "note_ar", "is_former"),
    ],
    lines={"aliases": Lines("aliases", "name")},
    same=["region"],
    names=NAMES,
    settle=keep_country,
    after=authority_changed,
)
THEME_SHEET = Sheet(
    model=Theme,
    action="municipalities.theme",
    columns=["name_de", "name_en", "name_ar", "focus", "sdg_goals", "sdg_targets", "dac_code", "dac_label"],
    lines={
        f"words_{language}": Lines("synonyms", "word", narrow={"language": language}) for language in ("de", "en", "ar")
    },
    names=NAMES,
    after=theme_changed,
)
ORGANISATION_SHEET = Sheet(
    model=Organisation,
    action="municipalities.organisation",
    columns=["name_de", "name_en", "name_ar", "kind", "country"],
    same=["country"],
    names=NAMES,
)

POPULATIONS = Part(
    AUTHORITY_SHEET,
    "populations",
    Population,
    "authority",
    ["kind", "number", "as_of", "source_url"],
    origin=lambda row: Origin(row.source_url, as_of=row.as_of),
)
KEYS = Part(
    AUTHORITY_SHEET,
    "keys",
    AuthorityKey,
    "authority",
    ["system", "key", "valid_from", "valid_to", "source_url"],
    origin=lambda row: Origin(row.source_url, as_of=PartialDate(row.valid_from) if row.valid_from else None),
)
