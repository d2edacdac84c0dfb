"""Load on one address for a bounded time: by wrk where it is installed, else by threads of our own (slower)."""

import http.client
import re
import shutil
import subprocess
import threading
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

CONNECTIONS = 8
SECONDS = 6
_UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


@dataclass(frozen=True)
class Load:
    per_second: float
    p99_ms: float
    wrong: int


def put_on(url: str, headers: dict[str, str] | None = None) -> Load:
    """Ask for ``url`` over eight connections as fast as it answers; once beforehand, so that nothing is cold."""
    headers = {"Accept-Encoding": "gzip", **(headers or {})}
    measure = _by_wrk if shutil.which("wrk") else _by_threads
    measure(url, headers, 1)
    return measure(url, headers, SECONDS)


def _by_wrk(url: str, headers: dict[str, str], seconds: int) -> Load:
    given = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", *given, url]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    per_second = float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1])
    slow = re.search(r"99%\s+([\d.]+)(us|ms|s)", told)
    wrong = re.search(r"Non-2xx or 3xx responses: (\d+)", told)
    broken = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", told)
    count = int(wrong[1]) if wrong else 0
    count += sum(int(number) for number in broken.groups()) if broken else 0
    return Load(per_second, float(slow[1]) * _UNITS[slow[2]], count)


def _by_threads(url: str, headers: dict[str, str], seconds: int) -> Load:
    taken: list[float] = []
    wrong: list[int] = []
    until = time.monotonic() + seconds
    readers = [
        threading.Thread(target=_read, args=(url, headers, until, taken, wrong)) for _number in range(CONNECTIONS)
    ]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    taken.sort()
    return Load(len(taken) / seconds, taken[int(len(taken) * 0.99)] * 1000, len(wrong))


def _read(url: str, headers: dict[str, str], until: float, taken: list[float], wrong: list[int]) -> None:
    parts = urlsplit(url)
    address = parts.path + (f"?{parts.query}" if parts.query else "")
    connection = http.client.HTTPConnection(parts.netloc, timeout=30)
    while (started := time.monotonic()) < until:
        connection.request("GET", address, headers=headers)
        answer = connection.getresponse()
        answer.read()
        taken.append(time.monotonic() - started)
        if answer.status >= 400:
            wrong.append(answer.status)
    connection.close()


def etag_of(url: str) -> str:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=30)
    connection.request("GET", parts.path, headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.headers["ETag"]
