"""A coordinator on a phone in Arabic sends five people and replaces one; a waiting list moves on another screen."""

from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from jisr.accounts.states import Role
from jisr.events.models import Edition, EditionPlaces, FormQuestion, Participant, ParticipantKind
from jisr.events.registration.states import FieldKind
from tests.factories.events import EditionFactory, ParticipantKindFactory
from tests.factories.registration import QuestionFactory
from tests.journeys.browser import NARROW, WIDE, axe, overflow
from tests.journeys.people import make_person, sign_in
from tests.journeys.test_request import signed_in, somebody_of

pytestmark = pytest.mark.journey
NAMES = ("ليلى حداد", "عمر سعيد", "نور خليل", "سامي عودة", "رنا يوسف")


def sound(page: Page) -> None:
    page.wait_for_load_state()
    axe(page)
    assert overflow(page) == 0


def open_meeting(**columns: Any) -> Edition:
    """A meeting in two months with five places, whose registration is open."""
    first = date.today() + timedelta(days=60)  # noqa: DTZ011 - any day ahead
    edition: Edition = EditionFactory(
        ahead=True,
        title_de="Partnerschaftskonferenz Ramallah",
        title_ar="مؤتمر الشراكات في رام الله",
        title_en="Partnership conference Ramallah",
        start_on=first,
        end_on=first + timedelta(days=3),
        registration_deadline=first - timedelta(days=20),
        **columns,
    )
    names = {"name_de": "Fachkraft", "name_en": "Specialist", "name_ar": "خبير مختص"}
    ParticipantKindFactory(edition=edition, key="expert", entry="open", **names)
    return edition


def ask(edition: Edition) -> tuple[FormQuestion, FormQuestion]:
    """Whether somebody stays the night, and if so when they arrive."""
    words = {
        "label_de": "Brauchen Sie ein Zimmer?",
        "label_en": "Do you need a room?",
        "label_ar": "هل تحتاج إلى غرفة؟",
    }
    room = QuestionFactory(edition=edition, kind=FieldKind.YES_NO, is_required=True, **words)
    words = {"label_de": "Wann reisen Sie an?", "label_en": "When do you arrive?", "label_ar": "متى تصل؟"}
    when = QuestionFactory(
        edition=edition, kind=FieldKind.DATE, is_required=True, shown_if=room, shown_value="yes", **words
    )
    return room, when


def register_five(phone: Page, edition: Edition) -> None:
    """On one page, without a script."""
    phone.goto("/ar/workspace/participations/")
    sound_without_script(phone)
    phone.locator(f"main a[href$='{edition.slug}/my-delegation/']").first.click()
    phone.wait_for_load_state()
    for number, name in enumerate(NAMES):
        phone.locator(f"[name=p{number}-full_name]").fill(name)
        phone.locator(f"[name=p{number}-email]").fill(f"Delegate-{number}@Example.org")
    phone.locator("button[name=more]").click()
    phone.wait_for_load_state()
    expect(phone.locator("[name=p7-full_name]")).to_have_count(1)
    expect(phone.locator("[name=p4-full_name]")).to_have_value(NAMES[4])
    sound_without_script(phone)
    phone.locator("main form button[type=submit]").first.click()
    phone.wait_for_load_state()


def sound_without_script(page: Page) -> None:
    assert page.locator("main h1").count() == 1
    width = page.locator("main").bounding_box()
    assert width is not None
    assert width["width"] <= NARROW


def sign_up_with_two_questions(wide: Page, edition: Edition, room: FormQuestion, when: FormQuestion) -> str:
    """The second question appears with the first one's answer. Where the participation stands afterwards."""
    wide.goto(f"/de/events/{edition.slug}/register/")
    sound(wide)
    wide.locator("main a[href$='/register/you/']").click()
    wide.wait_for_url("**/register/you/")
    sound(wide)
    wide.locator("main form button[type=submit]").click()
    wide.wait_for_url("**/register/page-1/")
    expect(wide.locator(f"[name={when.field_name}]")).to_be_hidden()
    wide.locator(f"[name={room.field_name}][value=yes]").check()
    expect(wide.locator(f"[name={when.field_name}]")).to_be_visible()
    sound(wide)
    wide.locator(f"[name={when.field_name}]").fill(edition.start_on.isoformat())
    wide.locator("main form button[type=submit]").click()
    wide.wait_for_url("**/register/check/")
    sound(wide)
    wide.locator("main form button[type=submit]").click()
    wide.wait_for_url("**/workspace/participations/*/")
    sound(wide)
    return wide.url


def replace_then_withdraw(phone: Page, leaving: str, coming: str) -> None:
    phone.locator("main .rows a", has_text=leaving).click()
    phone.locator("main a[href$='/replace/']").click()
    phone.locator("[name=full_name]").fill(coming)
    phone.locator("[name=email]").fill("hiba@example.org")
    phone.locator("main form button[type=submit]").click()
    phone.wait_for_load_state()
    expect(phone.locator("h1")).to_have_text(coming)
    phone.locator("main a[href$='/withdraw/']").click()
    phone.locator("main form button[type=submit]").click()
    phone.wait_for_load_state()


def test_five_delegates_one_replaced_and_a_waiting_list_that_moves(reader, site, records):
    edition = open_meeting()
    EditionPlaces.objects.create(edition=edition, total=5)
    room, when = ask(edition)
    coordinator, guest = somebody_of("hizma"), make_person("Greta Linde")
    phone = signed_in(reader("ar", width=NARROW, javascript=False), coordinator, site.address)
    register_five(phone, edition)
    expect(phone.locator("main .rows li")).to_have_count(5)
    assert Participant.objects.filter(edition=edition, state="confirmed").count() == 5

    wide = reader("de", width=WIDE)
    sign_in(wide, guest)
    mine = sign_up_with_two_questions(wide, edition, room, when)
    expect(wide.get_by_text("Platz 1 der Warteliste").first).to_be_visible()

    replace_then_withdraw(phone, leaving=NAMES[1], coming="هبة ناصر")

    wide.goto(mine)
    sound(wide)
    wide.locator("main form[action$='/accept/'] button").click()
    wide.wait_for_load_state()
    expect(wide.get_by_text("Der Platz ist bestätigt.").first).to_be_visible()
    states = Participant.objects.filter(edition=edition).values_list("state", flat=True)
    assert sorted(states) == ["confirmed"] * 5 + ["replaced", "withdrawn"]


def test_the_office_s_pages_are_sound_on_a_wide_screen_and_on_a_phone(reader, site, records):
    edition = open_meeting()
    kind = ParticipantKind.objects.get(edition=edition)
    ask(edition)
    for number in range(3):
        Participant.objects.create(
            edition=edition,
            kind=kind,
            full_name=f"Gast {number}",
            email=f"guest-{number}@example.org",
            registered_at=edition.created_at,
            state="waiting" if number else "applied",
        )
    office = make_person("Eva Events", role=Role.EVENTS).row  # a code of the second factor can be used once
    for language, width in (("de", WIDE), ("ar", NARROW)):
        page = signed_in(reader(language, width=width), office, site.address)
        for rest in ("", "add/", "places/", "places/body/", "kinds/add/", "form/", "form/add/", "answers/"):
            page.goto(f"/{language}/workspace/meetings/{edition.slug}/participants/{rest}")
            sound(page)
        applicant = Participant.objects.get(edition=edition, state="applied")
        for rest in ("", "correct/"):
            page.goto(f"/{language}/workspace/participations/{applicant.public_id}/{rest}")
            sound(page)
