"""The pages of the trail: who reads what, and what it says in words."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.template import Context, Template
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from jisr.accounts.states import Role
from jisr.audit import access
from jisr.audit.models import Entry, ProofRun
from jisr.audit.policies import READ
from jisr.audit.services import SYSTEM, Actor, ActorKind, prove, record
from jisr.audit.triggers import guard_entries, lift_guard
from jisr.kernel.policy import may
from tests.factories.accounts import UserFactory
from tests.factories.municipalities import AuthorityFactory

pytestmark = pytest.mark.django_db

TRAIL = "/en/workspace/trail/"


@pytest.fixture
def auditor():
    return UserFactory(roles=[Role.AUDIT], display_name="Prüferin Demo")


@pytest.fixture
def desk(client, auditor):
    client.force_login(auditor)
    return client


@pytest.fixture
def authority():
    return AuthorityFactory(name_en="Bonn")


@pytest.mark.parametrize(
    ("roles", "status"),
    [([], 403), ([Role.ADVISER], 403), ([Role.EDITOR], 403), ([Role.AUDIT], 200), ([Role.ADMINISTRATOR], 200)],
)
def test_auditors_and_administrators_alone_read_the_whole_trail(client, authority, roles, status):
    person = UserFactory(roles=roles)
    record("test.a", authority, actor=SYSTEM)
    client.force_login(person)

    assert client.get(TRAIL).status_code == status
    assert may(person, READ) == (status == 200)
    assert Entry.objects.visible_to(person).exists() == (status == 200)


def test_a_visitor_is_led_to_sign_in(client):
    assert client.get(TRAIL).status_code == 302
    assert client.get(f"{TRAIL}municipalities.authority/1/").status_code == 302


def test_each_changed_field_has_its_label_and_both_values(desk, authority):
    record(
        "test.changed",
        authority,
        actor=UserFactory(display_name="Beratung Demo"),
        changes={"kind": ["landkreis", "gemeinde"], "is_former": [False, True], "note": [None, None], "odd": 7},
    )

    text = " ".join(desk.get(TRAIL).text.split())

    assert "Beratung Demo" in text
    assert "<del><bdi>rural district</bdi></del>" in text
    assert "<ins><bdi>municipality (Germany)</bdi></ins>" in text
    assert "<dt>No longer exists</dt>" in text
    assert "changed; personal values are not kept in the trail" in text
    assert "<dt>odd</dt> <dd><ins><bdi>7</bdi></ins></dd>" in text


def test_what_a_step_keeps_is_escaped(desk, authority):
    record("test.changed", authority, actor=SYSTEM, changes={"name": ["a", "<script>alert(1)</script>"]})

    assert "<script>alert" not in desk.get(TRAIL).text


def test_an_actor_whose_account_is_gone_is_an_erased_account(desk, authority):
    gone = UserFactory(display_name="Ging Fort")
    record("test.a", authority, actor=gone)
    record("test.b", authority, actor=Actor(ActorKind.IMPORT, "gv100.asc"))
    gone.delete()

    text = desk.get(TRAIL).text

    assert "erased account" in text
    assert "Ging Fort" not in text
    assert "import: gv100.asc" in text


def numbers(response) -> list[int]:
    return [step.number for step in response.context["steps"]]


@pytest.fixture
def three_steps(authority):
    amal = UserFactory(display_name="Amal Demo", email="amal@example.org")
    record("test.a", authority, actor=amal, at=datetime(2026, 3, 1, 22, 59, tzinfo=UTC))
    record("test.b", amal, actor=SYSTEM, at=datetime(2026, 3, 1, 23, 1, tzinfo=UTC))
    record("test.a", amal, actor=Actor(ActorKind.IMPORT, "x"), at=datetime(2026, 3, 3, 12, tzinfo=UTC))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", [3, 2, 1]),
        ("sort=-newest", [1, 2, 3]),
        ("action=test.a", [3, 1]),
        ("person=amal", [1]),
        ("person=AMAL@example.org", [1]),
        ("person=nobody", []),
        ("actor=system", [2]),
        ("kind=accounts.user", [3, 2]),
        ("from=2026-03-02", [3, 2]),
        ("to=2026-03-01", [1]),
        ("from=2026-03-02&to=2026-03-02", [2]),
        ("action=nonsense&from=yesterday&to=2026-99-99", [3, 2, 1]),
    ],
)
def test_filters_narrow_the_list_by_the_office_s_days(desk, three_steps, query, found):
    assert numbers(desk.get(f"{TRAIL}?{query}")) == found


def test_a_day_that_is_none_is_named_and_left_out(desk, three_steps):
    assert "does not know the filter value “yesterday”" in desk.get(f"{TRAIL}?from=yesterday").text


def test_a_german_reader_types_days_the_german_way(desk, three_steps):
    assert numbers(desk.get("/de/workspace/trail/?from=02.03.2026")) == [3, 2]


def test_five_thousand_steps_take_few_queries_however_many_are_shown(desk, authority):
    people = [UserFactory(display_name=f"Demo {place}") for place in range(5)]
    asked = []
    for target in (1, 50, 5000):
        for place in range(Entry.objects.count(), target):
            record("test.step", authority, actor=people[place % 5])
        desk.get(TRAIL)
        with CaptureQueriesContext(connection) as queries:
            page = desk.get(TRAIL)
        asked.append(len(queries))

    assert page.context["listing"].page.paginator.count == 5000
    assert asked[1] == asked[2] <= 12
    assert asked[0] <= 12


@pytest.mark.parametrize("language", ["de", "en", "ar"])
def test_every_page_answers_in_every_language(client, authority, language):
    client.force_login(UserFactory(administrator=True))
    record("audit.proved", authority, actor=SYSTEM)
    ProofRun.objects.create(asked_at=timezone.now(), finished_at=timezone.now(), steps=1)
    ProofRun.objects.create(asked_at=timezone.now(), finished_at=timezone.now(), steps=1, fault="step 2 is missing")

    for path in ("", "proofs/", f"municipalities.authority/{authority.pk}/"):
        response = client.get(f"/{language}/workspace/trail/{path}")
        assert response.status_code == 200
        assert "private" in response.headers["Cache-Control"]


@pytest.fixture
def readable_by_adviser():
    """Authorities, as a room would register them: advisers read their history."""
    before = access._subjects.pop("municipalities.authority", None)
    access.register(
        "municipalities.Authority",
        lambda actor, _key: actor.has_role(Role.ADVISER),
        lambda key: f"/en/somewhere/{key}/",
        lambda _key: "Bonn",
    )
    yield
    access._subjects.pop("municipalities.authority")
    if before:
        access._subjects["municipalities.authority"] = before


@pytest.mark.parametrize(("roles", "status"), [([], 404), ([Role.ADVISER], 200), ([Role.EDITOR], 404)])
def test_a_history_is_read_by_those_who_may_read_the_object(client, authority, readable_by_adviser, roles, status):
    record("test.a", authority, actor=SYSTEM)
    client.force_login(UserFactory(roles=roles))

    assert client.get(f"{TRAIL}municipalities.authority/{authority.pk}/").status_code == status
    assert client.get(f"{TRAIL}municipalities.authority/0/").status_code == 404


def test_a_kind_that_nobody_registered_is_for_auditors_alone(client, auditor):
    record("test.a", auditor, actor=SYSTEM)
    client.force_login(UserFactory(roles=[Role.ADVISER]))

    assert client.get(f"{TRAIL}accounts.user/{auditor.pk}/").status_code == 404


def rendered_history(person, subject) -> str:
    request = RequestFactory().get("/")
    request.user = person
    return Template("{% load history %}{% history subject %}").render(Context({"subject": subject, "request": request}))


def test_the_history_tag_shows_the_last_steps_to_those_who_may(authority, auditor, readable_by_adviser):
    for place in range(21):
        record(f"test.step_{place}", authority, actor=SYSTEM)

    shown = rendered_history(UserFactory(roles=[Role.ADVISER]), authority)

    assert (shown.count("<li>"), "test.step_20" in shown, "test.step_0<" in shown) == (20, True, False)
    assert f"/en/workspace/trail/municipalities.authority/{authority.pk}/" in shown
    assert rendered_history(UserFactory(), authority).strip() == ""


def test_an_administrator_has_the_trail_proved_by_the_worker(client, authority):
    client.force_login(UserFactory(administrator=True))
    record("test.a", authority, actor=SYSTEM)

    for _twice in range(2):
        assert client.post(f"{TRAIL}proofs/new").url == f"{TRAIL}proofs/"
    awaited = client.get(f"{TRAIL}proofs/")
    run = ProofRun.objects.get()
    prove(run.pk, now=timezone.now)
    done = client.get(f"{TRAIL}proofs/")

    assert DBTaskResult.objects.filter(task_path="jisr.audit.services.prove_in_worker").count() == 1
    assert awaited.headers["Refresh"] == "3"
    assert "Refresh" not in done.headers
    assert "2 steps, all sound" in done.text
    assert Entry.objects.first().action == "audit.proved"


def test_a_broken_trail_is_told(client, authority):
    client.force_login(UserFactory(administrator=True))
    for _place in range(3):
        record("test.a", authority, actor=SYSTEM)
    lift_guard()
    Entry.objects.filter(number=2).update(action="test.b")
    guard_entries()
    client.post(f"{TRAIL}proofs/new")
    prove(ProofRun.objects.get().pk, now=timezone.now)

    text = client.get(f"{TRAIL}proofs/").text

    assert "broken after 1 sound steps" in text
    assert "step 2 was changed" in text


@pytest.mark.parametrize("roles", [[], [Role.AUDIT], [Role.ADVISER]])
def test_nobody_else_has_it_proved(client, roles):
    client.force_login(UserFactory(roles=roles))

    assert client.post(f"{TRAIL}proofs/new").status_code == 403
    assert ProofRun.objects.count() == 0
