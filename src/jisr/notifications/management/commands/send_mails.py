import logging
import signal
from threading import Event
from types import FrameType

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from jisr.notifications.digests import write_digests
from jisr.notifications.sending import ServerAway, send_due

log = logging.getLogger(__name__)

PAUSE_SECONDS = 5
LONGEST_PAUSE_SECONDS = 300


class Command(BaseCommand):
    help = "Send the mails that wait, and once a day the overviews. Any number may run at once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Send what is due now, then end.")

    def handle(self, *_args: object, once: bool, **_options: object) -> None:
        self.asked_to_end = Event()
        if once:
            try:
                self._run()
            except ServerAway as away:
                raise CommandError(f"The mail server cannot be reached: {away}") from away
            return
        for ending in (signal.SIGINT, signal.SIGTERM):
            signal.signal(ending, self._end)
        self._run_on()

    def _run(self) -> None:
        write_digests(at=timezone.now())
        tally = send_due(clock=timezone.now, should_stop=self.asked_to_end.is_set)
        if tally.sent or tally.failed:
            log.info("%d mails sent, %d not", tally.sent, tally.failed)

    def _run_on(self) -> None:
        pause = PAUSE_SECONDS
        while not self.asked_to_end.is_set():
            close_old_connections()
            try:
                self._run()
                pause = PAUSE_SECONDS
            except (ServerAway, DatabaseError) as away:
                pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
                log.warning("next try in %d seconds, since this cannot be reached: %s", pause, away)
            self.asked_to_end.wait(pause)

    def _end(self, _number: int, _frame: FrameType | None) -> None:
        """The mail in hand is finished first."""
        self.asked_to_end.set()
