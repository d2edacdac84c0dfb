"""Hands mails to the mail server."""

import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import (
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from jisr.notifications import outbox
from jisr.notifications.models import Message

log = logging.getLogger(__name__)

TIMEOUT_SECONDS = 30  # of each step of the conversation, of which a mail has about six
REFUSED_FOR_GOOD = 500


class ServerAway(Exception):
    """The mail server cannot be reached. No mail is the worse for it: none was taken."""


@dataclass
class Tally:
    """What one run did."""

    sent: int = 0
    failed: int = 0


@dataclass(frozen=True)
class Failure:
    """Why a mail did not go. ``is_final``: it never will. ``is_uncertain``: the server may have it all the same."""

    reason: str
    is_final: bool = False
    is_uncertain: bool = False


def send_due(
    *,
    clock: Callable[[], datetime] = timezone.now,
    claim_limit: timedelta = outbox.CLAIM_LIMIT,
    should_stop: Callable[[], bool] = lambda: False,
) -> Tally:
    """Send what is due, one mail after the other over one connection, until nothing is or ``should_stop`` says so.

    Raises ``ServerAway`` before a mail is taken, when the mail server does not answer.
    """
    tally = Tally()
    if not outbox.has_due(at=clock(), claim_limit=claim_limit):
        return tally
    server = get_connection(timeout=TIMEOUT_SECONDS)
    try:
        while not should_stop():
            _open(server)
            message = outbox.claim_next(at=clock(), claim_limit=claim_limit)
            if message is None:
                break
            _send(server, message, clock=clock, tally=tally)
    finally:
        _close(server)
    return tally


def _send(server: BaseEmailBackend, message: Message, *, clock: Callable[[], datetime], tally: Tally) -> None:
    failure = hand_over(server, message)
    if failure is None:
        tally.sent += 1
        if not outbox.note_sent(message, at=clock()):
            log.warning("mail %s was sent, but took so long that another worker had taken it", message.key)
        return
    tally.failed += 1
    log.warning("mail %s was not sent: %s", message.key, failure.reason)
    outbox.note_failed(
        message,
        at=clock(),
        failure=failure.reason,
        is_final=failure.is_final,
        is_uncertain=failure.is_uncertain,
    )
    _close(server)  # whatever the conversation had come to, the next mail begins a new one


def hand_over(server: BaseEmailBackend, message: Message) -> Failure | None:
    """Give one mail to the server; None when it took it."""
    try:
        server.send_messages([as_mail(message)])
    except SMTPResponseException as answer:
        # A refusal of the sender is about our own address: the settings are wrong, not the mail.
        is_final = answer.smtp_code >= REFUSED_FOR_GOOD and not isinstance(answer, SMTPSenderRefused)
        return Failure(_told(answer.smtp_code, answer.smtp_error), is_final=is_final)
    except SMTPRecipientsRefused as answer:
        code, text = next(iter(answer.recipients.values()))
        return Failure(_told(code, text), is_final=code >= REFUSED_FOR_GOOD)
    except OSError as broken:  # an SMTPException is one too
        before_the_mail = isinstance(broken, SMTPException) and not isinstance(broken, SMTPServerDisconnected)
        return Failure(str(broken) or type(broken).__name__, is_uncertain=not before_the_mail)
    except ValueError as wrong:  # an address or a header that cannot be written
        return Failure(str(wrong), is_final=True)
    return None


def as_mail(message: Message) -> EmailMultiAlternatives:
    """The mail of a message. Its Message-ID never changes, so that a mail server can tell a second copy."""
    mail = EmailMultiAlternatives(
        subject=message.subject_line,
        body=message.text,
        to=[message.to_address],
        headers={
            "Message-ID": f"<{message.key}@{urlsplit(settings.BASE_URL).hostname}>",
            "Auto-Submitted": "auto-generated",
            "Content-Language": message.language,
        },
    )
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    return mail


def _told(code: int, text: bytes | str) -> str:
    return f"{code} {text.decode(errors='replace') if isinstance(text, bytes) else text}"


def _open(server: BaseEmailBackend) -> None:
    try:
        server.open()
    except OSError as away:  # an SMTPException is one too
        raise ServerAway(str(away) or type(away).__name__) from away


def _close(server: BaseEmailBackend) -> None:
    with suppress(OSError):
        server.close()
