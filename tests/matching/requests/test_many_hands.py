"""Two people at once, on a real transaction each, and very many requests."""

from datetime import UTC, date, datetime
from time import perf_counter

import pytest
from django.db import connection

from jisr.kernel.errors import DomainError
from jisr.matching.requests.models import PartnershipRequest, RequestDraft, RequestTheme
from jisr.matching.requests.services import move, save_answers, start_request, submit_request
from jisr.matching.requests.states import State
from jisr.notifications.models import Message
from tests.at_once import results_at_once
from tests.factories.accounts import UserFactory
from tests.factories.memberships import MembershipFactory
from tests.factories.municipalities import AuthorityFactory, ThemeFactory
from tests.factories.requests import CONSENTED_AT, RequestFactory

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
MANY = 10_000


@pytest.fixture
def leader():
    return MembershipFactory(coordinator=True, authority=AuthorityFactory(palestinian=True))


@pytest.mark.django_db(transaction=True)
def test_two_editors_at_once_lose_nothing(leader):
    found = start_request(leader.authority, language="ar", actor=leader.user)
    other = MembershipFactory(coordinator=True, authority=leader.authority).user

    results = results_at_once(
        lambda: save_answers(found.pk, {"profile": "one", "economy": "a"}, seen={}, actor=leader.user, at=NOW),
        lambda: save_answers(found.pk, {"profile": "two", "wishes": "b"}, seen={}, actor=other, at=NOW),
    )

    draft = RequestDraft.objects.get(request=found)
    assert (draft.answers["economy"], draft.answers["wishes"]) == ("a", "b")
    told = [result for result in results if result.conflicts]
    assert [result.conflicts for result in told] == [{"profile": draft.answers["profile"]}]


@pytest.mark.django_db(transaction=True)
def test_beginning_at_once_makes_one_request(leader):
    begin = lambda: start_request(leader.authority, language="ar", actor=leader.user)  # noqa: E731 - a deed

    first, second = results_at_once(begin, begin)

    assert first.pk == second.pk


@pytest.mark.django_db(transaction=True)
def test_submitting_twice_at_once_hands_over_once(leader):
    adviser, theme = UserFactory(adviser=True), ThemeFactory()
    found = start_request(leader.authority, language="ar", actor=leader.user)
    wishes = [{"slug": theme.slug, "text": ""}]
    answers = {"profile": "x", "languages": ["ar"], "themes": wishes, "consent": True}
    RequestDraft.objects.filter(request=found).update(answers=answers)
    submit = lambda: submit_request(found.pk, actor=leader.user, at=NOW)  # noqa: E731 - a deed

    results = results_at_once(submit, submit)

    assert sorted(isinstance(result, DomainError) for result in results) == [False, True]
    assert Message.objects.filter(recipient=adviser).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_advisers_take_one_step_once(leader):
    found = RequestFactory(authority=leader.authority, state=State.SUBMITTED, consented_at=CONSENTED_AT)
    advisers = UserFactory(adviser=True), UserFactory(adviser=True)

    results = results_at_once(*[lambda who=who: move(found.pk, "check", actor=who, at=NOW) for who in advisers])

    assert sorted(isinstance(result, DomainError) for result in results) == [False, True]
    assert Message.objects.filter(recipient=leader.user).count() == 1


@pytest.mark.django_db
def test_ten_thousand_requests_are_listed_quickly_with_few_queries(client, django_assert_max_num_queries):
    authorities, theme = AuthorityFactory.create_batch(20, palestinian=True), ThemeFactory()
    PartnershipRequest.objects.bulk_create(
        PartnershipRequest(
            authority=authorities[number % 20], kind="request", state=State.PUBLISHED, slug=f"r-{number}",
            original_language="ar", source_url="https://example.org/", languages=["ar"],
            published_on=date(2026, 1 + number % 11, 1), published_precision="month",
        )
        for number in range(MANY)
    )  # fmt: skip
    keys = PartnershipRequest.objects.values_list("pk", flat=True)
    RequestTheme.objects.bulk_create(RequestTheme(request_id=pk, theme=theme, rank=1) for pk in keys)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    client.get("/en/requests/")
    for query in ("", "?page=200", f"?theme={theme.slug}&sort=authority", "?language=ar"):
        start = perf_counter()
        with django_assert_max_num_queries(6):
            response = client.get(f"/en/requests/{query}")
        assert response.context["listing"].page.paginator.count == MANY
        assert perf_counter() - start < 2, query
