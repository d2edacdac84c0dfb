"""The events team builds a day, first by forms without a script, then by arrow keys; solves a conflict; publishes."""

import re
from datetime import UTC, date, datetime

import pytest
from playwright.sync_api import Page, expect

from jisr.events.agenda.casting import set_speakers
from jisr.events.agenda.models import EditionVenue, Room, Session, Venue
from jisr.events.models import Edition, Series
from tests.journeys.browser import NARROW, WIDE, axe, overflow
from tests.journeys.people import make_person
from tests.journeys.test_request import signed_in

pytestmark = pytest.mark.journey
SLUG = "netzwerktreffen-2027"


def sound(page: Page) -> None:
    axe(page)
    assert overflow(page) == 0


@pytest.fixture
def edition(site, records):
    series = Series.objects.order_by("pk").first()
    if known := Edition.objects.filter(slug=SLUG).first():
        return known  # both journeys share the site
    meeting = Edition.objects.create(
        series=series,
        slug=SLUG,
        title_de="Netzwerktreffen 2027",
        title_en="Network meeting 2027",
        title_ar="لقاء التشبيك 2027",
        start_on=date(2027, 9, 13),
        start_precision="day",
        end_on=date(2027, 9, 15),
        end_precision="day",
        place_de="Köln",
        mode="onsite",
        state="open",
    )
    house = Venue.objects.create(name_de="Rathaus", name_ar="دار البلدية", address="Hauptplatz 1")
    EditionVenue.objects.create(edition=meeting, venue=house)
    for position, (german, arabic, size) in enumerate(
        (("Großer Saal", "القاعة الكبرى", 120), ("Saal 2", "قاعة 2", 30))
    ):
        Room.objects.create(venue=house, name_de=german, name_ar=arabic, capacity=size, position=position)
    return meeting


def add_session(page: Page, title: str, arabic: str) -> None:
    """Make a session and give it the time that stands in the form, all by forms."""
    page.goto(f"/de/workspace/meetings/{SLUG}/programme/sessions/add/")
    page.locator("[name=title_de]").fill(title)
    page.locator("[name=title_ar]").fill(arabic)
    for code in ("de", "ar"):
        page.locator(f"[name=languages][value={code}]").check()
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url("**/move/")


def schedule(page: Page, room: str, start: str) -> None:
    page.locator("[name=room]").select_option(label=f"{room} (Rathaus)")
    page.locator("[name=day]").fill("2027-09-13")
    page.locator("[name=start]").fill(start)
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_load_state()


def title_in_grid(page: Page, title: str):
    return page.locator(".agenda-grid .agenda-item__title", has_text=title)


def test_a_day_is_built_a_conflict_solved_and_the_programme_published(reader, site, edition):
    planner = make_person("Pia", role="events")
    plain = signed_in(reader("de", width=WIDE, javascript=False), planner.row, site.address)
    for title, arabic in (("Begrüßung", "الترحيب"), ("Abfallwirtschaft", "إدارة النفايات")):
        add_session(plain, title, arabic)
        schedule(plain, "Großer Saal", "10:00")
    plain.goto(f"/de/workspace/meetings/{SLUG}/programme/publish/")
    expect(plain.locator("main")).to_contain_text("1 Konflikt verhindert die Veröffentlichung")
    plain.goto(f"/de/workspace/meetings/{SLUG}/programme/conflicts/")
    expect(plain.locator("main")).to_contain_text("Dieser Raum ist frei und groß genug: Saal 2 (Rathaus).")

    page = reader("de", width=WIDE)
    page.context.add_cookies(plain.context.cookies())
    for address in ("programme/", "programme/conflicts/", "venues/", "programme/interpreters/", "contributions/"):
        page.goto(f"/de/workspace/meetings/{SLUG}/{address}")
        sound(page)
    page.goto(f"/de/workspace/meetings/{SLUG}/programme/days/2027-09-13/")
    sound(page)
    title_in_grid(page, "Abfallwirtschaft").focus()
    for key in ("ArrowRight", "ArrowDown"):
        page.keyboard.press(key)
    expect(page.locator("[data-agenda-status]")).to_contain_text("Abfallwirtschaft: 10:15, Saal 2, 45 Minuten.")
    page.keyboard.press("Enter")
    expect(page.locator("[data-agenda-status]")).to_contain_text("„Abfallwirtschaft“ ist verlegt")
    expect(title_in_grid(page, "Abfallwirtschaft")).to_be_focused()
    moved = Session.objects.get(title_de="Abfallwirtschaft")
    assert (moved.room.name_de, moved.starts_at.isoformat()) == ("Saal 2", "2027-09-13T08:15:00+00:00")

    drag(page, "Begrüßung", "08:30")
    expect(page.locator("[data-agenda-status]")).to_contain_text("„Begrüßung“ ist verlegt")
    assert Session.objects.get(title_de="Begrüßung").starts_at.isoformat() == "2027-09-13T06:30:00+00:00"
    sound(page)

    page.goto(f"/de/workspace/meetings/{SLUG}/programme/publish/")
    sound(page)
    for name, text in {"note_de": "Erster Stand", "note_en": "First version", "note_ar": "النسخة الأولى"}.items():
        page.locator(f"[name={name}]").fill(text)
    page.locator("main form button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("Fassung 1 ist veröffentlicht.")
    sound(page)
    look_at_it_in_arabic(reader, page, moved)


def drag(page: Page, title: str, start: str) -> None:
    """With the mouse, to another time of the same room."""
    item = title_in_grid(page, title).locator("xpath=ancestor::*[@data-item]")
    room = item.get_attribute("data-room")
    item.scroll_into_view_if_needed()
    goal = page.locator(f'tr[data-start="{start}"] > td[data-room="{room}"]')
    here, there = item.bounding_box(), goal.bounding_box()
    page.mouse.move(here["x"] + here["width"] - 20, here["y"] + 20)
    page.mouse.down()
    page.mouse.move(here["x"] + 30, here["y"] + 10)
    page.mouse.move(there["x"] + 40, there["y"] + there["height"] / 2, steps=4)
    page.mouse.up()


def look_at_it_in_arabic(reader, page: Page, session: Session) -> None:
    for width in (NARROW, WIDE):
        arabic = reader("ar", width=width)
        arabic.context.add_cookies(page.context.cookies())
        base = f"/ar/workspace/meetings/{SLUG}/"
        for rest in (
            "programme/",
            "programme/days/2027-09-13/",
            "programme/publish/",
            "programme/versions/",
            "venues/",
        ):
            arabic.goto(base + rest)
            sound(arabic)
        for rest in ("", "edit/", "move/", "rows/speakers/"):
            arabic.goto(f"{base}programme/sessions/{session.public_id}/{rest}")
            sound(arabic)
    heads = arabic.goto(f"{base}programme/days/2027-09-13/") and arabic.locator(".agenda-grid thead th")
    boxes = [heads.nth(number).bounding_box()["x"] for number in range(heads.count())]
    assert boxes == sorted(boxes, reverse=True)  # the first room is on the right
    title = title_in_grid(arabic, "إدارة النفايات")
    title.focus()
    arabic.keyboard.press("ArrowRight")  # the room that is seen on the right: the one before
    expect(arabic.locator("[data-agenda-status]")).to_contain_text(re.compile("القاعة الكبرى"))
    arabic.keyboard.press("Escape")


def long_session(edition: Edition, title: str, arabic: str) -> Session:
    """Of an hour and a half on the second day, from 14:00 there."""
    room = Room.objects.get(name_de="Saal 2")
    texts = {"title_de": title, "title_ar": arabic, "languages": ["de"]}
    begins = datetime(2027, 9, 14, 12, tzinfo=UTC)
    return Session.objects.create(edition=edition, kind="talk", room=room, starts_at=begins, minutes=90, **texts)


def start_of(session: Session) -> str:
    session.refresh_from_db()
    return session.starts_at.strftime("%H:%M")


def test_a_session_moves_as_far_as_the_mouse_and_escape_lets_it_go(reader, site, edition):
    session = long_session(edition, "Klärwerk", "محطة المعالجة")
    page = signed_in(reader("de", width=WIDE), make_person("Pia", role="events").row, site.address)
    page.goto(f"/de/workspace/meetings/{SLUG}/programme/days/2027-09-14/")
    item = title_in_grid(page, "Klärwerk").locator("xpath=ancestor::*[@data-item]")
    item.evaluate("each => each.scrollIntoView({block: 'center'})")
    box = item.bounding_box()
    low = (box["x"] + box["width"] - 30, box["y"] + box["height"] - 12)  # in its last row, not where it begins
    row = page.locator("tr[data-start='15:15']").bounding_box()["height"]
    status = page.locator("[data-agenda-status]")

    page.mouse.move(*low)
    page.mouse.down()
    page.mouse.move(low[0], low[1] + row, steps=4)
    expect(status).to_contain_text("Klärwerk: 14:15, Saal 2, 90 Minuten. Loslassen speichert")
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(status).to_have_text("Es bleibt, wo es war.")
    assert start_of(session) == "12:00"

    page.mouse.move(*low)
    page.mouse.down()
    page.mouse.move(low[0], low[1] + row, steps=4)
    page.mouse.up()
    expect(status).to_contain_text("„Klärwerk“ ist verlegt")
    assert start_of(session) == "12:15"
    session.delete()


def test_a_session_is_moved_by_its_grip_on_a_telephone(reader, site, edition):
    session = long_session(edition, "Talsperre", "السد")
    phone = signed_in(reader("ar", width=NARROW, touch=True), make_person("Pia", role="events").row, site.address)
    phone.goto(f"/ar/workspace/meetings/{SLUG}/programme/days/2027-09-14/")
    item = title_in_grid(phone, "السد").locator("xpath=ancestor::*[@data-item]")
    item.evaluate("each => each.scrollIntoView({block: 'center'})")
    grip = item.locator(".agenda-item__grip").bounding_box()
    x, y = grip["x"] + grip["width"] / 2, grip["y"] + 12
    row = phone.locator("tr[data-start='15:15']").bounding_box()["height"]
    touch = phone.context.new_cdp_session(phone)

    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 5):
        point = {"x": x, "y": y + step * row / 2}
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    expect(phone.locator("[data-agenda-status]")).to_contain_text("السد: 14:30، قاعة 2، 90 دقيقة")
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    expect(phone.locator("[data-agenda-status]")).to_contain_text("نُقلت «السد»")
    assert start_of(session) == "12:30"
    sound(phone)
    session.delete()


def test_a_speaker_says_yes_on_the_telephone(reader, site, edition):
    from tests.factories.events import ParticipantFactory, ParticipantKindFactory  # noqa: PLC0415

    person = make_person("Lina")
    kind = ParticipantKindFactory(edition=edition)
    seat = ParticipantFactory(edition=edition, kind=kind, user=person.row, full_name="Lina")
    session = Session.objects.create(edition=edition, kind="talk", title_ar="المياه", languages=["ar"])
    row = {"participant": seat, "full_name": "Lina", "role": "speaker", "has_agreed": False, "agreed_at": None}
    row |= {"consent_note": "", **{f"function_title_{code}": "" for code in ("de", "en", "ar")}}
    planner = make_person("Pia", role="events").row
    set_speakers(session, [row], seen=1, actor=planner, at=session.created_at)

    phone = signed_in(reader("ar", width=NARROW), person.row, site.address)
    phone.goto("/ar/workspace/")
    phone.locator(f"main a[href*='{SLUG}/my-appearances/']").first.click()
    sound(phone)
    phone.locator("button[value=yes]").click()
    phone.wait_for_load_state()
    sound(phone)
    assert session.speakers.get().consented_at is not None
