"""A Palestinian delegate prepares a journey on a phone in Arabic; the events team follows it in German."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from jisr.accounts.models import User
from jisr.accounts.states import Role
from jisr.events.editions.states import State
from jisr.events.models import Edition, Mode, Participant, ParticipantKind, Series
from jisr.events.registration.states import ParticipantState
from jisr.events.travel.models import TravelData, TravelItem
from jisr.kernel.dates import Precision
from jisr.municipalities.models import Authority
from tests.journeys.browser import NARROW, WIDE, axe, overflow
from tests.journeys.people import make_person
from tests.journeys.test_request import signed_in

pytestmark = pytest.mark.journey


def sound(page: Page) -> None:
    axe(page)
    assert overflow(page) == 0


def make_meeting() -> Edition:
    start = timezone.localdate() + timedelta(weeks=11)
    return Edition.objects.create(
        series=Series.objects.get(slug="partnership-conference"),
        slug=f"journey-{uuid4().hex[:8]}",
        title_de="Sechste Partnerschaftskonferenz",
        title_en="Sixth partnership conference",
        title_ar="المؤتمر السادس للشراكات",
        state=State.OPEN,
        mode=Mode.HYBRID,
        country_id="DE",
        place_de="Xanten",
        place_en="Xanten",
        place_ar="كسانتن",
        start_on=start,
        start_precision=Precision.DAY,
        end_on=start + timedelta(days=3),
        end_precision=Precision.DAY,
    )


def make_delegate(edition: Edition) -> Participant:
    user = User.objects.create_user(f"{uuid4().hex[:12]}@example.org")
    user.display_name, user.preferred_language = "ليلى عودة", "ar"
    user.save()
    now = datetime.now(UTC)
    return Participant.objects.create(
        edition=edition,
        kind=ParticipantKind.objects.create(edition=edition, key="expert", name_en="Expert"),
        user=user,
        full_name=user.display_name,
        authority=Authority.objects.get(slug="aroura"),
        languages=["ar"],
        state=ParticipantState.CONFIRMED,
        registered_at=now,
        confirmed_at=now,
    )


def submit(page: Page) -> None:
    page.locator("main form.narrow button[type=submit]").click()
    page.wait_for_load_state()


def fill_in_passport(phone: Page) -> None:
    phone.locator("#item-personal_data a[href$='/passport/']").click()
    sound(phone)
    phone.locator("[name=passport_name]").fill("LAYLA ODEH")
    phone.locator("[name=passport_number]").fill("N٧٦٥٤٣٢١")
    phone.locator("[name=diet][value=halal]").check()
    submit(phone)
    expect(phone.locator(".notice--good")).to_have_count(1)


def issue_letters(wide: Page, address: str) -> None:
    wide.goto(address)
    sound(wide)
    expect(wide.get_by_text("N7654321")).to_have_count(0)
    wide.locator("form[action$='/letters/'] button").click()
    wide.wait_for_load_state()
    sound(wide)


def take_letter(phone: Page) -> None:
    phone.reload()
    expect(phone.locator("#letters + ul.rows > li")).to_have_count(3)
    sound(phone)
    with phone.expect_download() as download:
        phone.locator("main a[href$='/letters/ar/']").click()
    assert download.value.suggested_filename.endswith("-ar.pdf")


def test_a_delegate_fills_in_travel_data_and_takes_the_letter_and_the_office_sees_the_visa(reader, site, records):
    edition = make_meeting()
    delegate = make_delegate(edition)
    office = make_person("Eva", role=Role.EVENTS).row
    below = f"workspace/meetings/{edition.slug}/travel/"
    phone = signed_in(reader("ar", width=NARROW), delegate.user, site.address)
    wide = signed_in(reader("de", width=WIDE), office, site.address)

    phone.goto(f"/ar/{below}{delegate.public_id}/")
    sound(phone)
    phone.locator("form[action$='/start/'] button").click()
    expect(phone.locator("main ul.rows > li[id^='item-']")).to_have_count(10)
    sound(phone)
    fill_in_passport(phone)
    assert TravelData.objects.filter(participant=delegate).count() == 1
    issue_letters(wide, f"/de/{below}{delegate.public_id}/")
    take_letter(phone)

    for page in ("journey/", "passport/", "online/", "items/visa_appointment/"):
        phone.goto(f"/ar/{below}{delegate.public_id}/{page}")
        sound(phone)
    phone.locator("[name=state][value=under_way]").check()
    submit(phone)
    assert TravelItem.objects.get(participant=delegate, kind="visa_appointment").state == "under_way"

    TravelItem.objects.filter(participant=delegate, kind="visa").update(due_on=timezone.localdate() - timedelta(days=1))
    wide.goto(f"/de/{below}?risk=visa")
    expect(wide.locator("main tbody tr")).to_have_count(1)
    expect(wide.locator("main tbody").get_by_text("überfällig")).to_have_count(1)
    sound(wide)
    for page in ("counts/", "names/", "rules/PS/", f"{delegate.public_id}/passport/"):
        wide.goto(f"/de/{below}{page}")
        sound(wide)
