"""Minutes: who takes them, and how several people write them at the same time without overwriting each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.events.agenda.models import Session
from jisr.events.editions.models import Edition
from jisr.events.editions.policies import RUN_EDITION
from jisr.events.registration.models import Participant
from jisr.events.registration.states import ParticipantState
from jisr.events.results.models import LONGEST_BLOCK, EarlierText, Minutes, MinutesBlock, MinuteTaker
from jisr.events.results.policies import WRITE_RESULT
from jisr.events.results.states import LANGUAGES, BlockKind, State
from jisr.kernel import trail
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import authorize
from jisr.kernel.stamps import plain, read_stamp, stamp_of
from jisr.kernel.workflow import IllegalMove

MOST_BLOCKS = 200


class NotPossible(DomainError):
    """This cannot be begun or named here."""


class ChangedMeanwhile(DomainError):
    """Somebody else changed it since the page was opened."""


@dataclass(frozen=True)
class Place:
    """Where something is written: an edition, and a session of it if there is one."""

    edition_id: int
    session_id: int | None = None


@dataclass(frozen=True)
class Typed:
    """What stood in one block of the page that came back. ``seen``: its stamp. ``after``: behind which it was begun."""

    key: UUID
    text: str
    seen: str
    kind: str = BlockKind.TEXT
    after: UUID | None = None


@dataclass
class Written:
    """The stamps of what was saved, and the blocks that somebody else changed meanwhile."""

    stamps: dict[UUID, str] = field(default_factory=dict)
    conflicts: dict[UUID, MinutesBlock] = field(default_factory=dict)


def titles_of(session: Session | None) -> dict[str, str]:
    """What a session is called now, by language."""
    if session is None:
        return {}
    return {code: name for code in LANGUAGES if (name := getattr(session, f"title_{code}"))}


def lock_edition(edition: Edition) -> None:
    """Let two clicks wait for each other. Rows that point at the edition can still be written by others."""
    Edition.objects.select_for_update(of=("self",), no_key=True).get(pk=edition.pk)


@transaction.atomic
def name_taker(
    edition: Edition,
    *,
    session: Session | None = None,
    participant: Participant | None = None,
    staff: User | None = None,
    actor: User,
) -> MinuteTaker:
    """Let somebody write the minutes of a session, or of all. Naming them again changes nothing."""
    authorize(actor, RUN_EDITION, edition)
    if session is not None and session.edition_id != edition.pk:
        raise NotPossible(_("This session belongs to another meeting."))
    if participant is not None:
        if participant.edition_id != edition.pk or participant.state != ParticipantState.CONFIRMED:
            raise NotPossible(_("Only somebody with a confirmed place in this meeting can take its minutes."))
        if participant.user_id is None:
            raise NotPossible(_("This participant has no account yet, so they cannot write here."))
    elif staff is None or not staff.is_programme_staff:
        raise NotPossible(_("Only participants and people of the programme office take minutes."))
    taker: MinuteTaker
    taker, is_new = MinuteTaker.objects.get_or_create(
        edition=edition, session=session, participant=participant, staff=None if participant else staff
    )
    if is_new:
        trail.record("events.minute_taker_named", edition, actor=actor, changes={"minute_taker": [None, taker.pk]})
    return taker


@transaction.atomic
def remove_taker(public_id: UUID, *, actor: User) -> None:
    """Take the task back; what they wrote stays."""
    taker = (
        MinuteTaker.objects.select_for_update(of=("self",), no_key=True)
        .select_related("edition")
        .filter(public_id=public_id)
        .first()
    )
    if taker is None:
        return
    authorize(actor, RUN_EDITION, taker.edition)
    changes = {"minute_taker": [taker.pk, None]}
    edition = taker.edition
    taker.delete()
    trail.record("events.minute_taker_removed", edition, actor=actor, changes=changes)


@transaction.atomic
def begin_minutes(session_pk: int, *, language: str, actor: User) -> Minutes:
    """The minutes of a session; new ones if there are none. Two clicks make one."""
    session = Session.objects.select_for_update(of=("self",), no_key=True).get(pk=session_pk)
    authorize(actor, WRITE_RESULT, Place(session.edition_id, session.pk))
    known: Minutes | None = Minutes.objects.filter(session=session).first()
    if known is not None:
        return known
    if session.is_cancelled:
        raise NotPossible(_("This session does not take place, so there are no minutes to begin."))
    minutes: Minutes = Minutes.objects.create(
        edition_id=session.edition_id, session=session, titles=titles_of(session), original_language=language
    )
    trail.record("events.minutes_begun", minutes, actor=actor)
    return minutes


@transaction.atomic
def change_language(public_id: UUID, language: str, *, actor: User) -> Minutes:
    """Say in which language they are written."""
    minutes = _writable(public_id, actor)
    if language in LANGUAGES and language != minutes.original_language:
        changes = {"original_language": [minutes.original_language, language]}
        minutes.original_language = language
        minutes.save(update_fields=["original_language", "updated_at"])
        trail.record("events.minutes_language_changed", minutes, actor=actor, changes=changes)
    return minutes


@transaction.atomic
def save_blocks(public_id: UUID, typed: Sequence[Typed], *, actor: User, at: datetime) -> Written:
    """Save the blocks that this writer changed. One that somebody else changed, too, is left and told."""
    minutes = _writable(public_id, actor)
    known = {block.public_id: block for block in minutes.blocks.all()}
    written = Written()
    for each in typed:
        text, seen = plain(each.text), read_stamp(each.seen)
        if seen.is_untouched(text):
            continue
        if len(text) > LONGEST_BLOCK:
            message = gettext("A paragraph has at most %(most)s signs. Please divide it.") % {"most": LONGEST_BLOCK}
            raise DomainError(message, block=each.key)
        block = known.get(each.key)
        if block is None:
            block = _new_block(minutes, each, text, known, actor=actor, at=at)
            known[each.key] = block
        elif block.text != text or block.is_removed:
            if block.version != seen.version:
                written.conflicts[each.key] = block
                continue
            _rewrite(block, text, actor=actor, at=at)
        written.stamps[each.key] = stamp_of(block.version, text)
    return written


def _new_block(
    minutes: Minutes, typed: Typed, text: str, known: Mapping[UUID, MinutesBlock], *, actor: User, at: datetime
) -> MinutesBlock:
    """A block under the key that the page gave it, so that saving twice makes one."""
    if len(known) >= MOST_BLOCKS:
        raise NotPossible(_("These minutes are full. Please write on in a paragraph that is there."))
    if MinutesBlock.objects.filter(public_id=typed.key).exists():
        raise NotPossible(_("This paragraph belongs to other minutes."))
    ahead = known.get(typed.after) if typed.after else None
    position = ahead.position + 1 if ahead is not None else len(known) + 1
    for block in known.values():
        if ahead is not None and block.position >= position:
            block.position += 1
            block.save(update_fields=["position"])
    if ahead is None:
        position = max((block.position for block in known.values()), default=0) + 1
    kind = typed.kind if typed.kind in BlockKind.values else BlockKind.TEXT
    made: MinutesBlock = minutes.blocks.create(
        public_id=typed.key, kind=kind, position=position, text=text, edited_at=at, edited_by=actor
    )
    return made


def _rewrite(block: MinutesBlock, text: str, *, actor: User, at: datetime) -> None:
    if block.edited_by_id != actor.pk or block.is_removed:
        _keep(block)
    block.text, block.is_removed, block.version = text, False, block.version + 1
    block.edited_at, block.edited_by = at, actor
    block.save()


def _keep(block: MinutesBlock) -> None:
    if block.text:
        EarlierText.objects.create(
            block=block,
            text=block.text,
            version=block.version,
            written_at=block.edited_at,
            written_by_id=block.edited_by_id,
        )


@transaction.atomic
def remove_block(public_id: UUID, key: UUID, *, seen: str, actor: User, at: datetime) -> None:
    """Take a block out; it can be put back. Raises ``ChangedMeanwhile`` if somebody else wrote in it."""
    minutes = _writable(public_id, actor)
    block = minutes.blocks.filter(public_id=key, is_removed=False).first()
    if block is None:
        return
    if block.version != read_stamp(seen).version:
        raise ChangedMeanwhile(_("Somebody else changed this paragraph meanwhile. Please look at it first."))
    _keep(block)
    block.is_removed, block.version, block.edited_at, block.edited_by = True, block.version + 1, at, actor
    block.save()


@transaction.atomic
def restore_block(public_id: UUID, key: UUID, *, actor: User, at: datetime) -> None:
    """Put a block back that was taken out. Twice is once."""
    minutes = _writable(public_id, actor)
    block = minutes.blocks.filter(public_id=key, is_removed=True).first()
    if block is not None:
        block.is_removed, block.version, block.edited_at, block.edited_by = False, block.version + 1, at, actor
        block.save()


@transaction.atomic
def move_block(public_id: UUID, key: UUID, beside: UUID, *, is_before: bool, actor: User) -> None:
    """Put a block right before or behind another one; where it stands on that side already, it stays.

    Texts and their versions are left alone, so that whoever writes in one of them meanwhile loses nothing.
    """
    minutes = _writable(public_id, actor)
    order = list(minutes.blocks.select_for_update(no_key=True))
    places = {block.public_id: place for place, block in enumerate(order)}
    if key not in places or beside not in places or key == beside or (places[key] < places[beside]) == is_before:
        return
    moved = order.pop(places[key])
    order.insert([block.public_id for block in order].index(beside) + (not is_before), moved)
    for place, block in enumerate(order, start=1):
        block.position = place
    MinutesBlock.objects.bulk_update(order, ["position"])


def _writable(public_id: UUID, actor: User) -> Minutes:
    """The minutes, locked, while they are a draft: writers wait for each other for a moment, not for a page."""
    minutes: Minutes = Minutes.objects.select_for_update(of=("self",), no_key=True).get(public_id=public_id)
    authorize(actor, WRITE_RESULT, minutes)
    if minutes.state != State.DRAFT:
        raise IllegalMove(_("These minutes were checked meanwhile. What you typed is on this page, but not saved."))
    return minutes


def snapshot(minutes: Minutes) -> dict[str, object]:
    """What the public reads: the headings and paragraphs of now, and what the session is called."""
    rows = minutes.blocks.filter(is_removed=False).exclude(text="")
    return {
        "titles": titles_of(minutes.session) or minutes.titles,
        "language": minutes.original_language,
        "blocks": [[row.kind, row.text] for row in rows],
    }


def title_in(titles: Mapping[str, str], language: str) -> str:
    """A kept title in a language, or in another one."""
    return titles.get(language) or next(filter(None, titles.values()), "")
