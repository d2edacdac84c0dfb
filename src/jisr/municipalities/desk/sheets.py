"""Which facts the office edits, and who is told of a change."""

from collections.abc import Callable, Collection, Sequence

from jisr.municipalities.models import Authority, Organisation, Theme
from jisr.municipalities.search import AUTHORITY, THEME
from jisr.municipalities.services.facts import Lines, Sheet
from jisr.search import services as search

Follower = Callable[[Authority], None]
_followers: dict[str, Follower] = {}


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


def theme_changed(theme: Theme) -> None:
    search.update(THEME, theme.slug)


AUTHORITY_SHEET = Sheet(
    model=Authority,
    action="municipalities.authority",
    columns=[
        *("name_de", "name_en", "name_ar", "kind", "region", "latitude", "longitude", "geonames_id", "website"),
        *("note_de", "note_en", "note_ar", "is_former"),
    ],
    lines={"aliases": Lines("aliases", "name")},
    after=authority_changed,
)
THEME_SHEET = Sheet(
    model=Theme,
    action="municipalities.theme",
    columns=["name_de", "name_en", "name_ar", "focus", "sdg_goals", "sdg_targets", "dac_code", "dac_label"],
    lines={
        f"words_{language}": Lines("synonyms", "word", narrow={"language": language}) for language in ("de", "en", "ar")
    },
    after=theme_changed,
)
ORGANISATION_SHEET = Sheet(
    model=Organisation,
    action="municipalities.organisation",
    columns=["name_de", "name_en", "name_ar", "kind", "country"],
)
