"""Regions, countries and themes from memory: they are few, and every list shows them."""

from collections.abc import Callable

from django.apps import apps
from django.db import models
from django.utils.translation import get_language

from jisr.web.public_data import remembered

_PLACES = (("region_id", "region", "municipalities.Region"), ("country_id", "country", "municipalities.Country"))


def placing() -> Callable[[models.Model], None]:
    """What gives an authority its region and country without asking the database for them again.

    One that this very transaction made is not in memory yet: then all are asked for, once.
    """
    known = {label: _all_of(label) for _column, _name, label in _PLACES}

    def place(authority: models.Model) -> None:
        for column, name, label in _PLACES:
            key = getattr(authority, column)
            if key not in known[label]:
                known[label] = _read(label)
            setattr(authority, name, known[label][key])

    return place


def _all_of(label: str) -> dict[object, models.Model]:
    return remembered(f"all of {label}", lambda: _read(label))


def _read(label: str) -> dict[object, models.Model]:
    found: dict[object, models.Model] = apps.get_model(label)._default_manager.in_bulk()
    return found


def theme_names() -> dict[int, str]:
    """The names of all themes in the reader's language, in their order, by key."""
    return remembered(
        f"theme names {get_language()}",
        lambda: {theme.pk: theme.name for theme in apps.get_model("municipalities.Theme")._default_manager.all()},
    )
