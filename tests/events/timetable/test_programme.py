"""The published programme as everybody reads it."""

from datetime import UTC, datetime, timedelta

import pytest

from jisr.events.agenda.published import PublishedInterpretation, PublishedMaterial, PublishedSpeaker
from jisr.events.editions.states import State
from jisr.events.models import Edition
from tests.events.timetable.building import EVIL, MORNING, make_room, make_session, publish, replace
from tests.factories.events import EditionFactory
from tests.factories.municipalities import ThemeFactory

pytestmark = pytest.mark.django_db
HERE = "/en/events/conf-6-2027/programme/"


def test_a_session_stands_under_its_day_with_both_clocks_room_and_languages(client, edition, hall):
    session = make_session(
        room=hall.guid,
        languages=("de", "ar"),
        interpretations=(PublishedInterpretation(from_language="de", to_language="ar", channel="simultaneous"),),
    )
    publish(edition, session, rooms=[hall])

    text = client.get(HERE).text

    assert "Tuesday, 14 September 2027" in text
    assert "10:00–10:45 (Berlin)" in text
    assert "11:00–11:45 (Hebron)" in text
    assert "Great hall · Town hall" in text
    assert "Spoken: German, Arabic" in text
    assert "Interpreted into: Arabic" in text
    assert f'href="{HERE}{session.code}/"' in text


def test_days_are_those_of_the_zone_of_the_meeting(client, edition):
    late = make_session(starts_at=datetime(2027, 9, 14, 22, 30, tzinfo=UTC), minutes=60)  # 00:30 in Berlin
    publish(edition, late)

    text = client.get(HERE).text

    assert "Wednesday, 15 September 2027" in text
    assert "00:30–01:30 (Berlin)" in text
    assert "01:30–02:30 (Hebron)" in text


def test_a_session_before_midnight_says_the_other_sides_day(client, edition):
    publish(edition, make_session(starts_at=datetime(2027, 9, 14, 21, 30, tzinfo=UTC), minutes=30))

    text = client.get(HERE).text

    assert "23:30–00:00 (Berlin)" in text
    assert "15 September 2027, 00:30–01:00 (Hebron)" in text


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?day=2027-09-15", ["Later"]),
        ("?kind=panel", ["Panel"]),
        ("?theme=water", ["Talk"]),
        ("?language=ar", ["Talk", "Later"]),
        ("?language=ar&day=2027-09-14", ["Talk"]),
        ("?kind=panel&theme=water", []),
    ],
)
def test_filters_narrow_the_programme(client, edition, query, expected):
    ThemeFactory(slug="water", name_en="Water supply")
    into_arabic = PublishedInterpretation(from_language="de", to_language="ar", channel="online")
    publish(
        edition,
        make_session(title={"en": "Talk"}, themes=("water",), interpretations=(into_arabic,)),
        make_session(title={"en": "Panel"}, kind="panel", starts_at=MORNING + timedelta(hours=2)),
        make_session(title={"en": "Later"}, kind="plenary", starts_at=MORNING + timedelta(days=1), languages=("ar",)),
    )

    response = client.get(HERE + query)

    assert [entry.plain_title for entry in response.context["listing"].page] == expected


def test_an_unknown_filter_is_left_out_and_named(client, talk):
    response = client.get(HERE, {"day": "yesterday", "kind": EVIL})

    assert len(response.context["listing"].page) == 1
    assert "does not know the filter value “yesterday”" in response.text
    assert EVIL not in response.text


def test_what_stands_only_in_another_language_is_marked(client, edition):
    publish(edition, make_session(title={"de": "Nur auf Deutsch"}, abstract={"ar": "ملخص"}))
    code = Edition.objects.get().programme_versions.get().content["sessions"][0]["code"]

    assert '<bdi lang="de" dir="ltr">Nur auf Deutsch</bdi>' in client.get(HERE).text
    assert '<div class="prose" lang="ar" dir="rtl"><p>ملخص</p></div>' in client.get(f"{HERE}{code}/").text
    assert 'lang="de"' not in client.get(HERE.replace("/en/", "/de/")).text.partition("<h2")[2].partition("</ol>")[0]


def test_the_page_of_a_session_tells_all_that_was_published(client, edition, hall):
    ThemeFactory(slug="water", name_en="Water supply")
    session = make_session(
        room=hall.guid,
        kind="site_visit",
        themes=("water",),
        speakers=(
            PublishedSpeaker(name="Mona Example", role="speaker", function={"en": "Mayor"}),
            PublishedSpeaker(name="Otto Beispiel", role="moderator"),
        ),
        interpretations=(PublishedInterpretation(from_language="de", to_language="ar", channel="whispered"),),
        materials=(PublishedMaterial(title={"en": "Slides"}, url="https://files.example/1", language="ar"),),
        meeting_point={"en": "At the gate"},
        transport={"en": "Bus 5"},
        permits={"en": "Bring a passport"},
        places=25,
    )
    publish(edition, session, rooms=[hall])

    text = client.get(f"{HERE}{session.code}/").text

    for expected in (
        "site visit",
        "How a town saves water.",
        "Mona Example",
        "Mayor",
        "Otto Beispiel</bdi> (moderator)",
        "Great hall · Town hall",
        "Markt 1, 50321 Brühl",
        "can be reached without steps",
        "At the gate",
        "Bus 5",
        "Bring a passport",
        "from German into Arabic: whispered",
        "Water supply",
        '<a href="https://files.example/1" hreflang="ar">Slides</a>',
        f'href="{HERE}{session.code}.ics"',
    ):
        assert expected in text


def test_a_cancelled_session_stays_visible_as_such(client, edition):
    session = make_session(is_cancelled=True)
    publish(edition, session)

    assert "does not take place" in client.get(HERE).text
    assert "does not take place" in client.get(f"{HERE}{session.code}/").text


def test_a_cancelled_meeting_cancels_its_sessions(client, edition, talk):
    Edition.objects.update(state=State.CANCELLED)

    text = client.get(HERE).text

    assert "This meeting is cancelled" in text
    assert "does not take place" in text


def test_hostile_markup_stays_text_everywhere(client, edition):
    evil = {"en": EVIL}
    room = make_room(name=evil, venue=evil, address=EVIL)
    session = make_session(
        title=evil,
        abstract=evil,
        room=room.guid,
        speakers=(PublishedSpeaker(name=EVIL, role=EVIL, function=evil),),
        materials=(PublishedMaterial(title=evil, url="javascript:alert(1)"),),
        meeting_point=evil,
        transport=evil,
        permits=evil,
        kind=EVIL,
        languages=(EVIL,),
    )
    publish(edition, session, rooms=[room], note=EVIL)
    publish(edition, replace(session, title={"en": EVIL + EVIL}), rooms=[room], note=EVIL)

    for page in (HERE, f"{HERE}{session.code}/", f"{HERE}changes/"):
        text = client.get(page).text
        assert "<script>alert" not in text
        assert "javascript:" not in text


@pytest.mark.parametrize(("state", "says"), [(State.OPEN, "still planning"), (State.HELD, "took place before")])
def test_a_meeting_without_a_published_programme_says_what_comes_next(client, edition, state, says):
    Edition.objects.update(state=state)

    response = client.get(HERE)

    assert response.status_code == 200
    assert says in response.text
    assert 'href="/en/events/conf-6-2027/"' in response.text


@pytest.mark.parametrize("rest", ["ABC123/", "ABC123.ics", "calendar.ics", "schedule.xml", "schedule.json", "changes/"])
def test_without_a_published_programme_its_parts_are_not_there(client, edition, rest):
    assert client.get(HERE + rest).status_code == 404


def test_a_planned_meeting_is_not_there_for_the_public(client, edition, talk):
    Edition.objects.update(state=State.PLANNED)

    for rest in ("", f"{talk.code}/", "calendar.ics", "schedule.xml", "changes/"):
        assert client.get(HERE + rest).status_code == 404


@pytest.mark.parametrize("count", [1, 3, 60])
def test_few_queries_for_any_number_of_sessions(client, edition, hall, django_assert_max_num_queries, count):
    sessions = [make_session(room=hall.guid, starts_at=MORNING + timedelta(hours=n)) for n in range(count)]
    publish(edition, *sessions, rooms=[hall])

    with django_assert_max_num_queries(4):
        assert client.get(HERE).status_code == 200
    with django_assert_max_num_queries(4):
        assert client.get(f"{HERE}{sessions[0].code}/").status_code == 200


def test_the_page_is_kept_whole_for_those_without_a_session(client, page_cache, edition, talk):
    first = client.get(HERE)
    calendar = client.get(f"{HERE}calendar.ics")

    assert "Set-Cookie" not in first.headers
    for page, response in ((HERE, first), (f"{HERE}calendar.ics", calendar)):
        assert response.headers["ETag"].startswith('W/"')  # given by what keeps whole pages
        assert client.get(page, headers={"If-None-Match": response.headers["ETag"]}).status_code == 304


def test_two_thousand_sessions_are_cut_into_pages_and_found_by_day(client, edition, hall):
    sessions = [make_session(room=hall.guid, starts_at=MORNING + timedelta(minutes=3 * n)) for n in range(2000)]
    publish(edition, *sessions, rooms=[hall])

    response = client.get(HERE)

    assert len(response.context["listing"].page) == 60
    assert "2,000 sessions" in response.text
    assert len(client.get(HERE, {"page": 34}).context["listing"].page) == 20
    assert client.get(HERE, {"page": "nonsense"}).context["listing"].page.number == 1


def test_each_version_says_what_changed(client, edition, hall):
    other = make_room(name={"en": "Small hall"})
    moved, shifted, worded, gone, dropped = (make_session(room=hall.guid) for _each in range(5))
    back = make_session(is_cancelled=True)
    new = make_session()
    rooms = [hall, other]
    publish(edition, moved, shifted, worded, gone, dropped, back, rooms=rooms)
    publish(
        edition,
        replace(moved, room=other.guid, sequence=1),
        replace(shifted, starts_at=MORNING + timedelta(days=1), sequence=1),
        replace(worded, abstract={"en": "New words."}),
        replace(gone, is_cancelled=True),
        replace(back, is_cancelled=False),
        new,
        rooms=rooms,
        note="A lost room",
    )

    response = client.get(f"{HERE}changes/")

    ((step, changes),) = response.context["steps"]
    assert (step.number, step.note) == (2, "A lost room")
    assert [(change["entry"].code, change["kinds"]) for change in changes] == [
        (moved.code, ("room",)),
        (shifted.code, ("time",)),
        (worded.code, ("text",)),
        (gone.code, ("cancelled",)),
        (back.code, ("back",)),
        (new.code, ("new",)),
        (dropped.code, ("cancelled",)),
    ]
    assert "Another room: Small hall · Town hall" in response.text
    assert (
        "Another time: 15 September 2027, 10:00–10:45 (Berlin) / 11:00–11:45 (Hebron)"
        " instead of 14 September 2027, 10:00–10:45 (Berlin) / 11:00–11:45 (Hebron)" in response.text
    )


def test_the_first_version_has_changed_nothing(client, talk):
    assert "This is the first version." in client.get(f"{HERE}changes/").text


def test_the_page_names_its_other_forms_and_tells_machines_of_its_sessions(client, talk):
    text = client.get(HERE).text

    assert f'<link rel="alternate" type="text/calendar" href="{HERE}calendar.ics"' in text
    assert f'href="{HERE}schedule.xml"' in text
    assert '"subEvent": [{"@type": "Event", "name": "Water' in text
    assert '"startDate": "2027-09-14T10:00:00+02:00"' in text


def test_the_arabic_page_is_written_from_right_to_left(client, edition, talk):
    text = client.get(HERE.replace("/en/", "/ar/")).text

    assert '<html lang="ar" dir="rtl"' in text
    assert "المياه" in text
    assert "القاعة الكبرى · دار البلدية" in text


def test_another_meetings_session_is_not_here(client, edition, talk):
    other = EditionFactory(ahead=True)
    foreign = make_session()
    publish(other, foreign)

    assert client.get(f"{HERE}{foreign.code}/").status_code == 404
