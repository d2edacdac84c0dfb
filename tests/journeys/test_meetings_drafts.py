"""What is typed saves itself: a proposal for the programme on a phone; and feedback by a link, without an account."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from jisr.events.agenda.contribution_models import Contribution, ContributionCall
from jisr.events.attendance.feedback import link_token, set_up
from jisr.events.attendance.models import FeedbackSheet
from jisr.events.models import Edition, Participant, ParticipantKind, Series
from tests.journeys.browser import NARROW, WIDE, axe, overflow
from tests.journeys.people import make_person
from tests.journeys.test_request import signed_in

pytestmark = pytest.mark.journey
SLUG = "fachtag-2027"


def sound(page: Page) -> None:
    axe(page)
    assert overflow(page) == 0


@pytest.fixture
def edition(site, records):
    if known := Edition.objects.filter(slug=SLUG).first():
        return known  # both journeys share the site
    return Edition.objects.create(
        series=Series.objects.order_by("pk").first(),
        slug=SLUG,
        title_de="Fachtag Wasser",
        title_en="Water day",
        title_ar="يوم المياه",
        start_on=date(2027, 9, 13),
        start_precision="day",
        end_on=date(2027, 9, 13),
        end_precision="day",
        place_de="Köln",
        mode="onsite",
        state="open",
    )


def test_a_proposal_saves_itself_and_a_window_left_open_shows_both_texts(reader, site, edition):
    now = timezone.now()
    call = {"text_de": "Was tun Sie?", "text_ar": "ماذا تفعلون؟"}
    ContributionCall.objects.create(edition=edition, opens_at=now - timedelta(1), closes_at=now + timedelta(30), **call)
    author = make_person("Amal", role="adviser")
    address = f"/ar/workspace/meetings/{SLUG}/my-contributions/"
    phone = signed_in(reader("ar", width=NARROW), author.row, site.address)

    phone.goto(f"{address}add/")
    phone.locator("[name=title]").fill("إدارة المياه")
    expect(phone.locator("[data-autosave-status]")).to_have_text("تم الحفظ.")
    with phone.expect_response("**/my-contributions/add/"):
        phone.locator("[name=abstract]").fill("ما تعلمناه")
    row = Contribution.objects.get(call__edition=edition)
    sound(phone)

    other = reader("ar", width=WIDE)
    other.context.add_cookies(phone.context.cookies())
    other.goto(f"{address}{row.public_id}/")
    expect(other.locator("[name=title]")).to_have_value("إدارة المياه")
    other.locator("[name=title]").fill("إدارة المياه معا")
    expect(other.locator("[data-autosave-status]")).to_have_text("تم الحفظ.")
    phone.locator("[name=title]").fill("المياه")
    expect(phone.locator("[data-autosave-status]")).to_contain_text("عدلتم هذا في الأثناء في نافذة أخرى")
    phone.locator("[name=draft]").click()
    expect(phone.locator(".conflict")).to_contain_text("إدارة المياه معا")
    sound(phone)
    phone.locator("[name=submit]").click()
    phone.wait_for_url(f"**{address}")
    sound(phone)

    row.refresh_from_db()
    assert (row.title, row.abstract, row.state) == ("المياه", "ما تعلمناه", "submitted")


@pytest.mark.parametrize(("language", "width"), [("ar", NARROW), ("de", WIDE)])
def test_feedback_is_given_by_a_link_without_an_account(reader, edition, language, width):
    now, team = timezone.now(), make_person("Eva", role="events").row
    form = set_up(edition, opens_at=now - timedelta(1), closes_at=now + timedelta(5), actor=team)
    names = {"name_de": "Gäste", "name_en": "Guests", "name_ar": "ضيوف"}
    kind, _new = ParticipantKind.objects.get_or_create(edition=edition, key="guests", defaults=names)
    guest = Participant.objects.create(
        edition=edition,
        kind=kind,
        full_name="Gast",
        email=f"{language}@example.org",
        state="confirmed",
        registered_at=now,
        confirmed_at=now,
    )
    page = reader(language, width=width)

    page.goto(f"/{language}/events/feedback/{link_token(guest)}/")
    sound(page)
    page.locator("input[type=radio]").first.check()
    page.locator("textarea").first.fill("Mehr Zeit")
    page.wait_for_timeout(3100)  # nobody answers quicker
    page.locator("main form button[type=submit]").click()
    expect(page.locator("main form")).to_have_count(0)
    sound(page)

    assert FeedbackSheet.objects.filter(form=form).count() >= 1
    assert not page.context.cookies()
