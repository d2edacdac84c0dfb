"""A visitor finds the programme in Arabic on a phone and takes it along; somebody with an account keeps their own."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from jisr.events.agenda.published import PublishedInterpretation
from jisr.events.editions.states import Mode, State
from jisr.events.models import Edition, Series
from jisr.kernel.dates import Precision
from tests.events.timetable.building import MORNING, make_room, make_session, publish, replace
from tests.journeys.browser import NARROW, WIDE, axe, overflow
from tests.journeys.people import make_person, sign_in

pytestmark = pytest.mark.journey
SLUG = "journey-2027"
WATER = {"de": "Wasser sparen", "en": "Saving water", "ar": "ترشيد المياه"}


def sound(page: Page) -> None:
    axe(page)
    assert overflow(page) == 0


def make_meeting() -> Edition:
    return Edition.objects.create(
        series=Series.objects.get(slug="partnership-conference"),
        slug=SLUG,
        title_de="Konferenz der Reise",
        title_en="Conference of the journey",
        title_ar="مؤتمر الرحلة",
        state=State.OPEN,
        start_on=date(2027, 9, 13),
        start_precision=Precision.DAY,
        end_on=date(2027, 9, 16),
        end_precision=Precision.DAY,
        place_de="Jena",
        place_en="Jena",
        place_ar="يينا",
        mode=Mode.ONSITE,
    )


def test_a_programme_is_found_read_taken_along_and_kept(reader, site, records):
    edition, hall = make_meeting(), make_room()
    into = PublishedInterpretation(from_language="de", to_language="ar", channel="simultaneous")
    water = make_session(title=WATER, room=hall.guid, interpretations=(into,))
    waste = make_session(title={"de": "Abfallwirtschaft"}, kind="panel", starts_at=MORNING + timedelta(minutes=30))
    publish(edition, water, waste, rooms=[hall])

    phone = reader("ar", width=NARROW, javascript=False)
    phone.goto(f"/ar/events/{SLUG}/programme/")
    expect(phone.locator(".programme > li")).to_have_count(2)
    phone.locator("details.collapse summary").last.click()
    phone.locator("#filter-language").select_option("ar")
    phone.locator("form.filters button").click()
    expect(phone.locator(".programme > li")).to_have_count(1)
    phone.get_by_role("link", name=WATER["ar"]).click()
    expect(phone.get_by_role("heading", level=1)).to_have_text(WATER["ar"])
    calendar = phone.request.get(f"{site.address}{phone.locator('a.more[href$=ics]').get_attribute('href')}")
    assert calendar.headers["content-type"] == "text/calendar; charset=utf-8"
    assert f"UID:{water.guid}@" in calendar.text()

    for language, width in (("ar", NARROW), ("de", WIDE)):
        page = reader(language, width=width)
        for path in ("programme/", f"programme/{water.code}/", "programme/changes/", "documentation/"):
            page.goto(f"/{language}/events/{SLUG}/{path}")
            sound(page)

    wide = reader("de", width=WIDE)
    sign_in(wide, make_person("Anna"))
    wide.goto(f"/de/events/{SLUG}/programme/")
    for session in (water, waste):
        wide.locator(f"button[formaction$='{session.code}/pick/']").click()
        wide.wait_for_load_state()
    sound(wide)
    publish(edition, replace(water, starts_at=MORNING + timedelta(hours=3), sequence=1), waste, rooms=[hall])
    wide.goto(f"/de/workspace/meetings/{SLUG}/my-programme/")
    expect(wide.locator(".programme > li")).to_have_count(2)
    sound(wide)
    wide.locator("form[action$='/known/'] button").click()
    wide.wait_for_load_state()
    expect(wide.locator("form[action$='/known/']")).to_have_count(0)

    wide.locator("form[action$='/my-programme/calendar/'] button").click()
    wide.wait_for_load_state()
    sound(wide)
    address = wide.locator("code").inner_text()
    path = address[address.index("/de/") :]
    assert "Wasser sparen" in wide.request.get(site.address + path).text()
    wide.locator("form[action$='/my-programme/calendar/'] button").click()
    wide.wait_for_load_state()
    assert wide.request.get(site.address + path).status == 404
