"""One's own meetings, and the page of one participation."""

import pytest

from jisr.accounts.states import Role
from jisr.events.registration.form_models import FormAnswer
from jisr.events.registration.models import Participant
from jisr.events.registration.policies import READ_ANSWER, READ_PARTICIPANT
from jisr.web import panels
from tests import policy_twins
from tests.events.registration.conftest import browser, text_of
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory, ParticipantFactory
from tests.factories.memberships import MembershipFactory
from tests.factories.municipalities import AuthorityFactory
from tests.factories.registration import AnswerFactory

pytestmark = pytest.mark.django_db
MINE = "/en/workspace/participations/"


def test_rule_and_query_agree_about_participants():
    policy_twins.register(READ_PARTICIPANT, Participant)
    authority = AuthorityFactory()
    readers = policy_twins.readers(authority)
    ParticipantFactory(authority=authority)
    ParticipantFactory(user=readers["outsider"])
    ParticipantFactory(user=None, authority=None, full_name="Nobody's guest")

    assert list(policy_twins.disagreements(READ_PARTICIPANT.name, readers)) == []


def test_rule_and_query_agree_about_answers():
    policy_twins.register(READ_ANSWER, FormAnswer)
    authority = AuthorityFactory()
    readers = policy_twins.readers(authority)
    AnswerFactory(participant__authority=authority)
    AnswerFactory(participant__user=readers["coordinator"], participant__authority=authority)

    assert list(policy_twins.disagreements(READ_ANSWER.name, readers)) == []


@pytest.mark.parametrize("who", ["person", "coordinator", "events"])
def test_the_page_opens_to_the_person_their_coordinators_and_the_events_team(who):
    participant = ParticipantFactory()
    people = {
        "person": participant.user,
        "coordinator": MembershipFactory(coordinator=True, authority=participant.authority).user,
        "events": UserFactory(roles=[Role.EVENTS]),
    }

    response = browser(people[who]).get(participant.get_absolute_url())

    assert response.status_code == 200
    assert participant.full_name in text_of(response)
    assert "no-store" in response.headers["Cache-Control"]


def test_for_others_it_is_not_there():
    participant = ParticipantFactory()
    member = MembershipFactory(confirmed=True, authority=participant.authority).user

    for person in (UserFactory(), member, UserFactory(adviser=True)):
        assert browser(person).get(participant.get_absolute_url()).status_code == 404


def test_other_parts_add_panels_to_it(monkeypatch):
    participant = ParticipantFactory()
    monkeypatch.setattr(panels, "_providers", {})
    template = "components/badge.html"
    panels.register("participation", "mine", lambda _request, _thing: panels.Panel(template, {}), place=10)

    assert 'class="badge badge--neutral"' in text_of(browser(participant.user).get(participant.get_absolute_url()))


def test_my_meetings_tell_of_oneself_of_one_s_delegation_and_of_open_ones():
    coordinator = MembershipFactory(coordinator=True)
    own = ParticipantFactory(user=coordinator.user, authority=coordinator.authority, edition__title_en="Own meeting")
    ParticipantFactory(authority=coordinator.authority, edition=own.edition, full_name="Sent Person")
    ParticipantFactory(full_name="Sent by others")
    EditionFactory(ahead=True, title_en="Open meeting")

    text = text_of(browser(coordinator.user).get(MINE))

    assert "Own meeting" in text
    assert "Sent Person" in text
    assert "Open meeting" in text
    assert "Sent by others" not in text


def test_without_a_registration_it_says_what_to_do():
    assert "You are not registered for a meeting" in text_of(browser(UserFactory()).get(MINE))


@pytest.mark.parametrize("number", [1, 3, 30])
def test_many_registrations_cost_no_more_queries(number, django_assert_max_num_queries):
    coordinator = MembershipFactory(coordinator=True)
    for _place in range(number):
        ParticipantFactory(user=coordinator.user, authority=coordinator.authority)
        ParticipantFactory(authority=coordinator.authority)
    client = browser(coordinator.user)

    with django_assert_max_num_queries(12):
        assert client.get(MINE).status_code == 200
