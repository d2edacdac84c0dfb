"""How long the official register of 11,000 municipalities takes: check, apply as new, check and apply as changed.

Then what the directory of that size costs its readers. Runs on the empty database of ``DATABASE_URL`` and fills it:
``python -m bench.import_bench``.
"""

import os
from collections.abc import Iterator
from functools import partial
from statistics import median
from time import process_time
from typing import Any

import django

from bench.figures import Figure, at_most, only
from bench.import_worker import apply, checked_import, prepare
from bench.register_file import content
from bench.search_bench import find_place, p95, seconds

MUNICIPALITIES = 11_000
APPLY_S, CHECK_S, PLACES_P95_MS, LIST_QUERIES, REPORT_QUERIES = 60, 60, 10, 6, 12
RAISED, NEXT_MONTH = 5, "20251130"
OK = 200


def main() -> None:
    os.environ["CACHE_URL"] = "dummycache://"  # each request is answered anew
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jisr.config.settings")
    django.setup()
    for figure in measure():
        print(figure.line(), flush=True)


def measure() -> Iterator[Figure]:
    prepare()
    yield only("load of the machine at the beginning", os.getloadavg()[0], "processes")
    for name, file in (
        ("new", content(MUNICIPALITIES)),
        ("unchanged", content(MUNICIPALITIES)),
        ("changed", content(MUNICIPALITIES, day=NEXT_MONTH, more=RAISED)),
    ):
        found: list[Any] = []
        yield at_most(f"import checked, lines {name}", seconds(partial(_check, file, found)), "s", CHECK_S)
        before = process_time()
        yield at_most(f"import applied, lines {name}", seconds(partial(_apply, found[0], name)), "s", APPLY_S)
        yield only(f"import applied, lines {name}: processor time of the worker", process_time() - before, "s")
    yield only("steps of the trail, proved", _proved(), "steps")
    yield at_most("place search p95", p95(find_place), "ms", PLACES_P95_MS)
    yield from _pages(found[0])


def _check(file: bytes, found: list[Any]) -> None:
    found[:] = [checked_import(file)[0]]


def _apply(made: Any, name: str) -> None:  # noqa: ANN401 - models can be imported only after the setup
    apply(made)
    made.refresh_from_db()
    if made.state != "applied" or made.counts[name] < MUNICIPALITIES - 100 or made.counts["differs"]:
        raise RuntimeError(f"the import is {made.state} with {made.counts}")


def _proved() -> int:
    from jisr.audit.services import verify

    proof = verify()
    if proof.fault:
        raise RuntimeError(proof.fault)
    return proof.steps


def _pages(made: Any) -> Iterator[Figure]:  # noqa: ANN401
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
    from django.core.management import call_command
    from django.test import Client

    call_command("collectstatic", interactive=False, verbosity=0)
    anybody, adviser = (Client(headers={"host": "127.0.0.1"}) for _person in range(2))
    TOTP.activate(made.uploaded_by, generate_totp_secret())
    adviser.force_login(made.uploaded_by)
    for path, client, most in (
        ("/de/municipalities/", anybody, LIST_QUERIES),
        ("/de/municipalities/?q=Altenwaldheim", anybody, LIST_QUERIES),
        (made.get_absolute_url(), adviser, REPORT_QUERIES),
    ):
        queries = [_queries(client, path) for _time in range(3)]
        title = "report of an import" if client is adviser else path
        yield at_most(f"{title} queries", max(queries[1:]), "queries", most)
        yield only(f"{title}", 1000 * median(seconds(partial(client.get, path)) for _time in range(9)), "ms")


def _queries(client: Any, path: str) -> int:  # noqa: ANN401
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path)
    if answer.status_code != OK:
        raise RuntimeError(f"{path} answers {answer.status_code}")
    return len(asked)


if __name__ == "__main__":
    main()
