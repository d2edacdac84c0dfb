"""Choices of filters, remembered until the data changes, in the reader's language."""

from collections.abc import Sequence

from django.utils.translation import get_language

from jisr.municipalities.models import Region, Theme
from jisr.web import public_data

Choices = Sequence[tuple[str, str]]


def _regions(kind: str) -> Choices:
    return public_data.remembered(
        f"choices {kind} {get_language()}",
        lambda: [(region.slug, region.name) for region in Region.objects.filter(kind=kind).order_by("name")],
    )


def laender() -> Choices:
    return _regions(Region.Kind.LAND)


def governorates() -> Choices:
    return _regions(Region.Kind.GOVERNORATE)


def regions() -> Choices:
    return [*laender(), *governorates()]


def themes() -> Choices:
    return public_data.remembered(
        f"choices themes {get_language()}",
        lambda: [(theme.slug, theme.name) for theme in Theme.objects.order_by("name")],
    )
