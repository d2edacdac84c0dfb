"""What was typed wrong about a participant is put right: by the person, their coordinator or the events team."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.events.registration import places, telling
from jisr.events.registration.entries import AlreadyRegistered, Body, NotOpen, TooMany, owner_of, refuse_known_address
from jisr.events.registration.models import Participant, ParticipantKind, StaffRelease
from jisr.events.registration.policies import CORRECT_PARTICIPANT, may_decide, sends
from jisr.events.registration.services import delegation_of, go_on, locked
from jisr.events.registration.states import Release
from jisr.events.registration.times import is_ahead
from jisr.kernel import trail
from jisr.kernel.policy import authorize
from jisr.kernel.workflow import IllegalMove
from jisr.municipalities.models import Authority
from jisr.municipalities.services.facts import ChangedMeanwhile, clashes_between, text_of

OWN: Final = ("full_name", "function_title", "languages")
PERSONAL: Final = {"full_name", "email"}


def fields_for(actor: Any, row: Participant) -> tuple[str, ...]:  # noqa: ANN401 - a reader
    """What the actor may put right. Mails go to the account where there is one: its address is changed there."""
    if may_decide(actor, row):
        return ("full_name", "email", "function_title", "languages", "kind", "body")
    return ("full_name", "email", *OWN[1:]) if row.user_id is None and sends(actor, row) else OWN


def details_of(row: Participant) -> dict[str, str]:
    """What can be put right, as text."""
    found = {name: text_of(getattr(row, name)) for name in ("full_name", "email", "function_title", "languages")}
    return {**found, "kind": row.kind.key, "body": _key(row.body)}


def _key(body: Body | None) -> str:
    if body is None:
        return ""
    return body.slug if isinstance(body, Authority) else str(body.public_id)


@transaction.atomic
def correct(
    public_id: UUID | str, values: Mapping[str, Any], *, opened: Mapping[str, str], actor: User, at: datetime
) -> list[str]:
    """Write the details that were typed anew; return their names. ``opened``: what the form showed, as text.

    Raises ``ChangedMeanwhile``, ``TooMany`` where the other kind has no place, ``AlreadyRegistered``, ``NotOpen``,
    ``IllegalMove``, ``Refused``.
    """
    place, row = locked(public_id)
    authorize(actor, CORRECT_PARTICIPANT, row)
    _refuse_ended(row, at)
    now, new = details_of(row), {name: values[name] for name in fields_for(actor, row) if name in values}
    mine = {name: as_text(name, value) for name, value in new.items()}
    clashes = clashes_between(opened, mine, now)
    if clashes:
        raise ChangedMeanwhile(clashes, now)
    changed = [name for name, text in mine.items() if text not in (now[name], opened.get(name, ""))]
    if not changed:
        return []
    needs_link = "email" in changed and row.user_id is None
    _write(row, {name: new[name] for name in changed}, actor=actor)
    if needs_link:
        telling.tell_state(row, actor=actor, at=at)
    told = {name: [None, None] if name in PERSONAL else [now[name], mine[name]] for name in changed}
    trail.record("events.participant_corrected", row, actor=actor, changes=told)
    go_on(place, at=at)
    return changed


def _refuse_ended(row: Participant, at: datetime) -> None:
    if not row.is_live:
        raise IllegalMove(_("This registration has ended."))
    if not is_ahead(row.edition, at=at):
        raise NotOpen(_("This meeting is over or cancelled."))


def as_text(name: str, value: Any) -> str:  # noqa: ANN401 - a value of any field
    if name == "kind":
        return str(value.key)
    if name == "body":
        return _key(value)
    return text_of(value).lower() if name == "email" else text_of(value)


def _write(row: Participant, values: Mapping[str, Any], *, actor: User) -> None:
    if "kind" in values:
        _change_kind(row, values["kind"])
    if "body" in values:
        _change_body(row, values["body"], actor=actor)
    if "email" in values:
        _change_address(row, values["email"])
    for name in OWN:
        if name in values:
            setattr(row, name, values[name].strip() if isinstance(values[name], str) else list(values[name]))
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:  # an address that somebody took while it was being written
        raise AlreadyRegistered(_("Somebody of these is registered for this meeting already.")) from error


def _change_kind(row: Participant, kind: Any) -> None:  # noqa: ANN401 - a kind of participant
    """Whoever holds a place takes one of the other kind; a party that comes whole must still fit into it."""
    kind = row.kind = ParticipantKind.objects.get(edition=row.edition_id, pk=kind.pk)  # its places as they stand now
    if kind.places is None or not places.needs_room(row):
        return
    same = Participant.objects.filter(edition=row.edition_id, kind=kind).exclude(pk=row.pk)
    taken = same.holding_places().taking_room().count() if row.holds_place else 0
    if row.party is not None and row.party.is_whole:
        taken = max(taken, same.filter(party=row.party).live().taking_room().count())
    if taken >= kind.places:
        raise TooMany(_("All places of this kind are taken. Allow more of them first, or choose another kind."))


def _change_body(row: Participant, body: Body | None, *, actor: User) -> None:
    """Another employer has not been asked yet."""
    is_authority = isinstance(body, Authority)
    row.authority, row.organisation = (body if is_authority else None), (None if is_authority else body)
    row.delegation = delegation_of(row.edition, body, actor=actor) if body is not None else None
    row.release = Release.ASKED if is_authority else Release.NOT_ASKED
    StaffRelease.objects.filter(participant=row).delete()


def _change_address(row: Participant, address: str) -> None:
    """The mail with the link goes to the new address; with the old one nobody can take the registration over."""
    row.email = address.strip().lower()
    owner = owner_of(row.email) if row.user_id is None else None
    refuse_known_address(row, owner)
    row.user = owner or row.user
