"""What each kind of reader gets at the addresses of ``events.travel``."""

from typing import Any

from jisr.accounts.models import User
from jisr.accounts.states import Role
from jisr.audit.services import SYSTEM
from jisr.events.models import Edition, Mode, Participant
from jisr.events.travel.services import start_checklist
from jisr.municipalities.policies import READING_STAFF
from tests.architecture.policy_world import Expect, Route, Who, World, staff
from tests.factories.events import EditionFactory, ParticipantFactory


def _edition(**columns: Any) -> Edition:
    found: Edition = EditionFactory(ahead=True, **columns)
    return found


def _meeting(*parts: Any) -> Any:
    return lambda _world, _reader, _place: [_edition().slug, *parts]


def _traveller(*parts: Any) -> Any:
    """A traveller of the own or the other authority."""

    def build(world: World, _reader: User | None, place: str) -> list[Any]:
        participant: Participant = ParticipantFactory(edition=_edition(), authority=world.authorities[place])
        start_checklist(participant.public_id, actor=SYSTEM)
        return [participant.edition.slug, participant.public_id, *parts]

    return build


def _own_data(*parts: Any) -> Any:
    """The reader's own journey, or that of somebody of another authority."""

    def build(world: World, reader: User | None, place: str) -> list[Any]:
        owner = world.owner(reader, place)
        participant: Participant = ParticipantFactory(
            edition=_edition(), user=owner, authority=world.authorities["foreign"]
        )
        return [participant.edition.slug, participant.public_id, *parts]

    return build


def _journey(answer: str = "200") -> Expect:
    """For coordinators of the authority and for the events team; the traveller is nobody among the readers."""

    def expected(who: Who) -> str:
        if who.is_stranger:
            return "login"
        return answer if who.leads or who.is_staff(Role.EVENTS) else "404"

    return expected


def _data(own: str = "200", office: str = "200") -> Expect:
    """For the person, and for the events team by its own role: an administrator sees only what is their own."""

    def expected(who: Who) -> str:
        if who.is_stranger:
            return "login"
        if who.place == "own":
            return own
        return office if who.label == f"staff {Role.EVENTS.value}" else "404"

    return expected


def _button(who: Who) -> str:
    """Only a POST; strangers sign in first."""
    return "login" if who.is_stranger else "405"


def _office_button(who: Who) -> str:
    return "405" if who.is_staff(Role.EVENTS) else staff(Role.EVENTS)(who)


def _names(who: Who) -> str:
    """An administrator without the role of the events team finds nothing."""
    return "404" if who.label == f"staff {Role.ADMINISTRATOR.value}" else staff(Role.EVENTS)(who)


ROUTES: dict[str, Route] = {
    "travel:office": Route(staff(Role.EVENTS), _meeting()),
    "travel:counts": Route(staff(*READING_STAFF), _meeting()),
    "travel:counts_file": Route(staff(*READING_STAFF), _meeting("csv")),
    "travel:names": Route(_names, _meeting()),
    "travel:letters_for_all": Route(_office_button, _meeting()),
    "travel:letter_words": Route(staff(Role.EVENTS), _meeting()),
    "travel:access": Route(staff(Role.EVENTS), lambda _world, _reader, _place: [_edition(mode=Mode.HYBRID).slug]),
    "travel:rules": Route(staff(Role.EVENTS), _meeting("PS")),
    "travel:traveller": Route(_journey(), _traveller()),
    "travel:start": Route(_button, _traveller()),
    "travel:item": Route(_journey(), _traveller("needs")),
    "travel:journey": Route(_journey(), _traveller()),
    "travel:data": Route(_data(), _own_data()),
    "travel:letters": Route(_button, _traveller()),
    "travel:letter_copy": Route(_data(own="302"), _own_data("en")),
    "travel:switch": Route(_journey(), _traveller("online")),
}
