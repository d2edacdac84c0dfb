"""What the table of the policy walk is made of: the world, its readers, a route, and what each reader gets."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from jisr.accounts.models import User
from jisr.accounts.states import Role
from jisr.events.travel.programme import load_travel
from jisr.municipalities.states import MembershipRole
from tests import policy_twins
from tests.factories.accounts import UserFactory
from tests.factories.memberships import MembershipFactory
from tests.factories.municipalities import AuthorityFactory

PLACES = ("own", "foreign")


STRANGERS = {"anonymous", "closed"}  # the session of a closed account is nobody's


class Who(NamedTuple):
    """A reader before one page: who, and whether the object belongs to their authority or to another one."""

    label: str
    place: str

    @property
    def is_stranger(self) -> bool:
        return self.label in STRANGERS

    def is_staff(self, *roles: str) -> bool:
        names = {f"staff {Role(role).value}" for role in roles or Role} | {"staff administrator"}
        return self.label in names

    @property
    def leads(self) -> bool:
        return self.label == "coordinator" and self.place == "own"


class World:
    """Two authorities with their people and requests; the readers belong to the first one."""

    def __init__(self) -> None:
        self.authorities = {place: AuthorityFactory() for place in PLACES}
        self.readers = policy_twins.readers(self.authorities["own"])
        self.requests = {place: MembershipFactory(authority=authority) for place, authority in self.authorities.items()}
        self.stranger: User = UserFactory()
        load_travel()

    def owner(self, reader: User | None, place: str) -> User:
        """Whose personal things are meant: the reader's own, or somebody else's."""
        return reader if reader is not None and place == "own" else self.stranger


Build = Callable[[World, User | None, str], list[Any]]


Expect = Callable[[Who], str | set[str]]


def _no_parts(_world: World, _reader: User | None, _place: str) -> list[Any]:
    return []


@dataclass(frozen=True)
class Route:
    """What a GET gives; ``build`` makes the parts of the address; ``query`` stands behind it."""

    expected: Expect
    build: Build = _no_parts
    query: str = field(default="")


def given(*parts: Any) -> Build:
    """Parts that are the same for everybody."""
    return lambda _world, _reader, _place: list(parts)


def public(*answers: str) -> Expect:
    return lambda _who: set(answers or ("200",))


def signed_in(answer: str = "200") -> Expect:
    """Strangers sign in first; everybody else gets ``answer``."""
    return lambda who: "login" if who.is_stranger else answer


def staff(*roles: str, answer: str = "200") -> Expect:
    """Strangers sign in first; people without one of ``roles`` are refused."""
    return lambda who: "login" if who.is_stranger else answer if who.is_staff(*roles) else "403"


def own(answer: str = "200") -> Expect:
    """A personal thing: for others it is not there."""
    return lambda who: "login" if who.is_stranger else answer if who.place == "own" else "404"


def members(*roles: str, but_refused: tuple[str, ...] = ()) -> Expect:
    """Things of an authority: its coordinator and ``roles``; ``but_refused`` see it and are sent back with a reason."""

    def expected(who: Who) -> str:
        if who.is_stranger:
            return "login"
        if who.leads or who.is_staff(*roles):
            return "200"
        return "302" if but_refused and who.is_staff(*but_refused) else "404"

    return expected


def of_members(*roles: str) -> Expect:
    """Things of an authority for all of its confirmed people and for ``roles`` of the office."""

    def expected(who: Who) -> str:
        if who.is_stranger:
            return "login"
        is_member = who.place == "own" and who.label in set(MembershipRole)
        return "200" if is_member or (roles and who.is_staff(*roles)) else "404"

    return expected


def only_staff(*roles: str) -> Expect:
    """For others than ``roles`` it is not there, even if they see the thing that it changes."""
    return lambda who: "login" if who.is_stranger else "200" if who.is_staff(*roles) else "404"


CONFIRMED = {role.value for role in MembershipRole}  # the confirmed members among the readers


def advised(*staff_roles: str) -> Expect:
    """Things of an authority that all its confirmed members and ``staff_roles`` see."""

    def expected(who: Who) -> str:
        if who.is_stranger:
            return "login"
        is_member = who.label in CONFIRMED and who.place == "own"
        return "200" if is_member or (staff_roles and who.is_staff(*staff_roles)) else "404"

    return expected


def peers(refused: str) -> Expect:
    """For members of any authority and for advisers."""
    return lambda who: (
        "login" if who.is_stranger else "200" if who.label in CONFIRMED or who.is_staff(Role.ADVISER) else refused
    )


def adviser_else_back(who: Who) -> str:
    """Others of the office are sent back to the list with a reason."""
    return "302" if who.label.startswith("staff") and not who.is_staff(Role.ADVISER) else staff()(who)


def within(*roles: str) -> Expect:
    """Things of an authority that all its members see, in whatever role, and ``roles`` of the office."""
    inside = {role.value for role in MembershipRole}

    def expected(who: Who) -> str:
        if who.is_stranger:
            return "login"
        return "200" if who.is_staff(*roles) or (who.label in inside and who.place == "own") else "404"

    return expected
