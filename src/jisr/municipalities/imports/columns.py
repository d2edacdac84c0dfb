"""A table as facts, with the columns that somebody named."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from jisr.kernel.dates import PartialDate
from jisr.municipalities.imports.facts import ReadLine, Rejected, checked_key, checked_name, is_fit_name
from jisr.municipalities.imports.reading import rows_of
from jisr.municipalities.imports.register import regions_by_code
from jisr.municipalities.models import Authority, Region

FACTS = {
    "key": _("Official key"),
    "name_de": _("Name in German"),
    "name_en": _("Name in English"),
    "name_ar": _("Name in Arabic"),
    "kind": _("Kind"),
    "region": _("Land or governorate"),
    "latitude": _("Latitude"),
    "longitude": _("Longitude"),
    "population": _("Inhabitants"),
    "population_as_of": _("Inhabitants: as of"),
    "aliases": _("Other names"),
}
NAMES = ("name_de", "name_en", "name_ar")
USUAL = {
    "key": "ags key code schlüssel gemeindeschlüssel pcbs official_code",
    "name_de": "name gemeinde gemeindename name_de stadt",
    "name_en": "name_en english",
    "name_ar": "name_ar arabic arabisch الاسم",
    "kind": "kind art typ type",
    "region": "region land bundesland governorate region_slug gouvernement",
    "latitude": "latitude lat breite breitengrad",
    "longitude": "longitude lon lng länge längengrad",
    "population": "population einwohner inhabitants bevölkerung number",
    "population_as_of": "stand as_of on date datum stichtag",
    "aliases": "aliases alias aliasse",
}
COUNTRIES = {"AGS": "DE", "PCBS": "PS"}
MOST_INHABITANTS = 100_000_000
_GROUPED = re.compile(r"\d{1,3}(?:([., \u00a0\u202f'])\d{3})(?:\1\d{3})*")
_GERMAN_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
Mapping_ = Mapping[str, int]


def header_digest(header: Sequence[str]) -> str:
    return hashlib.sha256(json.dumps(list(header), ensure_ascii=False).encode()).hexdigest()


def usual_mapping(header: Sequence[str]) -> dict[str, int]:
    """The facts that the names of the columns suggest."""
    found: dict[str, int] = {}
    for place, name in enumerate(header):
        word = name.strip().casefold()
        for fact, words in USUAL.items():
            if word in {fact, *words.split()} and fact not in found:
                found[fact] = place
                break
    return found


class Table:
    """Reads the rows of one table. Values that name something of ours are looked up once."""

    def __init__(self, *, mapping: Mapping_, width: int, key_system: str, population_as_of: str, today: date) -> None:
        self._mapping, self._width, self._system = mapping, width, key_system
        self._as_of, self._today = population_as_of, today
        self._regions = _regions(COUNTRIES[key_system])
        self._by_code = regions_by_code() if key_system == "AGS" else {}
        self._kinds = _kinds()

    def read(self, text: str, delimiter: str) -> Iterator[ReadLine]:
        rows = rows_of(text, delimiter)
        next(rows, None)
        for row in rows:
            line = ReadLine(row.number)
            try:
                self._fill(line, row.cells)
            except Rejected as refusal:
                line.reject(refusal.code, refusal.fact)
            yield line

    def _fill(self, line: ReadLine, cells: list[str]) -> None:
        if any(cell.strip() for cell in cells[self._width :]):
            raise Rejected("columns")
        told = {fact: cells[place].strip() for fact, place in self._mapping.items() if place < len(cells)}
        told = {fact: text for fact, text in told.items() if text}
        line.name = next((told[name] for name in NAMES if name in told), "")[:120]
        line.key = checked_key(self._system, told.get("key", ""))
        if len(cells) < self._width:
            raise Rejected("columns")
        names = {name: checked_name(told[name]) for name in NAMES if name in told}
        line.name = next(iter(names.values()), "")
        if not names and not line.key:
            raise Rejected("no_name")
        region = self._region(told, line.key)
        line.values = {**names, **region, **self._kind(told), **_coordinates(told), **self._population(told)}
        line.values |= _aliases(told)

    def _region(self, told: Mapping[str, str], key: str) -> dict[str, str]:
        if "region" not in told:
            return {"region": self._by_code[key[:2]]} if key[:2] in self._by_code else {}
        slug = self._regions.get(told["region"].casefold())
        if slug is None:
            raise Rejected("bad_region", told["region"])
        return {"region": slug}

    def _kind(self, told: Mapping[str, str]) -> dict[str, str]:
        if "kind" not in told:
            return {}
        kind = self._kinds.get(told["kind"].casefold())
        if kind is None:
            raise Rejected("bad_kind", told["kind"])
        return {"kind": kind}

    def _population(self, told: Mapping[str, str]) -> dict[str, object]:
        if "population" not in told:
            return {}
        text = told["population"]
        plain = re.sub(r"[., \u00a0\u202f']", "", text) if _GROUPED.fullmatch(text) else text
        if not (plain.isascii() and plain.isdecimal()) or int(plain) > MOST_INHABITANTS:
            raise Rejected("bad_population", text)
        return {"population": int(plain), "population_as_of": self._date(told.get("population_as_of", ""))}

    def _date(self, text: str) -> str:
        if not text:
            return self._as_of
        if german := _GERMAN_DAY.fullmatch(text):
            day, month, year = german.groups()
            text = f"{year}-{month:0>2}-{day:0>2}"
        try:
            found = PartialDate.parse(text)
        except ValueError as error:
            raise Rejected("bad_date", text) from error
        if found is not None and found.first > self._today:
            raise Rejected("future_date", text)
        return str(found)


def _coordinates(told: Mapping[str, str]) -> dict[str, str]:
    if "latitude" not in told and "longitude" not in told:
        return {}
    written = f"{told.get('latitude', '')} {told.get('longitude', '')}".strip()
    try:
        found = [Decimal(told[name].replace(",", ".")) for name in ("latitude", "longitude")]
    except (InvalidOperation, KeyError) as error:
        raise Rejected("bad_coordinates", written) from error
    latitude, longitude = found
    if not (latitude.is_finite() and longitude.is_finite() and abs(latitude) <= 90 and abs(longitude) <= 180):  # noqa: PLR2004 - degrees
        raise Rejected("bad_coordinates", written)
    return {"latitude": f"{latitude:.5f}", "longitude": f"{longitude:.5f}"}


def _aliases(told: Mapping[str, str]) -> dict[str, list[str]]:
    found = [" ".join(part.split()) for part in re.split(r"[;|\n]", told.get("aliases", ""))]
    names = list(dict.fromkeys(filter(None, found)))
    for name in names:
        if not is_fit_name(name):
            raise Rejected("bad_alias", name)
    return {"aliases": names} if names else {}


def _regions(country: str) -> dict[str, str]:
    """The slugs of a country's regions by all that a table may call them."""
    columns = ("slug", "code", "iso_code", "name_de", "name_en", "name_ar")
    rows = Region.objects.filter(country=country).values_list(*columns)
    return {str(word).casefold(): row[0] for row in rows for word in row if word}


def _kinds() -> dict[str, str]:
    found: dict[str, str] = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            found |= {str(label).casefold(): value for value, label in Authority.Kind.choices}
    return found | {value: value for value in Authority.Kind.values}
