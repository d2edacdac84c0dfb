"""Sign-ups for sessions are deleted some time after the meeting; how many there were stays."""

import io
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from jisr.events.agenda.figures import signed_up
from jisr.events.agenda.models import Session
from jisr.events.agenda.retention import SIGNUPS_KEPT, expire_signups
from jisr.events.agenda.signup_models import SessionSignup
from jisr.events.models import Edition
from tests.events.agenda.conftest import NOW, browser
from tests.factories.signups import SignupFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(meeting):
    """Three people had a place and two waited."""
    session = meeting.session(needs_signup=True, places=3, title_en="Site visit")
    for seat in (1, 2, 3, None, None):
        SignupFactory(session=session, participant__edition=meeting.edition, seat=seat)
    return session


def over_since(days: timedelta, state: str = "held") -> None:
    last = timezone.localdate() - days
    Edition.objects.update(state=state, start_on=last - timedelta(days=2), end_on=last)


def run(*arguments: str) -> list[str]:
    said = io.StringIO()
    call_command("apply_retention", *arguments, stdout=said)
    return said.getvalue().splitlines()


def numbers(edition) -> list[tuple[str, int | str]]:
    return [(str(figure.label), figure.value) for figure in signed_up(edition)]


def test_the_run_deletes_them_and_the_figures_stay(meeting, visit):
    over_since(SIGNUPS_KEPT + timedelta(days=1))
    before = numbers(meeting.edition)

    assert "session sign-ups: 5" in run()

    assert SessionSignup.objects.count() == 0
    assert before == numbers(meeting.edition) == [("Site visit", "3 of 3"), ("waiting for: Site visit", 2)]
    assert "session sign-ups: 0" in run()
    assert numbers(meeting.edition) == before


def test_a_dry_run_counts_and_deletes_nothing(meeting, visit):
    over_since(SIGNUPS_KEPT + timedelta(days=1))

    assert {"session sign-ups: 5", "Nothing was changed."} <= set(run("--dry-run"))

    assert SessionSignup.objects.count() == 5
    assert (Session.objects.get().past_taken, Session.objects.get().past_waiting) == (0, 0)


def test_until_then_and_while_the_meeting_waits_for_new_days_they_stay(meeting, visit):
    Edition.objects.update(end_on=date(2027, 9, 16))
    last_day = NOW.replace(month=9, day=16) + SIGNUPS_KEPT

    assert expire_signups(last_day) == 0
    Edition.objects.update(state="postponed")
    assert expire_signups(last_day + timedelta(days=1)) == 0
    Edition.objects.update(state="cancelled")
    assert expire_signups(last_day + timedelta(days=1)) == 5


def test_only_sessions_of_that_meeting_are_touched(meeting, visit):
    over_since(SIGNUPS_KEPT + timedelta(days=1))
    other = SignupFactory()

    assert expire_signups(timezone.now()) == 5

    assert SessionSignup.objects.get() == other
    assert (other.session.past_taken, Session.objects.get(pk=visit.pk).past_taken) == (0, 3)


def test_the_office_reads_why_there_are_no_names(meeting, visit):
    over_since(SIGNUPS_KEPT + timedelta(days=1))
    expire_signups(timezone.now())

    page = browser(meeting.planner).get(f"{meeting.address}programme/sessions/{visit.public_id}/sign-ups/")

    assert "The names were deleted some time after the meeting, as promised." in page.text
    assert "Nobody yet." not in page.text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "90 days after the meeting; then only how many signed up"),
        ("de", "bis 90 Tage nach dem Treffen; danach nur noch, wie viele sich angemeldet haben"),
        ("ar", "حتى 90 يومًا بعد اللقاء؛ وبعدها يبقى عدد المسجّلين فقط"),
    ],
)
def test_the_record_of_processing_tells_it(language, words):
    said = io.StringIO()
    call_command("processing_record", "--language", language, stdout=said)

    assert words in said.getvalue().partition("(events.SessionSignup)")[2].partition("\n## ")[0]
