"""Who is to be registered, as typed, and why somebody cannot be."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.events.editions.models import Edition
from jisr.events.registration.models import (
    Delegation,
    EditionPlaces,
    Participant,
    ParticipantInvitation,
    ParticipantKind,
)
from jisr.events.registration.states import Entry, Presence
from jisr.events.registration.times import takes_registrations
from jisr.kernel.errors import DomainError
from jisr.municipalities.models import Authority, Organisation

Body = Authority | Organisation


def key_of(body: Body) -> str:
    """What stands for a body in forms and addresses: ``authority-12``."""
    return f"{body._meta.model_name}-{body.pk}"


class NotOpen(DomainError):
    """Registration is not open, or its last day is over."""


class AlreadyRegistered(DomainError):
    """Somebody is registered for this meeting already."""


class NotInvited(DomainError):
    """This kind is by invitation, and the address was not invited."""


class TooMany(DomainError):
    """More people than the authority may send, or than can ever come together."""


@dataclass(frozen=True)
class Person:
    """One person to be registered. ``user``: who they are if they have an account."""

    kind: ParticipantKind
    full_name: str
    email: str = ""
    function_title: str = ""
    languages: Sequence[str] = ()
    presence: str = Presence.ONSITE
    user: User | None = None
    answers: dict[int, Any] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """The address in small letters, in which everybody's is kept."""
        return self.email.strip().lower()


def owner_of(address: str) -> User | None:
    """Whose confirmed address it is."""
    if not address:
        return None
    rows = User.objects.filter(is_active=True, emailaddress__verified=True, emailaddress__email__iexact=address)
    return rows.distinct().first()


def refuse_closed(edition: Edition, at: datetime) -> None:
    if not takes_registrations(edition, at=at):
        raise NotOpen(_("Registration for this meeting is not open."))


def refuse_known(edition: Edition, people: Iterable[Person]) -> None:
    """One live registration for each person and each address; nobody twice in one go."""
    seen: set[str] = set()
    for person in people:
        if person.address and person.address in seen:
            told = gettext("%(address)s stands in two rows. Each person is registered once.")
            raise AlreadyRegistered(told % {"address": person.address})
        seen.add(person.address)
        same = Q(user=person.user) if person.user else Q(pk=None)
        if person.address:
            same |= Q(email__iexact=person.address)
        known = Participant.objects.filter(same, edition=edition).live().first()
        if known is not None:
            told = gettext("%(name)s is registered for this meeting already.") % {"name": person.full_name}
            raise AlreadyRegistered(told, participant=str(known.public_id))


def refuse_known_address(row: Participant, owner: User | None) -> None:
    """The same for an address that is put right, and for the account that it belongs to."""
    same = Q(user=owner) if owner else Q(pk=None)
    if row.email:
        same |= Q(email__iexact=row.email)
    if Participant.objects.filter(same, edition=row.edition_id).exclude(pk=row.pk).live().exists():
        raise AlreadyRegistered(_("Somebody with this address is registered for this meeting already."))


def refuse_uninvited(people: Iterable[Person]) -> None:
    for person in people:
        if person.kind.entry != Entry.INVITATION:
            continue
        addresses = {person.address}
        if person.user is not None:
            confirmed = person.user.emailaddress_set.filter(verified=True).values_list("email", flat=True)
            addresses |= {address.lower() for address in confirmed}
        if not ParticipantInvitation.objects.filter(kind=person.kind, email__in=addresses).exists():
            told = gettext("“%(kind)s” is by invitation. Please ask the programme office for one.")
            raise NotInvited(told % {"kind": person.kind.name})


def limit_of(places: EditionPlaces, body: Body) -> int | None:
    """How many one body may send: what the office allowed it, else the limit for each."""
    column = str(body._meta.model_name)
    own = Delegation.objects.filter(edition_id=places.edition_id, **{column: body}).first()
    return own.places if own is not None and own.places is not None else places.per_body


def refuse_beyond_limit(places: EditionPlaces, body: Body | None, number: int) -> None:
    if body is None or (limit := limit_of(places, body)) is None:
        return
    now = Participant.objects.filter(edition_id=places.edition_id).of_body(body).live().count()
    if now + number > limit:
        told = gettext(
            "%(body)s has %(limit)d places at this meeting and %(now)d people are registered. "
            "The events team can allow more."
        )
        raise TooMany(told % {"body": body.name, "limit": limit, "now": now})


def refuse_never_fitting(places: EditionPlaces, people: Sequence[Person]) -> None:
    """A party that comes whole must fit into an empty meeting."""
    kinds = {person.kind.pk: person.kind for person in people}
    wanted = {pk: sum(person.kind.pk == pk for person in people) for pk in kinds}
    too_large = places.total is not None and len(people) > places.total
    if too_large or any(kind.places is not None and wanted[pk] > kind.places for pk, kind in kinds.items()):
        raise TooMany(_("All of these people together are more than this meeting has places for."))
