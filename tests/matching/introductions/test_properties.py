"""Whatever people do in whatever order: contacts need two yeses, and nobody has more under way than they want."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jisr.kernel.errors import DomainError
from jisr.matching.introductions.contacts import contacts_of
from jisr.matching.introductions.models import Introduction
from jisr.matching.introductions.services import (
    answer,
    close,
    conclude,
    remind_and_expire,
    show_interest,
    suggest_pair,
    withdraw,
)
from jisr.matching.introductions.states import BOTH, OTHER, Answer, State
from jisr.matching.models import MatchingProfile
from jisr.municipalities.models import Authority, AuthorityContact
from jisr.partnerships.states import Form
from tests.factories.accounts import UserFactory
from tests.factories.matching import MatchingProfileFactory
from tests.factories.memberships import MembershipFactory
from tests.factories.municipalities import AuthorityFactory
from tests.factories.requests import RequestFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
MOVES = ["suggest", "interest_german", "interest_palestinian", "yes_german", "yes_palestinian", "no_german"]
MOVES += ["no_palestinian", "withdraw_german", "withdraw_palestinian", "close", "conclude", "time"]
STEPS = st.lists(st.tuples(st.sampled_from(MOVES), st.integers(0, 1), st.integers(0, 1)), max_size=14)
LIMITS = st.tuples(*[st.integers(0, 2)] * 4)


class Programme:
    """Two towns on each side, each with a coordinator and a contact."""

    def __init__(self) -> None:
        self.german = [AuthorityFactory() for _number in range(2)]
        self.palestinian = [AuthorityFactory(palestinian=True) for _number in range(2)]
        self.adviser = UserFactory(adviser=True)
        self.leads = {}
        for authority in (*self.german, *self.palestinian):
            self.leads[authority.pk] = MembershipFactory(coordinator=True, authority=authority).user
            AuthorityContact.objects.create(authority=authority, role="press", phone="1")
            kind = "request" if authority.country_id == "PS" else "offer"
            RequestFactory(published=True, authority=authority, kind=kind)

    def take(self, name: str, german: Authority, palestinian: Authority, at: datetime) -> None:
        step, _line, side = name.partition("_")
        sides = {"german": german, "palestinian": palestinian}
        live = Introduction.objects.of_pair(german, palestinian).order_by("-pk").first()
        lead = self.leads[sides.get(side, german).pk]
        if step == "suggest":
            suggest_pair(german, palestinian, actor=self.adviser, at=at)
        elif step == "interest":
            other = palestinian if side == "german" else german
            show_interest(sides[side], other, actor=lead, at=at)
        elif step == "time":
            remind_and_expire(now=at)
        elif live is None:
            return
        elif step in ("yes", "no"):
            answer(live.public_id, side, is_yes=step == "yes", actor=lead, at=at)
        elif step == "withdraw":
            withdraw(live.public_id, actor=lead, at=at)
        elif step == "close":
            close(live.public_id, reason="x", actor=self.adviser, at=at)
        else:
            conclude(live.public_id, form=Form.KONTAKT, actor=lead, at=at)


def check_consent(programme: Programme) -> None:
    """Of each introduction each side sees the other's contacts exactly if both have said yes and it is open."""
    for row in Introduction.objects.select_related("german", "palestinian"):
        has_two = row.german_answer == row.palestinian_answer == Answer.YES and row.state == State.OPEN
        for side in BOTH:
            shown = contacts_of(row, programme.leads[row.authority_of(side).pk])
            assert (len(shown[side]), len(shown[OTHER[side]])) == (1, int(has_two))


def check_capacity(limits: dict[int, int]) -> None:
    for authority, limit in limits.items():
        live = Introduction.objects.live().of(Authority.objects.get(pk=authority)).count()
        assert live <= limit
        assert MatchingProfile.objects.get(authority=authority).open_introductions == live


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, limits=LIMITS)
def test_any_sequence_keeps_consent_and_capacity(steps, limits):
    with transaction.atomic():
        programme = Programme()
        authorities = [*programme.german, *programme.palestinian]
        for authority, limit in zip(authorities, limits, strict=True):
            MatchingProfileFactory(authority=authority, introductions_limit=limit)
        most = {authority.pk: limit for authority, limit in zip(authorities, limits, strict=True)}
        for number, (name, german, palestinian) in enumerate(steps):
            try:
                with transaction.atomic():
                    at = NOW + timedelta(days=10 * number)
                    programme.take(name, programme.german[german], programme.palestinian[palestinian], at)
            except DomainError:
                pass
            check_consent(programme)
            check_capacity(most)
        transaction.set_rollback(True)
