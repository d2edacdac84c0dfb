"""Measure the product against its budgets: one JSON line per figure, and a code that is not 0 if one is not kept.

Times depend on the machine: compare them with the figure "an empty page" of the same run.
``python -m bench.run start pages`` measures only the named parts.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from bench import agenda_bench, groups_bench, load, start, talks_bench, weight
from bench.figures import Figure, at_least, at_most, only
from scripts.postgres import temporary_server
from scripts.running_site import Site, prepare_site, running_site

ROOT = Path(__file__).resolve().parents[1]
# One of each type, in the three languages. The largest number of queries and KB that each may cost.
PAGES = {
    "/de/": (20, 30),
    "/en/how-it-works/": (20, 30),
    "/ar/offers/": (20, 30),
    "/de/partnerships/": (6, 30),
    "/ar/partnerships/": (6, 30),
    "/de/partnerships/map/": (6, 40),
    "/en/partnerships/figures/": (6, 30),
    "/de/municipalities/": (6, 30),
    "/en/events/": (6, 30),
    "/de/search/?q=Köln": (6, 30),
}
MOST_REQUESTS = 5
LOADED = ("/de/", "/de/partnerships/", "/ar/municipalities/")
UNCACHED_PER_SECOND, UNCACHED_P99_MS, CACHED_PER_SECOND = 200, 80, 2000
WEB_MB, WORKER_MB = 140, 300  # docs/decisions/0032-what-a-web-process-weighs.md
MEBIBYTE = 1024 * 1024


def main() -> int:
    parts = {
        "pages": pages,
        "uncached": uncached,
        "cached": cached,
        "search": search,
        "lists": lists,
        "import": imports,
        "matching": matching,
        "registration": registration,
        "talks": talks_bench.figures,
        "agenda": agenda,
        "groups": groups_bench.figures,
        "soak": soak,
        "start": start.figures,
    }
    kept = True
    for name in sys.argv[1:] or parts:
        for figure in parts[name]():
            print(figure.line(), flush=True)
            kept = kept and figure.is_kept
    return 0 if kept else 1


@contextmanager
def served(cache: str) -> Iterator[Site]:
    """The product as in service: PostgreSQL with its usual durability, two web processes for a proxy, the programme."""
    with tempfile.TemporaryDirectory(prefix="jisr-bench-") as folder, temporary_server(settings=()) as database:
        variables = {"DATABASE_URL": database, "CACHE_URL": cache}
        prepare_site(Path(folder), variables)
        with running_site(Path(folder), variables, "--behind-proxy") as site:
            os.environ["DATABASE_URL"] = database
            yield site


def pages() -> Iterator[Figure]:
    """Weight, requests, other hosts, cookies and queries of each type of page."""
    with served("dummycache://") as site:
        queries = _queries(site)
        for path, visit in weight.visits(site.address, list(PAGES)).items():
            most_queries, most_kb = PAGES[path]
            if visit.status != 200:
                raise RuntimeError(f"{path} answers {visit.status}")
            yield at_most(f"{path} queries", queries[path], "queries", most_queries)
            yield at_most(f"{path} first visit", visit.size / 1024, "KB", most_kb)
            yield at_most(f"{path} requests", len(visit.requests), "requests", MOST_REQUESTS)
            yield at_most(f"{path} other hosts", visit.strangers(site.address), "requests", 0)
            yield at_most(f"{path} cookies", visit.cookies, "cookies", 0)


def _queries(site: Site) -> dict[str, int]:
    variables = {**os.environ, "VAR_DIR": str(site.folder), "JISR_ENV": "test", "CACHE_URL": "dummycache://"}
    command = [sys.executable, "-m", "bench.queries", *PAGES]
    told = subprocess.run(command, cwd=ROOT, env=variables, check=True, stdout=subprocess.PIPE, text=True).stdout
    return dict(json.loads(told))


def uncached() -> Iterator[Figure]:
    """Pages made anew for each request."""
    with served("dummycache://") as site:
        yield only("an empty page, for comparison", load.put_on(f"{site.address}/healthz").per_second, "requests/s")
        for path in LOADED:
            found = load.put_on(site.address + path)
            yield at_least(f"{path} not cached", found.per_second, "requests/s", UNCACHED_PER_SECOND)
            yield at_most(f"{path} not cached, p99", found.p99_ms, "ms", UNCACHED_P99_MS)
            yield at_most(f"{path} not cached, failed", found.wrong, "requests", 0)
        yield from _memory(site)


def cached() -> Iterator[Figure]:
    """Pages kept whole, and pages that the reader has already."""
    with served("locmemcache://") as site:
        yield only("an empty page, for comparison", load.put_on(f"{site.address}/healthz").per_second, "requests/s")
        for path in LOADED:
            found = load.put_on(site.address + path)
            yield at_least(f"{path} cached", found.per_second, "requests/s", CACHED_PER_SECOND)
            yield at_most(f"{path} cached, failed", found.wrong, "requests", 0)
            known = {"If-None-Match": load.etag_of(site.address + path)}
            again = load.put_on(site.address + path, known)
            yield at_least(f"{path} unchanged (304)", again.per_second, "requests/s", CACHED_PER_SECOND)


def _memory(site: Site) -> Iterator[Figure]:
    """Resident memory after the load, shared pages included."""
    below = psutil.Process(site.pid).children(recursive=True)
    web = [one for one in below if "gunicorn" in " ".join(one.cmdline())]
    worker = [one for one in below if "db_worker" in one.cmdline()]
    yield at_most("web process", max(one.memory_info().rss for one in web) / MEBIBYTE, "MB", WEB_MB)
    yield at_most("worker", max(one.memory_info().rss for one in worker) / MEBIBYTE, "MB", WORKER_MB)


def search() -> Iterator[Figure]:
    """What ``search_bench`` finds, on both databases."""
    yield from _on_both("bench.search_bench")


def lists() -> Iterator[Figure]:
    """What ``staff_lists`` finds, on both databases."""
    yield from _on_both("bench.staff_lists")


def imports() -> Iterator[Figure]:
    """What ``import_bench`` finds, on both databases."""
    yield from _on_both("bench.import_bench")


def matching() -> Iterator[Figure]:
    """What ``matching_bench`` finds, on both databases."""
    yield from _on_both("bench.matching_bench")


def agenda() -> Iterator[Figure]:
    """What ``agenda_bench`` finds: the check of a programme needs no database."""
    yield from agenda_bench.measure()


def registration() -> Iterator[Figure]:
    """What ``registration_bench`` finds: in threads on both databases, and through two web processes."""
    with tempfile.TemporaryDirectory(prefix="jisr-bench-") as folder:
        variables = {**os.environ, "VAR_DIR": folder, "JISR_ENV": "test"}
        variables.pop("DATABASE_URL", None)
        yield from _told_by("bench.registration_bench", "SQLite", variables)
        with temporary_server(settings=("max_connections=260",)) as database:
            yield from _told_by("bench.registration_bench", "PostgreSQL", {**variables, "DATABASE_URL": database})
    with served("dummycache://") as site:
        variables = {**os.environ, "VAR_DIR": str(site.folder), "JISR_ENV": "test"}
        yield from _told_by("bench.registration_bench", "PostgreSQL", variables, "http", site.address)


def soak() -> Iterator[Figure]:
    """What ``mail_soak`` finds: 2,000 mails, four workers that are killed at random."""
    yield from _told_by("bench.mail_soak", "PostgreSQL", dict(os.environ))


def _on_both(module: str) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(prefix="jisr-bench-") as folder:
        variables = {**os.environ, "VAR_DIR": folder, "JISR_ENV": "test"}
        variables.pop("DATABASE_URL", None)
        yield from _told_by(module, "SQLite", variables)
        with temporary_server(settings=()) as database:
            yield from _told_by(module, "PostgreSQL", {**variables, "DATABASE_URL": database})


def _told_by(module: str, database: str, variables: dict[str, str], *arguments: str) -> Iterator[Figure]:
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, cwd=ROOT, env=variables, check=False, stdout=subprocess.PIPE, text=True)
    if done.returncode not in {0, 1}:  # 1 says that a figure is not kept
        raise RuntimeError(f"{module} ended with code {done.returncode}")
    for line in done.stdout.splitlines():
        if line.startswith("{"):
            found = json.loads(line)
            columns = {key: found[key] for key in ("value", "unit", "budget", "rule") if key in found}
            yield Figure(name=f"{found['name']} on {database}", **columns)


if __name__ == "__main__":
    sys.exit(main())
