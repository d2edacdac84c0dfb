"""Two people, or two clicks, at the same moment: real threads on real transactions."""

from datetime import UTC, datetime

import pytest

from jisr.matching.introductions import room
from jisr.matching.introductions.models import Introduction, IntroductionNote
from jisr.matching.introductions.services import answer, conclude, show_interest, suggest_pair, withdraw
from jisr.matching.introductions.states import Answer, Side, State
from jisr.matching.models import BlockedPair, MatchingProfile
from jisr.notifications.models import Message
from jisr.partnerships.models import Partnership
from jisr.partnerships.states import Form
from tests.factories.accounts import UserFactory
from tests.factories.introductions import IntroductionFactory
from tests.factories.matching import MatchingProfileFactory
from tests.factories.memberships import MembershipFactory
from tests.factories.municipalities import AuthorityFactory
from tests.factories.requests import RequestFactory
from tests.municipalities.test_memberships_at_once import at_once, by

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.fixture
def towns(transactional_db):
    german, palestinian = AuthorityFactory(), AuthorityFactory(palestinian=True)
    anna = MembershipFactory(coordinator=True, authority=german).user
    basim = MembershipFactory(coordinator=True, authority=palestinian).user
    RequestFactory(published=True, authority=palestinian)
    RequestFactory(published=True, authority=german, kind="offer")
    return german, palestinian, anna, basim


def test_of_two_advisers_one_sends_and_the_other_is_told(towns):
    german, palestinian, anna, _basim = towns
    advisers = [UserFactory(adviser=True) for _number in range(2)]

    outcome = at_once(*(lambda who=who: suggest_pair(german, palestinian, actor=by(who), at=NOW) for who in advisers))

    assert outcome == ["AlreadyIntroduced", "done"]
    assert Introduction.objects.count() == 1
    assert Message.objects.filter(recipient=anna).count() == 1
    assert set(MatchingProfile.objects.values_list("open_introductions", flat=True)) == {1}


def test_two_clicks_show_interest_once(towns):
    german, palestinian, anna, basim = towns

    def send():
        show_interest(german, palestinian, words="x", actor=by(anna), at=NOW)

    assert at_once(send, send) == ["done", "done"]
    assert (Introduction.objects.count(), Message.objects.filter(recipient=basim).count()) == (1, 1)


def test_interest_of_both_at_once_makes_one_question(towns):
    german, palestinian, anna, basim = towns

    outcome = at_once(
        lambda: show_interest(german, palestinian, actor=by(anna), at=NOW),
        lambda: show_interest(palestinian, german, actor=by(basim), at=NOW),
    )

    found = Introduction.objects.get()
    assert outcome == ["AlreadyIntroduced", "done"]
    assert sorted([found.german_answer, found.palestinian_answer]) == [Answer.PENDING, Answer.YES]


def test_a_yes_of_both_at_once_opens_it_once(towns):
    german, palestinian, anna, basim = towns
    found = IntroductionFactory(german=german, palestinian=palestinian)

    outcome = at_once(
        lambda: answer(found.public_id, Side.GERMAN, is_yes=True, actor=by(anna), at=NOW),
        lambda: answer(found.public_id, Side.PALESTINIAN, is_yes=True, actor=by(basim), at=NOW),
    )

    found.refresh_from_db()
    assert outcome == ["done", "done"]
    assert (found.state, found.are_contacts_open) == (State.OPEN, True)
    assert Message.objects.filter(subject_line="Both sides have said yes").count() == 1  # not to who opened it


def test_a_yes_and_a_no_at_once_never_open_it(towns):
    german, palestinian, anna, basim = towns
    found = IntroductionFactory(german=german, palestinian=palestinian)

    outcome = at_once(
        lambda: answer(found.public_id, Side.GERMAN, is_yes=True, actor=by(anna), at=NOW),
        lambda: answer(found.public_id, Side.PALESTINIAN, is_yes=False, actor=by(basim), at=NOW),
    )

    found.refresh_from_db()
    assert outcome in (["done", "done"], ["IllegalMove", "done"])
    assert (found.state, found.are_contacts_open, BlockedPair.objects.count()) == (State.DECLINED, False, 1)


def test_the_last_place_is_given_once(towns):
    _german, palestinian, _anna, _basim = towns
    MatchingProfileFactory(authority=palestinian, introductions_limit=1)
    others, adviser = [AuthorityFactory() for _number in range(3)], UserFactory(adviser=True)

    outcome = at_once(*(lambda one=one: suggest_pair(one, palestinian, actor=by(adviser), at=NOW) for one in others))

    assert outcome == ["Full", "Full", "done"]
    assert MatchingProfile.objects.get(authority=palestinian).open_introductions == 1
    assert Introduction.objects.count() == 1


def test_taking_back_while_the_other_says_yes_leaves_contacts_closed(towns):
    german, palestinian, anna, basim = towns
    answered = {"german_answer": Answer.YES, "german_answered_at": NOW}
    found = IntroductionFactory(german=german, palestinian=palestinian, **answered)

    at_once(
        lambda: withdraw(found.public_id, actor=by(anna), at=NOW),
        lambda: answer(found.public_id, Side.PALESTINIAN, is_yes=True, actor=by(basim), at=NOW),
    )

    found.refresh_from_db()
    assert (found.state, found.are_contacts_open) == (State.WITHDRAWN, False)


def test_both_begin_a_partnership_once(towns):
    german, palestinian, anna, basim = towns
    found = IntroductionFactory(german=german, palestinian=palestinian, open=True)

    outcome = at_once(
        *(lambda who=who: conclude(found.public_id, form=Form.KONTAKT, actor=by(who), at=NOW) for who in (anna, basim))
    )

    assert outcome == ["done", "done"]
    assert Partnership.objects.count() == 1


def test_two_clicks_write_one_note(towns):
    german, palestinian, anna, _basim = towns
    found = IntroductionFactory(german=german, palestinian=palestinian, open=True)

    def write():
        room.add_note(found.public_id, "x", actor=by(anna), at=NOW, form_key="a" * 32)

    assert at_once(write, write) == ["done", "done"]
    assert IntroductionNote.objects.count() == 1
