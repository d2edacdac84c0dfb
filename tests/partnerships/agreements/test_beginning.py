"""How a tie begins: from an introduction, unseen by others, once for each pair."""

from datetime import UTC, date, datetime

import pytest

from jisr.audit.models import Entry
from jisr.audit.services import SYSTEM
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import Refused
from jisr.partnerships.agreements.services import begin_tie
from jisr.partnerships.models import Partnership
from jisr.partnerships.states import Form, Status
from tests.factories.accounts import UserFactory
from tests.factories.memberships import MembershipFactory
from tests.factories.municipalities import AuthorityFactory
from tests.factories.partnerships import PartnershipFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)  # 23 November in Berlin


@pytest.fixture
def pair():
    return AuthorityFactory(slug="german"), AuthorityFactory(slug="palestinian", palestinian=True)


@pytest.fixture
def coordinator(pair):
    return MembershipFactory(authority=pair[1], coordinator=True).user


def begun(pair, actor, form=Form.PROJEKTPARTNERSCHAFT):
    return begin_tie(*pair, form=form, actor=actor, at=NOW)


def test_a_tie_begins_in_initiation_and_is_not_public(pair, coordinator):
    tie = begun(pair, coordinator)

    tie.refresh_from_db()
    assert (tie.slug, tie.status, tie.is_public, tie.form) == (
        "german--palestinian",
        Status.INITIATION,
        False,
        Form.PROJEKTPARTNERSCHAFT,
    )
    assert (tie.status_date.first, tie.status_source_url) == (date(2026, 11, 23), "")
    step = tie.steps.get()
    assert (step.kind, step.status_before, step.status_after, step.decided_by) == ("begun", "", "initiation", "both")
    assert (step.recorded_by, step.was_public) == (coordinator, False)
    assert Entry.objects.about(tie).get().action == "partnerships.tie_begun"
    assert list(tie.milestones.all()) == []


@pytest.mark.parametrize("status", [Status.INITIATION, Status.ACTIVE, Status.PAUSED])
def test_one_that_lives_is_returned_as_it_is(pair, coordinator, status):
    known = PartnershipFactory(german=pair[0], palestinian=pair[1], status=status)

    assert begun(pair, coordinator) == known
    known.refresh_from_db()
    assert (known.status, known.is_public, known.steps.count()) == (status, True, 0)


@pytest.mark.parametrize("status", [Status.EXPIRED, Status.ENDED])
def test_one_that_is_over_is_taken_up_with_its_history(pair, coordinator, status):
    known = PartnershipFactory(german=pair[0], palestinian=pair[1], status=status, form=Form.KONTAKT)

    tie = begun(pair, coordinator)

    assert (tie, tie.status, tie.is_public, tie.form) == (known, "initiation", False, Form.PROJEKTPARTNERSCHAFT)
    step = tie.steps.get()
    assert (step.status_before, step.form_before, step.was_public) == (status, Form.KONTAKT, True)


def test_twice_begins_once(pair, coordinator):
    assert begun(pair, coordinator) == begun(pair, coordinator)
    assert Partnership.objects.get().steps.count() == 1


def test_the_system_and_advisers_may_others_not(pair):
    for actor in (
        UserFactory(),
        MembershipFactory(authority=pair[0], confirmed=True).user,
        UserFactory(roles=["audit"]),
    ):
        with pytest.raises(Refused):
            begun(pair, actor)
    assert Partnership.objects.count() == 0
    assert begun(pair, UserFactory(adviser=True)) == begun(pair, SYSTEM)


def test_a_tie_joins_a_german_and_a_palestinian_authority_that_exist(pair, coordinator):
    former = AuthorityFactory(is_former=True)
    for wrong in ((pair[1], pair[0]), (former, pair[1]), (AuthorityFactory(), pair[0])):
        with pytest.raises(DomainError):
            begin_tie(*wrong, form=Form.KONTAKT, actor=SYSTEM, at=NOW)


def test_an_address_that_another_tie_had_is_not_given_again(pair, coordinator):
    PartnershipFactory(slug="german--palestinian")

    assert begun(pair, coordinator).slug == "german--palestinian-2"
