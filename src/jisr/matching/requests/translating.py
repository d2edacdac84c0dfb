"""Translations of the texts of a request: written side by side, each with its state and who checked it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from jisr.accounts.models import User
from jisr.kernel import trail
from jisr.kernel.policy import authorize
from jisr.matching.requests.answers import TEXTS, THEME
from jisr.matching.requests.models import PartnershipRequest, RequestText
from jisr.matching.requests.policies import CHECK_REQUEST
from jisr.matching.requests.states import TextState


@dataclass(frozen=True)
class Typed:
    """What a translator typed for one text; ``seen`` is the version they began with, 0 for none."""

    key: str
    text: str
    is_checked: bool
    seen: int


@dataclass(frozen=True)
class Shown:
    """A text as a reader gets it: in their language, or the original with its language."""

    key: str
    title: str
    text: str
    language: str
    original_language: str
    row: RequestText

    @property
    def is_translated(self) -> bool:
        return not self.row.is_original

    @property
    def is_checked(self) -> bool:
        return self.row.state == TextState.CHECKED

    @property
    def is_foreign(self) -> bool:
        """Whether the reader gets the original of another language, since there is no translation yet."""
        return self.row.is_original and self.row.language != self.language


@transaction.atomic
def save_translations(
    pk: int, language: str, typed: Sequence[Typed], *, actor: User, at: datetime
) -> dict[str, RequestText]:
    """Save what changed, drop what was emptied; return the texts that somebody else changed meanwhile."""
    request: PartnershipRequest = PartnershipRequest.objects.select_for_update(no_key=True).get(pk=pk)
    authorize(actor, CHECK_REQUEST, request)
    originals = {row.key for row in request.texts.all() if row.is_original and row.language != language}
    rows = {row.key: row for row in request.texts.filter(language=language, is_original=False)}
    conflicts, changed = {}, []
    for each in typed:
        row = rows.get(each.key)
        if each.key not in originals or _is_same(row, each):
            continue
        if (row.version if row else 0) != each.seen:
            conflicts[each.key] = row or RequestText(request=request, key=each.key, language=language, version=0)
            continue
        _write(request, language, row, each, actor=actor, at=at)
        changed.append(each.key)
    if changed:
        changes = {f"{language}:{key}": [None, "written"] for key in changed}
        trail.record("matching.request_text_translated", request, actor=actor, changes=changes)
    return conflicts


def _is_same(row: RequestText | None, typed: Typed) -> bool:
    if row is None:
        return not typed.text.strip()
    return row.text == typed.text and (row.state == TextState.CHECKED) == typed.is_checked


def _write(
    request: PartnershipRequest, language: str, row: RequestText | None, typed: Typed, *, actor: User, at: datetime
) -> None:
    if not typed.text.strip():
        if row is not None:
            row.delete()
        return
    row = row or RequestText(request=request, key=typed.key, language=language, version=0)
    row.text, row.version = typed.text, row.version + 1
    row.state = TextState.CHECKED if typed.is_checked else TextState.DRAFT
    row.checked_at, row.checked_by = (at, actor) if typed.is_checked else (None, None)
    row.save()


def titles(request: PartnershipRequest) -> dict[str, str]:
    """The heads of the texts in their order: those of the themes come after who we are, in the order of the wishes."""
    slugs = [row.theme for row in request.wanted.all()]
    themes = {f"{THEME}{theme.slug}": theme.name for theme in slugs}
    return {**themes, **{key: str(title) for key, title in TEXTS.items()}}


def shown_texts(request: PartnershipRequest, language: str) -> dict[str, Shown]:
    """Each text as a reader of a language gets it, by key."""
    best: dict[str, RequestText] = {}
    for row in request.texts.all():
        if row.language == language or (row.is_original and row.key not in best):
            best[row.key] = row
    heads = titles(request)
    return {
        key: Shown(key, heads[key], best[key].text, language, request.original_language, best[key])
        for key in heads
        if key in best
    }


def languages_to_write(request: PartnershipRequest) -> list[str]:
    return [code for code, _name in settings.LANGUAGES if code != request.original_language]


def progress(request: PartnershipRequest) -> dict[str, tuple[int, int, int]]:
    """For each language to be written: how many texts there are, how many are translated, how many checked."""
    rows = list(request.texts.all())
    total = sum(1 for row in rows if row.is_original)
    return {
        code: (
            total,
            sum(1 for row in rows if row.language == code and not row.is_original),
            sum(1 for row in rows if row.language == code and not row.is_original and row.state == TextState.CHECKED),
        )
        for code in languages_to_write(request)
    }
