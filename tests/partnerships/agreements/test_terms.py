"""What the calendar does: terms end on the day after, renew themselves, and people are reminded, each time once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jisr.kernel.dates import add_months
from jisr.notifications.models import Message
from jisr.partnerships.agreements.terms import due_ties, follow_tie, next_end
from jisr.partnerships.agreements.waiting import agreements_waiting, entries_of
from jisr.partnerships.alarms import silent_ties, why
from jisr.partnerships.models import Agreement, Partnership, TieReminder
from jisr.partnerships.states import Status
from tests.factories.agreements import AgreementFactory
from tests.partnerships.agreements.conftest import TODAY

pytestmark = pytest.mark.django_db
SIGNED = date(2020, 1, 1)


def noon(day):
    return datetime(day.year, day.month, day.day, 11, tzinfo=UTC)


def bound(world, until, *, status=Status.ACTIVE, **columns):
    """A tie with a signed agreement that runs until a day."""
    review = {"review_on": columns.pop("review_on")} if "review_on" in columns else {}
    Partnership.objects.filter(pk=world.tie.pk).update(status=status, is_public=True, status_on=SIGNED, **review)
    world.tie.refresh_from_db()
    return AgreementFactory(tie=world.tie, signed=SIGNED, term_until_on=until, **columns)


def automatic(world, until, months, **columns):
    return bound(world, until, renewal="automatic", renewal_months=months, **columns)


def follow(world, day):
    done = follow_tie(world.tie.pk, at=noon(day))
    world.tie.refresh_from_db()
    return done


def told(person):
    return list(Message.objects.filter(recipient=person).order_by("pk").values_list("kind", flat=True))


@pytest.mark.parametrize("status", [Status.ACTIVE, Status.PAUSED])
def test_a_term_ends_on_the_day_after_its_last_one(world, status):
    bound(world, date(2028, 2, 29), status=status)

    on_the_last_day = follow(world, date(2028, 2, 29))
    was = world.tie.status
    done = follow(world, date(2028, 3, 1))

    assert ("expired" in on_the_last_day, was, done, world.tie.status) == (False, status, ["expired"], "expired")
    step = world.tie.steps.get()
    assert (step.happened_on, step.decided_by, step.recorded_by) == (date(2028, 3, 1), "term", None)
    assert world.tie.milestones.get().kind == "expiry"
    assert follow(world, date(2028, 3, 2)) == []


def test_the_end_of_a_day_is_midnight_in_the_office(world):
    bound(world, date(2026, 10, 25))  # the day on which clocks are put back

    before = follow_tie(world.tie.pk, at=datetime(2026, 10, 25, 22, 59, tzinfo=UTC))  # 23:59 in Berlin
    after = follow_tie(world.tie.pk, at=datetime(2026, 10, 25, 23, 0, tzinfo=UTC))

    assert ("expired" in before, "expired" in after) == (False, True)


def test_in_summer_midnight_comes_an_hour_earlier(world):
    bound(world, date(2027, 3, 28))  # the day on which clocks are put forward

    assert "expired" not in follow_tie(world.tie.pk, at=datetime(2027, 3, 28, 21, 59, tzinfo=UTC))
    assert "expired" in follow_tie(world.tie.pk, at=datetime(2027, 3, 28, 22, 0, tzinfo=UTC))


def test_an_agreement_without_an_end_never_ends(world):
    bound(world, None)

    assert due_ties(today=date(2090, 1, 1)) == []
    assert follow(world, date(2090, 1, 1)) == []


def test_the_agreement_that_runs_the_longest_counts(world):
    bound(world, date(2026, 1, 1))
    AgreementFactory(tie=world.tie, signed=SIGNED, term_until_on=date(2030, 1, 1))
    AgreementFactory(tie=world.tie, term_until_on=date(2040, 1, 1))  # nobody has signed it

    assert follow(world, TODAY) == []
    assert follow(world, date(2030, 1, 2)) == ["expired"]


def test_a_term_renews_itself_and_the_partnership_goes_on(world):
    agreement = automatic(world, date(2026, 11, 21), 12)

    done = follow(world, TODAY)

    agreement.refresh_from_db()
    assert (done, world.tie.status) == (["renewed"], "active")
    assert (agreement.term_until_on, agreement.until_on) == (date(2026, 11, 21), date(2027, 11, 21))
    assert world.tie.steps.get().runs_until_on == date(2027, 11, 21)
    assert follow(world, TODAY) == []


def test_a_pause_stays_one_while_the_agreement_renews_itself(world):
    automatic(world, date(2026, 11, 21), 12, status=Status.PAUSED, review_on=date(2027, 6, 1))

    follow(world, TODAY)

    assert (world.tie.status, world.tie.review_on) == ("paused", date(2027, 6, 1))


def test_months_are_counted_from_the_first_end_so_that_none_is_shortened_for_good(world):
    agreement = automatic(world, date(2026, 8, 31), 6)
    ends = []
    for _time in range(3):
        agreement.refresh_from_db()
        follow(world, agreement.until_on + timedelta(days=1))
        agreement.refresh_from_db()
        ends.append(agreement.until_on)

    assert ends == [date(2027, 2, 28), date(2027, 8, 31), date(2028, 2, 29)]


def test_a_worker_that_slept_for_years_renews_to_an_end_to_come(world):
    agreement = automatic(world, date(2020, 2, 29), 12)

    follow(world, TODAY)

    agreement.refresh_from_db()
    assert agreement.until_on == date(2027, 2, 28)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60)
@given(
    first=st.dates(date(2000, 1, 1), date(2040, 12, 31)),
    months=st.integers(1, 120),
    later=st.integers(1, 12_000),
)
def test_the_next_end_is_the_first_one_that_is_not_past(first, months, later):
    today = first + timedelta(days=later)
    end = next_end(Agreement(term_until_on=first, renewal_months=months), today=today)

    assert end >= today
    assert any(add_months(first, times * months) == end for times in range(1, 500))
    assert not any(today <= add_months(first, times * months) < end for times in range(1, 500))


def test_notice_lets_the_term_end(world):
    automatic(world, date(2026, 11, 21), 12, notice_given_on=date(2026, 5, 1))

    assert follow(world, TODAY) == ["expired"]


@pytest.mark.parametrize("status", [Status.INITIATION, Status.EXPIRED, Status.ENDED])
def test_ties_that_are_not_bound_are_left_alone(world, status):
    bound(world, date(2026, 1, 1), status=status)

    assert due_ties(today=TODAY) == []
    assert follow(world, TODAY) == []


def test_people_are_reminded_six_three_and_one_month_before_the_end_each_once(world):
    bound(world, date(2027, 8, 31), renewal="decision")
    days = [date(2027, 2, 27), date(2027, 2, 28), date(2027, 3, 1), date(2027, 5, 30), date(2027, 5, 31)]
    days += [date(2027, 7, 30), date(2027, 7, 31), date(2027, 8, 31)]

    done = {day.isoformat(): follow(world, day) for day in days for _twice in range(2)}
    reminded = list(TieReminder.objects.order_by("pk").values_list("months", "sent_at__date"))

    assert reminded == [(6, date(2027, 2, 28)), (3, date(2027, 5, 31)), (1, date(2027, 7, 31))]
    assert set(map(tuple, done.values())) == {()}
    for person in (world.german, world.palestinian, world.adviser):
        assert told(person) == ["partnerships.tie_reminder"] * 3
    assert told(world.reader) == told(world.outsider) == []


def test_who_comes_late_is_reminded_once_and_not_thrice(world):
    bound(world, date(2026, 12, 1))

    assert follow(world, TODAY) == ["term"]
    assert follow(world, TODAY) == []
    assert TieReminder.objects.get().months == 1


def test_a_later_end_is_a_new_reminder(world):
    agreement = bound(world, date(2026, 12, 1))
    follow(world, TODAY)
    Agreement.objects.filter(pk=agreement.pk).update(extended_until_on=date(2026, 12, 20))

    assert follow(world, TODAY) == ["term"]


def test_the_reminder_says_what_happens_then_and_until_when_notice_can_be_given(world):
    automatic(world, date(2027, 4, 30), 12, notice_months=3)

    follow(world, TODAY)

    text = Message.objects.get(recipient=world.german).text
    assert "ends on 30 April 2027" in text
    assert "it is renewed by itself" in text
    assert "Notice can be given until 30 January 2027" in text


def test_a_pause_is_asked_about_on_its_day_and_once(world):
    bound(world, None, status=Status.PAUSED, review_on=TODAY)

    asked = [follow(world, day) for day in (TODAY - timedelta(days=1), TODAY, TODAY, TODAY + timedelta(days=9))]

    assert asked == [[], ["review"], [], []]
    assert told(world.adviser) == ["partnerships.tie_reminder"]


def test_a_pause_of_a_tie_without_any_agreement_is_asked_about_too(world):
    Partnership.objects.filter(pk=world.tie.pk).update(status=Status.PAUSED, review_on=TODAY)

    assert due_ties(today=TODAY) == [world.tie.pk]
    assert follow(world, TODAY) == ["review"]


def test_the_command_follows_all_and_may_run_again(world, capsys):
    bound(world, date(2020, 1, 1))
    for _twice in range(2):
        call_command("follow_terms")

    assert capsys.readouterr().out.splitlines() == ["expired: 1", "nothing to do"]


def test_what_ends_waits_for_both_sides_and_advisers_until_it_is_settled(world):
    agreement = bound(world, TODAY + timedelta(days=60), renewal="decision")

    for person in (world.german, world.palestinian, world.adviser):
        (entry,) = agreements_waiting(person)
        assert (entry.url, entry.until) == (world.tie.hub_url, agreement.until_on)
    assert agreements_waiting(world.reader) == agreements_waiting(world.outsider) == []
    Agreement.objects.filter(pk=agreement.pk).update(extended_until_on=TODAY + timedelta(days=900))
    assert agreements_waiting(world.german) == agreements_waiting(world.adviser) == []


def test_a_tie_in_initiation_says_what_comes_next(world):
    def title(agreements):
        return entries_of(world.tie, agreements, today=TODAY)[0].title

    assert title([]) == "Write an agreement for Cologne – Bethlehem"
    assert title([AgreementFactory(tie=world.tie)]) == "Have the agreement of Cologne – Bethlehem signed"
    assert title([AgreementFactory(tie=world.tie, signed=SIGNED)]) == "Let the partnership Cologne – Bethlehem begin"


def silent(day):
    return [tie.pk for tie in silent_ties(today=day)]


def test_a_pause_rests_until_its_review_and_rings_from_the_day_after(world):
    Partnership.objects.filter(pk=world.tie.pk).update(
        status=Status.PAUSED, review_on=date(2027, 1, 31), created_at=datetime(2019, 1, 1, tzinfo=UTC)
    )

    assert [silent(day) for day in (TODAY, date(2027, 1, 31))] == [[], []]
    assert silent(date(2027, 2, 1)) == [world.tie.pk]
    tie = silent_ties(today=date(2027, 2, 1)).get()
    expected = "The partnership is paused. It was to be looked at again on 31 January 2027."
    assert why(tie, today=date(2027, 2, 1), usual=12) == expected
    assert why(tie, today=date(2027, 1, 31), usual=12) == ""


@pytest.mark.parametrize(
    ("status", "rings"), [("initiation", True), ("active", True), ("expired", False), ("ended", False)]
)
def test_the_alarm_goes_on_for_ties_that_live(world, status, rings):
    Partnership.objects.filter(pk=world.tie.pk).update(status=status, created_at=datetime(2019, 1, 1, tzinfo=UTC))

    assert bool(silent(TODAY)) is rings
