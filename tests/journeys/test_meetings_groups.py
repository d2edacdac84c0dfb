"""Three delegates rank, the office plans, publishes and plans anew; one of them reads the group in Arabic."""

from datetime import UTC, datetime, timedelta
from time import sleep
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from jisr.accounts.states import Role
from jisr.events.groups.models import GroupPlan, WishList
from jisr.events.groups.states import PlanState
from jisr.events.registration.states import ParticipantState
from jisr.municipalities.models import Authority
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory, ParticipantFactory, ParticipantKindFactory, SessionFactory
from tests.factories.groups import GroupFactory, RulesFactory
from tests.journeys.browser import NARROW, WIDE, axe, overflow
from tests.journeys.people import make_person
from tests.journeys.test_request import signed_in

pytestmark = pytest.mark.journey
LONGEST_WAIT = 90  # seconds
NAMES = {
    "water": ("Abwasser und Wiederverwendung", "مياه الصرف وإعادة استخدامها"),
    "youth": ("Jugendbeteiligung", "مشاركة الشباب"),
}


@pytest.fixture
def meeting(records):
    """Two groups of two places and three delegates; wishes are taken now."""
    now = datetime.now(UTC)
    edition = EditionFactory(ahead=True, title_de="Konferenz in Jena", title_ar="مؤتمر يينا")
    RulesFactory(edition=edition, wishes_open_at=now - timedelta(days=1), wishes_close_at=now + timedelta(days=9))
    groups = {}
    for place, (key, (german, arabic)) in enumerate(NAMES.items()):
        session = SessionFactory(edition=edition, kind="working_group", room=None)
        groups[key] = GroupFactory(
            edition=edition, title_de=german, title_ar=arabic, capacity=2, position=place, session=session
        )
    kind = ParticipantKindFactory(edition=edition)
    people = {
        slug: ParticipantFactory(
            edition=edition,
            kind=kind,
            user=UserFactory(preferred_language="ar" if slug == "aroura" else "de"),
            authority=Authority.objects.get(slug=slug),
            full_name=slug.capitalize(),
        )
        for slug in ("xanten", "bergisch-gladbach", "aroura")
    }
    return edition, groups, people


def sound(page: Page) -> None:
    axe(page)
    assert overflow(page) == 0


def computed(edition) -> GroupPlan:
    """The last plan, once the site's own worker has done it."""
    for _time in range(LONGEST_WAIT * 4):
        plan = GroupPlan.objects.filter(edition=edition).latest("number")
        if plan.state != PlanState.RUNNING:
            return plan
        sleep(0.25)
    raise AssertionError("the worker does not compute the plan")


def rank(reader: Any, site: Any, edition: Any, people: Any, wishes: list[str]) -> None:
    """Each chooses two groups, and turns their order round."""
    youth, water = wishes
    for slug, person in people.items():
        language, width = ("ar", NARROW) if slug == "aroura" else ("de", WIDE)
        page = signed_in(reader(language, width=width), person.user, site.address)
        page.goto(f"/{language}/workspace/meetings/{edition.slug}/my-groups/")
        sound(page)
        page.locator("main a.button").first.click()
        sound(page)
        page.locator("[name=wish_1]").select_option(youth)
        page.locator("[name=wish_2]").select_option(water)
        page.locator("[data-wish] button").first.click()  # down: water becomes the first wish
        expect(page.locator("[name=wish_1]")).to_have_value(water)
        page.locator("main form button[type=submit]").click()
        page.wait_for_load_state()


def plan_and_publish(desk: Page, edition: Any, groups: Any) -> None:
    desk.goto(f"/de/workspace/meetings/{edition.slug}/groups/")
    sound(desk)
    for rest in ("add/", "rules/", "wishes/", f"{groups['water'].public_id}/"):
        desk.goto(f"/de/workspace/meetings/{edition.slug}/groups/{rest}")
        sound(desk)
    desk.goto(f"/de/workspace/meetings/{edition.slug}/groups/")
    desk.locator("form[action$='/start/'] button").click()
    desk.wait_for_load_state()
    plan = computed(edition)
    desk.goto(f"/de/workspace/meetings/{edition.slug}/groups/plans/{plan.public_id}/")
    sound(desk)
    expect(desk.get_by_text("2 von 3 (67 %)")).to_have_count(1)
    desk.locator("a.button[href$='/publish/']").click()
    sound(desk)
    desk.locator("main form button[type=submit]").click()
    desk.wait_for_load_state()


def plan_again_without(person: Any, desk: Page, edition: Any) -> GroupPlan:
    """Somebody withdraws: the new plan moves nobody."""
    person.state = ParticipantState.WITHDRAWN
    person.save()
    desk.reload()
    expect(desk.get_by_text("Nicht mehr einzuteilen:")).to_have_count(1)
    desk.locator("form[action$='/start/'] button").click()
    desk.wait_for_load_state()
    again = computed(edition)
    desk.goto(f"/de/workspace/meetings/{edition.slug}/groups/plans/{again.public_id}/publish/")
    sound(desk)
    expect(desk.get_by_text("Würden wechseln")).to_have_count(0)
    desk.locator("main form button[type=submit]").click()
    desk.wait_for_load_state()
    assert GroupPlan.objects.published().get(edition=edition) == again
    return again


def test_wishes_become_groups_and_a_withdrawal_moves_nobody(reader, site, meeting):
    edition, groups, people = meeting
    rank(reader, site, edition, people, [str(groups[key].pk) for key in ("youth", "water")])
    assert WishList.objects.filter(participant__edition=edition).count() == 3
    planner = make_person("Petra", role=Role.EVENTS).row
    desk = signed_in(reader("de", width=WIDE), planner, site.address)

    plan_and_publish(desk, edition, groups)
    again = plan_again_without(people["xanten"], desk, edition)

    phone = signed_in(reader("ar", width=NARROW), people["aroura"].user, site.address)
    phone.goto(f"/ar/workspace/meetings/{edition.slug}/my-groups/")
    held = again.places.get(participant=people["aroura"]).group
    expect(phone.locator("dl strong").get_by_text(held.title_ar)).to_have_count(1)
    sound(phone)
