"""A tie that is not public: nobody outside finds a trace of it, while both sides and the office see it."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from jisr.accounts.states import Role
from jisr.municipalities.models import FormerSlug
from jisr.partnerships.models import Milestone, Partnership, PartnershipSource, Project
from jisr.partnerships.policies import READ_TIE
from jisr.partnerships.states import Status
from jisr.search import services as search
from jisr.web import public_data
from tests import policy_twins
from tests.architecture.policy_routes import ROUTES
from tests.architecture.policy_world import Who
from tests.factories.accounts import UserFactory
from tests.factories.memberships import MembershipFactory
from tests.factories.municipalities import AuthorityFactory, ThemeFactory
from tests.factories.partnerships import PartnershipFactory

pytestmark = pytest.mark.django_db
policy_twins.register(READ_TIE, Partnership)
LANGUAGES = ("de", "en", "ar")
WORD = "Zebrafish"
NO_PARTS = ROUTES["entry"].build
VARYING = re.compile(rb'name="(?:stamp|csrfmiddlewaretoken)" value="[^"]*"|<updated>[^<]*</updated>')


@pytest.fixture
def hidden():
    """A tie in initiation whose every text bears a word of its own, beside a public one of the same two authorities."""
    german, palestinian = AuthorityFactory(slug="a-town"), AuthorityFactory(slug="b-town", palestinian=True)
    theme = ThemeFactory(slug="a-theme")
    for side in ({"german": german}, {"palestinian": palestinian}):
        PartnershipFactory(**side).themes.add(theme)
    made = PartnershipFactory(
        slug="hidden-tie",
        german=german,
        palestinian=palestinian,
        status=Status.INITIATION,
        is_public=False,
        founding_event=f"{WORD} founding",
        status_note=f"{WORD} note",
        since_on="2026-01-01",
        since_precision="year",
    )
    made.themes.add(theme)
    Milestone.objects.create(partnership=made, position=0, kind="visit", text=f"{WORD} visit")
    Project.objects.create(partnership=made, position=0, text=f"{WORD} project")
    PartnershipSource.objects.create(partnership=made, position=0, url=f"https://{WORD}.example/")
    FormerSlug.objects.create(subject_type="partnerships.partnership", slug="old-tie", current_slug="hidden-tie")
    search.rebuild()
    return made


def addresses():
    """Every address that anonymous readers get, with what hangs on the two authorities, and the machines' ones."""
    for name, route in ROUTES.items():
        answers = route.expected(Who("anonymous", "foreign"))
        if "200" in answers and route.build is NO_PARTS:
            yield from _in_all(lambda name=name: reverse(name))
    for name, parts in (
        ("municipalities:authority", ["a-town"]),
        ("municipalities:authority", ["b-town"]),
        ("municipalities:theme", ["a-theme"]),
        ("partnerships:partnership", ["hidden-tie"]),
        ("partnerships:partnership", ["old-tie"]),
        ("ties:tie", ["hidden-tie"]),
        ("requests:request", ["hidden-tie"]),
    ):
        yield from _in_all(lambda name=name, parts=parts: reverse(name, args=parts))
    for query in ("status=initiation", "theme=a-theme", "sort=since", "sort=-status", "form=projektpartnerschaft"):
        yield from (f"/{language}/partnerships/?{query}" for language in LANGUAGES)
    for word in (WORD, "a-town", "b-town", "hidden-tie", "Authority"):
        yield from (f"/{language}/search/?q={word}" for language in LANGUAGES)
    yield from (reverse("partnership-feed", args=[language]) for language in LANGUAGES)
    yield from (
        reverse("sitemap-section", args=[name]) for name in ("partnerships", "municipalities", "themes", "lists")
    )


def _in_all(address):
    for language in LANGUAGES:
        with translation.override(language):
            yield address()


def told():
    """What each address answers to a stranger, without what differs at each call."""
    client, found = Client(), {}
    for address in addresses():
        public_data.forget()
        response = client.get(address)
        body = b"" if response.streaming else response.content
        found[address] = (response.status_code, VARYING.sub(b"", body).replace(address.encode(), b""))
    return found


def test_every_public_address_answers_as_if_a_hidden_tie_were_not_there(hidden):
    with_it = told()
    FormerSlug.objects.filter(current_slug=hidden.slug).delete()
    hidden.delete()
    search.rebuild()

    without_it = told()

    assert len(with_it) > 100
    assert [address for address in with_it if with_it[address] != without_it[address]] == []
    texts = [WORD.encode() + end for end in (b" founding", b" note", b" visit", b" project", b".example")]
    assert [address for address, (_status, body) in with_it.items() if any(text in body for text in texts)] == []


def test_the_same_walk_finds_a_tie_that_is_public(hidden):
    Partnership.objects.update(is_public=True)
    search.rebuild()

    pages = {address for address, (_status, body) in told().items() if b"hidden-tie" in body or b"Zebrafish f" in body}

    expected = {
        "/en/partnerships/",
        "/en/partnerships/map/",
        "/en/partnerships/hidden-tie/",
        "/en/municipalities/a-town/",
        "/en/municipalities/b-town/",
        "/en/themes/a-theme/",
        f"/en/search/?q={WORD}",
        reverse("partnership-feed", args=["en"]),
        reverse("sitemap-section", args=["partnerships"]),
    }
    assert expected <= pages


def test_an_old_address_leads_to_no_hidden_tie(hidden):
    client = Client()

    answers = [client.get(f"/en/partnerships/{slug}/").status_code for slug in ("hidden-tie", "old-tie", "never")]
    Partnership.objects.update(is_public=True)

    assert answers == [404, 404, 404]
    assert client.get("/en/partnerships/old-tie/").headers["Location"] == "/en/partnerships/hidden-tie/"


def test_members_of_both_sides_and_the_office_see_it_and_nobody_else(hidden):
    inside = [
        MembershipFactory(authority=hidden.german, confirmed=True).user,
        MembershipFactory(authority=hidden.palestinian, confirmed=True).user,
        UserFactory(roles=[Role.EVENTS]),
    ]
    outside = [UserFactory(), MembershipFactory(confirmed=True).user, MembershipFactory(authority=hidden.german).user]

    assert [_sees(person, hidden) for person in inside] == [(True, 200)] * 3
    assert [_sees(person, hidden) for person in outside] == [(False, 404)] * 3


def _sees(person, tie):
    client = Client()
    client.force_login(person)
    return tie.hub_url in client.get("/en/workspace/ties/").content.decode(), client.get(tie.hub_url).status_code


def test_rule_and_query_agree_on_who_sees_a_tie(hidden):
    readers = policy_twins.readers(hidden.palestinian)

    assert list(policy_twins.disagreements(READ_TIE.name, readers)) == []
