"""Keeps the index in step with the registered sources."""

from array import array
from collections.abc import Collection, Iterable
from itertools import islice
from typing import cast

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet

from jisr.kernel.text.stems import Language
from jisr.search import sources
from jisr.search.analysis import Analyser, Met
from jisr.search.models import LONGEST_BODY, Document, Entry, Posting, Term

BATCH = 500
FEW_WORDS = 5000  # more are not looked up one by one
WRITERS_LOCK = 0x6A697372  # any fixed number; PostgreSQL lets one transaction at a time hold it
TermKey = tuple[Language, str]


@transaction.atomic
def rebuild(kind: str | None = None) -> dict[str, int]:
    """Make the index of one kind, or of all, from its source again; return how many documents each kind has now."""
    _wait_for_other_writers()
    _allow_memory()
    if kind is None:
        for model in (Posting, Entry, Document, Term):
            model.objects.all()._raw_delete(using=model.objects.db)
    else:
        _delete(Document.objects.filter(kind=kind))
    index = _Index()
    kinds = [each.kind for each in sources.registered()] if kind is None else [kind]
    counts = {each: index.add(each, sources.source_of(each).items(None)) for each in kinds}
    index.write_words()
    _drop_unused(Term.objects.all())
    _tell_planner()
    return counts


@transaction.atomic
def update(kind: str, object_key: str) -> None:
    """Index one thing again, or drop it if its source no longer gives it. Call it after the change."""
    update_many(kind, [object_key])


@transaction.atomic
def update_many(kind: str, object_keys: Collection[str]) -> None:
    """Index many things of a kind again at once, which costs little more than one. Else as above."""
    _replace(kind, object_keys, sources.source_of(kind).items(object_keys))


@transaction.atomic
def remove(kind: str, object_key: str) -> None:
    """Make one thing unfindable."""
    _replace(kind, [object_key], [])


def _replace(kind: str, object_keys: Collection[str], items: Iterable[sources.Item]) -> None:
    _wait_for_other_writers()
    old = Document.objects.filter(kind=kind, object_key__in=object_keys)
    freed = list(Posting.objects.filter(document__in=old).values_list("term_id", flat=True).distinct())
    _delete(old)
    index = _Index()
    index.add(kind, items)
    index.write_words()
    _drop_unused(Term.objects.filter(pk__in=freed))


def _wait_for_other_writers() -> None:
    """Writers share terms, so they take turns. SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [WRITERS_LOCK])


def _allow_memory() -> None:
    """SQLite keeps 2 MB of its pages in memory by default, too few for writing a whole index."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA cache_size = -64000")


def _tell_planner() -> None:
    """PostgreSQL chooses slow ways through a new index until it knows how large it is; in time it finds out itself."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE search_posting, search_term, search_document, search_entry")


def _delete(documents: QuerySet[Document]) -> None:
    keys = documents.values("pk")
    for rows in (Posting.objects.filter(document__in=keys), Entry.objects.filter(document__in=keys), documents):
        rows._raw_delete(using=rows.db)


def _drop_unused(terms: QuerySet[Term]) -> None:
    unused = terms.exclude(Exists(Posting.objects.filter(term=OuterRef("pk"))))
    unused._raw_delete(using=unused.db)


class _Index:
    """Adds documents. Their words are kept back and then written term by term, in the order in which they are read."""

    def __init__(self) -> None:
        self._analyser = Analyser()
        self._words: dict[TermKey, Met] = {}
        self._postings: dict[TermKey, array[int]] = {}

    def add(self, kind: str, items: Iterable[sources.Item]) -> int:
        """Write documents with their entries; return how many."""
        left = iter(items)
        count = 0
        while batch := list(islice(left, BATCH)):
            documents = Document.objects.bulk_create(
                [Document(kind=kind, object_key=item.object_key, position=item.position) for item in batch]
            )
            texts = [
                (document, language, text)
                for document, item in zip(documents, batch, strict=True)
                for language, text in item.texts.items()
            ]
            Entry.objects.bulk_create(
                [
                    Entry(
                        document=document,
                        language=language,
                        title=text.title,
                        summary=text.summary,
                        body=text.body[:LONGEST_BODY],
                        path=text.path,
                    )
                    for document, language, text in texts
                ]
            )
            for document, language, text in texts:
                self._keep_back(document.pk, language, text)
            count += len(batch)
        return count

    def _keep_back(self, document: int, language: Language, text: sources.Text) -> None:
        for met, weight in self._analyser.weigh(text, language):
            key = language, met.forms.form
            if key not in self._words:
                self._words[key] = met
                self._postings[key] = array("q")
            self._postings[key].extend((document, weight))

    def write_words(self) -> None:
        """Write terms and postings, these past the models: there are far more of them than of anything else."""
        terms = self._make_terms()
        rows = (
            (term, document, weight)
            for term, packed in sorted((terms[key], packed) for key, packed in self._postings.items())
            for document, weight in zip(packed[::2], packed[1::2], strict=True)
        )
        columns = "search_posting (term_id, document_id, weight)"
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {columns} FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)
            else:
                statement = f"INSERT INTO {columns} VALUES (%s, %s, %s)"  # noqa: S608 - a constant
                cursor.executemany(statement, rows)  # type: ignore[arg-type]  # takes any iterable

    def _make_terms(self) -> dict[TermKey, int]:
        """The keys of the terms of all words, made where they are not there yet."""
        there = Term.objects.all()
        if len(self._words) <= FEW_WORDS:
            there = there.filter(form__in={form for _language, form in self._words})
        terms = {
            (cast("Language", language), form): pk for pk, language, form in there.values_list("pk", "language", "form")
        }
        missing = {key: met for key, met in self._words.items() if key not in terms}
        made = Term.objects.bulk_create(
            [Term(language=key[0], word=met.word, **met.forms._asdict()) for key, met in missing.items()],
            batch_size=BATCH,
        )
        return terms | dict(zip(missing, (term.pk for term in made), strict=True))
