"""Puts a translated text on the translation of a page, through the segments that editors see side by side."""

import copy
import json

from django.utils import timezone
from wagtail.models import Locale
from wagtail_localize.models import (
    SegmentOverride,
    StringSegment,
    StringTranslation,
    Translation,
    TranslationContext,
    TranslationSource,
)
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments, quote_path_component
from wagtail_localize.strings import StringValue

from jisr.content.filling import fill
from jisr.content.models import ContentPage
from jisr.content.texts import BrokenText, PageText

Attributes = dict[str, dict[str, str]]


def translate(original: ContentPage, text: PageText, locale: Locale, numbers: dict[str, int]) -> ContentPage:
    """Write ``text`` as the translation of ``original`` and publish it.

    Raises ``BrokenText`` if the two do not have the same segments or links.
    """
    source, _created = TranslationSource.update_or_create_from_instance(original)
    translation, _created = Translation.objects.get_or_create(source=source, target_locale=locale)
    _write_strings(source, _values(original, text, numbers), text, locale)
    Translation.objects.filter(pk=translation.pk).update(translations_last_updated_at=timezone.now())
    # Publishing is done here, since wagtail-localize puts it off until after the transaction that notes the outcome.
    translation.save_target(publish=False)
    translation.get_target_instance().get_latest_revision().publish()
    translated: ContentPage = translation.get_target_instance()
    return translated


def _values(original: ContentPage, text: PageText, numbers: dict[str, int]) -> list[StringSegmentValue]:
    """The segments that the page would have, were it written in this language."""
    draft = copy.copy(original)
    fill(draft, text, numbers)
    return [value for value in extract_segments(draft) if isinstance(value, StringSegmentValue)]


def _write_strings(source: TranslationSource, values: list[StringSegmentValue], text: PageText, locale: Locale) -> None:
    segments = list(StringSegment.objects.filter(source=source).select_related("string", "context").order_by("order"))
    theirs, mine = [segment.context.path for segment in segments], [value.path for value in values]
    if theirs != mine:
        odd = next((pair for pair in zip(mine, theirs, strict=False) if pair[0] != pair[1]), (mine[-1:], theirs[-1:]))
        raise BrokenText(f"{text.name}: segment {odd[0]} stands where the source has {odd[1]}")
    written: dict[tuple[int, int], str] = {}
    for segment, value in zip(segments, values, strict=True):
        data = _with_links_of(segment, value, text, locale)
        place = (segment.string_id, segment.context_id)
        if written.setdefault(place, data) != data:
            raise BrokenText(f"{text.name}: {segment.string.data!r} stands twice in one block, translated differently")
    StringTranslation.objects.bulk_create(
        [
            StringTranslation(
                translation_of_id=string,
                context_id=context,
                locale=locale,
                data=data,
                translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
            )
            for (string, context), data in written.items()
        ],
        update_conflicts=True,
        unique_fields=["locale", "translation_of", "context"],
        update_fields=["data", "translation_type", "has_error", "field_error", "updated_at"],
    )


def _with_links_of(segment: StringSegment, value: StringSegmentValue, text: PageText, locale: Locale) -> str:
    """The translated string, its links numbered as in the source whatever their order."""
    theirs: Attributes = json.loads(segment.attrs or "null") or {}
    mine: Attributes = value.attrs or {}
    names = _pair(mine, theirs, text)
    for my_name, their_name in names.items():
        if mine[my_name] != theirs[their_name]:
            _override(segment, theirs[their_name]["href"], mine[my_name]["href"], locale)
    return _renamed(value.string, names)


def _pair(mine: Attributes, theirs: Attributes, text: PageText) -> dict[str, str]:
    """Which link of the source each link is: first by its target, then the others in their order."""
    names: dict[str, str] = {}
    left = dict(theirs)
    for name, attributes in mine.items():
        same = next((other for other, target in left.items() if _target(target) == _target(attributes)), None)
        if same is not None:
            names[name] = same
            del left[same]
    for name in [name for name in mine if name not in names]:
        other = next((other for other, target in left.items() if "href" in target and "href" in mine[name]), None)
        if other is None:
            raise BrokenText(f"{text.name}: the link {_target(mine[name])} is not in the same block of the source")
        names[name] = other
        del left[other]
    return names


def _target(attributes: dict[str, str]) -> str:
    """What a link leads to, whatever the language."""
    href = attributes.get("href", "")
    return f"page {attributes['id']}" if "linktype" in attributes else href[3:] if href[:1] == "/" else href


def _renamed(string: StringValue, names: dict[str, str]) -> str:
    return string.render_html({name: {"id": other} for name, other in names.items()})


def _override(segment: StringSegment, theirs: str, mine: str, locale: Locale) -> None:
    path = f"{segment.context.path}.{quote_path_component(theirs)}"
    context = TranslationContext.objects.get(object_id=segment.context.object_id, path=path)
    SegmentOverride.objects.update_or_create(locale=locale, context=context, defaults={"data_json": json.dumps(mine)})
