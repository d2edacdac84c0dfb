"""Facts of an authority in the reader's words: their labels, and values that are stored as keys."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jisr.municipalities.models import Authority, Region

Text = str | Promise
LABELS: Mapping[str, Text] = {
    "name_de": _("Name in German"),
    "name_en": _("Name in English"),
    "name_ar": _("Name in Arabic"),
    "kind": _("Kind"),
    "region": _("Region"),
    "coordinates": _("Coordinates"),
    "latitude": _("Latitude"),
    "longitude": _("Longitude"),
    "geonames_id": _("Number at GeoNames"),
    "website": _("Website"),
    "note_de": _("Note in German"),
    "note_en": _("Note in English"),
    "note_ar": _("Note in Arabic"),
    "is_former": _("No longer exists"),
    "aliases": _("Other spellings"),
    "population": _("Inhabitants, as stated by the authority"),
}


def label(name: str) -> Text:
    return LABELS.get(name, name)


def shown(name: str, text: str) -> str:
    """What a value, written as text, means to a reader."""
    if not text:
        return gettext("no") if name == "is_former" else ""
    if name == "is_former":
        return gettext("yes")
    if name == "kind":
        return str(dict(Authority.Kind.choices).get(text, text))
    if name == "region":
        return str(Region.objects.filter(pk=text).first() or text)
    return text
