"""At the door of a meeting: a phone goes on while the line is down, and a paper is proved by somebody who holds it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from jisr.accounts.states import Role
from jisr.events.attendance.certificates import issue_all
from jisr.events.attendance.entries import Entry
from jisr.events.attendance.models import CheckIn
from jisr.events.attendance.services import badge_codes, name_helper, receive
from jisr.events.attendance.states import Problem
from jisr.events.editions.states import State
from jisr.events.models import Edition, Participant, ParticipantKind, Series
from tests.journeys.browser import NARROW, axe, overflow
from tests.journeys.people import make_person, sign_in

pytestmark = pytest.mark.journey
GUESTS = ("Dr. Maximiliane Müller-Lüdenscheidt", "ليلى النابلسي", "Jürgen Groß")


def sound(page: Page) -> None:
    axe(page)
    assert overflow(page) == 0


def make_meeting(state: State) -> tuple[Edition, list[Participant]]:
    """A meeting of today with three guests."""
    now = timezone.now()
    day = {"start_on": now.date(), "end_on": now.date(), "start_precision": "day", "end_precision": "day"}
    series = Series.objects.create(slug=f"series-{uuid4().hex[:8]}", kind="conference", name_de="Reihe", name_en="Row")
    titles = {"title_de": "Konferenz am Rhein", "title_en": "Conference", "title_ar": "مؤتمر الراين"}
    places = {"place_de": "Köln", "place_en": "Cologne", "place_ar": "كولونيا"}
    edition = Edition.objects.create(
        series=series, slug=f"meeting-{uuid4().hex[:8]}", state=state, mode="onsite", **titles, **places, **day
    )
    kind = ParticipantKind.objects.create(edition=edition, key="guest", name_de="Gast", name_en="Guest")
    guests = [
        Participant.objects.create(
            edition=edition, kind=kind, full_name=name, state="confirmed", registered_at=now, confirmed_at=now
        )
        for name in GUESTS
    ]
    return edition, guests


def test_a_phone_checks_in_without_a_line_and_sends_later(reader, site, records):
    edition, (anna, laila, juergen) = make_meeting(State.RUNNING)
    team, helper, now = make_person("Tamara", role=Role.EVENTS).row, make_person("Hanna"), timezone.now()
    name_helper(edition, helper.email, actor=team, at=now)
    codes = badge_codes(edition, actor=team, at=now)
    phone = reader("de", width=NARROW)
    sign_in(phone, helper)
    phone.goto(f"/de/workspace/meetings/{edition.slug}/check-in/")
    expect(phone.locator("[data-ready=yes]")).to_have_count(1)
    sound(phone)
    status, log, code = (phone.locator(f"[data-part={part}]") for part in ("status", "log", "code-form"))

    phone.context.set_offline(True)
    expect(status).to_contain_text("Keine Verbindung")
    code.locator("[name=code]").fill(str(codes[anna.pk]).lower())
    code.locator("button").click()
    expect(log).to_contain_text("D. M.")
    code.locator("[name=code]").fill("ZZZZ-ZZZZ-ZZZZ")
    code.locator("button").click()
    expect(log).to_contain_text("nicht auf der Liste")
    row = phone.locator(f"tr[data-who='{laila.public_id}']")
    row.locator("button").click()
    expect(row.locator(".badge")).to_have_text("anwesend")
    expect(status).to_contain_text("Noch nicht gesendet: 3")
    assert CheckIn.objects.filter(edition=edition).count() == 0
    sound(phone)
    search_finds(phone, "النابلسي", laila, but_not=anna)

    phone.context.set_offline(False)
    expect(status).to_contain_text("Noch nicht gesendet: 0")
    expect(log).to_contain_text("kein Namensschild dieser Veranstaltung hat diesen Code")
    rows = CheckIn.objects.filter(edition=edition).order_by("happened_at")
    assert [(row.participant, row.problem) for row in rows] == [
        (anna, Problem.NONE),
        (None, Problem.UNKNOWN_CODE),
        (laila, Problem.NONE),
    ]
    assert {row.given_by.email for row in rows} == {helper.email}
    assert max(abs(row.offset_seconds) for row in rows) <= 5
    assert len({row.device for row in rows}) == 1

    phone.context.set_offline(True)
    phone.locator(f"tr[data-who='{juergen.public_id}'] button").click()
    expect(status).to_contain_text("Noch nicht gesendet: 1")
    phone.context.set_offline(False)
    expect(status).to_contain_text("Noch nicht gesendet: 0")
    phone.reload()
    expect(phone.locator("[data-part=inside]")).to_have_text("3")
    assert CheckIn.objects.filter(edition=edition, counts=True).count() == 3


def search_finds(phone, typed, person, *, but_not):
    phone.locator("[data-part=search]").fill(typed)
    expect(phone.locator(f"tr[data-who='{but_not.public_id}']")).to_be_hidden()
    expect(phone.locator(f"tr[data-who='{person.public_id}']")).to_be_visible()
    phone.locator("[data-part=search]").fill("")


def test_what_a_closed_page_kept_goes_out_with_the_next_one(reader, site, records):
    edition, (anna, *_others) = make_meeting(State.RUNNING)
    team, helper, now = make_person("Tamara", role=Role.EVENTS).row, make_person("Hanna"), timezone.now()
    name_helper(edition, helper.email, actor=team, at=now)
    phone = reader("ar", width=NARROW)
    sign_in(phone, helper, "ar")
    address = f"/ar/workspace/meetings/{edition.slug}/check-in/"
    phone.goto(address)
    expect(phone.locator("[data-ready=yes]")).to_have_count(1)
    sound(phone)
    phone.context.set_offline(True)
    phone.locator(f"tr[data-who='{anna.public_id}'] button").click()
    expect(phone.locator("[data-part=status]")).to_contain_text("لم يرسل بعد: 1")
    asked = []
    phone.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    phone.close(run_before_unload=True)
    phone.context.set_offline(False)

    again = phone.context.new_page()
    again.goto(address)
    expect(again.locator("[data-ready=yes]")).to_have_count(1)
    expect(again.locator("[data-part=status]")).to_contain_text("لم يرسل بعد: 0")
    assert CheckIn.objects.filter(edition=edition, participant=anna, direction="in").count() == 1
    assert asked == ["beforeunload"]


def test_a_visitor_proves_a_paper_in_arabic(reader, site, records):
    edition, guests = make_meeting(State.HELD)
    team, at = make_person("Tamara", role=Role.EVENTS).row, timezone.now() - timedelta(minutes=1)
    entries = [Entry(key=uuid4(), direction="in", participant=guest.public_id) for guest in guests]
    receive(edition, entries, actor=team, at=at)
    certificate = next(row for row in issue_all(edition, actor=team, at=at) if row.participant == guests[1])
    page = reader("ar", width=NARROW)

    page.goto("/ar/events/certificates/")
    sound(page)
    page.locator("[name=code]").fill(certificate.shown_code)
    page.locator("main form button").click()
    page.wait_for_url(f"**/{certificate.code}/")
    expect(page.get_by_text("هذه الشهادة سارية")).to_have_count(1)
    expect(page.get_by_text("مؤتمر الراين")).to_have_count(1)
    expect(page.get_by_text("ليلى النابلسي")).to_have_count(0)
    sound(page)
    page.locator("[name=name]").fill("ليلى النابلسي")
    page.locator("main form button").click()
    expect(page.get_by_text("الاسم مطابق")).to_have_count(1)
    sound(page)
    assert page.context.cookies() == []
