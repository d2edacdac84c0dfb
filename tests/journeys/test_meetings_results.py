"""From a result sheet in German to a step that a Palestinian town settles, and to the opening of the next meeting."""

from datetime import UTC, date, datetime

import pytest
from playwright.sync_api import Page, expect

from jisr.events.agenda.models import Session
from jisr.events.agenda.states import SessionKind
from jisr.events.editions.states import State
from jisr.events.models import Edition, Mode, ParticipantKind, Series
from jisr.events.registration.models import Participant
from jisr.events.registration.states import ParticipantState
from jisr.events.results.models import FollowUp, ResultSheet
from jisr.kernel.dates import Precision
from jisr.municipalities.models import Authority
from tests.journeys.browser import NARROW, WIDE, axe, overflow
from tests.journeys.people import make_person
from tests.journeys.test_request import signed_in, somebody_of

pytestmark = pytest.mark.journey
GERMAN, PALESTINIAN = "xanten", "aroura"
STEP = "إرسال مخطط محطة المياه"
NOW = datetime.now(UTC)


def sound(page: Page) -> None:
    axe(page)
    assert overflow(page) == 0


def make_edition(slug: str, **columns: object) -> Edition:
    series, _new = Series.objects.get_or_create(slug="journey", defaults={"kind": "conference", "name_de": "Reihe"})
    days = {"start_on": date(2026, 9, 14), "end_on": date(2026, 9, 16)} | columns
    edition: Edition = Edition.objects.create(
        series=series,
        slug=slug,
        place_de="Jena",
        mode=Mode.ONSITE,
        start_precision=Precision.DAY,
        end_precision=Precision.DAY,
        **days,
    )
    return edition


def take_part(edition: Edition, slug: str, name: str) -> None:
    kind, _new = ParticipantKind.objects.get_or_create(edition=edition, key="expert", defaults={"name_en": "Expert"})
    Participant.objects.create(
        edition=edition,
        kind=kind,
        authority=Authority.objects.get(slug=slug),
        full_name=name,
        state=ParticipantState.CONFIRMED,
        registered_at=NOW,
        confirmed_at=NOW,
    )


def press(page: Page, selector: str) -> None:
    page.locator(selector).first.click()
    page.wait_for_load_state()


def write_sheet(office: Page, desk: str) -> None:
    office.goto(desk)
    sound(office)
    office.locator("form[action$='/sheets/begin/'] select").select_option("de")
    press(office, "form[action$='/sheets/begin/'] button")
    office.locator("[name=text_topic]").fill("Sauberes Wasser")
    office.locator("[name=text_agreed]").fill("Der Plan des Wasserwerks wird ausgetauscht.")
    office.locator("[name=text_next_steps]").fill("Den Plan des Wasserwerks schicken")
    office.locator(f"[name=authorities][value={PALESTINIAN}]").check()
    sound(office)
    expect(office.locator("[data-autosave-status]")).to_have_text("Gespeichert.")
    press(office, "main form[data-autosave] button[type=submit]")
    sound(office)


def translate_and_publish(office: Page, sheet: str) -> None:
    office.goto(f"{sheet}translate/ar/")
    office.locator("[name=text_topic]").fill("مياه نظيفة")
    office.locator("[name=text_agreed]").fill("يُتبادل مخطط محطة المياه.")
    office.locator("[name=text_next_steps]").fill(STEP)
    office.locator("[name=state_topic]").check()
    sound(office)
    press(office, "main form button[type=submit]")
    office.goto(sheet)
    press(office, "[form=move-check]")
    press(office, "[form=move-publish]")
    sound(office)


def agree(office: Page) -> None:
    press(office, "a[href*='follow-ups/add/?sheet=']")
    expect(office.locator("[name=text_ar]")).to_have_value(STEP)
    office.locator("[name=owner]").select_option(f"authority:{PALESTINIAN}")
    office.locator("[name=counterpart]").select_option(f"authority:{GERMAN}")
    office.locator("[name=due_on]").fill("2030-03-01")
    sound(office)
    press(office, "main form button[type=submit]")
    sound(office)
    press(office, "[name=public][value=yes]")


def finish(phone: Page, step: FollowUp) -> None:
    phone.goto("/ar/workspace/")
    phone.locator(f"main a[href$='{step.public_id}/']").first.click()
    expect(phone.locator("h1")).to_have_text(STEP)
    sound(phone)
    phone.locator("[name=step][value=finish]").check()
    phone.locator("[name=note]").fill("أُرسل المخطط إلى المدينة الشريكة.")
    press(phone, "main form:has([name=step]) button[type=submit]")
    sound(phone)
    phone.goto("/ar/workspace/meetings/follow-ups/?state=all")
    sound(phone)


def test_a_sheet_becomes_a_step_that_is_done_and_shown_at_the_next_opening(reader, site, records):
    held = make_edition("journey-held", title_de="Treffen in Jena", title_ar="لقاء يينا", state=State.HELD)
    make_edition("journey-next", title_de="Nächstes Treffen", title_ar="اللقاء القادم", follows=held, state=State.OPEN)
    Session.objects.create(edition=held, kind=SessionKind.WORKING_GROUP, title_de="AG Wasser", title_ar="مجموعة المياه")
    for slug, name in ((GERMAN, "Dörte Muster"), (PALESTINIAN, "سمير مثال")):
        take_part(held, slug, name)
    desk = f"/de/workspace/meetings/{held.slug}/results/"
    office = signed_in(reader("de", width=WIDE), make_person("Eva", role="events").row, site.address)

    write_sheet(office, desk)
    sheet = ResultSheet.objects.get(edition=held)
    translate_and_publish(office, f"{desk}sheets/{sheet.public_id}/")
    agree(office)
    office.goto(f"{desk}carry/")
    press(office, "main form button[type=submit]")
    sound(office)
    phone = signed_in(reader("ar", width=NARROW), somebody_of(PALESTINIAN), site.address)
    finish(phone, FollowUp.objects.get(edition=held))

    visitor = reader("ar", width=NARROW)
    for path in ("journey-next/results/opening/", "journey-held/results/"):
        visitor.goto(f"/ar/events/{path}")
        expect(visitor.locator("main .badge").first).to_have_text("منجزة")
        expect(visitor.get_by_text(STEP)).to_have_count(1)
        sound(visitor)
    visitor.goto(f"/ar/events/journey-held/results/sheets/{sheet.public_id}/")
    expect(visitor.get_by_text("مياه نظيفة")).to_have_count(1)
    sound(visitor)


def test_two_people_write_one_paragraph_and_both_texts_are_there(reader, site, records):
    edition = make_edition("journey-minutes", title_de="Protokolltreffen", state=State.RUNNING)
    Session.objects.create(edition=edition, kind=SessionKind.TALK, title_de="Vortrag")
    one = signed_in(reader("de", width=WIDE), make_person("Eva", role="events").row, site.address)
    other = signed_in(reader("de", width=NARROW, javascript=False), make_person("Ida", role="events").row, site.address)
    one.goto(f"/de/workspace/meetings/{edition.slug}/results/writing/")
    press(one, "form[action$='/minutes/begin/'] button")
    one.locator("textarea").fill("Begrüßung")
    press(one, ".actions button[type=submit] >> nth=0")
    sound(one)
    other.goto(one.url)
    other.locator("textarea").first.fill("Begrüßung durch die Stadt")
    press(other, ".actions button[type=submit] >> nth=0")
    expect(other.locator("textarea").first).to_have_value("Begrüßung durch die Stadt")
    assert overflow(other) == 0

    one.locator("textarea").first.fill("Begrüßung durch den Gastgeber")
    expect(one.locator("[data-autosave-status]")).to_contain_text("Jemand anderes")
    press(one, ".actions button[type=submit] >> nth=0")

    expect(one.locator("textarea").first).to_have_value("Begrüßung durch den Gastgeber")
    expect(one.locator(".comment").first).to_contain_text("Begrüßung durch die Stadt")
    sound(one)
    press(one, "[name=theirs]")
    expect(one.locator("textarea").first).to_have_value("Begrüßung durch die Stadt")
    one.locator("textarea").first.fill("Begrüßung durch die Stadt Jena")
    expect(one.locator("[data-autosave-status]")).to_have_text("Gespeichert.")
    other.reload()
    expect(other.locator("textarea").first).to_have_value("Begrüßung durch die Stadt Jena")
