"""The search index: what can be found, the words it holds, and which word is where how prominently.

All rows are made from registered sources and can be made again at any time. Only ``services`` writes them.
"""

from django.conf import settings
from django.db import models

LONGEST_WORD = 64
LONGEST_BODY = 4000


class Document(models.Model):
    """One thing that can be found, in whatever languages it exists. ``position`` orders equal hits."""

    kind = models.CharField(max_length=24)
    object_key = models.CharField(max_length=160)
    position = models.IntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["kind", "object_key"], name="search_document_once"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.object_key}"


class Entry(models.Model):
    """How a document is shown in one language; ``body`` is as much of its text as a passage may be shown from."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="entries")
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    title = models.TextField()
    summary = models.TextField(blank=True)
    body = models.TextField(blank=True)
    path = models.CharField(max_length=500)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["document", "language"], name="search_entry_once_a_language"),)

    def __str__(self) -> str:
        return self.title


class Term(models.Model):
    """A word of one language in the forms under which it is looked up. ``word`` is how it was written."""

    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    word = models.CharField(max_length=LONGEST_WORD)
    form = models.CharField(max_length=LONGEST_WORD)
    stem = models.CharField(max_length=LONGEST_WORD)
    root = models.CharField(max_length=LONGEST_WORD, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["form", "language"], name="search_term_once"),)
        indexes = (
            models.Index(fields=["stem", "language"], name="search_term_stem"),
            models.Index(fields=["root"], name="search_term_root"),
        )

    def __str__(self) -> str:
        return self.word


class Posting(models.Model):
    """A document holds a word; the heavier, the more prominent the place."""

    pk = models.CompositePrimaryKey("term_id", "document_id")
    term = models.ForeignKey(Term, models.CASCADE, related_name="postings", db_index=False)
    document = models.ForeignKey(Document, models.CASCADE, related_name="postings")
    weight = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"{self.term_id} in {self.document_id}: {self.weight}"
