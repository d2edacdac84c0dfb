"""Regions, countries and themes from memory: they are few, and every list shows them."""

from collections.abc import Callable

from django.apps import apps
from django.db import models
from django.utils.translation import get_language

from jisr.web.public_data import remembered

_PLACES = (("region_id", "region", "municipalities.Region"), ("country_id", "country", "municipalities.Country"))


def placing() -> Callable[[models.Model], None]:
    """What gives an authority its region and country without asking the database for them again."""
    known = [(column, name, _all_of(label)) for column, name, label in _PLACES]

    def place(authority: models.Model) -> None:
        for column, name, rows in known:
            row = rows.get(getattr(authority, column))
            if row is not None:  # one that this very transaction made is asked for as usual
                setattr(authority, name, row)

    return place


def _all_of(label: str) -> dict[object, models.Model]:
    return remembered(f"all of {label}", apps.get_model(label)._default_manager.in_bulk)


def theme_names() -> dict[int, str]:
    """The names of all themes in the reader's language, in their order, by key."""
    return remembered(
        f"theme names {get_language()}",
        lambda: {theme.pk: theme.name for theme in apps.get_model("municipalities.Theme")._default_manager.all()},
    )
