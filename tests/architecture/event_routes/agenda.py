"""What each kind of reader gets at the addresses of ``events.agenda``."""

from typing import Any

from django.utils import timezone

from jisr.accounts.models import User
from jisr.accounts.states import Role
from jisr.events.agenda.drafting import draft_of
from jisr.events.models import Edition, ProgrammeVersion
from jisr.municipalities.policies import READING_STAFF
from jisr.municipalities.states import MembershipRole
from tests.architecture.policy_world import Build, Route, Who, World, staff
from tests.factories.agenda import CallFactory, ContributionFactory, InterpretationFactory, SpeakerFactory
from tests.factories.events import EditionFactory, EditionVenueFactory, ParticipantFactory, RoomFactory, SessionFactory


def _edition() -> Edition:
    return EditionFactory(ahead=True)


def _of_edition(*rest: Any) -> Build:
    return lambda _world, _reader, _place: [_edition().slug, *rest]


def _session(*rest: Any) -> Build:
    def build(_world: World, _reader: User | None, _place: str) -> list[Any]:
        session = SessionFactory()
        return [session.edition.slug, session.public_id, *rest]

    return build


def _room(_world: World, _reader: User | None, _place: str) -> list[Any]:
    edition, room = _edition(), RoomFactory()
    EditionVenueFactory(edition=edition, venue=room.venue)
    return [edition.slug, room.public_id]


def _venue(_world: World, _reader: User | None, _place: str) -> list[Any]:
    row = EditionVenueFactory()
    return [row.edition.slug, row.venue.public_id]


def _interpreter(_world: World, _reader: User | None, _place: str) -> list[Any]:
    row = InterpretationFactory()
    return [row.session.edition.slug, row.interpreter.public_id]


def _call(*rest: Any) -> Build:
    return lambda _world, _reader, _place: [CallFactory().edition.slug, *rest]


def _reviewer(world: World, _reader: User | None, _place: str) -> list[Any]:
    call = CallFactory()
    call.reviewers.add(world.stranger)
    return [call.edition.slug, world.stranger.public_id]


def _contribution(*rest: Any, **columns: Any) -> Build:
    def build(world: World, reader: User | None, place: str) -> list[Any]:
        row = ContributionFactory(author=world.owner(reader, place), **columns)
        return [row.call.edition.slug, row.public_id, *rest]

    return build


def _appearance(world: World, reader: User | None, place: str) -> list[Any]:
    session = SessionFactory()
    seat = ParticipantFactory(edition=session.edition, user=world.owner(reader, place))
    SpeakerFactory(session=session, participant=seat)
    return [session.edition.slug]


def _published(_world: World, _reader: User | None, _place: str) -> list[Any]:
    session = SessionFactory(needs_signup=True)
    draft = draft_of(session.edition, None, at=timezone.now())
    ProgrammeVersion.objects.create(
        edition=session.edition, number=1, published_at=timezone.now(), content=draft.as_json()
    )
    return [session.edition.slug, session.public_id]


def _signed_in(who: Who) -> str:
    return "login" if who.is_stranger else "200"


def _reads(who: Who) -> str:
    """The office, and whose it is."""
    if who.is_stranger:
        return "login"
    return "200" if who.place == "own" or who.is_staff(*READING_STAFF) else "404"


def _own(who: Who) -> str:
    return "login" if who.is_stranger else "200" if who.place == "own" else "404"


def _office_or_404(who: Who) -> str:
    """Also for invited reviewers, of whom there are none here."""
    return "login" if who.is_stranger else "200" if who.is_staff(*READING_STAFF) else "404"


def _adds(who: Who) -> str:
    """Members hand in; others are sent back with the reason."""
    if who.is_stranger:
        return "login"
    return "200" if who.label in set(MembershipRole) or who.is_staff(*READING_STAFF) else "302"


READ, PLAN, POST = staff(*READING_STAFF), staff(Role.EVENTS), staff(Role.EVENTS, answer="405")


def _posted(who: Who) -> str:
    return "login" if who.is_stranger else "405"


ROUTES: dict[str, Route] = {
    "agenda:programme": Route(READ, _of_edition()),
    "agenda:day": Route(READ, _of_edition("2027-09-14")),
    "agenda:conflicts": Route(READ, _of_edition()),
    "agenda:rules": Route(PLAN, _of_edition()),
    "agenda:publish": Route(PLAN, _of_edition()),
    "agenda:versions": Route(READ, _of_edition()),
    "agenda:version": Route(staff(*READING_STAFF, answer="404"), _of_edition(1)),
    "agenda:session_add": Route(PLAN, _of_edition()),
    "agenda:session": Route(READ, _session()),
    "agenda:session_edit": Route(PLAN, _session()),
    "agenda:session_move": Route(PLAN, _session()),
    "agenda:session_rows": Route(PLAN, _session("speakers")),
    "agenda:signups": Route(PLAN, _session()),
    "agenda:sign_up": Route(_signed_in, _published),
    "agenda:session_step": Route(POST, _session("cancel")),
    "agenda:room": Route(READ, _room),
    "agenda:room_lost": Route(PLAN, _room),
    "agenda:room_move_all": Route(POST, _room),
    "agenda:room_found": Route(POST, _room),
    "agenda:interpreters": Route(READ, _of_edition()),
    "agenda:interpreter": Route(PLAN, _interpreter),
    "agenda:venues": Route(READ, _of_edition()),
    "agenda:venue_add": Route(PLAN, _of_edition()),
    "agenda:venue_use": Route(POST, _of_edition()),
    "agenda:venue": Route(PLAN, _venue),
    "agenda:venue_leave": Route(POST, _venue),
    "agenda:call": Route(PLAN, _of_edition()),
    "agenda:reviewer_invite": Route(POST, _call()),
    "agenda:reviewer_dismiss": Route(POST, _reviewer),
    "agenda:contributions": Route(_office_or_404, _call()),
    "agenda:contribution": Route(_reads, _contribution()),
    "agenda:contribution_decide": Route(POST, _contribution("accept")),
    "agenda:my_contributions": Route(lambda who: "login" if who.is_stranger else "200", _call()),
    "agenda:contribution_add": Route(_adds, _call()),
    "agenda:contribution_edit": Route(_own, _contribution()),
    "agenda:contribution_withdraw": Route(_posted, _contribution()),
    "agenda:appearances": Route(_own, _appearance),
    "agenda:appearance_answer": Route(_posted, _appearance),
}
