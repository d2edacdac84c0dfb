"""A visitor finds the programme in Arabic on a phone and takes it along; people keep their own and sign up."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from jisr.accounts.models import User
from jisr.events.agenda.drafting import draft_of
from jisr.events.agenda.published import PublishedInterpretation
from jisr.events.agenda.signing_up import sign_up
from jisr.events.editions.states import Mode, State
from jisr.events.models import Edition, Participant, ProgrammeVersion, Series
from jisr.kernel.dates import Precision
from jisr.notifications.models import Message
from tests.events.timetable.building import MORNING, make_room, make_session, publish, replace
from tests.factories.events import EditionFactory, ParticipantFactory, SessionFactory
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


def test_somebody_signs_up_in_arabic_on_a_phone_and_gets_the_place_that_becomes_free(reader, site, records):
    first = date.today() + timedelta(days=60)  # noqa: DTZ011 - any day ahead
    edition = EditionFactory(ahead=True, start_on=first, end_on=first, title_ar="مؤتمر الرحلات", title_de="Besuche")
    begins = datetime.combine(first, time(9), tzinfo=UTC)
    titles = {"title_de": "Besichtigung der Kläranlage", "title_en": "Visit", "title_ar": "زيارة محطة المعالجة"}
    visit = SessionFactory(edition=edition, kind="site_visit", starts_at=begins, needs_signup=True, places=1, **titles)
    draft = draft_of(edition, None, at=begins - timedelta(days=61))
    ProgrammeVersion.objects.create(edition=edition, number=1, published_at=begins, content=draft.as_json())
    layla, omar = make_person("ليلى حداد"), make_person("عمر سعيد")
    User.objects.filter(email=layla.email).update(preferred_language="ar")
    for person in (layla, omar):
        ParticipantFactory(edition=edition, user=person.row)
    sign_up(visit, Participant.objects.get(user=omar.row), actor=omar.row, at=timezone.now())

    phone = reader("ar", width=NARROW, javascript=False)
    sign_in(phone, layla, "ar")
    phone.goto(f"/ar/events/{edition.slug}/programme/")
    expect(phone.locator(".programme")).to_contain_text("المقعد الوحيد محجوز")
    phone.get_by_role("button", name="أضيفوني إلى قائمة الانتظار").click()
    expect(phone.locator(".programme")).to_contain_text("الترتيب على قائمة الانتظار: 1")

    wide = reader("de")
    sign_in(wide, omar)
    wide.goto(f"/de/workspace/meetings/{edition.slug}/my-programme/")
    sound(wide)
    wide.get_by_role("button", name="Wieder abmelden").click()
    expect(wide.locator(".notice").first).to_contain_text("abgemeldet")

    phone.goto(f"/ar/workspace/meetings/{edition.slug}/my-programme/")
    expect(phone.locator(".programme")).to_contain_text("لكم مقعد")
    check = reader("ar", width=NARROW)
    sign_in(check, layla, "ar")
    for page in (
        f"events/{edition.slug}/programme/{visit.code}/",
        f"workspace/meetings/{edition.slug}/sign-up/{visit.public_id}/",
    ):
        check.goto(f"/ar/{page}")
        sound(check)
    assert Message.objects.get(recipient=layla.row, kind="events.session_signup").subject_line == "لديكم مقعد في جلسة"
