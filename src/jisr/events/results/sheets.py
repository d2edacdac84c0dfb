"""Result sheets: one common form, written in one language, translated side by side with the state of each text."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.events.agenda.models import Session
from jisr.events.agenda.states import SessionKind
from jisr.events.editions.models import Edition
from jisr.events.results.minutes import NotPossible, Place, titles_of
from jisr.events.results.models import LONGEST_TEXT, ResultSheet, SheetText
from jisr.events.results.policies import WRITE_RESULT
from jisr.events.results.states import LANGUAGES, SheetPart, State, TextState
from jisr.kernel import trail
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import authorize
from jisr.kernel.stamps import plain, read_stamp, stamp_of
from jisr.kernel.workflow import IllegalMove
from jisr.municipalities.models import Authority

AUTHORITIES = "authorities"
BETWEEN = " "


@dataclass(frozen=True)
class TypedText:
    """What was typed for one part, with the stamp of what the page had shown."""

    part: str
    text: str
    seen: str
    is_checked: bool = False


@dataclass
class SavedTexts:
    """The stamps of what was saved, and what somebody else wrote meanwhile, by part."""

    stamps: dict[str, str] = field(default_factory=dict)
    conflicts: dict[str, str] = field(default_factory=dict)
    their_name: str = ""


@transaction.atomic
def begin_sheet(edition: Edition, session: Session | None, *, language: str, actor: User) -> ResultSheet:
    """The sheet of a working group; that of the whole meeting where it has no working groups. Two clicks make one."""
    edition = Edition.objects.select_for_update(of=("self",), no_key=True).get(pk=edition.pk)
    authorize(actor, WRITE_RESULT, Place(edition.pk, session.pk if session else None))
    own = {"session": session} if session is not None else {"session": None, "titles": {}}  # no session ever
    known: ResultSheet | None = ResultSheet.objects.filter(edition=edition, **own).first()
    if known is not None:
        return known
    _refuse_unfit(edition, session)
    sheet: ResultSheet = ResultSheet.objects.create(
        edition=edition, session=session, titles=titles_of(session), original_language=language
    )
    trail.record("events.sheet_begun", sheet, actor=actor)
    return sheet


def _refuse_unfit(edition: Edition, session: Session | None) -> None:
    if session is None:
        if Session.objects.taking_place().filter(edition=edition, kind=SessionKind.WORKING_GROUP).exists():
            raise NotPossible(_("This meeting has working groups. Each of them has a result sheet of its own."))
    elif session.edition_id != edition.pk or session.kind != SessionKind.WORKING_GROUP:
        raise NotPossible(_("Only working groups have a result sheet."))
    elif session.is_cancelled:
        raise NotPossible(_("This working group does not take place, so there is no result sheet to begin."))


def authorities_stamp(slugs: Iterable[str]) -> str:
    return stamp_of(0, BETWEEN.join(sorted(slugs)))


@transaction.atomic
def save_sheet(
    public_id: UUID,
    typed: Sequence[TypedText],
    *,
    authorities: Sequence[str] | None = None,
    seen: str = "",
    actor: User,
    at: datetime,
) -> SavedTexts:
    """Save the original texts and the authorities that took part, as far as this writer changed them."""
    sheet = _locked(public_id, actor)
    if sheet.state != State.DRAFT:
        raise IllegalMove(_("This sheet was checked meanwhile. What you typed is on this page, but not saved."))
    saved = _save_texts(sheet, sheet.original_language, typed, is_original=True, actor=actor, at=at)
    if authorities is not None:
        _save_authorities(sheet, authorities, seen, saved)
    return saved


def _save_authorities(sheet: ResultSheet, slugs: Sequence[str], seen: str, saved: SavedTexts) -> None:
    """A set that somebody else changed since it was shown stays; the page shows it anew."""
    now = list(sheet.authorities.values_list("slug", flat=True))
    typed, shown = BETWEEN.join(sorted(slugs)), read_stamp(seen)
    if shown.is_untouched(typed) or sorted(slugs) == sorted(now):
        return
    if not shown.is_untouched(BETWEEN.join(sorted(now))):
        rows = Authority.objects.filter(slug__in=now)
        saved.conflicts[AUTHORITIES] = pgettext("between items of a list", ", ").join(row.name for row in rows)
        return
    sheet.authorities.set(Authority.objects.filter(slug__in=slugs))
    saved.stamps[AUTHORITIES] = authorities_stamp(sheet.authorities.values_list("slug", flat=True))


@transaction.atomic
def save_translation(
    public_id: UUID, language: str, typed: Sequence[TypedText], *, actor: User, at: datetime
) -> SavedTexts:
    """Save translations in whatever state the sheet is: what is public stays as it was released."""
    sheet = _locked(public_id, actor)
    if language not in LANGUAGES or language == sheet.original_language:
        raise NotPossible(_("The sheet is written in this language."))
    parts = set(sheet.texts.filter(is_original=True).values_list("part", flat=True))
    fitting = [each for each in typed if each.part in parts]
    saved = _save_texts(sheet, language, fitting, is_original=False, actor=actor, at=at)
    if saved.stamps:
        changes = {f"{language}:{part}": [None, "written"] for part in saved.stamps}
        trail.record("events.sheet_translated", sheet, actor=actor, changes=changes)
    return saved


def _save_texts(
    sheet: ResultSheet,
    language: str,
    typed: Sequence[TypedText],
    *,
    is_original: bool,
    actor: User,
    at: datetime,
) -> SavedTexts:
    rows = {row.part: row for row in sheet.texts.filter(language=language).select_related("edited_by")}
    saved = SavedTexts()
    for each in typed:
        text, seen, row = plain(each.text), read_stamp(each.seen), rows.get(each.part)
        if each.part not in SheetPart.values or _is_same(row, text, each, is_original=is_original):
            continue
        if seen.is_untouched(text) and (is_original or row is None or row.version != seen.version):
            continue  # this writer left it; perhaps somebody else did not
        if len(text) > LONGEST_TEXT:
            raise DomainError(gettext("This text has at most %(most)s signs.") % {"most": LONGEST_TEXT}, part=each.part)
        if (row.version if row else 0) != seen.version:
            saved.conflicts[each.part] = row.text if row else ""
            saved.their_name = str(row.edited_by) if row and row.edited_by else saved.their_name
            continue
        row = row or SheetText(sheet=sheet, part=each.part, language=language, version=0, is_original=is_original)
        _write(row, text, each, actor=actor, at=at)
        saved.stamps[each.part] = stamp_of(row.version, text)
    return saved


def _is_same(row: SheetText | None, text: str, typed: TypedText, *, is_original: bool) -> bool:
    if row is None:
        return not text.strip()
    return row.text == text and (is_original or (row.state == TextState.CHECKED) == typed.is_checked)


def _write(row: SheetText, text: str, typed: TypedText, *, actor: User, at: datetime) -> None:
    """Write one text. Translations of an original that changed have to be checked again."""
    if row.is_original and row.text != text:
        SheetText.objects.filter(sheet=row.sheet_id, part=row.part, is_original=False).update(
            state=TextState.DRAFT, checked_at=None, checked_by=None
        )
    row.text, row.version, row.edited_by = text, row.version + 1, actor
    is_checked = typed.is_checked and bool(text.strip()) and not row.is_original
    row.state = TextState.CHECKED if is_checked else TextState.DRAFT
    row.checked_at, row.checked_by = (at, actor) if is_checked else (None, None)
    row.save()


def _locked(public_id: UUID, actor: User) -> ResultSheet:
    sheet: ResultSheet = ResultSheet.objects.select_for_update(of=("self",), no_key=True).get(public_id=public_id)
    authorize(actor, WRITE_RESULT, sheet)
    return sheet


@dataclass(frozen=True)
class Shown:
    """One part as a reader gets it: in their language, or the original with its language."""

    part: SheetPart
    text: str
    language: str
    is_translated: bool
    is_checked: bool
    wanted: str = ""

    @property
    def title(self) -> str:
        return str(self.part.label)

    @property
    def is_foreign(self) -> bool:
        """Whether there is no translation yet, so that the original stands here."""
        return not self.is_translated and self.language != self.wanted


def snapshot(sheet: ResultSheet) -> dict[str, object]:
    """All texts of now in all languages, as the public gets them."""
    parts: dict[str, dict[str, list[object]]] = {}
    for row in sheet.texts.exclude(text=""):
        parts.setdefault(row.part, {})[row.language] = [row.text, row.state == TextState.CHECKED]
    return {"titles": titles_of(sheet.session) or sheet.titles, "language": sheet.original_language, "parts": parts}


def shown(content: Mapping[str, object], language: str) -> list[Shown]:
    """The parts of a snapshot as a reader of a language gets them."""
    parts, original = content["parts"], str(content["language"])
    found = []
    for part in SheetPart:
        texts = parts.get(part.value, {}) if isinstance(parts, dict) else {}
        used = language if language in texts else original
        if used in texts:
            text, is_checked = texts[used]
            found.append(Shown(part, text, used, used != original, bool(is_checked), language))
    return found


def progress(sheet: ResultSheet) -> list[tuple[str, int, int, int]]:
    """For each language to be written: how many texts there are, are translated, are checked."""
    rows = [row for row in sheet.texts.all() if row.text]
    total = sum(1 for row in rows if row.is_original)
    found = []
    for code in LANGUAGES:
        if code != sheet.original_language:
            mine = [row for row in rows if row.language == code]
            found.append((code, total, len(mine), sum(row.state == TextState.CHECKED for row in mine)))
    return found
