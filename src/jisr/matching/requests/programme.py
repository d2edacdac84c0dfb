"""Published requests of Palestinian authorities, from the table in ``data/``, with what their source leaves out."""

from typing import Final

from jisr.kernel.dates import PartialDate
from jisr.kernel.tables import Row, split_cell
from jisr.matching.requests.models import PartnershipRequest, RequestText, RequestTheme
from jisr.matching.requests.publishing import free_slug
from jisr.matching.requests.states import Kind, State, TextState
from jisr.municipalities.models import Authority, Theme

# The table gives the source's German prose in English words; themes stand in it by their slugs.
LANGUAGE: Final = "en"
CODES: Final = {"Arabic": "ar", "English": "en", "German": "de", "French": "fr", "Hebrew": "he"}
TEXTS: Final = {
    "profile": ("location_note", "history_note"),
    "economy": ("economy",),
    "facilities": ("facilities",),
    "partnerships": ("existing_partnership_countries",),
}


def load_request(_key: str, row: Row) -> None:
    """Load one row. What is missing in it stays unknown; none of it has been confirmed since."""
    authority = Authority.objects.palestinian().get(name_en=row["municipality_en"])
    published = PartialDate.parse(row["published"])
    request = PartnershipRequest.objects.filter(authority=authority).exclude(source_url="").first()
    request = request or PartnershipRequest(authority=authority, kind=Kind.REQUEST, original_language=LANGUAGE)
    request.source_url, request.published = row["source"], published
    request.is_incomplete = row["excerpt_complete"] != "yes"
    request.state = State.MATCHED if row["outcome"] else State.STALE
    request.state_reason = row["outcome"]
    request.population_stated = _number(row["population_stated"])
    request.council_members, request.council_women = _number(row["council_members"]), _number(row["council_women"])
    request.languages = [CODES[name] for name in split_cell(row["languages_taught"])]
    request.slug = request.slug or free_slug(request, published.first.year if published else None)
    request.save()
    _load_themes(request, split_cell(row["topics_wanted"]))
    _load_texts(request, row)


def _number(cell: str) -> int | None:
    return int(cell) if cell else None


def _load_themes(request: PartnershipRequest, slugs: list[str]) -> None:
    found = Theme.objects.in_bulk(slugs, field_name="slug")
    request.wanted.all().delete()
    RequestTheme.objects.bulk_create(
        RequestTheme(request=request, theme=found[slug], rank=rank) for rank, slug in enumerate(slugs, start=1)
    )


def _load_texts(request: PartnershipRequest, row: Row) -> None:
    for key, columns in TEXTS.items():
        parts = [", ".join(split_cell(row[column])) for column in columns if row[column]]
        text = "; ".join(parts)
        if text:
            defaults = {"text": text[:1].upper() + text[1:] + ".", "is_original": True, "state": TextState.CHECKED}
            RequestText.objects.update_or_create(request=request, key=key, language=LANGUAGE, defaults=defaults)


def load_translation(_key: str, row: Row) -> None:
    """Load a delivered translation. It counts as a draft: nobody of the office has checked it."""
    loaded = PartnershipRequest.objects.exclude(source_url="")
    RequestText.objects.update_or_create(
        request=loaded.get(authority__name_en=row["municipality_en"]),
        key=row["key"],
        language=row["language"],
        defaults={"text": row["text"], "state": TextState.DRAFT, "checked_at": None, "checked_by": None},
    )
