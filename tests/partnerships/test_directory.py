"""Ties at the office's desk."""

import pytest
from django.test import Client

from jisr.accounts.states import Role
from jisr.audit.models import Entry
from jisr.municipalities.models import FactSource
from jisr.partnerships.models import Milestone, Partnership, Project
from jisr.partnerships.states import Status
from jisr.web import public_data
from tests.desk_forms import filled
from tests.factories.accounts import UserFactory
from tests.factories.municipalities import AuthorityFactory, ThemeFactory
from tests.factories.partnerships import PartnershipFactory

pytestmark = pytest.mark.django_db
SOURCE = {"source": "https://source.example/page", "as_of": "2022"}
STATUS = {"status": "active", "status_date": "2024-05", "status_source_url": "https://status.example/"}


@pytest.fixture
def desk():
    client = Client()
    client.force_login(UserFactory(roles=[Role.ADVISER]))
    return client


def path_of(tie):
    return f"/en/workspace/directory/ties/{tie.slug}/"


def test_a_tie_is_added_once_with_its_two_sides_and_is_public_at_once(desk):
    AuthorityFactory(name_en="Cologne", slug="koeln")
    AuthorityFactory(name_en="Bethlehem", slug="bethlehem", palestinian=True)
    theme = ThemeFactory()
    facts = {"form": "partnerschaft", "since": "1996", "themes": [theme.pk], "sources": "https://a.example/"}
    form = {"german": "Cologne", "palestinian": "bethlehem"} | facts | STATUS | SOURCE

    answers = [desk.post("/en/workspace/directory/ties/new/", form) for _twice in range(2)]

    tie = Partnership.objects.get()
    assert [answer.headers["Location"] for answer in answers] == [path_of(tie)] * 2
    assert (tie.slug, str(tie.since), str(tie.status_date)) == ("koeln--bethlehem", "1996", "2024-05")
    assert "1996" in Client().get(tie.get_absolute_url()).content.decode()
    sources = {each.field: each.source_url for each in FactSource.objects.about(tie)}
    assert (sources["status"], sources["form"]) == ("https://status.example/", "https://source.example/page")


@pytest.mark.parametrize("name", ["Nowhere", "bethlehem"])
def test_a_side_is_an_authority_of_its_country(desk, name):
    AuthorityFactory(name_en="Bethlehem", slug="bethlehem", palestinian=True)
    form = {"german": name, "palestinian": "bethlehem", "form": "kontakt"} | STATUS | SOURCE

    response = desk.post("/en/workspace/directory/ties/new/", form)

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["german"])


def test_an_ambiguous_name_is_answered_with_short_names(desk):
    for slug in ("neustadt-a", "neustadt-b"):
        AuthorityFactory(name_en="Neustadt", slug=slug)
    form = {"german": "Neustadt", "palestinian": AuthorityFactory(palestinian=True).slug, "form": "kontakt"}

    response = desk.post("/en/workspace/directory/ties/new/", form | STATUS | SOURCE)

    assert "neustadt-a" in str(response.context["form"].errors["german"])


def test_a_status_is_changed_with_its_own_date_and_source_alone(desk):
    tie = PartnershipFactory()
    path = path_of(tie)

    response = desk.post(path, filled(desk, path) | STATUS | {"status": "paused"})

    tie.refresh_from_db()
    assert (response.status_code, tie.status, tie.status_source_url) == (302, Status.PAUSED, "https://status.example/")
    assert {(each.source_url, str(each.as_of)) for each in FactSource.objects.all()} == {
        ("https://status.example/", "2024-05")
    }


def test_a_status_that_the_platform_recorded_needs_no_page_until_it_is_changed(desk):
    tie = PartnershipFactory(status_source_url="", status_on="2026-01-01", status_precision="day", is_public=False)
    path = path_of(tie)

    other = desk.post(path, filled(desk, path) | {"form": "kontakt"} | SOURCE)
    wrong = desk.post(path, filled(desk, path) | {"status": "ended"} | SOURCE)
    right = desk.post(
        path, filled(desk, path) | {"status": "ended", "status_source_url": "https://a.example/"} | SOURCE
    )

    tie.refresh_from_db()
    assert (other.status_code, wrong.status_code, right.status_code) == (302, 422, 302)
    assert list(wrong.context["form"].errors) == ["status_source_url"]
    assert (tie.form, tie.status, tie.status_source_url) == ("kontakt", "ended", "https://a.example/")
    assert "not public" in desk.get("/en/workspace/directory/ties/").content.decode()


def test_a_pause_that_the_directory_ends_is_not_looked_at_again(desk):
    tie = PartnershipFactory(status="paused", review_on="2027-01-01", status_on="2024-01-01", status_precision="year")
    path = path_of(tie)

    desk.post(path, filled(desk, path) | STATUS)

    tie.refresh_from_db()
    assert (tie.status, tie.review_on) == (Status.ACTIVE, None)


def test_a_status_needs_its_date_and_source(desk):
    tie = PartnershipFactory()
    path = path_of(tie)

    response = desk.post(path, filled(desk, path) | {"status": "paused", "status_date": "", "status_source_url": ""})

    assert {"status_date", "status_source_url"} <= set(response.context["form"].errors)
    assert Partnership.objects.get().status == Status.ACTIVE


def test_sources_keep_their_order_and_can_be_put_in_another(desk):
    tie = PartnershipFactory(status_on="2024-01-01", status_precision="year")
    path = path_of(tie)
    for lines in ("https://a.example/\nhttps://b.example/", "https://c.example/\nhttps://b.example/"):
        assert desk.post(path, filled(desk, path) | {"sources": lines} | SOURCE).status_code == 302

    assert [source.url for source in tie.sources.all()] == ["https://c.example/", "https://b.example/"]


def test_two_editors_of_themes_see_names(desk):
    tie = PartnershipFactory(status_on="2024-01-01", status_precision="year")
    water, waste = ThemeFactory(name_en="Water"), ThemeFactory(name_en="Waste")
    path = path_of(tie)
    opened = filled(desk, path)
    desk.post(path, opened | {"themes": [water.pk]} | SOURCE)

    response = desk.post(path, opened | {"themes": [waste.pk]} | SOURCE)

    (clash,) = [told for told in response.context["form"].told() if told.keep]
    assert (response.status_code, clash.original, clash.theirs) == (422, "–", "Water")
    assert Entry.objects.about(tie).get().changes == {"themes": ["", "Water"]}


def test_milestones_and_projects_are_added_and_taken_away(desk):
    tie = PartnershipFactory()
    path = path_of(tie) + "rows/"
    step = {"kind": "visit", "happened": "2019-03", "text_en": "A visit", "source_url": "https://a.example/"}
    for number in range(3):
        assert desk.post(path + "milestones/new/", step | {"text_en": f"Visit {number}"}).status_code == 302
    desk.post(f"{path}milestones/{Milestone.objects.get(text_en='Visit 1').pk}/remove/")
    assert desk.post(path + "milestones/new/", step).status_code == 302
    assert desk.post(path + "projects/new/", {"text_en": "A project"}).status_code == 422
    assert desk.post(path + "projects/new/", {"text_en": "A project"} | SOURCE).status_code == 302

    assert [step.text_en for step in tie.milestones.all()] == ["Visit 0", "Visit 2", "A visit"]
    assert Project.objects.get().text_en == "A project"
    page = Client().get(tie.get_absolute_url()).content.decode()
    assert "A visit" in page
    assert "A project" in page


def test_a_theme_under_a_new_name_finds_its_ties(desk):
    theme = ThemeFactory(name_en="Oldword")
    tie = PartnershipFactory(slug="found-tie")
    tie.themes.add(theme)
    path = f"/en/workspace/directory/themes/{theme.slug}/"

    desk.post(path, filled(desk, path) | {"name_en": "Zebrafish"} | SOURCE)

    assert "found-tie" in Client().get("/en/search/", {"q": "Zebrafish"}).content.decode()


def test_the_list_of_ties_asks_as_much_for_one_row_as_for_fifty(desk, django_assert_max_num_queries):
    path, counts = "/en/workspace/directory/ties/", []
    for more in (1, 2, 47):
        PartnershipFactory.create_batch(more)
        public_data.forget()  # the places are new, and PostgreSQL tells of it when they are committed
        desk.get(path)
        with django_assert_max_num_queries(12) as asked:
            response = desk.get(path)
        counts.append((len(response.context["rows"]), len(asked)))

    assert [rows for rows, _queries in counts] == [1, 3, 50]
    assert len({queries for _rows, queries in counts}) == 1
