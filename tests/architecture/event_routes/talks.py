"""What each kind of reader gets at the addresses of ``events.talks``."""

from typing import Any

from django.utils import timezone

from jisr.accounts.models import User
from jisr.accounts.states import Role
from jisr.events.models import Edition, TalkPlan
from jisr.events.talks.states import PlanState
from tests.architecture.policy_world import Build, Route, Who, World, staff
from tests.factories.events import EditionFactory, ParticipantFactory
from tests.factories.talks import (
    TalkBlockFactory,
    TalkInterpreterFactory,
    TalkProfileFactory,
    TalkRequestFactory,
    TalkSettingFactory,
)


def _edition(_world: World, _reader: User | None, _place: str) -> list[Any]:
    return [TalkSettingFactory(edition=EditionFactory(ahead=True)).edition.slug]


def _of_setting(factory: Any, *more: Any) -> Build:
    def build(_world: World, _reader: User | None, _place: str) -> list[Any]:
        row = factory()
        return [row.setting.edition.slug, row.public_id, *more]

    return build


def _absence(_world: World, _reader: User | None, _place: str) -> list[Any]:
    profile = TalkProfileFactory()
    return [profile.participant.edition.slug, profile.public_id, "absent"]


def _mine(world: World, reader: User | None, place: str) -> list[Any]:
    """The reader takes part in their own meeting; the other one is somebody else's."""
    setting = TalkSettingFactory()
    participant = ParticipantFactory(edition=setting.edition, user=world.owner(reader, place))
    TalkProfileFactory(participant=participant)
    return [setting.edition.slug]


def _asked(world: World, reader: User | None, place: str) -> list[Any]:
    slug = _mine(world, reader, place)[0]
    other = TalkProfileFactory(participant__edition=Edition.objects.get(slug=slug))
    return [slug, other.public_id]


def _answered(world: World, reader: User | None, place: str) -> list[Any]:
    setting = TalkSettingFactory()
    participant = ParticipantFactory(edition=setting.edition, user=world.owner(reader, place))
    request = TalkRequestFactory(asking=TalkProfileFactory(participant=participant))
    return [setting.edition.slug, request.public_id, "back"]


def _plan(_world: World, _reader: User | None, _place: str) -> list[Any]:
    edition = TalkSettingFactory().edition
    plan = TalkPlan.objects.create(edition=edition, number=1, state=PlanState.READY, started_at=timezone.now())
    return [edition.slug, plan.public_id]


def _own(answer: str = "200") -> Any:
    """The person alone: for everybody else, also for the office, it is not there."""
    return lambda who: "login" if who.is_stranger else answer if who.place == "own" else "404"


def _posted(answer: str = "405") -> Any:
    return lambda who: "login" if who.is_stranger else answer


def _staff_posts(who: Who) -> str:
    return "login" if who.is_stranger else "405" if who.is_staff(Role.EVENTS) else "403"


ROUTES: dict[str, Route] = {
    "talks:office": Route(staff(Role.EVENTS), _edition),
    "talks:setting": Route(staff(Role.EVENTS), _edition),
    "talks:block_add": Route(staff(Role.EVENTS), _edition),
    "talks:block": Route(staff(Role.EVENTS), _of_setting(TalkBlockFactory)),
    "talks:block_remove": Route(_staff_posts, _of_setting(TalkBlockFactory)),
    "talks:interpreter_add": Route(staff(Role.EVENTS), _edition),
    "talks:interpreter": Route(_staff_posts, _of_setting(TalkInterpreterFactory, "away")),
    "talks:people_office": Route(staff(Role.EVENTS), _edition),
    "talks:absence": Route(_staff_posts, _absence),
    "talks:plan_start": Route(_staff_posts, _edition),
    "talks:plan": Route(staff(Role.EVENTS), _plan),
    "talks:plan_publish": Route(_staff_posts, _plan),
    "talks:mine": Route(_own(), _mine),
    "talks:profile": Route(_own(), _mine),
    "talks:profile_close": Route(_own(), _mine),
    "talks:people": Route(_own(), _mine),
    "talks:ask": Route(_own(), _asked),
    "talks:request_answer": Route(_posted(), _answered),
    "talks:calendar": Route(_own(), _mine),
}
