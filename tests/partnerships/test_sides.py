"""The office corrects the two sides of a tie: with a source, a new address, and two editors at once."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from jisr.accounts.states import Role
from jisr.audit.models import Entry
from jisr.kernel.policy import Refused
from jisr.municipalities.models import FactSource
from jisr.municipalities.services.facts import Origin
from jisr.partnerships.models import Partnership
from jisr.partnerships.sides import correct_sides, read_sides
from tests.desk_forms import filled
from tests.factories.accounts import UserFactory
from tests.factories.memberships import MembershipFactory
from tests.factories.municipalities import AuthorityFactory
from tests.factories.partnerships import MilestoneFactory, PartnershipFactory

pytestmark = pytest.mark.django_db
SOURCE = {"told_by": "Call of the town hall", "told_of": "2026-11"}


@pytest.fixture
def tie():
    german, palestinian = (
        AuthorityFactory(slug="jena", name_en="Jena"),
        AuthorityFactory(slug="beit-jala", palestinian=True),
    )
    return PartnershipFactory(slug="jena--beit-jala", german=german, palestinian=palestinian)


@pytest.fixture
def others():
    return {
        "german": AuthorityFactory(slug="gera", name_en="Gera"),
        "palestinian": AuthorityFactory(slug="beit-sahour", name_en="Beit Sahour", palestinian=True),
    }


@pytest.fixture
def desk():
    client = Client()
    client.force_login(UserFactory(roles=[Role.ADVISER]))
    return client


def path_of(tie):
    return f"/en/workspace/ties/{tie.slug}/sides/"


def test_a_side_is_corrected_with_its_source_and_the_old_address_leads_on(desk, tie, others):
    MilestoneFactory(partnership=tie)
    path = path_of(tie)
    answer = desk.post(path, filled(desk, path) | {"palestinian": "Beit Sahour"} | SOURCE)

    tie.refresh_from_db()
    assert answer.headers["Location"] == "/en/workspace/directory/ties/jena--beit-sahour/"
    assert (tie.slug, tie.german.slug, tie.palestinian.slug) == ("jena--beit-sahour", "jena", "beit-sahour")
    source = FactSource.objects.about(tie).get()
    assert (source.field, source.note, str(source.as_of)) == ("palestinian", "Call of the town hall", "2026-11")
    entry = Entry.objects.about(tie).get()
    assert entry.changes == {
        "palestinian": ["beit-jala", "beit-sahour"],
        "slug": ["jena--beit-jala", "jena--beit-sahour"],
    }
    public = Client()
    assert public.get("/en/partnerships/jena--beit-jala/").headers["Location"] == "/en/partnerships/jena--beit-sahour/"
    assert public.get("/en/partnerships/jena--beit-sahour/").status_code == 200
    assert tie.milestones.count() == 1


def test_the_search_finds_it_under_its_new_side_alone(desk, tie, others):
    path = path_of(tie)
    desk.post(path, filled(desk, path) | {"german": "gera"} | SOURCE)

    found = Client().get("/en/search/", {"q": "Gera"}).content.decode()
    lost = Client().get("/en/search/", {"q": "Jena"}).content.decode()
    assert "/en/partnerships/gera--beit-jala/" in found
    assert "--beit-jala" not in lost


def test_there_and_back_leads_in_no_circle(desk, tie, others):
    for german in ("gera", "jena"):
        tie.refresh_from_db()
        path = path_of(tie)
        desk.post(path, filled(desk, path) | {"german": german} | SOURCE)

    tie.refresh_from_db()
    public = Client()
    for slug in ("jena--beit-jala", "gera--beit-jala", tie.slug):
        assert public.get(f"/en/partnerships/{slug}/", follow=True).status_code == 200


def test_two_that_have_a_tie_already_get_no_second_one(desk, tie, others):
    PartnershipFactory(german=others["german"], palestinian=tie.palestinian)
    path = path_of(tie)

    answer = desk.post(path, filled(desk, path) | {"german": "gera"} | SOURCE)

    tie.refresh_from_db()
    assert answer.status_code == 422
    assert "These two have a partnership already" in answer.content.decode()
    assert (tie.german.slug, Entry.objects.about(tie).count()) == ("jena", 0)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"german": "beit-jala"}, "german"),
        ({"palestinian": "Nowhere"}, "palestinian"),
        ({"german": "gera", "told_by": ""}, "told_by"),
        ({"german": "gera", "told_of": ""}, "told_of"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(desk, tie, others, typed, field):
    path = path_of(tie)

    answer = desk.post(path, filled(desk, path) | SOURCE | typed)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert read_sides(Partnership.objects.get()) == {"german": "jena", "palestinian": "beit-jala"}


def test_two_editors_of_different_sides_keep_both_and_of_one_side_choose(desk, tie, others):
    AuthorityFactory(slug="weimar", name_en="Weimar")
    path = path_of(tie)
    opened = filled(desk, path)
    desk.post(path, opened | {"palestinian": "beit-sahour"} | SOURCE)
    tie.refresh_from_db()
    assert tie.slug == "jena--beit-sahour"

    desk.post(path_of(tie), opened | {"german": "gera"} | SOURCE)
    tie.refresh_from_db()
    assert tie.slug == "gera--beit-sahour"

    clash = desk.post(path_of(tie), opened | {"german": "weimar"} | SOURCE)
    (told,) = [each for each in clash.context["form"].told() if each.keep]
    assert (clash.status_code, told.original, told.theirs) == (422, "Jena (jena)", "Gera (gera)")
    form = clash.context["form"]
    kept = {field.html_name: field.value() for field in form if field.value()} | {"keep_german": "theirs"}
    assert desk.post(path_of(tie), kept).status_code == 302
    tie.refresh_from_db()
    assert tie.slug == "gera--beit-sahour"


def test_a_double_click_changes_it_once(desk, tie, others):
    path = path_of(tie)
    typed = filled(desk, path) | {"german": "gera"} | SOURCE
    answers = [desk.post(path, typed).status_code for _twice in range(2)]

    assert answers == [302, 302]
    assert Entry.objects.about(tie).count() == 1


def test_nobody_but_advisers_may(tie, others):
    for person in (UserFactory(roles=[Role.EVENTS]), MembershipFactory(authority=tie.german, coordinator=True).user):
        client = Client()
        client.force_login(person)
        assert client.get(path_of(tie)).status_code == 403
        with pytest.raises(Refused):
            correct_sides(
                tie.pk,
                others,
                opened=read_sides(tie),
                origin=Origin(note="x"),
                actor=person,
                at=datetime(2026, 11, 22, tzinfo=UTC),
            )


def test_the_directory_leads_to_the_page(desk, tie):
    page = desk.get(f"/en/workspace/directory/ties/{tie.slug}/").content.decode()

    assert path_of(tie) in page
    assert tie.hub_url in page
