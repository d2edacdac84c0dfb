"""Two participants opt in, ask and say yes, each in its own language; the office plans, publishes, plans again."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from jisr.accounts.states import Role
from jisr.events.models import Edition, Participant, Series, TalkPlan
from jisr.events.talks.plans import make_plan
from jisr.municipalities.models import Authority, Theme
from tests.factories.events import ParticipantFactory, ParticipantKindFactory
from tests.journeys.browser import NARROW, WIDE, axe, overflow
from tests.journeys.people import make_person, sign_in

pytestmark = pytest.mark.journey


def sound(page: Page) -> None:
    axe(page)
    assert overflow(page) == 0


def meeting() -> Edition:
    """The next conference, in a month, with Xanten and Aroura."""
    begins = datetime.now(UTC).date() + timedelta(days=30)
    return Edition.objects.create(
        series=Series.objects.get(slug="partnership-conference"),
        slug="talks-journey",
        title_de="Gespräche in Xanten",
        title_en="Talks in Xanten",
        title_ar="لقاءات في كسانتن",
        state="open",
        start_on=begins,
        start_precision="day",
        end_on=begins + timedelta(days=2),
        end_precision="day",
        place_de="Xanten",
        place_en="Xanten",
        place_ar="كسانتن",
        mode="onsite",
    )


def participant(edition: Edition, kind: object, name: str, town: str, language: str) -> tuple[object, Participant]:
    person = make_person(name)
    authority = Authority.objects.get(slug=town)
    row = ParticipantFactory(
        edition=edition, kind=kind, user=person.row, full_name=name, authority=authority, languages=[language]
    )
    return person, row


def settle(page: Page, button: str) -> None:
    page.locator(button).click()
    page.wait_for_load_state()


def set_up(desk: Page, edition: Edition) -> str:
    """The office sets up times, tables and an interpreter; the address of its page."""
    base = f"/de/workspace/meetings/{edition.slug}/talks/"
    desk.goto(base)
    sound(desk)
    desk.locator("main a[href$='/setting/']").first.click()
    desk.locator("[name=day]").fill((edition.start_on - timedelta(days=2)).isoformat())
    desk.locator("[name=clock]").fill("18:00")
    sound(desk)
    settle(desk, "main form button[type=submit]")
    desk.goto(f"{base}blocks/add/")
    for name, value in {"day": edition.start_on.isoformat(), "clock": "10:00", "count": "3", "tables": "5"}.items():
        desk.locator(f"[name={name}]").fill(value)
    settle(desk, "main form button[type=submit]")
    desk.goto(f"{base}interpreters/add/")
    desk.locator("[name=label]").fill("Dolmetschung 1")
    desk.locator("[name=pairs][value=ar-de]").check()
    settle(desk, "main form button[type=submit]")
    sound(desk)
    return base


def opt_in(page: Page, address: str, **chosen: str) -> None:
    """Write a profile; ``chosen`` are themes by field, and a text with its language."""
    page.goto(address)
    page.locator("main a[href$='/profile/']").first.click()
    for name in ("offers", "needs", "language"):
        if name in chosen:
            page.locator(f"[name={name}]").select_option(chosen[name])
    if "text" in chosen:
        page.locator("[name=text]").fill(chosen["text"])
    if "language" in chosen:  # a browser with script, which the check needs
        sound(page)
    settle(page, "main form button[type=submit]")


def test_two_people_meet_through_an_interpreter_and_the_plan_follows_a_no_show(reader, site, records):
    edition = meeting()
    kind = ParticipantKindFactory(edition=edition, name_de="Fachkraft", name_ar="خبير")
    german, german_row = participant(edition, kind, "Fachkraft Xanten", "xanten", "de")
    arab, arab_row = participant(edition, kind, "خبيرة عارورة", "aroura", "ar")
    theme = str(Theme.objects.get(slug="wastewater").pk)
    desk, phone, wide = reader("de", width=WIDE), reader("ar", width=NARROW), reader("de", javascript=False)
    sign_in(desk, make_person("Veranstaltungen Demo", role=Role.EVENTS))
    sign_in(phone, arab, "ar")
    sign_in(wide, german)
    base, mine = set_up(desk, edition), f"workspace/meetings/{edition.slug}/my-talks/"

    phone.goto(f"/ar/{mine}")
    sound(phone)
    opt_in(phone, f"/ar/{mine}", needs=theme, text="نبحث عن خبرة في معالجة المياه العادمة", language="ar")
    opt_in(wide, f"/de/{mine}", offers=theme)
    expect(wide.locator("#suggested")).to_have_count(1)
    wide.locator("main a[href$='/ask/']").first.click()
    wide.locator("[name=words]").fill("Wir betreiben ein Klärwerk.")
    settle(wide, "main form button[type=submit]")
    phone.goto(f"/ar/{mine}")
    expect(phone.get_by_text("Wir betreiben ein Klärwerk.")).to_have_count(1)
    sound(phone)
    settle(phone, "form[action$='/yes/'] button")

    desk.goto(base)
    settle(desk, "form[action$='/plans/start/'] button")
    make_plan(TalkPlan.objects.get(edition=edition).pk)  # what the worker does, at once
    desk.reload()
    sound(desk)
    expect(desk.get_by_text("Dolmetschung 1")).to_have_count(1)
    settle(desk, "form[action$='/publish/'] button")

    phone.goto(f"/ar/{mine}")
    expect(phone.locator("main table")).to_contain_text(german_row.full_name)
    sound(phone)
    wide.goto(f"/de/{mine}")
    expect(wide.locator("main table")).to_contain_text(arab_row.full_name)
    desk.goto(f"{base}people/")
    sound(desk)
    settle(desk, f"form[action*='{arab_row.talk_profile.public_id}'] button")
    wide.reload()
    expect(wide.locator("main table")).to_have_count(0)
