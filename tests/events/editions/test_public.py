"""What everybody sees of meetings: never a plan, and machines learn whether it takes place."""

import json
import re

import pytest
from django.utils.translation import override

from jisr.events.editions.policies import READ_EDITION
from jisr.events.editions.states import Mode, State
from jisr.events.models import Edition
from jisr.events.search import editions
from jisr.web import panels
from jisr.web.panels import Panel
from tests import policy_twins
from tests.factories.events import EditionFactory, SeriesFactory
from tests.factories.municipalities import AuthorityFactory, ThemeFactory

pytestmark = pytest.mark.django_db
policy_twins.register(READ_EDITION, Edition)
SECRET = "Secret plan"


@pytest.fixture
def plans(db):
    """A plan and one that was dropped, in a series with a past meeting, on a theme, in a town."""
    series, town, theme = SeriesFactory(), AuthorityFactory(), ThemeFactory()
    past = EditionFactory(series=series)
    found = [
        EditionFactory(series=series, follows=past, title_en=SECRET, slug="secret-1", ahead=True, state=State.PLANNED),
        EditionFactory(
            series=series, title_en=SECRET, slug="secret-2", ahead=True, state=State.CANCELLED, is_withheld=True
        ),
    ]
    for edition in found:
        edition.places.add(town)
        edition.themes.add(theme)
    return past, town, theme


def test_a_plan_is_seen_nowhere_outside(client, plans):
    past, town, theme = plans
    pages = ["/en/events/", past.get_absolute_url(), town.get_absolute_url(), theme.get_absolute_url()]
    pages += ["/sitemap.xml", "/sitemap-events.xml", "/en/search/?q=Secret+plan", "/en/"]

    found = [path for path in pages if "secret-" in client.get(path, follow=True).text.lower()]

    assert found == []
    assert [client.get(f"/en/events/secret-{number}/").status_code for number in (1, 2)] == [404, 404]
    assert [item.object_key for item in editions(None)] == [past.slug]
    assert list(editions(["secret-1", "secret-2"])) == []


def test_rule_and_query_agree_on_editions(plans):
    for state in State:
        EditionFactory(state=state)

    assert list(policy_twins.disagreements(READ_EDITION.name, policy_twins.readers(AuthorityFactory()))) == []


def facts(client, edition) -> dict:
    page = client.get(edition.get_absolute_url()).text
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1])


@pytest.mark.parametrize(
    ("state", "status"),
    [
        (State.ANNOUNCED, "EventScheduled"),
        (State.RUNNING, "EventScheduled"),
        (State.HELD, "EventScheduled"),
        (State.POSTPONED, "EventPostponed"),
        (State.CANCELLED, "EventCancelled"),
    ],
)
def test_machines_learn_whether_it_takes_place(client, state, status):
    assert facts(client, EditionFactory(state=state))["eventStatus"] == f"https://schema.org/{status}"


@pytest.mark.parametrize(
    ("mode", "attendance", "kinds"),
    [
        (Mode.ONSITE, "Offline", ["Place"]),
        (Mode.ONLINE, "Online", ["VirtualLocation"]),
        (Mode.HYBRID, "Mixed", ["Place", "VirtualLocation"]),
    ],
)
def test_machines_learn_where_one_meets(client, mode, attendance, kinds):
    found = facts(client, EditionFactory(mode=mode))

    assert found["eventAttendanceMode"] == f"https://schema.org/{attendance}EventAttendanceMode"
    location = found["location"]
    assert [place["@type"] for place in (location if isinstance(location, list) else [location])] == kinds


@pytest.mark.usefixtures("alone")
def test_the_page_names_state_summary_and_what_it_follows(client, django_assert_max_num_queries):
    past = EditionFactory(title_en="Fifth conference")
    edition = EditionFactory(ahead=True, summary_en="About water", follows=past)

    with django_assert_max_num_queries(5):
        page = client.get(edition.get_absolute_url()).text

    assert "registration open" in page
    assert "About water" in page
    assert f'href="{past.get_absolute_url()}"' in page


def test_parts_above_show_panels_on_both_pages(client, lena, monkeypatch):
    monkeypatch.setattr(panels, "_providers", {})
    for subject in ("edition", "edition_desk"):
        panels.register(
            subject,
            "test",
            lambda _request, thing: Panel("events/panel_theme.html", {"editions": [thing]}),
            place=1,
        )
    edition = EditionFactory(ahead=True)

    assert "Meetings on this theme" in client.get(edition.get_absolute_url()).text
    client.force_login(lena)
    with override("en"):
        assert "Meetings on this theme" in client.get(edition.desk_url).text
