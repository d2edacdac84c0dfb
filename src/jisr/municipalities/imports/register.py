"""The official German register (GV100AD of Destatis) as facts.

The package takes each record apart; we hand it one line at a time, so that a bad line is one rejected line.
"""

from collections.abc import Iterator, Mapping

from gv100ad import District, DistrictType, Municipality, MunicipalityType

from jisr.municipalities.imports.facts import ReadLine, Rejected, checked_key, checked_name
from jisr.municipalities.models import Authority, Region

DISTRICT, MUNICIPALITY = "40", "60"
KINDS = {
    MunicipalityType.MARKT: Authority.Kind.GERMAN_MUNICIPALITY,
    MunicipalityType.KREISFREIE_STADT: Authority.Kind.DISTRICT_FREE_CITY,
    MunicipalityType.STADTKREIS: Authority.Kind.DISTRICT_FREE_CITY,
    MunicipalityType.STADT: Authority.Kind.TOWN,
    MunicipalityType.KREISANGEHOERIGE_GEMEINDE: Authority.Kind.GERMAN_MUNICIPALITY,
    MunicipalityType.GROSSE_KREISSTADT: Authority.Kind.TOWN,
}
UNINCORPORATED = {MunicipalityType.GEMEINDEFREIES_GEBIET_BEWOHNT, MunicipalityType.GEMEINDEFREIES_GEBIET_UNBEWOHNT}
DISTRICT_NAMES = {DistrictType.KREIS: "Kreis", DistrictType.LANDKREIS: "Landkreis"}
SAYS_DISTRICT = ("kreis", "region")
# Cities that are a district by themselves have a record of that kind too; their facts stand in the one of the town.
CITY_AS_DISTRICT = {DistrictType.KREISFREIE_STADT, DistrictType.STADTKREIS}


def read_register(text: str, *, population_as_of: str) -> Iterator[ReadLine]:
    """The districts and municipalities of the register; records of other kinds are passed over."""
    regions = regions_by_code()
    for number, record in enumerate(text.splitlines(), start=1):
        if not record.strip() or record[:2] in {"10", "20", "30", "50"}:
            continue
        line = ReadLine(number, name=record[22:72].strip()[:120])
        try:
            if not _fill(line, record, regions, population_as_of):
                continue
        except Rejected as refusal:
            line.reject(refusal.code, refusal.fact)
        except ValueError:  # the package's word for a field that is not well-formed
            line.reject("record")
        yield line


def regions_by_code() -> dict[str, str]:
    """The slugs of the Länder by the first two digits of their keys."""
    return dict(Region.objects.filter(country="DE").values_list("code", "slug"))


def _fill(line: ReadLine, record: str, regions: Mapping[str, str], as_of: str) -> bool:
    """Put the facts of a record into its line; false for one that stands in another record."""
    if record[:2] == DISTRICT:
        values = _district(District(record))
    elif record[:2] == MUNICIPALITY:
        values = _municipality(Municipality(record), as_of)
    else:
        raise Rejected("record")
    if not values:
        return False
    line.key = checked_key("AGS", str(values.pop("key")))
    region = regions.get(line.key[:2])
    if not line.key or region is None:
        raise Rejected("bad_key", line.key)
    line.name = str(values["name_de"])
    if not line.name:
        raise Rejected("no_name")
    line.values = {**values, "region": region}
    return True


def _district(district: District) -> dict[str, object]:
    if district.type in CITY_AS_DISTRICT:
        return {}
    name = plain_name(district.name)
    if name and not any(word in name.casefold() for word in SAYS_DISTRICT):
        name = f"{DISTRICT_NAMES.get(district.type, 'Landkreis')} {name}"
    return {"key": district.regional_code, "name_de": name, "kind": Authority.Kind.DISTRICT.value}


def _municipality(town: Municipality, as_of: str) -> dict[str, object]:
    if town.type in UNINCORPORATED:
        raise Rejected("uninhabited")
    if town.inhabitants < 0:
        raise Rejected("bad_population", str(town.inhabitants))
    kind = KINDS.get(town.type)
    values: dict[str, object] = {"key": town.regional_code, "name_de": plain_name(town.name)}
    values |= {"population": town.inhabitants, "population_as_of": as_of}
    return values | ({"kind": kind.value} if kind else {})


def plain_name(official: str) -> str:
    """The name without the title that stands behind a comma: Köln for "Köln, Stadt"."""
    return checked_name(official.partition(",")[0])
