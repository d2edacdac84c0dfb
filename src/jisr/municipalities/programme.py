"""The programme's places, themes and sources, from the tables in ``data/``."""

from decimal import Decimal

from django.db import transaction

from jisr.kernel.tables import LANGUAGES, Row, dated, group_rows, in_three, read_table, split_cell
from jisr.municipalities.loading import edited, load_changed, unedited
from jisr.municipalities.models import (
    Authority,
    AuthorityAlias,
    AuthorityKey,
    Country,
    FormerSlug,
    Population,
    Region,
    Source,
    Succession,
    Theme,
    ThemeSynonym,
)

HERE = "jisr.municipalities"
COUNTRIES = {
    "DE": {"name_de": "Deutschland", "name_en": "Germany", "name_ar": "ألمانيا"},
    "PS": {
        "name_de": "Palästinensische Gebiete",
        "name_en": "Palestinian territories",
        "name_ar": "الأراضي الفلسطينية",
    },
}


@transaction.atomic
def load_municipalities() -> dict[str, int]:
    """Load sources, regions, themes and authorities; return how many rows were new or changed, by table."""
    for code, names in COUNTRIES.items():
        Country.objects.get_or_create(code=code, defaults=names)
    synonyms = group_rows(read_table(HERE, "theme_synonyms"), "slug")
    return {
        "sources": load_changed("sources", _keyed("sources", "key"), _load_source),
        "laender": load_changed("laender", _keyed("laender", "slug"), _load_land),
        "governorates": load_changed("governorates", _keyed("governorates", "slug"), _load_governorate),
        "themes": load_changed("themes", _keyed("municipal_themes", "slug"), _load_theme),
        "synonyms": load_changed("synonyms", synonyms.items(), _load_synonyms),
        "authorities": load_changed("authorities", _keyed("municipalities", "slug"), _load_authority),
        "populations": load_changed("populations", _population_items(), _load_population),
        "successions": load_changed("successions", _succession_items(), _load_succession),
    }


def _keyed(name: str, column: str) -> list[tuple[str, Row]]:
    return [(row[column], row) for row in read_table(HERE, name)]


def _load_source(key: str, row: Row) -> None:
    columns = {"publisher": row["publisher"], "subject": row["subject"], "published": row["date_published"]}
    Source.objects.update_or_create(key=key, defaults={"url": row["url"], **columns})


def _load_land(slug: str, row: Row) -> None:
    columns = {"code": row["code"], "iso_code": row["iso_3166_2"], **in_three(row, "name")}
    Region.objects.update_or_create(slug=slug, defaults={"country_id": "DE", "kind": Region.Kind.LAND, **columns})


def _load_governorate(slug: str, row: Row) -> None:
    columns = {"code": row["pcbs_code"], "iso_code": row["iso_3166_2"], "area": row["region"], **in_three(row, "name")}
    Region.objects.update_or_create(
        slug=slug,
        defaults={"country_id": "PS", "kind": Region.Kind.GOVERNORATE, "source_url": row["source"], **columns},
    )


def _load_theme(slug: str, row: Row) -> None:
    columns = {
        "focus": row["nakopa_focus"],
        "sdg_goals": [int(goal) for goal in split_cell(row["sdg_goals"])],
        "sdg_targets": split_cell(row["sdg_targets"]),
        "dac_code": row["dac_code"],
        "dac_label": row["dac_label"],
    }
    columns = unedited(Theme, {**columns, **in_three(row, "name")}, slug=slug)
    Theme.objects.update_or_create(slug=slug, defaults=columns)


def _load_synonyms(slug: str, rows: list[Row]) -> None:
    theme, kept = Theme.objects.get(slug=slug), edited(Theme, slug=slug)
    for row in rows:
        if row["language"] not in LANGUAGES:
            raise ValueError(f"synonym {row['synonym']!r} of {slug} has no language of the site")
        if f"words_{row['language']}" not in kept:
            ThemeSynonym.objects.update_or_create(
                language=row["language"], word=row["synonym"], defaults={"theme": theme}
            )


def _load_authority(slug: str, row: Row) -> None:
    if FormerSlug.objects.filter(subject_type=Authority._meta.label_lower, slug=slug).exists():
        return  # it was merged into another one
    columns = {
        "kind": row["kind"],
        "country_id": row["country"],
        "region": Region.objects.get(slug=row["region_slug"]),
        "latitude": Decimal(row["latitude"]) if row["latitude"] else None,
        "longitude": Decimal(row["longitude"]) if row["longitude"] else None,
        "geonames_id": int(row["geonames_id"]) if row["geonames_id"] else None,
    }
    kept = edited(Authority, slug=slug)
    columns = unedited(
        Authority,
        {**columns, **in_three(row, "name"), **in_three(row, "note")},
        of={"country_id": "region"},
        slug=slug,
    )
    authority, _is_new = Authority.objects.update_or_create(slug=slug, defaults=columns)
    for alias in split_cell(row["aliases"]) if "aliases" not in kept else ():
        AuthorityAlias.objects.get_or_create(authority=authority, name=alias)
    if row["official_code"] and "keys" not in kept:
        AuthorityKey.objects.get_or_create(authority=authority, system=row["code_system"], key=row["official_code"])


def _population_items() -> list[tuple[str, Row]]:
    rows = read_table(HERE, "populations")
    return [(f"{row['slug']} {row['kind']} {row['on']}", row) for row in rows]


def _load_population(_key: str, row: Row) -> None:
    as_of = dated("as_of", row["on"])
    if {"population", "populations"} & edited(Authority, slug=row["slug"]):
        return
    Population.objects.update_or_create(
        authority=Authority.objects.get(slug=row["slug"]),
        kind=row["kind"],
        as_of_on=as_of["as_of_on"],
        defaults={
            "number": int(row["number"]),
            "as_of_precision": as_of["as_of_precision"],
            "source_url": row["source"],
        },
    )


def _succession_items() -> list[tuple[str, Row]]:
    rows = read_table(HERE, "succession")
    return [(f"{row['predecessor_slug']} {row['successor_slug']}", row) for row in rows]


def _load_succession(_key: str, row: Row) -> None:
    predecessor = Authority.objects.get(slug=row["predecessor_slug"])
    columns = {
        "kind": row["kind"],
        **dated("since", row["on"]),
        "source_url": row["source"],
    }
    Succession.objects.update_or_create(
        predecessor=predecessor,
        successor=Authority.objects.get(slug=row["successor_slug"]),
        defaults={**columns, **in_three(row, "note")},
    )
    Authority.objects.filter(pk=predecessor.pk).update(is_former=True)
