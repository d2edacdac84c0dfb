"""Who speaks in a session and with whose consent, who interprets it, what goes with it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.events.agenda import telling
from jisr.events.agenda.models import Interpretation, Session, SessionMaterial, SessionSpeaker
from jisr.events.agenda.policies import SAY_CONSENT
from jisr.events.agenda.publishing import stop_showing
from jisr.events.agenda.services import ChangedMeanwhile, lock, locked_session, touch
from jisr.events.editions.models import Edition
from jisr.events.editions.policies import RUN_EDITION
from jisr.events.registration.models import Participant
from jisr.kernel import trail
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import authorize, may

Rows = Sequence[Mapping[str, Any]]


class Twice(DomainError):
    """The same thing stands in two rows."""


@transaction.atomic
def set_speakers(session: Session, rows: Rows, *, seen: int, actor: User, at: datetime) -> Session:
    """Write who speaks and moderates, in this order. A row knows its ``speaker`` if it was there before.

    Consent of somebody with an account is theirs alone: what a row says of it is left out. People who are new are
    asked. Raises ``ChangedMeanwhile``, ``Twice``.
    """
    session = _begin(session, seen, actor)
    known = {row.pk: row for row in session.speakers.select_related("participant__user")}
    names = [(row["participant"] or row["full_name"], row["role"]) for row in rows]
    if len(set(names)) < len(names):
        raise Twice(_("Somebody stands here twice in the same role."))
    before = {row.pk: row.full_name for row in known.values() if row.consented_at}
    kept = []
    for position, row in enumerate(rows):
        speaker = known.get(row.get("speaker")) or SessionSpeaker(session=session)
        kept.append(_speaker(speaker, row, position, actor=actor, at=at))
    gone = [row for key, row in known.items() if key not in {each.pk for each in kept}]
    for row in gone:
        row.delete()
    _end(session, "events.session_speakers_set", actor, [str(len(known)), str(len(kept))])
    still = {(row.pk, row.full_name) for row in kept if row.consented_at}
    for key, name in before.items():
        if (key, name) not in still:  # their consent is gone, so they go from what is published, too
            stop_showing(SessionSpeaker(session=session, full_name=name), actor=actor, at=at)
    fresh = [row for row in kept if row.pk not in known and row.consented_at is None]
    telling.ask_consent(session, fresh, at=at)
    return session


@transaction.atomic
def set_interpretations(session: Session, rows: Rows, *, seen: int, actor: User, at: datetime) -> Session:  # noqa: ARG001
    """Write from which language into which one a session is interpreted, and by whom."""
    session = _begin(session, seen, actor)
    pairs = [(row["from_language"], row["to_language"]) for row in rows]
    if len(set(pairs)) < len(pairs):
        raise Twice(_("The same two languages stand here twice."))
    count = session.interpretations.count()
    session.interpretations.all().delete()
    columns = ("from_language", "to_language", "channel", "interpreter")
    for row in rows:
        Interpretation.objects.create(session=session, **{name: row[name] for name in columns})
    _end(session, "events.session_interpretation_set", actor, [str(count), str(len(rows))])
    return session


@transaction.atomic
def set_materials(session: Session, rows: Rows, *, seen: int, actor: User, at: datetime) -> Session:  # noqa: ARG001
    """Write what goes with a session."""
    session = _begin(session, seen, actor)
    count = session.materials.count()
    session.materials.all().delete()
    for position, row in enumerate(rows):
        SessionMaterial.objects.create(session=session, position=position, **row)
    _end(session, "events.session_materials_set", actor, [str(count), str(len(rows))])
    return session


@transaction.atomic
def say_consent(
    speaker: SessionSpeaker, *, is_shown: bool, note: str = "", actor: User, at: datetime
) -> SessionSpeaker:
    """Say whether somebody is shown in public; a no takes them out of what is published at once."""
    lock(speaker.session.edition)
    rows = SessionSpeaker.objects.select_for_update(of=("self",), no_key=True).select_related(
        "session__edition", "participant"
    )
    speaker = rows.get(pk=speaker.pk)
    authorize(actor, SAY_CONSENT, speaker)
    if bool(speaker.consented_at if is_shown else speaker.declined_at):
        return speaker
    speaker.consented_at, speaker.declined_at = (at, None) if is_shown else (None, at)
    speaker.consent_note = note
    speaker.save(update_fields=["consented_at", "declined_at", "consent_note"])
    touch(speaker.session)
    name = "given" if is_shown else "refused"
    trail.record(f"events.consent_{name}", speaker.session, actor=actor, changes={"consent": [None, None]})
    if not is_shown:
        stop_showing(speaker, actor=actor, at=at)
    return speaker


@transaction.atomic
def replace_interpreters(
    wanted: Mapping[int, Participant | None], *, edition: Edition, actor: User
) -> list[Interpretation]:
    """Give several interpretations to somebody else, or to nobody yet, in one step. Keys are their primary keys."""
    lock(edition)
    authorize(actor, RUN_EDITION, edition)
    rows = Interpretation.objects.select_for_update(of=("self",), no_key=True).filter(
        session__edition=edition, pk__in=wanted
    )
    changed = []
    for row in rows.select_related("session").order_by("session", "pk"):
        new = wanted[row.pk]
        if row.interpreter_id != (new.pk if new else None):
            row.interpreter = new
            row.save(update_fields=["interpreter"])
            changed.append(row)
    sessions = {row.session_id: row.session for row in changed}
    for session in sessions.values():
        touch(session)
        trail.record("events.interpreter_replaced", session, actor=actor, changes={"interpreter": [None, None]})
    return changed


def _begin(session: Session, seen: int, actor: User) -> Session:
    session = locked_session(session)
    authorize(actor, RUN_EDITION, session.edition)
    if seen != session.version:
        raise ChangedMeanwhile
    return session


def _end(session: Session, action: str, actor: User, counts: list[str]) -> None:
    touch(session)
    trail.record(action, session, actor=actor, changes={"rows": counts})


def _speaker(
    speaker: SessionSpeaker, row: Mapping[str, Any], position: int, *, actor: User, at: datetime
) -> SessionSpeaker:
    was = (speaker.participant_id, speaker.full_name)
    for name in ("participant", "full_name", "role", "function_title_de", "function_title_en", "function_title_ar"):
        setattr(speaker, name, row[name])
    speaker.position = position
    if speaker.pk and was != (speaker.participant_id, speaker.full_name):
        speaker.consented_at, speaker.declined_at, speaker.consent_note = None, None, ""  # another person
    if may(actor, SAY_CONSENT, speaker):
        _note_consent(speaker, row, at)
    speaker.save()
    return speaker


def _note_consent(speaker: SessionSpeaker, row: Mapping[str, Any], at: datetime) -> None:
    """What the office noted for somebody without an account: when they agreed, and how."""
    if row["has_agreed"]:
        speaker.consented_at = row["agreed_at"] or speaker.consented_at or at
        speaker.declined_at = None
        speaker.consent_note = row["consent_note"]
    else:
        speaker.consented_at = None
        speaker.consent_note = ""


def lost_languages(rows: Iterable[Interpretation]) -> dict[int, list[tuple[str, str]]]:
    """What a session loses without somebody: pairs of languages by its primary key."""
    found: dict[int, list[tuple[str, str]]] = {}
    for row in rows:
        found.setdefault(row.session_id, []).append((row.from_language, row.to_language))
    return found
