"""Invites many authorities at once: one message to each coordinator, an authority once in a round."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jisr.accounts.models import User
from jisr.events.editions import choosing, telling
from jisr.events.editions.audience import Audience
from jisr.events.editions.models import Edition, Invitation, InvitationLetter, InvitationRound
from jisr.events.editions.policies import RUN_EDITION
from jisr.events.editions.states import State
from jisr.kernel import trail
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import authorize
from jisr.municipalities.models import Authority, Membership
from jisr.municipalities.states import MembershipRole

INVITING: tuple[str, ...] = (State.ANNOUNCED, State.OPEN)


class NobodyToInvite(DomainError):
    """No authority fits that has a coordinator and is not invited yet."""


@dataclass(frozen=True)
class Guests:
    """The authorities that fit: whom to write to, who was invited before, who has nobody to write to."""

    new: list[tuple[Authority, list[User]]]
    invited: list[Authority]
    silent: list[Authority]

    @property
    def people(self) -> list[User]:
        """The coordinators of those who are new, each once."""
        found = {user.pk: user for _authority, users in self.new for user in users}
        return list(found.values())

    @property
    def total(self) -> int:
        return len(self.new) + len(self.invited) + len(self.silent)


def guests_of(edition: Edition, answers: Mapping[str, str], *, of_round: InvitationRound | None = None) -> Guests:
    """Who fits, and who of them was invited in this round already. Three queries, however many fit."""
    rows = choosing.fitting(edition, answers)
    authorities, leaders = list(rows.select_related("country")), _coordinators(rows)
    invited = set(of_round.invitations.values_list("authority", flat=True)) if of_round else set()
    rest = [row for row in authorities if row.pk not in invited]
    return Guests(
        new=[(row, leaders[row.pk]) for row in rest if row.pk in leaders],
        invited=[row for row in authorities if row.pk in invited],
        silent=[row for row in rest if row.pk not in leaders],
    )


def _coordinators(authorities: QuerySet[Authority]) -> dict[int, list[User]]:
    rows = Membership.objects.confirmed().filter(role=MembershipRole.COORDINATOR, user__is_active=True)
    found = defaultdict(list)
    for row in rows.filter(authority__in=authorities.values("pk")).select_related("user").order_by("pk"):
        if row.user is not None:
            found[row.authority_id or 0].append(row.user)
    return found


@transaction.atomic
def begin_round(
    slug: str, answers: Mapping[str, str], *, notes: Mapping[str, str], form_key: str, actor: User, at: datetime
) -> InvitationRound:
    """Invite all that fit. A second click gives the round of the first.

    Raises ``NobodyToInvite``, ``DomainError`` for a meeting that nobody can come to, ``Refused``.
    """
    edition = Edition.objects.select_for_update(no_key=True).get(slug=slug)
    authorize(actor, RUN_EDITION, edition)
    known = InvitationRound.objects.filter(form_key=form_key, edition=edition).first()
    if known is not None:
        return known
    made = InvitationRound.objects.create(
        edition=edition,
        form_key=form_key,
        filters=choosing.known(answers),
        notes={language: text for language, text in notes.items() if text.strip()},
        begun_at=at,
        begun_by=actor,
    )
    _send(made, edition, actor=actor, at=at)
    return made


@transaction.atomic
def send_on(public_id: UUID | str, *, actor: User, at: datetime) -> int:
    """Invite those who fit a round only now; return how many authorities that were.

    Raises ``NobodyToInvite``, ``DomainError``, ``Refused``.
    """
    found = InvitationRound.objects.select_for_update(no_key=True).get(public_id=public_id)
    edition = Edition.objects.select_for_update(no_key=True).get(pk=found.edition_id)
    authorize(actor, RUN_EDITION, edition)
    return _send(found, edition, actor=actor, at=at)


def _send(found: InvitationRound, edition: Edition, *, actor: User, at: datetime) -> int:
    if edition.state not in INVITING:
        raise DomainError(_("Invitations go out while the meeting is announced or registration is open."))
    guests = guests_of(edition, found.filters, of_round=found)
    if not guests.new:
        raise NobodyToInvite(_("Nobody was written to: no authority fits that is new and has a coordinator."))
    Invitation.objects.bulk_create(
        Invitation(round=found, authority=authority, invited_at=at) for authority, _people in guests.new
    )
    told = set(found.letters.values_list("user", flat=True))
    people = [user for user in guests.people if user.pk not in told]
    InvitationLetter.objects.bulk_create(InvitationLetter(round=found, user=user) for user in people)
    words = telling.letter(edition, "invite", notes=found.notes)
    telling.send(words, Audience(people, []), kind=telling.INVITED, at=at)
    number = str(len(guests.new))
    trail.record("events.edition_invited", edition, actor=actor, changes={"authorities": ["", number]})
    return len(guests.new)
