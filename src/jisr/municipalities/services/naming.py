"""Short names in addresses, each given once and never again."""

from typing import Any

from django.db import models
from django.utils.text import slugify

from jisr.municipalities.models import FormerSlug

TAKEN = frozenset({"new", "views"})  # by addresses of the desk


def free_slug(model: type[models.Model], *names: str) -> str:
    """A short name that no row of the model has or had; of several names, parted by two dashes."""
    column: Any = model._meta.get_field("slug")
    longest: int = column.max_length
    wanted = "--".join(map(slugify, names)) or str(model._meta.model_name)
    base = wanted[: longest - 6].strip("-")
    slug, place = base, 2
    while _is_taken(model, slug):
        slug, place = f"{base}-{place}", place + 1
    return slug


def _is_taken(model: type[models.Model], slug: str) -> bool:
    former = FormerSlug.objects.filter(subject_type=model._meta.label_lower, slug=slug)
    return slug in TAKEN or model._default_manager.filter(slug=slug).exists() or former.exists()
