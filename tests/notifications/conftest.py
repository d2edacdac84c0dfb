"""A mail server of our own, and people who read."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from jisr.accounts.models import User
from jisr.notifications import kinds

KIND = kinds.declare("tests.told", "something was told")
URGENT = kinds.declare("tests.urgent", "something urgent", mandatory=True)


@dataclass
class Post:
    """What a mail server took; ``answers`` are given first, one for each mail, before it takes any."""

    answers: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    taken: list[EmailMessage] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    breaks: list[str] = field(default_factory=list)
    port: int = 0
    _server: Controller | None = None

    async def handle_RCPT(  # noqa: N802 - aiosmtpd looks for this name
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - as above
        if self.answers:
            return self.answers.pop(0)
        self.raw.append(envelope.content)
        self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
        if self.breaks and self.breaks.pop(0) == "after the mail":
            server.transport.close()
        return "250 taken"

    def start(self) -> None:
        self._server = Controller(self, hostname="127.0.0.1", port=self.port)
        self._server.start()

    def stop(self) -> None:
        if self._server:
            self._server.stop()
            self._server = None


@pytest.fixture
def post(settings: Any) -> Iterator[Post]:
    """A running mail server that the product sends to."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    server = Post(port=port)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def rania(db: None) -> User:
    return User.objects.create_user("rania@example.org", display_name="رانيا", preferred_language="ar")


@pytest.fixture
def jonas(db: None) -> User:
    return User.objects.create_user("jonas@example.org", display_name="Jonas", preferred_language="de")
