"""Keeps the index in step with the registered sources."""

from collections.abc import Iterable, Iterator
from itertools import islice

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet

from jisr.kernel.text.stems import Language
from jisr.search import sources
from jisr.search.analysis import WeightedWord, weigh
from jisr.search.models import Document, Entry, Posting, Term

BATCH = 500
WRITERS_LOCK = 0x6A697372  # any fixed number; PostgreSQL lets one transaction at a time hold it
TermKey = tuple[Language, str]


@transaction.atomic
def rebuild(kind: str | None = None) -> dict[str, int]:
    """Make the index of one kind, or of all, from its source again; return how many documents each kind has now."""
    _wait_for_other_writers()
    if kind is None:
        for model in (Posting, Entry, Document, Term):
            model.objects.all()._raw_delete(using=model.objects.db)
    else:
        _delete(Document.objects.filter(kind=kind))
    vocabulary = _Vocabulary(Term.objects.all())
    kinds = [each.kind for each in sources.registered()] if kind is None else [kind]
    counts = {each: _add(each, sources.source_of(each).items(None), vocabulary) for each in kinds}
    _drop_unused(Term.objects.all())
    return counts


@transaction.atomic
def update(kind: str, object_key: str) -> None:
    """Index one thing again, or drop it if its source no longer gives it. Call it after the change."""
    _replace(kind, object_key, sources.source_of(kind).items([object_key]))


@transaction.atomic
def remove(kind: str, object_key: str) -> None:
    """Make one thing unfindable."""
    _replace(kind, object_key, [])


def _replace(kind: str, object_key: str, items: Iterable[sources.Item]) -> None:
    _wait_for_other_writers()
    old = Document.objects.filter(kind=kind, object_key=object_key)
    freed = list(Posting.objects.filter(document__in=old).values_list("term_id", flat=True))
    _delete(old)
    items = list(items)
    forms = {word.forms.form for item in items for text in _weighed(item).values() for word in text}
    _add(kind, items, _Vocabulary(Term.objects.filter(form__in=forms)))
    _drop_unused(Term.objects.filter(pk__in=freed))


def _wait_for_other_writers() -> None:
    """Writers share terms, so they take turns. SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [WRITERS_LOCK])


def _delete(documents: QuerySet[Document]) -> None:
    keys = documents.values("pk")
    for rows in (Posting.objects.filter(document__in=keys), Entry.objects.filter(document__in=keys), documents):
        rows._raw_delete(using=rows.db)


def _drop_unused(terms: QuerySet[Term]) -> None:
    unused = terms.exclude(Exists(Posting.objects.filter(term=OuterRef("pk"))))
    unused._raw_delete(using=unused.db)


class _Vocabulary:
    """The keys of the terms, known or made when asked for. ``terms`` must hold all that the texts have already."""

    def __init__(self, terms: QuerySet[Term]) -> None:
        self._keys: dict[TermKey, int] = {
            (language, form): pk for pk, language, form in terms.values_list("pk", "language", "form")
        }

    def keys_of(self, words: dict[TermKey, WeightedWord]) -> dict[TermKey, int]:
        missing = {key: word for key, word in words.items() if key not in self._keys}
        made = Term.objects.bulk_create(
            [Term(language=key[0], word=word.word, **word.forms._asdict()) for key, word in missing.items()]
        )
        self._keys.update(zip(missing, (term.pk for term in made), strict=True))
        return self._keys


def _weighed(item: sources.Item) -> dict[Language, list[WeightedWord]]:
    return {language: weigh(text, language) for language, text in item.texts.items()}


def _add(kind: str, items: Iterable[sources.Item], vocabulary: _Vocabulary) -> int:
    """Write documents with their entries and postings; return how many."""
    count = 0
    for batch in _batches(items):
        documents = Document.objects.bulk_create(
            [Document(kind=kind, object_key=item.object_key, position=item.position) for item in batch]
        )
        Entry.objects.bulk_create(
            [
                Entry(document=document, language=language, title=text.title, summary=text.summary, path=text.path)
                for document, item in zip(documents, batch, strict=True)
                for language, text in item.texts.items()
            ]
        )
        _add_postings(
            [(document.pk, _weighed(item)) for document, item in zip(documents, batch, strict=True)], vocabulary
        )
        count += len(documents)
    return count


def _add_postings(texts: list[tuple[int, dict[Language, list[WeightedWord]]]], vocabulary: _Vocabulary) -> None:
    found = [
        (document, (language, word.forms.form), word)
        for document, languages in texts
        for language, weighed in languages.items()
        for word in weighed
    ]
    keys = vocabulary.keys_of({key: word for _document, key, word in found})
    rows = [(keys[key], document, word.weight) for document, key, word in found]
    Posting.objects.bulk_create(
        Posting(term_id=term, document_id=document, weight=weight) for term, document, weight in rows
    )


def _batches(items: Iterable[sources.Item]) -> Iterator[list[sources.Item]]:
    left = iter(items)
    while batch := list(islice(left, BATCH)):
        yield batch
