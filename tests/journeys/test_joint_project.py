"""Two coordinators bring an idea to funding: begun in Arabic on a small phone, read and finished in German."""

from datetime import UTC, date, datetime
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from jisr.municipalities.models import Theme
from jisr.partnerships.models import JointProject, Partnership
from jisr.partnerships.projects import answers
from jisr.partnerships.projects.handover import handover
from jisr.partnerships.projects.services import start_project
from tests.factories.projects import COMPLETE
from tests.journeys.browser import NARROW, WIDE, axe, overflow
from tests.journeys.test_request import LONGEST_WAIT, signed_in, somebody_of

pytestmark = pytest.mark.journey
TYPED = "تحرق النفايات في العراء"
PAGES = ("idea", "themes", "need", "plan", "partners", "results", "money")


def is_fit(page: Page, address: str) -> None:
    page.goto(address)
    axe(page)
    assert overflow(page) == 0, address


def test_an_idea_survives_a_killed_browser_and_becomes_ready_for_funding(reader, site, records):
    tie = Partnership.objects.get(slug="neuwied--surif")
    arab, german = somebody_of("surif"), somebody_of("neuwied")
    page = signed_in(reader("ar", width=NARROW), arab, site.address)
    is_fit(page, f"/ar/workspace/projects/start/{tie.slug}/")
    page.locator("[name=title]").fill("نفايات أقل")
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/page/idea/")
    place = urlsplit(page.url).path.removesuffix("/page/idea/")
    project = JointProject.objects.get(tie=tie, public_id=place.rpartition("/")[2])

    page.goto(f"{place}/page/need/")
    with page.expect_response(lambda answer: answer.request.method == "POST", timeout=LONGEST_WAIT):
        page.locator("[name=need]").fill(TYPED)
    page.context.close()  # as if killed: nothing was submitted
    again = signed_in(reader("ar", width=NARROW, javascript=False), arab, site.address)
    again.goto(f"{place}/page/need/")
    expect(again.locator("[name=need]")).to_have_value(TYPED)
    again.locator("form[data-autosave] .actions button").first.click()
    again.wait_for_url("**/page/plan/")

    project.refresh_from_db()
    assert project.need == TYPED
    rest = {**COMPLETE, "need": TYPED, "summary_ar": "ملخص", "themes": [Theme.objects.first().slug]}
    answers.write(project, rest)
    office = signed_in(reader("de", width=WIDE), german, site.address)
    for step in ("develop", "get_ready"):
        is_fit(office, f"/de/workspace/projects/{project.public_id}/step/{step}/")
        office.locator("main .actions button").click()
        office.wait_for_url(f"**/{project.public_id}/")

    project.refresh_from_db()
    assert handover(project).need == TYPED


@pytest.mark.parametrize(("language", "width"), [("de", WIDE), ("ar", NARROW)])
def test_the_pages_of_projects_and_expectations_are_accessible(reader, site, records, language, width):
    tie = Partnership.objects.get(slug="neuwied--surif")
    person, now = somebody_of("neuwied"), datetime.now(UTC)
    project = start_project(tie, title="Abfall", language="de", form_key=f"j-{language}", actor=person, at=now)
    answers.write(project, {**COMPLETE, "summary_de": "Kurz", "start_on": date(2027, 3, 1).isoformat()})
    page = signed_in(reader(language, width=width), person, site.address)
    place = f"/{language}/workspace/projects/{project.public_id}"
    for slug in PAGES:
        is_fit(page, f"{place}/page/{slug}/")
    hub = f"/{language}/workspace/expectations/{tie.slug}"
    for address in (
        *(f"/{language}/workspace/projects/", f"{place}/", f"{place}/step/drop/", f"{place}/step/develop/"),
        *(f"{hub}/", f"{hub}/german/release/promise/", f"{hub}/german/meetings/event/"),
    ):
        is_fit(page, address)
