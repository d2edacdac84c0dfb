"""The daily overview: once a day, in the reader's language, with all that waits and nothing twice."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from jisr.notifications.digests import write_digests
from jisr.notifications.kinds import DIGEST
from jisr.notifications.models import Message, Preference
from jisr.notifications.sending import send_due
from jisr.notifications.services import choose_delivery
from jisr.notifications.states import Delivery, State
from tests.notifications.test_notify import tell

pytestmark = pytest.mark.django_db

MONDAY_EVENING = datetime(2026, 11, 23, 18, tzinfo=UTC)
TUESDAY_SIX = datetime(2026, 11, 24, 5, 59, tzinfo=UTC)  # 06:59 in Berlin
TUESDAY_SEVEN = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)


@pytest.fixture
def reader(rania):
    choose_delivery(Delivery.DIGEST, actor=rania)
    return rania


def test_all_that_waits_comes_in_one_mail_in_the_readers_language(post, reader):
    tell(reader, subject_line="لقاء تشبيك", at=MONDAY_EVENING)
    tell(reader, subject_line="طلب شراكة", at=MONDAY_EVENING)
    assert send_due(clock=lambda: TUESDAY_SEVEN).sent == 0

    assert write_digests(at=TUESDAY_SEVEN) == 1
    assert send_due(clock=lambda: TUESDAY_SEVEN).sent == 1

    (mail,) = post.taken
    html = mail.get_body(["html"]).get_content()
    first = Message.objects.get(subject_line="لقاء تشبيك")
    assert '<html lang="ar" dir="rtl">' in html
    assert f'<a href="http://127.0.0.1:8000/ar/workspace/messages/{first.key}/"><bdi>لقاء تشبيك</bdi></a>' in html
    assert "طلب شراكة" in mail.get_body(["plain"]).get_content()
    states = Message.objects.exclude(kind=DIGEST).values_list("state", "sent_at", "digest__kind")
    assert list(states) == [(State.SENT, TUESDAY_SEVEN, DIGEST)] * 2


def test_an_overview_is_not_written_before_its_hour(reader):
    tell(reader, at=MONDAY_EVENING)

    assert [write_digests(at=TUESDAY_SIX), write_digests(at=TUESDAY_SEVEN)] == [0, 1]


def test_an_overview_is_written_once_a_day_and_takes_what_came_later_along_the_next_day(reader):
    tell(reader, at=MONDAY_EVENING)
    assert write_digests(at=TUESDAY_SEVEN) == 1
    tell(reader, at=TUESDAY_SEVEN + timedelta(hours=1))

    days = [TUESDAY_SEVEN + timedelta(hours=hours) for hours in (2, 12, 24, 25)]
    assert [write_digests(at=moment) for moment in days] == [0, 0, 1, 0]
    assert Message.objects.waiting_for_digest().count() == 0


def test_without_anything_new_there_is_no_overview(reader):
    assert write_digests(at=TUESDAY_SEVEN) == 0
    assert Message.objects.count() == 0


@pytest.mark.parametrize("night", [datetime(2026, 10, 25, tzinfo=UTC), datetime(2027, 3, 28, tzinfo=UTC)])
def test_on_the_days_on_which_clocks_change_there_is_one_overview(reader, night):
    tell(reader, at=night - timedelta(hours=5))

    assert sum(write_digests(at=night + timedelta(minutes=minutes)) for minutes in range(0, 24 * 60, 10)) == 1


def test_whoever_goes_back_to_single_mails_gets_one_last_overview_and_then_single_mails(post, reader):
    tell(reader, at=MONDAY_EVENING)
    choose_delivery(Delivery.SINGLE, actor=reader)
    tell(reader, at=MONDAY_EVENING)

    assert send_due(clock=lambda: MONDAY_EVENING).sent == 1
    assert write_digests(at=TUESDAY_SEVEN) == 1
    assert send_due(clock=lambda: TUESDAY_SEVEN).sent == 1
    assert set(Message.objects.values_list("state", flat=True)) == {State.SENT}


def test_an_overview_is_no_message_of_its_own_in_the_inbox(reader):
    tell(reader, at=MONDAY_EVENING)
    write_digests(at=TUESDAY_SEVEN)

    assert Message.objects.inbox_of(reader).count() == 1


def test_an_overview_of_a_hundred_and_one_messages_names_a_hundred_and_counts_the_rest(reader):
    for number in range(101):
        tell(reader, subject_line=f"No {number}.", at=MONDAY_EVENING)

    write_digests(at=TUESDAY_SEVEN)

    digest = Message.objects.get(kind=DIGEST)
    assert digest.items.count() == 101
    assert ("No 99." in digest.text, "No 100." in digest.text) == (True, False)


def test_the_command_writes_and_sends_overviews(post, reader, monkeypatch):
    tell(reader, at=MONDAY_EVENING)
    monkeypatch.setattr(timezone, "now", lambda: TUESDAY_SEVEN)

    call_command("send_mails", "--once")

    assert [mail["To"] for mail in post.taken] == [reader.email]
    assert Preference.objects.get().last_digest_on.isoformat() == "2026-11-24"
