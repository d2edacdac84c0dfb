"""Handing mails to a real mail server: once each, again when it failed, and never for ever."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from jisr.audit.models import Entry
from jisr.notifications import outbox
from jisr.notifications.models import Message
from jisr.notifications.sending import ServerAway, send_due
from jisr.notifications.states import State
from tests.notifications.test_notify import tell

pytestmark = pytest.mark.django_db

START = datetime(2026, 11, 22, 8, tzinfo=UTC)


def at(moment):
    return lambda: moment


def test_a_mail_has_both_parts_in_the_readers_language_and_a_lasting_name(post, rania):
    (message,) = tell(rania, subject_line="لقاء تشبيك", context={"items": [], "more": 2}, at=START)

    assert send_due(clock=at(START)).sent == 1

    (mail,) = post.taken
    message.refresh_from_db()
    assert (message.state, message.sent_at, message.attempts) == (State.SENT, START, 1)
    assert (mail["To"], mail["Subject"]) == ("rania@example.org", "لقاء تشبيك")
    assert (mail["Message-ID"], mail["Auto-Submitted"]) == (f"<{message.key}@127.0.0.1>", "auto-generated")
    assert mail["Content-Language"] == "ar"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert mail.get_body(["plain"]).get_content().replace("\r\n", "\n") == message.text
    assert '<html lang="ar" dir="rtl">' in mail.get_body(["html"]).get_content()


def test_a_mail_that_was_sent_is_never_due_again(post, rania):
    tell(rania, at=START)

    assert [send_due(clock=at(START + timedelta(days=day))).sent for day in range(3)] == [1, 0, 0]
    assert len(post.taken) == 1


def test_a_header_in_a_subject_stays_a_subject(post, rania):
    tell(rania, subject_line="A\r\nBcc: eve@example.org\r\n\r\nbody", at=START)

    send_due(clock=at(START))

    (mail,) = post.taken
    assert (mail["Subject"], mail["Bcc"]) == ("A Bcc: eve@example.org body", None)
    assert mail.get_content_type() == "multipart/alternative"


def test_a_refusal_for_now_is_tried_again_after_growing_waits(post, rania):
    post.answers = ["451 greylisted"] * 6
    (message,) = tell(rania, at=START)
    now, waits = START, []
    for _attempt in range(6):
        assert send_due(clock=at(now)).failed == 1
        message.refresh_from_db()
        assert (message.state, message.failure) == (State.FAILED, "451 greylisted")
        waits.append((message.next_attempt_at - now) / timedelta(minutes=1))
        assert send_due(clock=at(message.next_attempt_at - timedelta(seconds=1))).sent == 0
        now = message.next_attempt_at

    assert send_due(clock=at(now)).sent == 1
    for waited, minutes in zip(waits, [1, 5, 15, 60, 120, 240], strict=True):
        assert minutes * 0.8 <= waited <= minutes * 1.2


def test_after_the_last_attempt_a_mail_is_given_up_and_the_trail_says_so(post, rania):
    post.answers = ["451 never"] * 100
    (message,) = tell(rania, at=START)
    now = START
    for _attempt in range(outbox.MOST_ATTEMPTS):
        send_due(clock=at(now))
        now += timedelta(hours=5)

    message.refresh_from_db()
    assert (message.state, message.attempts, message.failure) == (State.DEAD, 24, "451 never")
    assert Entry.objects.about(message).get().action == "notifications.mail_given_up"
    assert send_due(clock=at(now + timedelta(days=400))).failed == 0


def test_an_address_that_does_not_exist_is_given_up_at_once_and_the_others_are_sent(post, rania, jonas):
    post.refused = {rania.email: "550 no such person"}
    (lost,), (kept,) = tell(rania, at=START), tell(jonas, at=START)

    tally = send_due(clock=at(START))

    lost.refresh_from_db()
    kept.refresh_from_db()
    assert (tally.sent, tally.failed) == (1, 1)
    assert (lost.state, lost.failure, lost.uncertain) == (State.DEAD, "550 no such person", 0)
    assert kept.state == State.SENT


def test_an_address_that_cannot_be_written_is_given_up(post, rania):
    rania.email = "not an address\r\nRCPT TO:<eve@example.org>"
    rania.save(update_fields=["email"])
    (message,) = tell(rania, at=START)

    send_due(clock=at(START))

    message.refresh_from_db()
    assert (message.state, post.taken) == (State.DEAD, [])


def test_a_server_that_is_away_for_a_day_costs_no_mail_an_attempt(post, rania, jonas):
    post.stop()
    tell(rania, jonas, at=START)
    for hour in range(24):
        with pytest.raises(ServerAway):
            send_due(clock=at(START + timedelta(hours=hour)))
    assert list(Message.objects.values_list("state", "attempts")) == [(State.QUEUED, 0)] * 2

    post.start()
    assert send_due(clock=at(START + timedelta(days=1))).sent == 2
    assert sorted(mail["To"] for mail in post.taken) == [jonas.email, rania.email]


def test_the_command_says_that_the_server_is_away(post, rania):
    post.stop()
    tell(rania)

    with pytest.raises(CommandError, match="mail server cannot be reached"):
        call_command("send_mails", "--once")


def test_the_command_sends_what_is_due(post, rania):
    tell(rania)

    call_command("send_mails", "--once")

    assert [mail["To"] for mail in post.taken] == [rania.email]


def test_a_break_after_the_mail_is_counted_and_its_copy_has_the_same_name(post, rania):
    post.breaks = ["after the mail"]
    (message,) = tell(rania, at=START)

    assert send_due(clock=at(START)).failed == 1
    message.refresh_from_db()
    assert (message.state, message.uncertain) == (State.FAILED, 1)

    assert send_due(clock=at(START + timedelta(minutes=2))).sent == 1
    assert {mail["Message-ID"] for mail in post.taken} == {f"<{message.key}@127.0.0.1>"}
    assert len(post.taken) == 2


def test_a_worker_that_was_killed_gives_its_mail_back_after_the_limit_and_that_is_counted(post, rania):
    (message,) = tell(rania, at=START)
    assert outbox.claim_next(at=START) == message

    assert outbox.claim_next(at=START + outbox.CLAIM_LIMIT) is None
    assert send_due(clock=at(START + outbox.CLAIM_LIMIT + timedelta(seconds=1))).sent == 1

    message.refresh_from_db()
    assert (message.state, message.uncertain, message.attempts) == (State.SENT, 1, 2)


def test_a_worker_that_comes_back_too_late_changes_nothing(rania):
    tell(rania, at=START)
    slow = outbox.claim_next(at=START)
    quick = outbox.claim_next(at=START + timedelta(hours=1))

    assert outbox.note_sent(slow, at=START) is False
    outbox.note_failed(slow, at=START, failure="x", is_final=True, is_uncertain=True)

    quick.refresh_from_db()
    assert (quick.state, quick.uncertain) == (State.SENDING, 1)
    assert outbox.note_sent(quick, at=START) is True


def test_a_mail_that_kills_each_worker_is_given_up(rania):
    (message,) = tell(rania, at=START)
    for day in range(outbox.MOST_ATTEMPTS):
        assert outbox.claim_next(at=START + timedelta(days=day)) is not None

    assert outbox.claim_next(at=START + timedelta(days=100)) is None
    message.refresh_from_db()
    assert (message.state, message.uncertain) == (State.DEAD, outbox.MOST_ATTEMPTS - 1)


def test_somebody_who_was_erased_while_their_mail_was_sent_leaves_nothing(rania):
    tell(rania, at=START)
    message = outbox.claim_next(at=START)
    rania.delete()

    assert outbox.note_sent(message, at=START) is False
    outbox.note_failed(message, at=START, failure="x", is_final=False, is_uncertain=False)
    assert Message.objects.count() == 0


def test_a_clock_that_was_put_back_sends_nothing_twice(post, rania):
    tell(rania, at=START)
    send_due(clock=at(START))

    assert send_due(clock=at(START - timedelta(hours=1))).sent == 0
    assert len(post.taken) == 1


def test_without_mails_no_server_is_asked(post):
    post.stop()

    assert send_due(clock=timezone.now).sent == 0
