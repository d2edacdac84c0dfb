"""Registration under pressure: many people at the same moment for few places; none sold twice, nobody lost, in order.

``python -m bench.registration_bench`` runs rounds of threads on the empty database of ``DATABASE_URL``: 200 people for
10 places on PostgreSQL, which has to allow so many connections, 50 on SQLite. ``python -m bench.registration_bench http
ADDRESS`` lets 50 signed-in people send their registration to a served site for 20 places.
"""

import os
import secrets
import sys
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from importlib import import_module

import django

from bench.figures import Figure, at_least, at_most, only

PLACES, ROUNDS = 10, {"postgresql": 20, "sqlite": 5}
PEOPLE = {"postgresql": 200, "sqlite": 50}
HTTP_PEOPLE, HTTP_PLACES, LONGEST_SECONDS = 50, 20, 2.0
LONGEST_WAIT = 120


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jisr.config.settings")
    django.setup()
    figures = over_http(sys.argv[2]) if sys.argv[1:2] == ["http"] else in_threads()
    kept = True
    for figure in figures:
        print(figure.line(), flush=True)
        kept = kept and figure.is_kept
    sys.exit(0 if kept else 1)


def in_threads() -> Iterator[Figure]:
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    people, rounds = PEOPLE[connection.vendor], ROUNDS[connection.vendor]
    users = make_people(people)
    exact, seconds = 0, []
    for number in range(rounds):
        taken, found = one_round(number, users)
        seconds.append(taken)
        exact += found == {"confirmed": PLACES, "waiting": people - PLACES, "in order": people - PLACES}
    name = f"{people} people at once for {PLACES} places"
    yield at_least(f"{name}: exact rounds of {rounds}", exact, "rounds", rounds)
    yield only(f"{name}: a round takes at most", max(seconds), "s")


def make_people(number: int) -> list[int]:
    from jisr.accounts.models import User

    rows = [User(email=f"bench-{place}@example.org", display_name=f"Person {place}") for place in range(number)]
    User.objects.bulk_create(rows)
    return list(User.objects.filter(email__startswith="bench-").order_by("pk").values_list("pk", flat=True))


def make_meeting(key: str, places: int):  # noqa: ANN201 - a meeting and its kind
    from jisr.events.editions.states import State
    from jisr.events.models import Edition, EditionPlaces, ParticipantKind, Series

    series, _is_new = Series.objects.get_or_create(slug="bench", defaults={"kind": "conference", "name_en": "Bench"})
    first = date.today() + timedelta(days=60)  # noqa: DTZ011 - any day ahead
    days = {"start_on": first, "end_on": first, "start_precision": "day", "end_precision": "day"}
    words = {"title_en": key, "place_en": "Here", "mode": "onsite"}
    edition = Edition.objects.create(series=series, slug=key, state=State.OPEN, **days, **words)
    EditionPlaces.objects.create(edition=edition, total=places)
    return edition, ParticipantKind.objects.create(edition=edition, key="expert", name_en="Expert", entry="open")


def one_round(number: int, users: list[int]) -> tuple[float, dict[str, int]]:
    """All sign up in the same moment; how long that took, and where they stand."""
    from django.db import connections
    from django.utils import timezone

    from jisr.accounts.models import User
    from jisr.events.registration.entries import Person
    from jisr.events.registration.services import sign_up

    edition, kind = make_meeting(f"round-{number}", PLACES)
    start, wrong = threading.Barrier(len(users) + 1), []

    def run(pk: int) -> None:
        user = User.objects.get(pk=pk)
        start.wait(timeout=LONGEST_WAIT)
        try:
            person = Person(kind=kind, full_name=user.display_name, email=user.email, user=user)
            sign_up(edition, person, body=None, form_key=secrets.token_hex(), actor=user, at=timezone.now())
        except Exception as error:  # noqa: BLE001 - counted and told
            wrong.append(repr(error))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(pk,)) for pk in users]
    for thread in threads:
        thread.start()
    start.wait(timeout=LONGEST_WAIT)
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    if wrong:
        sys.stderr.write(f"{len(wrong)} failed, the first: {wrong[0]}\n")
    return time.perf_counter() - began, standing(edition)


def standing(edition) -> dict[str, int]:  # noqa: ANN001 - a meeting
    from jisr.events.models import Participant

    rows = Participant.objects.filter(edition=edition)
    numbers = list(rows.on_waiting_list().values_list("queue_number", flat=True))
    in_order = len(numbers) if numbers == sorted(set(numbers)) else 0
    return {**Counter(rows.values_list("state", flat=True)), "in order": in_order}


def over_http(address: str) -> Iterator[Figure]:
    """50 people send the last page of their form in the same moment."""
    edition, _kind = make_meeting("bench-http", HTTP_PLACES)
    requests = [request_of(address, edition, pk) for pk in make_people(HTTP_PEOPLE)]
    start, answers = threading.Barrier(len(requests)), []

    def send(request: urllib.request.Request) -> None:
        start.wait(timeout=LONGEST_WAIT)
        began = time.perf_counter()
        try:
            urllib.request.build_opener(Stay).open(request, timeout=LONGEST_WAIT)
        except urllib.error.HTTPError as answer:
            answers.append((answer.code, time.perf_counter() - began))

    threads = [threading.Thread(target=send, args=(request,)) for request in requests]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found, name = standing(edition), f"{HTTP_PEOPLE} sign-ups through HTTP for {HTTP_PLACES} places"
    sent = sum(code == 302 for code, _seconds in answers)
    yield at_least(f"{name}: answered", sent, "people", HTTP_PEOPLE)
    yield at_least(f"{name}: confirmed", found.get("confirmed", 0), "people", HTTP_PLACES)
    yield at_most(f"{name}: confirmed at most", found.get("confirmed", 0), "people", HTTP_PLACES)
    yield at_least(f"{name}: waiting in order", found["in order"], "people", HTTP_PEOPLE - HTTP_PLACES)
    yield at_most(f"{name}: the slowest answer", max(seconds for _code, seconds in answers), "s", LONGEST_SECONDS)


class Stay(urllib.request.HTTPRedirectHandler):
    """Does not follow to the next page."""

    def redirect_request(self, *_given: object) -> None:
        return None


def request_of(address: str, edition, pk: int) -> urllib.request.Request:  # noqa: ANN001 - a meeting
    """The last click of somebody who is signed in and has filled in the form."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.utils import timezone

    from jisr.accounts.models import User
    from jisr.events.models import RegistrationDraft

    user, token = User.objects.get(pk=pk), secrets.token_hex(16)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    data = {"you": {"kind": ["expert"], "full_name": [user.display_name], "languages": ["en"]}}
    RegistrationDraft.objects.create(user=user, edition=edition, data=data, form_key=token, changed_at=timezone.now())
    cookies = {settings.SESSION_COOKIE_NAME: session.session_key, settings.CSRF_COOKIE_NAME: token}
    return urllib.request.Request(  # noqa: S310 - an address of our own
        f"{address}/en/events/{edition.slug}/register/check/",
        data=f"csrfmiddlewaretoken={token}&form_key={token}".encode(),
        headers={"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())},
    )


if __name__ == "__main__":
    main()
