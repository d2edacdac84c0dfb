"""What the site search knows about published sessions, and how it learns of a new version."""

from collections.abc import Collection, Iterator
from typing import Any

from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django_tasks import task

from jisr.events.agenda.days import day_name
from jisr.events.agenda.models import ProgrammeVersion
from jisr.events.agenda.published import PublishedSession
from jisr.events.editions.models import Edition
from jisr.events.timetable import wording
from jisr.events.timetable.presenting import Entry, entries_of, is_off
from jisr.events.timetable.reading import Published, published_of
from jisr.kernel.text.stems import LANGUAGES, Language
from jisr.municipalities.models import Theme
from jisr.municipalities.search import listed, theme_words
from jisr.search import services, sources
from jisr.search.models import Document
from jisr.search.sources import Item, Source, Text

SESSION = "session"


def register() -> None:
    """Make sessions findable, and have the index follow each version and each step of a meeting."""
    sources.register(SESSION, _("Sessions of meetings"), Source(sessions), place=35)
    post_save.connect(_on_version, sender=ProgrammeVersion, dispatch_uid="index a published programme")
    post_save.connect(_on_edition, sender=Edition, dispatch_uid="index the programme of a meeting that moved on")


def key_of(edition: Edition, session: PublishedSession) -> str:
    return f"{edition.slug}/{session.code}"


def sessions(keys: Collection[str] | None) -> Iterator[Item]:
    """What takes place by the latest versions of public meetings, or those with the keys asked for."""
    rows = Edition.objects.public().filter(programme_versions__isnull=False).distinct().order_by("slug")
    if keys is not None:
        rows = rows.filter(slug__in={key.partition("/")[0] for key in keys})
    themes = {theme.slug: theme for theme in Theme.objects.prefetch_related("synonyms")}
    for edition in rows:
        published = published_of(edition.programme_versions.order_by("-number")[0])
        for session in published.programme.sessions:
            if not is_off(edition, session) and (keys is None or key_of(edition, session) in keys):
                yield _item(edition, published, session, themes)


def _item(edition: Edition, published: Published, session: PublishedSession, themes: dict[str, Theme]) -> Item:
    used = [themes[slug] for slug in session.themes if slug in themes]
    texts = {language: _text(edition, published, session, used, language) for language in LANGUAGES}
    return Item(key_of(edition, session), texts, position=-session.starts_at.date().toordinal())


def _text(
    edition: Edition, published: Published, session: PublishedSession, themes: list[Theme], language: Language
) -> Text:
    with override(language):
        entry: Entry = entries_of(edition, published, [session])[0]
        return Text(
            title=entry.plain_title,
            path=entry.url,
            summary=listed(edition.title, day_name(entry.day), entry.kind),
            body=wording.plain(session.abstract),
            keywords=[speaker.name for speaker in session.speakers],
            related=[word for theme in themes for word in (theme.name, *theme_words(theme, language))],
        )


def reindex(edition_pk: int) -> int:
    """Index a meeting's sessions anew, and drop those that are gone; return how many keys that were."""
    edition = Edition.objects.get(pk=edition_pk)
    keys = set(
        Document.objects.filter(kind=SESSION, object_key__startswith=f"{edition.slug}/").values_list(
            "object_key", flat=True
        )
    )
    version = edition.programme_versions.order_by("-number").first()
    if version is not None:
        keys |= {key_of(edition, session) for session in published_of(version).programme.sessions}
    services.update_many(SESSION, sorted(keys))
    return len(keys)


@task()
def reindex_in_worker(edition_pk: int) -> None:
    """The worker's door to ``reindex``: thousands of sessions take seconds."""
    reindex(edition_pk)


def _on_version(instance: ProgrammeVersion, *, created: bool, raw: bool = False, **_more: Any) -> None:  # noqa: ANN401
    if created and not raw:
        reindex_in_worker.enqueue(instance.edition_id)


def _on_edition(instance: Edition, *, update_fields: Collection[str] | None = None, **_more: Any) -> None:  # noqa: ANN401
    """A meeting that is announced or cancelled shows or hides its sessions."""
    if update_fields and "state" in update_fields and instance.programme_versions.exists():
        reindex_in_worker.enqueue(instance.pk)
