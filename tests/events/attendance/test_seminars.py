"""Seminars that prepare: who has attended one, and where one is required."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from jisr.accounts.states import Role
from jisr.events.attendance.models import Certificate, SeminarRule
from jisr.events.attendance.requiring import end_rule, require_seminar
from jisr.events.attendance.seminars import (
    has_attended,
    missing_at,
    months_before,
    rules_for_missions,
    unmet_before_mission,
)
from jisr.events.attendance.states import Purpose
from jisr.events.editions.states import Kind
from jisr.kernel.policy import Refused
from tests.factories.accounts import UserFactory
from tests.factories.attendance import CertificateFactory, SeminarRuleFactory
from tests.factories.events import EditionFactory, ParticipantFactory, SeriesFactory

pytestmark = pytest.mark.django_db
TODAY = date(2027, 6, 15)


@pytest.fixture
def seminar():
    series = SeriesFactory(kind=Kind.SEMINAR, name_en="Preparation seminar")
    return EditionFactory(series=series, start_on=date(2026, 6, 13), end_on=date(2026, 6, 15))


@pytest.fixture
def holder(seminar):
    return CertificateFactory(participant__edition=seminar).user


def test_a_valid_certificate_proves_it_by_edition_series_and_kind(seminar, holder):
    assert has_attended(holder, edition=seminar, on=TODAY)
    assert has_attended(holder, series=seminar.series, on=TODAY)
    assert has_attended(holder, series_kind=Kind.SEMINAR, on=TODAY)
    assert not has_attended(holder, edition=EditionFactory(), on=TODAY)
    assert not has_attended(holder, series=SeriesFactory(), on=TODAY)
    assert not has_attended(holder, series_kind=Kind.WORKSHOP, on=TODAY)
    assert not has_attended(UserFactory(), edition=seminar, on=TODAY)


@pytest.mark.parametrize(
    ("months", "on", "counts"),
    [
        (12, TODAY, True),
        (12, date(2027, 6, 16), False),
        (11, TODAY, False),
        (12, date(2026, 6, 14), False),
        (1, date(2026, 6, 15), True),
    ],
)
def test_it_may_be_so_many_months_old_to_the_day(seminar, holder, months, on, counts):
    assert has_attended(holder, series=seminar.series, within_months=months, on=on) is counts


def test_one_that_does_not_hold_proves_nothing(seminar):
    revoked = CertificateFactory(participant__edition=seminar, revoked=True)

    assert not has_attended(revoked.user, edition=seminar, on=TODAY)


@pytest.mark.parametrize("asked", [{}, {"series_kind": "seminar", "edition": "x"}])
def test_exactly_one_meeting_is_asked_about(asked):
    with pytest.raises(ValueError, match="ask about one"):
        has_attended(None, on=TODAY, **asked)


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2027, 3, 31), 1, date(2027, 2, 28)),
        (date(2028, 3, 31), 1, date(2028, 2, 29)),
        (date(2027, 1, 15), 1, date(2026, 12, 15)),
        (date(2027, 6, 15), 36, date(2024, 6, 15)),
    ],
)
def test_months_are_counted_back_to_the_same_day_or_the_last_one(day, months, before):
    assert months_before(day, months) == before


def test_a_rule_holds_between_its_days(seminar, holder):
    rule = SeminarRuleFactory(
        series=seminar.series, series_kind="", valid_from=date(2027, 1, 1), valid_until=date(2027, 12, 31)
    )

    assert rules_for_missions(date(2026, 12, 31)) == []
    assert rules_for_missions(date(2027, 1, 1)) == [rule]
    assert rules_for_missions(date(2027, 12, 31)) == [rule]
    assert rules_for_missions(date(2028, 1, 1)) == []
    assert unmet_before_mission(holder, on=TODAY) == []
    assert unmet_before_mission(UserFactory(), on=TODAY) == [rule]


def test_a_meeting_knows_who_comes_without_the_seminar(seminar, django_assert_max_num_queries):
    meeting = EditionFactory(ahead=True, start_on=TODAY)
    rule = SeminarRuleFactory(purpose=Purpose.MEETING, edition=meeting, within_months=12, valid_from=TODAY)
    with_it = CertificateFactory(participant__edition=seminar).user
    ParticipantFactory(edition=meeting, user=with_it)
    without = ParticipantFactory.create_batch(10, edition=meeting)
    no_account = ParticipantFactory(edition=meeting, user=None)
    ParticipantFactory(edition=meeting, waiting=True)

    with django_assert_max_num_queries(3):
        missing = missing_at(meeting)

    assert missing == {person.pk: [rule] for person in [*without, no_account]}
    Certificate.objects.update(state="revoked", ended_at="2027-01-01T00:00Z")
    assert len(missing_at(meeting)) == 12


def test_rules_are_made_once_and_ended_rather_than_rewritten(seminar):
    team, meeting = UserFactory(roles=[Role.EVENTS]), EditionFactory(ahead=True)
    columns = {
        "series_id": seminar.series_id, "within_months": 24, "purpose": Purpose.MISSION,
        "valid_from": date(2027, 1, 1), "valid_until": None, "source": "Call 2027",
    }  # fmt: skip

    rule = require_seminar(meeting, columns, actor=team)
    assert require_seminar(meeting, columns, actor=team) == rule
    assert rule.edition is None
    ended = end_rule(rule, actor=team, on=TODAY)
    assert ended.valid_until == TODAY
    assert end_rule(rule, actor=team, on=date(2027, 7, 1)).valid_until == TODAY
    later = require_seminar(meeting, {**columns, "valid_from": date(2028, 1, 1)}, actor=team)
    end_rule(later, actor=team, on=TODAY)
    assert SeminarRule.objects.count() == 1
    with pytest.raises(Refused):
        require_seminar(meeting, columns, actor=UserFactory(roles=[Role.ADVISER]))


@pytest.mark.parametrize(
    "columns",
    [
        {"purpose": Purpose.MEETING},
        {"series_kind": ""},
        {"valid_until": date(2020, 1, 1)},
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_by_the_database(columns):
    with pytest.raises(IntegrityError), transaction.atomic():
        SeminarRuleFactory(**columns)
