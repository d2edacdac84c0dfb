"""Rule and query agree for every reader and every state, and nothing leaks between states."""

import pytest

from jisr.events.registration.states import ParticipantState
from jisr.events.results.models import Decision, FollowUp, Minutes, ResultSheet
from jisr.events.results.policies import READ_DECISION, READ_FOLLOW_UP, READ_MINUTES, READ_SHEET
from jisr.events.results.states import State
from jisr.kernel.policy import may
from tests import policy_twins
from tests.factories.accounts import UserFactory
from tests.factories.events import ParticipantFactory
from tests.factories.memberships import MembershipFactory, OrganisationFactory
from tests.factories.municipalities import AuthorityFactory
from tests.factories.results import (
    DecisionFactory,
    FollowUpFactory,
    MinutesFactory,
    MinuteTakerFactory,
    ResultSheetFactory,
)

pytestmark = pytest.mark.django_db
TEXTS = {
    READ_MINUTES.name: (READ_MINUTES, Minutes, MinutesFactory),
    READ_DECISION.name: (READ_DECISION, Decision, DecisionFactory),
    READ_SHEET.name: (READ_SHEET, ResultSheet, ResultSheetFactory),
}
policy_twins.register(READ_MINUTES, Minutes)
policy_twins.register(READ_DECISION, Decision)
policy_twins.register(READ_SHEET, ResultSheet)
policy_twins.register(READ_FOLLOW_UP, FollowUp)


def people(meeting):
    """Everybody whose seat at the meeting could matter."""
    edition = meeting.edition
    other = ParticipantFactory()
    taker = ParticipantFactory(edition=edition, state=ParticipantState.WITHDRAWN, authority=AuthorityFactory())
    MinuteTakerFactory(edition=edition, participant=taker)
    MinuteTakerFactory(edition=edition, participant=meeting.yusuf, session=meeting.group)
    office = MinuteTakerFactory(edition=edition, of_office=True, staff=UserFactory(roles=["editor"]))
    former = MinuteTakerFactory(edition=edition, participant=None, staff=UserFactory())
    elsewhere = MinuteTakerFactory(edition=other.edition, participant=other)
    waiting = ParticipantFactory(edition=edition, waiting=True, authority=AuthorityFactory())
    return {
        "wanda": meeting.wanda.user,
        "takes minutes of the group": meeting.yusuf.user,
        "taker who withdrew": taker.user,
        "taker of the office": office.staff,
        "taker without a role now": former.staff,
        "taker elsewhere": elsewhere.participant.user,
        "waits for a place": waiting.user,
        "leads a waiting town": MembershipFactory(coordinator=True, authority=waiting.authority).user,
        "leads a sending town": meeting.anna,
        "expert of a sending town": MembershipFactory(confirmed=True, authority=meeting.german).user,
    }


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_rule_and_query_agree_on_texts(meeting, name):
    _permission, _model, factory = TEXTS[name]
    actors = policy_twins.readers(meeting.german) | people(meeting)
    for traits in ({}, {"checked": True}, {"shared": True}, {"public": True}):
        factory(edition=meeting.edition, **traits)
        factory(edition=meeting.edition, session=None, **traits)
        factory(**traits)
    factory(edition=meeting.edition, session=meeting.group)

    assert list(policy_twins.disagreements(name, actors)) == []


def readers_in(state, meeting, permission, factory):
    row = factory(
        edition=meeting.edition, session=meeting.group, **({} if state == State.DRAFT else {state.value: True})
    )
    actors = policy_twins.readers(meeting.german) | people(meeting)
    return {label for label, actor in actors.items() if may(actor, permission, row)}, set(actors)


WRITERS = {"staff events", "staff administrator", "takes minutes of the group", "taker of the office"}
SEATS = {"wanda", "leads a sending town", "coordinator", "staff adviser", "staff funding", "staff audit"}


@pytest.mark.parametrize("name", sorted(TEXTS))
@pytest.mark.parametrize(
    ("state", "expected"), [(State.DRAFT, WRITERS), (State.CHECKED, WRITERS), (State.SHARED, WRITERS | SEATS)]
)
def test_who_reads_what_in_which_state(meeting, name, state, expected):
    permission, _model, factory = TEXTS[name]

    seen, _everybody = readers_in(state, meeting, permission, factory)

    assert seen == expected


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_everybody_reads_what_is_public(meeting, name):
    permission, _model, factory = TEXTS[name]
    seen, everybody = readers_in(State.PUBLIC, meeting, permission, factory)

    assert seen == everybody


@pytest.mark.parametrize("body", [AuthorityFactory, OrganisationFactory])
def test_rule_and_query_agree_on_steps(meeting, body):
    own = body()
    actors = policy_twins.readers(own) | {"anna": meeting.anna, "basim": meeting.basim}
    columns = (
        {"authority": own}
        if body is AuthorityFactory
        else {"authority": None, "organisation": own, "owner_kind": "organisation"}
    )
    FollowUpFactory(**columns)
    FollowUpFactory(**columns, public=True)
    FollowUpFactory(authority=meeting.german, counterpart=meeting.palestinian)
    FollowUpFactory(of_office=True, counterpart=meeting.palestinian)
    FollowUpFactory(of_office=True, person=actors["outsider"])

    assert list(policy_twins.disagreements(READ_FOLLOW_UP.name, actors)) == []


def test_who_sees_a_step(meeting):
    row = FollowUpFactory(authority=meeting.german, counterpart=meeting.palestinian, public=True)
    actors = policy_twins.readers(meeting.german) | {"basim": meeting.basim}
    inside = {label for label, actor in actors.items() if may(actor, READ_FOLLOW_UP, row)}

    assert inside == {
        *("basim", "coordinator", "mayor", "expert", "finance", "reader"),
        *("staff adviser", "staff events", "staff funding", "staff audit", "staff administrator"),
    }
