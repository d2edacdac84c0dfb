"""Pages of 1:1 meetings: who sees them, what they say, how many queries they take."""

import pytest

from jisr.accounts.states import Role
from jisr.events.talks.models import TalkBlock, TalkProfile, TalkRequest, TalkSetting
from jisr.events.talks.states import RequestState
from jisr.web import panels
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory, ParticipantFactory
from tests.factories.municipalities import ThemeFactory
from tests.factories.talks import (
    TalkBlockFactory,
    TalkInterpreterFactory,
    TalkProfileFactory,
    TalkRequestFactory,
    TalkSettingFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def setting():
    found = TalkSettingFactory()
    TalkBlockFactory(setting=found)
    return found


@pytest.fixture
def own(setting):
    return TalkProfileFactory(participant__edition=setting.edition)


@pytest.fixture
def reader(client, own):
    client.force_login(own.participant.user)
    return client


@pytest.fixture
def staff(client):
    client.force_login(UserFactory(roles=[Role.EVENTS]))
    return client


def address(setting, rest, whose="my-talks"):
    return f"/en/workspace/meetings/{setting.edition.slug}/{whose}/{rest}"


def test_times_are_told_by_the_clock_of_the_meeting(client, setting, own):
    setting.edition.zone = "Asia/Hebron"
    setting.edition.save()
    client.force_login(UserFactory(roles=[Role.EVENTS]))
    office = client.get(address(setting, "", "talks")).text
    client.force_login(own.participant.user)
    mine = client.get(address(setting, "")).text

    assert "14 September 2027, 11:00 (Hebron) / 10:00 (Berlin)" in office
    assert "10 September 2027, 19:00 (Hebron) / 18:00 (Berlin)" in office
    assert "10 September 2027, 19:00 (Hebron) / 18:00 (Berlin)" in mine


@pytest.mark.parametrize("count", [1, 3, 20])
def test_the_list_of_people_takes_the_same_queries_for_any_number(
    reader, setting, count, django_assert_max_num_queries
):
    for profile in TalkProfileFactory.create_batch(count, participant__edition=setting.edition):
        profile.offers.add(ThemeFactory())

    with django_assert_max_num_queries(24):
        page = reader.get(address(setting, "people/"))

    assert len(page.context["rows"]) == count


def test_a_profile_needs_a_theme_or_a_sentence_and_keeps_what_was_typed(client, setting):
    participant = ParticipantFactory(edition=setting.edition)
    client.force_login(participant.user)
    slot = setting.slots()[0].key

    page = client.post(address(setting, "profile/"), {"text": "", "away": [slot]})

    assert page.status_code == 422
    assert "Please choose a theme or write a sentence" in page.text
    assert f'value="{slot}" id="id_away_0" checked' in page.text.replace("  ", " ") or "checked" in page.text
    assert not TalkProfile.objects.exists()


def test_six_themes_are_too_many(reader, setting):
    themes = [theme.pk for theme in ThemeFactory.create_batch(6)]

    page = reader.post(address(setting, "profile/"), {"offers": themes})

    assert (page.status_code, "Please choose at most 5 themes." in page.text) == (422, True)


def test_a_participant_opts_in_asks_and_the_other_says_yes(client, reader, own, setting):
    other = TalkProfileFactory(participant__edition=setting.edition)

    reader.post(address(setting, f"people/{other.public_id}/ask/"), {"words": "Sewage"})
    request = TalkRequest.objects.get()
    client.force_login(other.participant.user)
    assert "Sewage" in client.get(address(setting, "")).text
    client.post(address(setting, f"requests/{request.public_id}/yes/"))

    request.refresh_from_db()
    assert request.state == RequestState.ACCEPTED


def test_a_stranger_to_the_meetings_sees_no_profile(client, setting, own):
    client.force_login(ParticipantFactory(edition=setting.edition).user)

    for rest in ("people/", f"people/{own.public_id}/ask/"):
        page = client.get(address(setting, rest), follow=True)
        assert own.text not in page.text
        assert own.participant.full_name not in page.text


@pytest.mark.parametrize("rest", ["", "profile/", "people/", "calendar.ics", "profile/close/"])
def test_pages_of_participants_are_not_there_for_others(client, setting, rest):
    client.force_login(UserFactory())

    assert client.get(address(setting, rest)).status_code == 404


def test_nobody_answers_a_request_between_others(reader, setting):
    foreign = TalkRequestFactory(asking=TalkProfileFactory(participant__edition=setting.edition))

    assert reader.post(address(setting, f"requests/{foreign.public_id}/yes/")).status_code == 404


def test_hostile_words_stay_words(reader, own, setting):
    words = "<script>alert(1)</script>"
    TalkRequestFactory(
        asking=TalkProfileFactory(participant__edition=setting.edition, text=words), asked=own, words=words
    )

    for rest in ("", "people/"):
        page = reader.get(address(setting, rest)).text
        assert words not in page
        assert "&lt;script&gt;" in page


def test_the_office_sets_up_times_and_interpreters(staff):
    edition = EditionFactory(ahead=True)
    base = f"/en/workspace/meetings/{edition.slug}/talks/"
    values = {"day": "2027-09-10", "clock": "18:00", "slot_minutes": 20, "most": 6, "place": "Hall"}
    staff.post(f"{base}setting/", values)
    staff.post(
        f"{base}blocks/add/", {"day": "14.09.2027", "clock": "10:00", "count": 4, "pause_minutes": 5, "tables": 10}
    )
    staff.post(f"{base}interpreters/add/", {"label": "Interpreter 1", "pairs": ["ar-de"]})

    setting = TalkSetting.objects.get()
    assert (setting.closes_at.isoformat(), len(setting.slots())) == ("2027-09-10T16:00:00+00:00", 4)
    assert setting.interpreters.get().pairs == ["ar-de"]
    page = staff.get(base).text
    assert "4 times for meetings." in page
    assert "Interpreter 1" in page


@pytest.mark.parametrize(
    ("day", "clock", "told"),
    [
        ("2027-12-01", "10:00", "This day is not one of the meeting"),
        ("2027-09-14", "25:00", "Enter a valid time"),
        ("", "10:00", "This field is required"),
    ],
)
def test_times_outside_of_the_meeting_are_refused_at_the_field(staff, setting, day, clock, told):
    values = {"day": day, "clock": clock, "count": 4, "pause_minutes": 5, "tables": 10}

    page = staff.post(address(setting, "blocks/add/", "talks"), values)

    assert (page.status_code, told in page.text, TalkBlock.objects.count()) == (422, True, 1)


def test_an_hour_that_the_clocks_skip_is_refused(staff):
    edition = EditionFactory(ahead=True, start_on="2027-03-27", end_on="2027-03-29")
    TalkSettingFactory(edition=edition)
    values = {"day": "2027-03-28", "clock": "02:30", "count": 4, "pause_minutes": 5, "tables": 10}

    page = staff.post(f"/en/workspace/meetings/{edition.slug}/talks/blocks/add/", values)

    assert "the clocks go forward" in page.text


@pytest.mark.parametrize("count", [1, 3, 20])
def test_the_offices_list_takes_the_same_queries_for_any_number(staff, setting, count, django_assert_max_num_queries):
    TalkProfileFactory.create_batch(count, participant__edition=setting.edition)

    with django_assert_max_num_queries(16):
        page = staff.get(address(setting, "people/", "talks"))

    assert len(page.context["profiles"]) == count


def test_panels_lead_to_the_pages(rf, setting, own):
    TalkInterpreterFactory(setting=setting)
    request = rf.get("/")
    request.user = own.participant.user
    mine = [panel.template for panel in panels.panels_for("participation", request, own.participant)]
    request.user = UserFactory(roles=[Role.EVENTS])
    desk = [panel.template for panel in panels.panels_for("edition_desk", request, setting.edition)]
    others = [panel.template for panel in panels.panels_for("participation", request, own.participant)]

    assert "events/talks/panel_participation.html" in mine
    assert "events/talks/panel_edition.html" in desk
    assert "events/talks/panel_participation.html" not in others
