"""Puts a text on a page, and says whether a page still holds what was put there."""

import hashlib
import json
from datetime import date
from html import escape
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from wagtail.models import Page
from wagtail_localize.models import SegmentOverride, StringTranslation

from jisr.content.models import ContentPage
from jisr.content.texts import BrokenText, LinkWriter, PageText, Part
from jisr.content.tree import BY_KEY, FEEDBACK_PATH, WAYS_IN

_PLAIN = ("title", "lead", "short", "icon")
_NAMESPACE = uuid5(NAMESPACE_URL, "jisr/content")
_ENTRY_FIELDS = {"steps": ("title", "text"), "faq": ("question", "answer")}
# Columns that say who and when, or that Wagtail keeps for itself.
_NOT_CONTENT = {"path", "depth", "numchild", "url_path", "locale", "locked", "locked_by", "locked_at", "owner"}


def fill(page: ContentPage, text: PageText, numbers: dict[str, int]) -> None:
    """Set the page's content. ``numbers`` holds the pages that links may lead to, by key. Saves nothing."""
    fill_columns(page, text, numbers)
    parts = text.parts(link_writer(text, numbers))
    page.body = json.dumps([_block(text.key, place, part) for place, part in enumerate(parts)])


def fill_columns(page: ContentPage, text: PageText, numbers: dict[str, int]) -> None:
    """Set all but the body."""
    own = {column.name for column in page._meta.get_fields()}
    for name, value in text.fields.items():
        if name in _PLAIN or name.startswith("way"):
            if name not in own:
                raise BrokenText(f"{text.name}: a page of the kind {type(page).__name__} has no field {name!r}")
            setattr(page, name, value)
    page.draft_title, page.search_description = page.title, text.fields["description"]
    if "date" in own:
        if "date" not in text.fields:
            raise BrokenText(f"{text.name}: front matter lacks date")
        page.date = date.fromisoformat(text.fields["date"])
    for column, key in WAYS_IN.items():
        if column in own:
            setattr(page, f"{column}_id", numbers.get(key))


def link_writer(text: PageText, numbers: dict[str, int]) -> LinkWriter:
    """How links of ``text`` are stored: pages by number, paths below the language, other hosts as they are."""

    def write(target: str) -> str | None:
        scheme, _colon, rest = target.partition(":")
        if target == "page:feedback":
            scheme, rest = "path", FEEDBACK_PATH
        if scheme == "path":
            return f'href="/{text.language}/{escape(rest)}"'
        if scheme == "page" and rest in BY_KEY:
            return f'linktype="page" id="{numbers[rest]}"' if rest in numbers else None
        if scheme == "https":
            return f'href="{escape(target)}"'
        raise BrokenText(f"{text.name}: link to {target!r} leads nowhere")

    return write


def _block(key: str, place: int, part: Part) -> dict[str, Any]:
    name = f"{key}/{place}"
    if part.kind == "text":
        value: Any = part.entries[0][1]
    else:
        title_field, text_field = _ENTRY_FIELDS[part.kind]
        value = [
            {"type": "item", "id": _identity(f"{name}/{number}"), "value": {title_field: title, text_field: html}}
            for number, (title, html) in enumerate(part.entries)
        ]
    return {"type": part.kind, "value": value, "id": _identity(name)}


def _identity(name: str) -> str:
    """A block's identity stays the same when its text changes, so that translations find it again."""
    return str(uuid5(_NAMESPACE, name))


def content_checksum(page: Page) -> str:
    """A checksum over everything an editor can change on the page, in its drafts and in its translation screen."""
    specific = page.specific_class.objects.get(pk=page.pk)
    content = {
        column.name: column.value_to_string(specific)
        for column in specific._meta.concrete_fields
        if column.editable and column.name not in _NOT_CONTENT
    }
    content["title"] = specific.draft_title
    content["state"] = [specific.live, specific.has_unpublished_changes]
    strings = StringTranslation.objects.filter(context__object_id=page.translation_key, locale=page.locale_id)
    content["strings"] = sorted(strings.values_list("context__path", "translation_of__data_hash", "data"))
    overrides = SegmentOverride.objects.filter(context__object_id=page.translation_key, locale=page.locale_id)
    content["overrides"] = sorted(overrides.values_list("context__path", "data_json"))
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()
