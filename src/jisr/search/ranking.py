"""Which documents hold the words that are looked for, best first: one statement, the same on both databases."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db import connection

# A word that every document holds is worth 1/20 of one that hardly any holds.
COMMONNESS = 20
# A document must hold words that carry half of what the query says: for "Partnerschaft Köln" rather Köln.
LEAST_SHARE = 0.499

_HITS = """
WITH hit (term_id, word, factor) AS (VALUES {hits}),
"""
_ONE_WORD = """
total AS (
    SELECT posting.document_id, MAX(posting.weight * hit.factor) AS points
    FROM hit JOIN search_posting posting ON posting.term_id = hit.term_id
    GROUP BY posting.document_id
),
"""
_SEVERAL_WORDS = """
best AS MATERIALIZED (
    SELECT posting.document_id, hit.word, MAX(posting.weight * hit.factor) AS points
    FROM hit JOIN search_posting posting ON posting.term_id = hit.term_id
    GROUP BY posting.document_id, hit.word
),
worth AS MATERIALIZED (
    SELECT word,
        CAST(1 / (1 + {commonness}.0 * COUNT(*) / (SELECT COUNT(*) FROM search_document)) AS DOUBLE PRECISION)
            AS worth
    FROM best GROUP BY word
),
shared AS (
    SELECT best.document_id, SUM(best.points * worth.worth) AS points,
        SUM(worth.worth) / (SELECT SUM(worth) FROM worth) AS share
    FROM best JOIN worth ON worth.word = best.word
    GROUP BY best.document_id
),
total AS (
    SELECT document_id, points * share * share AS points FROM shared WHERE share >= {least_share}
),
"""
_PLACES = """
placed AS (
    SELECT document.id, document.kind,
        ROW_NUMBER() OVER (
            PARTITION BY document.kind ORDER BY total.points DESC, document.position, document.id
        ) AS place,
        COUNT(*) OVER (PARTITION BY document.kind) AS found
    FROM total JOIN search_document document ON document.id = total.document_id
    WHERE document.id NOT IN ({left_out})
)
SELECT id, kind, place, found FROM placed
WHERE place = 1 OR (kind = %s AND place > %s AND place <= %s) OR (%s = '' AND place <= %s)
ORDER BY kind, place
"""


class Hit(NamedTuple):
    """A term that a word of the query may mean. ``factor`` is 1000 for the word itself in the reader's language."""

    term_id: int
    word: int
    factor: int


class Window(NamedTuple):
    """Which places are wanted: of one kind from ``start`` on, or with no kind the first of each."""

    kind: str
    start: int
    size: int


class Placed(NamedTuple):
    """A document with its place in its kind, and how many of the kind were found."""

    document_id: int
    kind: str
    place: int
    found: int


def rank(hits: Iterable[Hit], window: Window, *, left_out: Iterable[int] = ()) -> list[Placed]:
    """The best documents in the window, and in any case the first of each kind, which tells the number found."""
    hits = list(hits)
    if not hits:
        return []
    is_one_word = len({hit.word for hit in hits}) == 1
    statement = (_HITS + (_ONE_WORD if is_one_word else _SEVERAL_WORDS) + _PLACES).format(
        hits=", ".join(f"({hit.term_id:d}, {hit.word:d}, {hit.factor:d})" for hit in hits),
        commonness=COMMONNESS,
        least_share=LEAST_SHARE,
        left_out=", ".join(f"{document:d}" for document in left_out) or "0",
    )
    parameters: list[str | int] = [window.kind, window.start, window.start + window.size, window.kind, window.size]
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return [Placed(*row) for row in cursor.fetchall()]
