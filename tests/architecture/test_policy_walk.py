"""Every route x every kind of reader x own and foreign objects; a route that the table does not know fails."""

from collections.abc import Iterator
from http.cookies import SimpleCookie

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation

from jisr.documents import pdf
from jisr.municipalities.models import Membership
from jisr.municipalities.states import MembershipState
from jisr.web.views import errors
from tests.architecture.policy_routes import (
    ALLAUTH,
    ALLAUTH_FOR_STRANGERS,
    ALLAUTH_WITH_PARTS,
    DESK,
    ROUTES,
)
from tests.architecture.policy_world import PLACES, STRANGERS, Route, Who, World

pytestmark = pytest.mark.django_db
TABLE = "tests/architecture/policy_routes.py"
OTHER_LANGUAGE = "/fr/municipalities/"


def names(resolver: URLResolver, space: str = "", path: str = "") -> Iterator[tuple[str, str]]:
    """The name and the pattern of every route but Wagtail's desk, whose names are its own affair."""
    for pattern in resolver.url_patterns:
        whole = path + str(pattern.pattern)
        if whole.startswith("cms/"):
            continue
        if isinstance(pattern, URLPattern):
            yield space + (pattern.name or ""), whole
        else:
            yield from names(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space, whole)


def known() -> list[tuple[str, str]]:
    with translation.override("en"):
        return list(names(get_resolver()))


def is_allauth(name: str, path: str) -> bool:
    return name.startswith(ALLAUTH) or (not name and "accounts/social/" in path)


def outcome(response: HttpResponse) -> str:
    if response.status_code in {301, 302, 303}:
        return "login" if "/accounts/login/" in response.headers["Location"] else "302"
    return str(response.status_code)


@pytest.fixture(scope="module")
def world(module_transaction: None) -> World:
    """Made once: whatever a page writes is taken back before the next one is asked for."""
    return World()


@pytest.fixture(autouse=True)
def sheets_set_here(monkeypatch):
    """Who gets a PDF is asked here, not in which process it is set: one process a reader took longest of all."""
    monkeypatch.setattr(pdf, "set_apart", pdf.set_here)


@pytest.fixture
def bare_refusals(monkeypatch):
    """A refusal is told by its status; its page, the same everywhere, is read once by each reader below."""
    monkeypatch.setattr(errors, "_page", lambda _request, _template, status: HttpResponse(status=status))


@pytest.fixture(scope="module")
def sessions(world: World) -> dict[str, SimpleCookie]:
    found = {}
    for label, reader in world.readers.items():
        client = Client()
        if label != "anonymous":
            client.force_login(reader)
        found[label] = client.cookies
    return found


@pytest.fixture
def browsers(sessions: dict[str, SimpleCookie]) -> dict[str, Client]:
    """A new browser of each reader, signed in, for each test."""
    found = {label: Client(raise_request_exception=False) for label in sessions}
    for label, client in found.items():
        client.cookies = SimpleCookie(sessions[label].output(header="", sep=";"))
    return found


def test_every_route_is_in_the_table():
    missing = sorted(f"{name or path} ({path})" for name, path in known() if not is_known(name, path))

    assert missing == [], f"Say in ROUTES of {TABLE} who may see these routes and how their address is built."


def is_known(name: str, path: str) -> bool:
    return name in ROUTES or is_allauth(name, path)


def test_the_table_names_no_route_that_is_gone():
    assert sorted(set(ROUTES) - {name for name, _path in known()}) == [], f"Remove them from ROUTES of {TABLE}."


def address(name: str, route: Route, world: World, who: Who) -> str:
    if name == "other-language":
        return OTHER_LANGUAGE
    reader = None if who.is_stranger else world.readers[who.label]
    with translation.override("en"):
        return reverse(name, args=route.build(world, reader, who.place)) + route.query


@pytest.mark.parametrize("name", sorted(ROUTES))
def test_a_route_gives_each_reader_what_the_table_says(name, world, browsers, bare_refusals):
    route, wrong = ROUTES[name], []
    for label, client in browsers.items():
        answers: dict[str, str] = {}  # a page without an object is one page, whatever the place
        for place in PLACES:
            who = Who(label, place)
            with transaction.atomic():
                asked = address(name, route, world, who)
                got = answers[asked] = answers.get(asked) or outcome(client.get(asked))
                transaction.set_rollback(True)
            expected = route.expected(who)
            if got not in (expected if isinstance(expected, set) else {expected}):
                wrong.append(f"{label}, {place} object: expected {expected}, got {got}")

    assert wrong == [], f"{name}: is the page or ROUTES of {TABLE} wrong?"


def test_each_reader_can_read_that_nothing_is_there(browsers):
    pages = {label: client.get("/en/municipalities/no-such-place/") for label, client in browsers.items()}

    assert {label for label, page in pages.items() if page.status_code != 404 or b"<h1" not in page.content} == set()


def test_each_reader_can_read_a_refusal(browsers):
    pages = {label: client.get("/en/workspace/trail/") for label, client in browsers.items()}
    refused = {label: page for label, page in pages.items() if page.status_code == 403}

    assert set(refused) == {label for label in pages if ROUTES["audit:trail"].expected(Who(label, "own")) == "403"}
    assert {label for label, page in refused.items() if b"<h1" not in page.content} == set()


ALLAUTH_ROUTES = sorted({name for name, _path in known() if name.startswith(ALLAUTH)})


@pytest.mark.parametrize("name", ALLAUTH_ROUTES)
def test_a_page_of_allauth_lets_strangers_sign_in_first(name, world, browsers):
    with translation.override("en"):
        path = reverse(name, args=ALLAUTH_WITH_PARTS.get(name, []))

    answers = {label: outcome(client.get(path)) for label, client in browsers.items()}

    assert {
        label: answer for label, answer in answers.items() if answer not in {"200", "302", "401", "login", "404"}
    } == {}
    if name not in ALLAUTH_WITH_PARTS:
        expected = ALLAUTH_FOR_STRANGERS.get(name, "login")
        assert {answers[label] for label in STRANGERS} == {expected}, f"say in {TABLE} what strangers get here"


@pytest.mark.parametrize("path", DESK)
def test_the_editors_desk_opens_to_none_of_them(path, world, browsers):
    """Rights at the desk come from Wagtail's groups; a role or a membership alone opens nothing."""
    for label, client in browsers.items():
        expected = "login" if label in STRANGERS else "403" if label.startswith("staff") else "302"
        response = client.get(path)
        if outcome(response) == "302" and label in STRANGERS:
            response = client.get(response.headers["Location"])

        assert outcome(response) == expected, f"{label} at {path}"


@pytest.mark.parametrize("place", PLACES)
def test_only_those_who_may_confirm_a_membership_by_sending_the_form(place, world, browsers):
    request = world.requests[place]
    confirmed = set()
    for label, client in browsers.items():
        with transaction.atomic():
            client.post(f"/en/workspace/memberships/{request.public_id}/confirm/")
            if Membership.objects.get(pk=request.pk).state == MembershipState.CONFIRMED:
                confirmed.add(label)
            transaction.set_rollback(True)

    office = {"staff adviser", "staff administrator"}
    assert confirmed == (office | {"coordinator"} if place == "own" else office)
