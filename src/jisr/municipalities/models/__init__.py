"""Places, local authorities, themes and where each fact comes from."""

from jisr.municipalities.models.authority import (
    Authority,
    AuthorityAlias,
    AuthorityKey,
    Population,
    Succession,
)
from jisr.municipalities.models.contact import AuthorityContact, ContactPoint
from jisr.municipalities.models.fact import FactSource, FormerSlug
from jisr.municipalities.models.imports import Import, ImportLine
from jisr.municipalities.models.membership import Membership
from jisr.municipalities.models.organisation import Organisation
from jisr.municipalities.models.place import Country, Region
from jisr.municipalities.models.proposal import Proposal
from jisr.municipalities.models.saved_view import SavedView
from jisr.municipalities.models.source import LoadedRow, Source
from jisr.municipalities.models.theme import Theme, ThemeSynonym

__all__ = [
    "Authority",
    "AuthorityAlias",
    "AuthorityContact",
    "AuthorityKey",
    "ContactPoint",
    "Country",
    "FactSource",
    "FormerSlug",
    "Import",
    "ImportLine",
    "LoadedRow",
    "Membership",
    "Organisation",
    "Population",
    "Proposal",
    "Region",
    "SavedView",
    "Source",
    "Succession",
    "Theme",
    "ThemeSynonym",
]
