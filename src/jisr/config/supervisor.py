"""Runs processes that belong together: all of them, or none."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from types import FrameType

ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)  # Ctrl-C, a service manager, a closed terminal
POLL_SECONDS = 0.1
STOP_SECONDS = 20


class Stop(Exception):
    """Somebody asked for the end."""


def run_together(
    commands: Mapping[str, Sequence[str]], *, is_ready: Callable[[], bool], on_ready: Callable[[], None]
) -> str | None:
    """Run all ``commands`` until one of them ends or a signal asks for the end; then stop the others.

    The first is started alone, the others once it ``is_ready``: they would only take processors from its start.
    Returns the name of the process that ended by itself, or None when it was asked to end.
    """
    for ending in ENDINGS:
        signal.signal(ending, _raise_stop)
    processes: dict[str, subprocess.Popen[bytes]] = {}
    try:
        first, *others = commands.items()
        _start(processes, first)
        while not is_ready():
            if processes[first[0]].poll() is not None:
                return first[0]
            time.sleep(POLL_SECONDS)
        on_ready()
        for other in others:
            _start(processes, other)
        return _first_to_end(processes)
    except Stop:
        return None
    finally:
        for ending in ENDINGS:
            signal.signal(ending, signal.SIG_IGN)
        _stop_all(list(processes.values()))


def _start(processes: dict[str, subprocess.Popen[bytes]], what: tuple[str, Sequence[str]]) -> None:
    label, command = what
    # In a session of its own, so that Ctrl-C reaches the supervisor alone and each is asked to stop once.
    processes[label] = subprocess.Popen(command, start_new_session=True)  # noqa: S603 - our own commands


def _first_to_end(processes: Mapping[str, subprocess.Popen[bytes]]) -> str:
    while True:
        for label, process in processes.items():
            if process.poll() is not None:
                return label
        time.sleep(POLL_SECONDS)


def _stop_all(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for process in processes:
        try:
            process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _raise_stop(_number: int, _frame: FrameType | None) -> None:
    raise Stop


def answers(host: str, port: int) -> bool:
    """Whether something listens there."""
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False


def can_listen(host: str, port: int) -> bool:
    """Whether the port is free for us."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        if sys.platform != "win32":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
