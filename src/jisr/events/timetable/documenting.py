"""Files and addresses of a meeting's documentation, and what those who speak allow to be shown."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.documents.services import discard, store
from jisr.events.agenda.models import Session, SessionSpeaker
from jisr.events.editions.models import Edition
from jisr.events.editions.policies import RUN_EDITION
from jisr.events.timetable.models import DocumentationFile, SpeakerAllowance
from jisr.events.timetable.photos import subject_of
from jisr.events.timetable.policies import ALLOW_TALK
from jisr.events.timetable.states import FileKind
from jisr.kernel import trail
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import authorize

WORDS: Final = ("title_de", "title_en", "title_ar", "language", "is_released")


class NotFitting(DomainError):
    """The session, the speaker and the kind of a file do not go together."""


@transaction.atomic
def add_file(  # noqa: PLR0913 - what a file is and where it belongs
    edition: Edition,
    kind: str,
    *,
    words: Mapping[str, Any],
    session: Session | None = None,
    speaker: SessionSpeaker | None = None,
    file: File[bytes] | None = None,
    url: str = "",
    actor: User,
    at: datetime,
) -> DocumentationFile:
    """Keep a file, or the address of a recording. What is shown of a session its speakers decide.

    Raises ``NotFitting``, ``FileRefused``, ``NoRoom``, ``Refused``.
    """
    authorize(actor, RUN_EDITION, edition)
    _refuse_unfit(edition, kind, session, speaker)
    if bool(file) == bool(url):
        raise NotFitting(_("Choose a file or give an address, one of the two."))
    row = DocumentationFile(edition=edition, kind=kind, session=session, speaker=speaker, url=url, added_at=at)
    row.added_by = actor
    for name in WORDS:
        setattr(row, name, words[name])
    if file:
        row.document = store(
            file, owner_subject=subject_of(edition), actor=actor, title=row.title, language=words["language"]
        )
    row.save()
    trail.record("events.documentation_added", row, actor=actor, changes={"kind": [None, kind]})
    return row


def _refuse_unfit(edition: Edition, kind: str, session: Session | None, speaker: SessionSpeaker | None) -> None:
    if session is not None and session.edition_id != edition.pk:
        raise NotFitting(_("This session belongs to another meeting."))
    if kind != FileKind.REPORT and session is None:
        raise NotFitting(_("Say to which session this belongs."))
    if kind == FileKind.SLIDES and (speaker is None or session is None or speaker.session_id != session.pk):
        raise NotFitting(_("Say whose slides these are: somebody who speaks in this session."))


@transaction.atomic
def change_file(row: DocumentationFile, *, words: Mapping[str, Any], actor: User) -> DocumentationFile:
    """Name a file anew, and release it or take it back."""
    row = (
        DocumentationFile.objects.select_for_update(of=("self",), no_key=True).select_related("edition").get(pk=row.pk)
    )
    authorize(actor, RUN_EDITION, row.edition)
    before = row.is_released
    for name in WORDS:
        setattr(row, name, words[name])
    row.save()
    trail.record("events.documentation_changed", row, actor=actor, changes={"is_released": [before, row.is_released]})
    return row


@transaction.atomic
def remove_file(row: DocumentationFile, *, actor: User) -> None:
    row = (
        DocumentationFile.objects.select_for_update(of=("self",), no_key=True).select_related("edition").get(pk=row.pk)
    )
    authorize(actor, RUN_EDITION, row.edition)
    document = row.document_id
    trail.record("events.documentation_removed", row, actor=actor)
    row.delete()
    if document is not None:
        discard(document, actor=actor)


@transaction.atomic
def allow_talk(session: Session, *, may_slides: bool, may_record: bool, actor: User, at: datetime) -> None:
    """Say what of one's own part in a session may be shown: nothing, the slides, the recording."""
    authorize(actor, ALLOW_TALK, session)
    for speaker in session.speakers.filter(participant__user=actor).select_for_update(of=("self",), no_key=True):
        _allow(speaker, may_slides=may_slides, may_record=may_record, note="", actor=actor, at=at)


@transaction.atomic
def note_allowance(
    speaker: SessionSpeaker, *, may_slides: bool, may_record: bool, note: str, actor: User, at: datetime
) -> None:
    """Write down for the office what somebody who speaks allowed, and how. Raises ``NotFitting`` without the how."""
    authorize(actor, RUN_EDITION, speaker.session.edition)
    if (may_slides or may_record) and not note.strip():
        raise NotFitting(_("Write down how and when the person agreed."))
    _allow(speaker, may_slides=may_slides, may_record=may_record, note=note.strip(), actor=actor, at=at)


def _allow(
    speaker: SessionSpeaker, *, may_slides: bool, may_record: bool, note: str, actor: User, at: datetime
) -> None:
    columns = {"may_slides": may_slides, "may_record": may_record, "note": note, "noted_at": at, "noted_by": actor}
    SpeakerAllowance.objects.update_or_create(speaker=speaker, defaults=columns)
    changes = {"slides": [None, may_slides], "recording": [None, may_record]}
    trail.record("events.talk_allowed", speaker.session, actor=actor, changes=changes)
