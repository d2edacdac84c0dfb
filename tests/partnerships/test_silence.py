"""Ties with which nobody is in touch: when the alarm comes, who hears it, and who sets the limit."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.utils import timezone

from jisr.accounts.states import Role
from jisr.audit.models import Entry
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import Refused
from jisr.partnerships.alarms import set_alarm_months, set_contact_rule, silent_ties, ties_waiting, usual_months
from jisr.partnerships.models import ContactRule, Partnership, TieContact
from jisr.partnerships.policies import READ_TIE_CONTACT
from jisr.partnerships.states import Status
from tests import policy_twins
from tests.factories.accounts import UserFactory
from tests.factories.memberships import MembershipFactory
from tests.factories.partnerships import PartnershipFactory

pytestmark = pytest.mark.django_db
policy_twins.register(READ_TIE_CONTACT, TieContact)
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
TODAY = date(2026, 11, 22)
LONG_AGO = datetime(2020, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
def adviser():
    return UserFactory(roles=[Role.ADVISER])


def tie(*heard, created_at=LONG_AGO, **columns):
    made = PartnershipFactory(**columns)
    Partnership.objects.filter(pk=made.pk).update(created_at=created_at)
    for day in heard:
        TieContact.objects.create(partnership=made, role="press", phone="1", last_contact_on=day)
    return made


def browser(person):
    client = Client()
    client.force_login(person)
    return client


def silent(today=TODAY):
    return list(silent_ties(today=today))


def test_a_tie_is_silent_from_the_day_after_the_months_are_over():
    made = tie(date(2025, 11, 22))

    assert silent(TODAY) == []
    assert silent(date(2026, 11, 23)) == [made]


def test_the_newest_contact_counts_even_of_a_function_that_has_ended():
    made = tie(date(2020, 1, 1), date(2026, 11, 1))
    made.contacts.filter(last_contact_on=date(2026, 11, 1)).update(ended_on=TODAY)

    assert silent() == []


def test_without_any_contact_the_time_runs_from_when_the_tie_was_entered():
    tie(created_at=datetime(2026, 1, 1, 12, tzinfo=UTC))
    old = tie()

    assert silent() == [old]


@pytest.mark.parametrize(("status", "is_told"), [(status, status not in ("ended", "expired")) for status in Status])
def test_ties_that_are_over_raise_no_alarm(status, is_told):
    tie(date(2020, 1, 1), status=status)

    assert bool(silent()) is is_told


def test_a_tie_s_own_months_stand_before_the_office_s(adviser):
    short, long = tie(date(2026, 8, 1)), tie(date(2023, 1, 1))
    set_alarm_months(short, 3, actor=adviser)
    set_alarm_months(long, 60, actor=adviser)

    assert silent() == [short]
    set_alarm_months(short, None, actor=adviser)
    assert silent() == []
    assert Entry.objects.about(short).count() == 2


def test_the_day_of_a_contact_at_the_end_of_a_long_month_is_met_in_a_short_one():
    made = tie(date(2025, 8, 31), contact_alarm_months=6)

    assert silent(date(2026, 2, 28)) == []
    assert silent(date(2026, 3, 1)) == [made]


@pytest.mark.parametrize(
    ("entered_at", "is_told"),
    [
        (datetime(2025, 10, 25, 22, 30, tzinfo=UTC), False),  # 26 October, 0:30 in summer time
        (datetime(2025, 10, 25, 21, 30, tzinfo=UTC), True),  # 25 October, 23:30
        (datetime(2025, 10, 26, 23, 30, tzinfo=UTC), False),  # winter time: 27 October, 0:30
    ],
)
def test_the_day_on_which_a_tie_was_entered_is_the_day_at_the_office(entered_at, is_told):
    tie(created_at=entered_at)

    assert bool(silent(date(2026, 10, 26))) is is_told


def test_rules_hold_from_their_day_on(adviser):
    set_contact_rule(valid_from=date(2026, 11, 22), months=6, note="x", actor=adviser, at=NOW)
    set_contact_rule(valid_from=date(2027, 1, 1), months=3, note="x", actor=adviser, at=NOW)

    days = [date(2026, 11, 21), date(2026, 11, 22), date(2026, 12, 31), date(2027, 1, 1)]
    assert [usual_months(today=day) for day in days] == [12, 6, 6, 3]


def test_the_same_rule_twice_is_set_once(adviser):
    for _twice in range(2):
        set_contact_rule(valid_from=TODAY, months=6, note="x", actor=adviser, at=NOW)

    assert Entry.objects.filter(action="partnerships.contact_rule_set").count() == 1


@pytest.mark.parametrize(("day", "months"), [(date(2026, 11, 21), 6), (TODAY, 0), (TODAY, 61)])
def test_a_rule_for_the_past_or_for_no_time_is_refused(adviser, day, months):
    with pytest.raises(DomainError):
        set_contact_rule(valid_from=day, months=months, note="x", actor=adviser, at=NOW)
    assert ContactRule.objects.count() == 0


def test_others_of_the_office_set_no_rule():
    with pytest.raises(Refused):
        set_contact_rule(valid_from=TODAY, months=6, note="x", actor=UserFactory(roles=[Role.EVENTS]), at=NOW)


def test_advisers_hear_since_when_and_why(adviser):
    made = tie(date(2020, 1, 1))
    tie(date(2024, 1, 1))

    (entry,) = ties_waiting(adviser)

    assert entry.title == "2 partnerships without contact"
    assert entry.why == f"{made}: The last contact was on 1 January 2020. The limit is 12 months."
    assert ties_waiting(UserFactory(roles=[Role.EVENTS])) == []


def test_a_tie_that_never_had_contact_is_told_as_that(adviser):
    tie()

    assert "No contact has been noted since this tie was entered on 1 January 2020." in ties_waiting(adviser)[0].why


def test_the_list_names_all_and_costs_no_more_queries(adviser, django_assert_max_num_queries):
    for _number in range(60):
        tie(date(2020, 1, 1))
    client = browser(adviser)

    with django_assert_max_num_queries(12):
        page = client.get("/en/workspace/ties/silent/")

    assert len(page.context["rows"]) == 50
    assert b"The limit is 12 months." in page.content


def test_noting_a_contact_ends_the_alarm(adviser):
    made = tie(date(2020, 1, 1))
    contact, client = made.contacts.get(), browser(adviser)
    path = f"/en/workspace/ties/{made.slug}/contacts/"
    before = client.get(path)

    client.post(f"{path}{contact.public_id}/note/", {"note": "Called"})

    assert b"The last contact was on 1 January 2020." in before.content
    assert ties_waiting(adviser) == []


def test_the_pages_set_the_rule_and_the_tie_s_own_months(adviser):
    made, client = tie(date(2026, 11, 1)), browser(adviser)
    today = timezone.localdate()

    bad = client.post("/en/workspace/ties/silent/rules/", {"valid_from_on": "2020-01-01", "months": "6", "note": "x"})
    client.post("/en/workspace/ties/silent/rules/", {"valid_from_on": today.isoformat(), "months": "6", "note": "x"})
    worse = client.post(f"/en/workspace/ties/{made.slug}/months/", {"contact_alarm_months": "99"})
    client.post(f"/en/workspace/ties/{made.slug}/months/", {"contact_alarm_months": "2"})

    made.refresh_from_db()
    assert (bad.status_code, list(bad.context["form"].errors)) == (422, ["valid_from_on"])
    assert b"99" in worse.content
    assert (usual_months(today=today), made.contact_alarm_months) == (6, 2)


def test_rule_and_query_agree_on_who_sees_the_contacts_of_a_tie():
    made = tie(date(2020, 1, 1))
    tie(date(2020, 1, 1))

    assert list(policy_twins.disagreements(READ_TIE_CONTACT.name, policy_twins.readers(made.palestinian))) == []


def test_the_people_of_an_authority_find_the_contacts_of_its_ties():
    made = tie(date(2020, 1, 1))
    member = MembershipFactory(authority=made.palestinian, confirmed=True)
    client = browser(member.user)

    page = client.get(f"/en/workspace/contacts/{made.palestinian.slug}/").content.decode()

    path = f"/en/workspace/ties/{made.slug}/contacts/"
    assert path in page
    assert client.get(path).status_code == 200
