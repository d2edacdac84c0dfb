"""Places, local authorities, themes and where each fact comes from."""

from jisr.municipalities.models.authority import (
    Authority,
    AuthorityAlias,
    AuthorityKey,
    Population,
    Succession,
)
from jisr.municipalities.models.membership import Membership
from jisr.municipalities.models.organisation import Organisation
from jisr.municipalities.models.place import Country, Region
from jisr.municipalities.models.source import LoadedRow, Source
from jisr.municipalities.models.theme import Theme, ThemeSynonym

__all__ = [
    "Authority",
    "AuthorityAlias",
    "AuthorityKey",
    "Country",
    "LoadedRow",
    "Membership",
    "Organisation",
    "Population",
    "Region",
    "Source",
    "Succession",
    "Theme",
    "ThemeSynonym",
]
