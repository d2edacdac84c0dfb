"""The programme's ties, from the tables in ``data/``."""

from django.db import transaction

from jisr.kernel.tables import LANGUAGES, Row, dated, group_rows, in_three, lists_in_three, read_table, split_cell
from jisr.municipalities.loading import edited, load_changed, unedited
from jisr.municipalities.models import Authority, Theme
from jisr.municipalities.services.merging import current_slug
from jisr.partnerships.models import Milestone, Partnership, PartnershipSource, Project

HERE = "jisr.partnerships"
FACTS = {
    "since_on": "since",
    "since_precision": "since",
    "status_on": "status_date",
    "status_precision": "status_date",
}


@transaction.atomic
def load_partnerships() -> dict[str, int]:
    """Load ties and their milestones; return how many were new or changed."""
    ties = [(row["key"], row) for row in read_table(HERE, "partnerships")]
    milestones = group_rows(read_table(HERE, "milestones"), "tie_key")
    return {
        "partnerships": load_changed("partnerships", ties, _load_tie),
        "milestones": load_changed("milestones", milestones.items(), _load_milestones),
    }


def _now_called(slug: str) -> str:
    """The address that a delivered tie has now: its sides may have been corrected since."""
    return current_slug(Partnership, slug) or slug


def _load_tie(slug: str, row: Row) -> None:
    slug = _now_called(slug)
    columns = {
        "german": Authority.objects.german().get(slug=row["german_slug"]),
        "palestinian": Authority.objects.palestinian().get(slug=row["palestinian_slug"]),
        "form": row["form"],
        "status": row["status"],
        "status_source_url": row["status_source"],
        **dated("since", row["since"]),
        **dated("status", row["status_on"]),
        **in_three(row, "since_event", to="founding_event"),
        **in_three(row, "status_note"),
    }
    kept = edited(Partnership, slug=slug)
    columns = unedited(Partnership, columns, of=FACTS, slug=slug)
    tie, _is_new = Partnership.objects.update_or_create(slug=slug, defaults=columns)
    if "themes" not in kept:
        tie.themes.set(_themes(row["topics"]))
    if "projects" not in kept:
        _load_projects(tie, row)
    if "sources" not in kept:
        _load_sources(tie, row)


def _load_projects(tie: Partnership, row: Row) -> None:
    tie.projects.all().delete()
    texts = lists_in_three(row, "projects", to="text")
    Project.objects.bulk_create(
        Project(partnership=tie, position=place, **dict(zip(texts, items, strict=True)))
        for place, items in enumerate(zip(*texts.values(), strict=True))
    )


def _load_sources(tie: Partnership, row: Row) -> None:
    tie.sources.all().delete()
    PartnershipSource.objects.bulk_create(
        PartnershipSource(partnership=tie, position=place, url=url)
        for place, url in enumerate([row["source"], *row["further_sources"].split()])
    )


def _themes(cell: str) -> list[Theme]:
    slugs = split_cell(cell)
    themes = list(Theme.objects.filter(slug__in=slugs))
    if len(themes) != len(slugs):
        raise ValueError(f"unknown theme among {cell}")
    return themes


def _load_milestones(slug: str, rows: list[Row]) -> None:
    tie = Partnership.objects.get(slug=_now_called(slug))
    if "milestones" in edited(Partnership, slug=tie.slug):
        return
    tie.milestones.all().delete()
    Milestone.objects.bulk_create(
        Milestone(
            partnership=tie,
            position=place,
            kind=row["kind"],
            source_url=row["source"],
            **{f"text_{language}": row[f"text_{language}"] for language in LANGUAGES},
            **dated("happened", row["on"]),
        )
        for place, row in enumerate(rows)
    )
