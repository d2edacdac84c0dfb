"""Loads the texts of the programme into the three trees of pages. Safe to run again at any time."""

import hashlib
import re
from pathlib import Path
from typing import TextIO
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page, Site

from jisr.content.desk import open_desk
from jisr.content.filling import content_checksum, fill, fill_columns
from jisr.content.models import ContentPage, LoadedPage
from jisr.content.searching import one_update
from jisr.content.texts import FOLDER, PageText, read_all
from jisr.content.translating import translate
from jisr.content.tree import LANGUAGES, PLACES, SOURCE_LANGUAGE, WAYS_IN, Place

_LINKED_KEY = re.compile(r"\(page:([a-z-]+)\)")
Texts = dict[tuple[str, str], PageText]


def load_content(*, stdout: TextIO | None = None, folder: Path = FOLDER) -> None:
    """Create and update the pages whose texts changed. What an editor changed stays, and is named on ``stdout``.

    Raises ``BrokenText`` before anything is written if a file cannot be read, or at the file that does not fit.
    """
    with one_update():
        Loader(read_all(folder), stdout).run()


class Loader:
    """One run. It remembers what was loaded before and which page belongs to which key."""

    def __init__(self, texts: Texts, stdout: TextIO | None) -> None:
        self.texts = texts
        self.stdout = stdout
        self.loaded = {(row.key, row.language): row for row in LoadedPage.objects.select_related("page")}
        self.written = 0

    def run(self) -> None:
        present = {locale.language_code: locale for locale in Locale.objects.all()}
        self.locales = {code: present.get(code) or Locale.objects.create(language_code=code) for code in LANGUAGES}
        for (key, language), text in self.texts.items():
            if language != SOURCE_LANGUAGE and (original := self.texts.get((key, SOURCE_LANGUAGE))):
                text.compare_shape(original)
        for place in PLACES:
            text = self.texts.get((place.key, SOURCE_LANGUAGE))
            if text is not None and (place.key, SOURCE_LANGUAGE) not in self.loaded:
                self._make_original(place, text)
        self.numbers = {
            key: row.page_id
            for (key, language), row in self.loaded.items()
            if language == SOURCE_LANGUAGE and row.page_id is not None
        }
        for language in (SOURCE_LANGUAGE, *(code for code in LANGUAGES if code != SOURCE_LANGUAGE)):
            for place in PLACES:
                text = self.texts.get((place.key, language))
                if text is not None and not self._is_loaded(text):
                    self._bring_up_to_date(text)
        self._settle()
        self._say(f"Pages: {self.written} written, {len(self.texts) - self.written} left as they were.")

    @transaction.atomic
    def _make_original(self, place: Place, text: PageText) -> None:
        """Make the unpublished page of a new text, so that links to it have a number to point to."""
        parent = self._parent(place)
        slug = place.slug if place.parent else SOURCE_LANGUAGE
        if parent is None or parent.get_children().filter(slug=slug).exists():
            self._say(f"{text.name}: skipped, since its place in the tree is missing or taken.")
            return
        model: type[ContentPage] = apps.get_model("content", place.model)
        page = model(slug=slug, live=False, locale=self.locales[SOURCE_LANGUAGE])
        fill_columns(page, text, {})
        parent.add_child(instance=page)
        self._remember(text, page, text_checksum="")

    def _parent(self, place: Place) -> Page | None:
        if not place.parent:
            return Page.get_first_root_node()
        row = self.loaded.get((place.parent, SOURCE_LANGUAGE))
        return Page.objects.filter(pk=row.page_id).first() if row else None

    def _is_loaded(self, text: PageText) -> bool:
        row = self.loaded.get((text.key, text.language))
        return row is not None and row.text_checksum == self._text_checksum(text)

    @transaction.atomic
    def _bring_up_to_date(self, text: PageText) -> None:
        original = self._untouched_original(text, self.loaded.get((text.key, text.language)))
        if original is None:
            return
        if text.language == SOURCE_LANGUAGE:
            fill(original, text, self.numbers)
            original.save_revision().publish()
            page = original
        else:
            page = translate(original, text, self.locales[text.language], self.numbers)
        self._remember(text, page, text_checksum=self._text_checksum(text))
        self.written += 1

    def _untouched_original(self, text: PageText, row: LoadedPage | None) -> ContentPage | None:
        """The page in the source language, if neither it nor the page to be written has an editor's work in it."""
        source = self.loaded.get((text.key, SOURCE_LANGUAGE))
        if source is None:
            self._say(f"{text.name}: skipped, since there is no page in the source language.")
            return None
        for each in (source, row):
            if each is not None and (each.page is None or content_checksum(each.page) != each.content_checksum):
                self._say(f"{text.name}: left alone, since an editor changed {each}.")
                return None
        return source.page.specific_class.objects.get(pk=source.page_id)

    def _text_checksum(self, text: PageText) -> str:
        """What the page was made of: the file, its original, and the numbers of the pages it links to."""
        original = self.texts.get((text.key, SOURCE_LANGUAGE), text)
        keys = set(WAYS_IN.values()) if text.key == "home" else set()
        for chapter in text.chapters:
            for token in chapter.tokens:
                keys.update(_LINKED_KEY.findall(token.content))
        targets = [f"{key}={self.numbers.get(key)}" for key in sorted(keys)]
        return hashlib.sha256("|".join([text.checksum, original.checksum, *targets]).encode()).hexdigest()

    def _remember(self, text: PageText, page: Page, *, text_checksum: str) -> None:
        row, _created = LoadedPage.objects.update_or_create(
            key=text.key,
            language=text.language,
            defaults={"page": page, "text_checksum": text_checksum, "content_checksum": content_checksum(page)},
        )
        self.loaded[text.key, text.language] = row

    def _settle(self) -> None:
        """Make the home page of the source language the site's root, and open new trees to the editors."""
        home = self.loaded.get(("home", SOURCE_LANGUAGE))
        if home is None or home.page is None:
            return
        _serve_from(home.page)
        Page.objects.filter(depth=2, slug="home", content_type__app_label="wagtailcore", numchild=0).delete()
        homes = Page.objects.filter(translation_key=home.page.translation_key)
        open_desk(homes.filter(group_permissions=None))

    def _say(self, sentence: str) -> None:
        if self.stdout is not None:
            self.stdout.write(sentence + "\n")


def _serve_from(home: Page) -> None:
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    if site.root_page_id == home.pk:
        return
    base = urlsplit(settings.BASE_URL)
    site.hostname = base.hostname or "localhost"
    site.port = base.port or (443 if base.scheme == "https" else 80)
    site.site_name, site.root_page = settings.WAGTAIL_SITE_NAME, home
    site.save()
