"""How fast the office's lists are with 5,000 rows, signed in as an adviser; the trail is read by an auditor.

Runs on the empty database of ``DATABASE_URL`` and fills it: ``python -m bench.staff_lists``.
"""

import os
import sys
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from time import perf_counter

import django

from bench.figures import Figure, at_most, only

ROWS = 5_000
MOST_QUERIES, P95_MS = 12, 150
ROUNDS = 15
OK = 200
LIST = "/de/workspace/directory/{}/"
# What is asked of each list: as it is, the last page, sorted otherwise, filtered.
QUESTIONS = {
    LIST.format("authorities"): ["", "?page=100", "?sort=-changed", "?sort=region&page=40", "?gap=key", "?q=neuen"],
    LIST.format("organisations"): ["", "?page=100", "?sort=-changed", "?kind=agency", "?q=verein"],
    LIST.format("ties"): ["", "?page=100", "?sort=-changed", "?status=active&sort=since", "?q=neuen"],
    "/de/workspace/trail/": ["", "?page=200", "?action=municipalities.authority_changed", "?person=bench"],
}


def main() -> None:
    os.environ["CACHE_URL"] = "dummycache://"  # each request is answered anew
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jisr.config.settings")
    django.setup()
    for figure in measure():
        print(figure.line(), flush=True)


def measure() -> Iterator[Figure]:
    from django.core.management import call_command

    from jisr.municipalities.models import Authority

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if Authority.objects.exists():
        sys.exit("staff_lists fills the database and therefore wants an empty one.")
    make_regions()
    ask = asker()
    for path, fill in FILLED.items():
        counts = {}
        for rows in (3, 50):  # three rows of the trail tell of all kinds that fifty tell of
            fill(rows)
            ask(path)
            counts[rows] = queries(partial(ask, path))
        yield at_most(f"{path} queries", max(counts.values()), "queries", MOST_QUERIES)
        yield at_most(f"{path} queries of 50 rows more than of 3", counts[50] - counts[3], "queries", 0)
    for fill in FILLED.values():
        fill(ROWS)
    yield only("p95 of an empty page, for comparison", p95(ask, "/healthz", [""]), "ms")
    for path, questions in QUESTIONS.items():
        yield at_most(f"{path} p95 of {ROWS} rows", p95(ask, path, questions), "ms", P95_MS)


def asker() -> Callable[[str], None]:
    """Asks for a whole page as somebody of the office with both roles and a second factor."""
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
    from django.test import Client

    from jisr.accounts.models import StaffRole, User
    from jisr.accounts.states import Role

    person = User.objects.create(email="bench@example.org", display_name="bench", preferred_language="de")
    StaffRole.objects.bulk_create(StaffRole(user=person, role=role) for role in (Role.ADVISER, Role.AUDIT))
    TOTP.activate(person, generate_totp_secret())
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(person)

    def ask(address: str) -> None:
        answer = client.get(address)
        if answer.status_code != OK:
            raise RuntimeError(f"{address} answers {answer.status_code}")

    return ask


def queries(work: Callable[[], None]) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        work()
    return len(captured)


def p95(ask: Callable[[str], None], path: str, questions: list[str]) -> float:
    """Over all questions in turn, after one round to get warm. In milliseconds."""
    taken = []
    for round_number in range(ROUNDS + 1):
        for question in questions:
            start = perf_counter()
            ask(path + question)
            if round_number:
                taken.append((1000 * (perf_counter() - start), question))
    taken.sort()
    if "VERBOSE" in os.environ:
        print(*taken[-5:], sep="\n", file=sys.stderr)
    return taken[int(len(taken) * 0.95)][0]


def make_regions() -> None:
    from jisr.municipalities.models import Country, Region

    for code, kind, most in (("DE", Region.Kind.LAND, 16), ("PS", Region.Kind.GOVERNORATE, 16)):
        country = Country.objects.create(code=code, name_de=code, name_en=code, name_ar=code)
        for number in range(most):
            names = {f"name_{language}": f"{code} {number}" for language in ("de", "en", "ar")}
            keys = {"code": str(number), "iso_code": f"{code}-{number}", "slug": f"{code}-{number}".lower()}
            Region.objects.create(country=country, kind=kind, **keys, **names)


def fill_authorities(count: int) -> None:
    from bench.search_bench import authority_names
    from jisr.municipalities.models import Authority, Region

    have = Authority.objects.count()
    regions = list(Region.objects.all())
    Authority.objects.bulk_create(
        [
            Authority(
                slug=f"made-up-{number}",
                name_de=latin,
                name_en=latin,
                name_ar=arabic,
                kind=Authority.Kind.TOWN,
                region=(region := regions[number % len(regions)]),
                country_id=region.country_id,
            )
            for number, (latin, arabic) in enumerate(islice(authority_names(), have, count), start=have)
        ],
        batch_size=1000,
    )


def fill_organisations(count: int) -> None:
    from jisr.municipalities.models import Organisation

    have = Organisation.objects.count()
    kinds = Organisation.Kind.values
    Organisation.objects.bulk_create(
        Organisation(name_de=f"Verein {number}", kind=kinds[number % len(kinds)], country_id="DE")
        for number in range(have, count)
    )


def fill_ties(count: int) -> None:
    """Every made-up authority of one side with one of the other side."""
    from jisr.municipalities.models import Authority
    from jisr.partnerships.models import Partnership
    from jisr.partnerships.states import Form, Status

    fill_authorities(max(count, 200))
    have = Partnership.objects.count()
    german, palestinian = (list(Authority.objects.filter(country=code).order_by("pk")) for code in ("DE", "PS"))
    pairs = ((one, other) for shift in range(len(palestinian)) for one, other in _shifted(german, palestinian, shift))
    Partnership.objects.bulk_create(
        [
            Partnership(
                slug=f"tie-{number}",
                german=one,
                palestinian=other,
                form=Form.KONTAKT,
                status=Status.ACTIVE if number % 2 else Status.PAUSED,
                status_source_url="https://source.example/",
            )
            for number, (one, other) in enumerate(islice(pairs, have, count), start=have)
        ],
        batch_size=1000,
    )


def _shifted(german: list, palestinian: list, shift: int) -> Iterator[tuple]:
    return ((one, palestinian[(place + shift) % len(palestinian)]) for place, one in enumerate(german))


def fill_trail(count: int) -> None:
    from django.db import transaction

    from jisr.accounts.models import User
    from jisr.audit.models import Entry
    from jisr.kernel import trail
    from jisr.municipalities.models import Authority

    fill_authorities(1)
    person, authority = User.objects.get(), Authority.objects.first()
    with transaction.atomic():
        for number in range(Entry.objects.count(), count):
            changes = {"name_de": [f"Name {number}", f"Name {number + 1}"]}
            trail.record("municipalities.authority_changed", authority, actor=person, changes=changes)


FILLED = dict(zip(QUESTIONS, (fill_authorities, fill_organisations, fill_ties, fill_trail), strict=True))


if __name__ == "__main__":
    main()
