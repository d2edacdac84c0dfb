"""Tells those whom a new version concerns, each once: of their sessions, and of what they do there.

Who has no account gets the same as a mail to the address that was given for them.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from jisr.accounts.models import User
from jisr.events.agenda import doing, telling
from jisr.events.agenda.comparing import Difference
from jisr.events.agenda.concerned import concerned_by
from jisr.events.agenda.contribution_models import Contribution
from jisr.events.agenda.counting import registered_for
from jisr.events.agenda.doing import Part
from jisr.events.agenda.published import Programme
from jisr.events.agenda.signup_models import SessionSignup
from jisr.events.agenda.states import ContributionState
from jisr.events.editions.models import Edition
from jisr.events.registration.models import Participant

Theirs = dict[int, set[Part]]  # what somebody does, by the key of the session; nothing where they only take part
Ordered = tuple[tuple[int, tuple[Part, ...], tuple[str, ...]], ...]  # with whom the reader registered for it


def announce(
    edition: Edition, found: list[Difference], draft: Programme, *, is_first: bool, actor: User, at: datetime
) -> None:
    by_session = {each.after.number: each for each in found}
    rooms = {room.guid: room for room in draft.rooms}
    users, addresses = _concerned(by_session)
    users.pop(getattr(actor, "pk", 0), None)
    people = User.objects.in_bulk(list(users))
    others = registered_for(by_session)
    same: dict[Ordered, list[User]] = defaultdict(list)
    for key, theirs in users.items():
        if key in people:
            names = {session: tuple(others.get((key, session), ())) for session in theirs}
            same[_ordered(theirs, names)].append(people[key])
    everybody: list[tuple[Ordered, list[User] | Participant]] = [*same.items()]
    everybody += [(_ordered(theirs, {}), participant) for participant, theirs in addresses.items()]
    for ordered, to in everybody:
        told = [(by_session[key], parts, names) for key, parts, names in ordered]
        telling.tell_published(edition, told, rooms, to=to, is_first=is_first, at=at)


def _ordered(theirs: Theirs, names: Mapping[int, tuple[str, ...]]) -> Ordered:
    return tuple((key, tuple(sorted(theirs[key])), names.get(key, ())) for key in sorted(theirs))


def _concerned(sessions: Collection[int]) -> tuple[dict[int, Theirs], dict[Participant, Theirs]]:
    """By the key of an account, and by participant who has none."""
    users: dict[int, Theirs] = defaultdict(lambda: defaultdict(set))
    addresses: dict[Participant, Theirs] = defaultdict(lambda: defaultdict(set))
    for each in doing.in_sessions(sessions):
        if each.participant.user_id:
            users[each.participant.user_id][each.session_id].add(each.part)
        elif each.participant.email:
            addresses[each.participant][each.session_id].add(each.part)
    signed_up = SessionSignup.objects.filter(session__in=sessions, participant__user=None)
    for row in signed_up.exclude(participant__email="").for_telling():
        addresses[row.participant][row.session_id] |= set()
    for user_id, session_id in {*_contributing(sessions), *concerned_by(sessions)}:
        if session_id in sessions:
            users[user_id][session_id] |= set()
    return users, addresses


def _contributing(sessions: Collection[int]) -> set[tuple[int, int]]:
    """Authors of contributions who have never registered, each with the session that was made of theirs."""
    seats = Participant.objects.filter(edition=OuterRef("call__edition")).filter(
        Q(user=OuterRef("author")) | Q(email__iexact=OuterRef("author__email"))
    )
    rows = Contribution.objects.filter(state=ContributionState.ACCEPTED, author__isnull=False, session__in=sessions)
    return set(rows.exclude(Exists(seats)).values_list("author", "session"))
