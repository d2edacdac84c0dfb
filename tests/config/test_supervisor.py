"""Processes that belong together end together."""

import os
import signal
import socket
import subprocess
import sys
import textwrap
import time

import pytest

from jisr.config.supervisor import answers, can_listen

TWO = """
    import sys
    from jisr.config.supervisor import run_together
    forever = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(60)"]
    other = [sys.executable, "-c", {other!r}]
    commands = {{"web": forever, "worker": other}}
    ended = run_together(commands, is_ready=lambda: True, on_ready=lambda: print("ready", flush=True))
    print("ended:", ended, flush=True)
"""
FOREVER = "import time; time.sleep(60)"
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, lambda *_: (time.sleep(0.3), exit(0))); time.sleep(60)"


def supervised(other: str) -> subprocess.Popen[str]:
    program = textwrap.dedent(TWO.format(other=other))
    return subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)


def test_when_one_process_ends_the_other_is_stopped_and_the_first_is_named():
    process = supervised("raise SystemExit(3)")

    told, _errors = process.communicate(timeout=20)

    assert told.splitlines()[-1] == "ended: worker"


def test_when_the_first_ends_before_it_is_ready_nothing_else_is_started_or_announced():
    program = textwrap.dedent(TWO.format(other=FOREVER)).replace("lambda: True", "lambda: False")
    program = program.replace("time.sleep(60)", "raise SystemExit(3)")

    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=20, check=True)

    assert told.stdout.splitlines() == ["up", "ended: web"]


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("other", [FOREVER, STUBBORN])
def test_a_signal_stops_both_and_is_no_failure(ending, other):
    process = supervised(other)
    started = time.monotonic()
    while process.stdout.readline().strip() not in {"ready", ""}:
        pass
    time.sleep(0.3)

    os.kill(process.pid, ending)
    told, _errors = process.communicate(timeout=20)

    assert told.splitlines()[-1] == "ended: None"
    assert process.returncode == 0
    assert time.monotonic() - started < 15


def test_a_port_that_somebody_listens_on_is_not_free_and_answers():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        assert can_listen("127.0.0.1", port) is False
        assert answers("127.0.0.1", port) is True

    assert can_listen("127.0.0.1", port) is True
    assert answers("127.0.0.1", port) is False
