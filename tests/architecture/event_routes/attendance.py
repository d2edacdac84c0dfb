"""What each kind of reader gets at the addresses of ``events.attendance``."""

from typing import Any

from jisr.accounts.models import User
from jisr.accounts.states import Role
from jisr.events.attendance.feedback import link_token
from jisr.municipalities.policies import READING_STAFF
from tests.architecture.policy_world import Route, Who, World, given, own, public, signed_in, staff
from tests.factories.attendance import CertificateFactory, FeedbackFormFactory, FeedbackQuestionFactory
from tests.factories.events import EditionFactory, ParticipantFactory


def _edition(_world: World, _reader: User | None, _place: str) -> list[Any]:
    return [EditionFactory(ahead=True).slug]


def _participation(world: World, reader: User | None, place: str) -> list[Any]:
    return [ParticipantFactory(user=world.owner(reader, place)).edition.slug]


def _asked(world: World, reader: User | None, place: str) -> list[Any]:
    person = ParticipantFactory(user=world.owner(reader, place))
    FeedbackQuestionFactory(form=FeedbackFormFactory(edition=person.edition))
    return [person.edition.slug]


def _form(_world: World, _reader: User | None, _place: str) -> list[Any]:
    return [FeedbackFormFactory().edition.slug]


def _certificate_end(_world: World, _reader: User | None, _place: str) -> list[Any]:
    certificate = CertificateFactory()
    return [certificate.edition.slug, certificate.number, "revoke"]


def _public_certificate(_world: World, _reader: User | None, _place: str) -> list[Any]:
    return [CertificateFactory().code]


def _link(_world: World, _reader: User | None, _place: str) -> list[Any]:
    """Whoever holds it opens it."""
    person = ParticipantFactory(user=None, email="guest@example.org")
    FeedbackQuestionFactory(form=FeedbackFormFactory(edition=person.edition))
    return [link_token(person)]


def _team_or_absent(who: Who) -> str:
    """For those whom nobody named for the meeting there is no such page."""
    return "login" if who.is_stranger else "200" if who.is_staff(Role.EVENTS) else "404"


SOME = "12345678-1234-4234-8234-123456789abc"
TEAM = staff(Role.EVENTS)
POST_ONLY = signed_in("405")
TEAM_POST_ONLY = staff(Role.EVENTS, answer="405")
ROUTES: dict[str, Route] = {
    "attendance:check_in": Route(_team_or_absent, _edition),
    "attendance:list": Route(_team_or_absent, _edition),
    "attendance:record": Route(POST_ONLY, given("some-meeting")),
    "attendance:batch": Route(POST_ONLY, given("some-meeting")),
    "attendance:problems": Route(TEAM, _edition),
    "attendance:settle": Route(TEAM_POST_ONLY, given("some-meeting", SOME)),
    "attendance:helpers": Route(TEAM, _edition),
    "attendance:helper_remove": Route(TEAM_POST_ONLY, given("some-meeting", 1)),
    "attendance:overview": Route(TEAM, _edition),
    "attendance:session_code": Route(TEAM_POST_ONLY, given("some-meeting", SOME)),
    "attendance:rules": Route(TEAM, _edition),
    "attendance:rule_end": Route(TEAM_POST_ONLY, given("some-meeting", 1)),
    "attendance:badges": Route(TEAM, _edition),
    "attendance:badges_pdf": Route(TEAM_POST_ONLY, given("some-meeting")),
    "attendance:badge_renew": Route(TEAM_POST_ONLY, given("some-meeting", SOME)),
    "attendance:certificates": Route(TEAM, _edition),
    "attendance:issue": Route(TEAM_POST_ONLY, given("some-meeting")),
    "attendance:certificate_end": Route(TEAM, _certificate_end),
    "attendance:feedback": Route(TEAM, _edition),
    "attendance:question_add": Route(TEAM, _form),
    "attendance:question_drop": Route(TEAM_POST_ONLY, given("some-meeting", SOME)),
    "attendance:words": Route(TEAM, _edition),
    "attendance:word_moderate": Route(TEAM_POST_ONLY, given("some-meeting", SOME)),
    "attendance:results": Route(staff(*READING_STAFF), _form),
    "attendance:mine": Route(own(), _participation),
    "attendance:my_feedback": Route(own(), _asked),
    "feedback_link:answer": Route(public(), _link),
    "certificates:find": Route(public()),
    "certificates:certificate": Route(public(), _public_certificate),
}
