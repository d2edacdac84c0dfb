"""Planning sessions: two editors, moving, cancelling, who may, and clocks that change."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from jisr.accounts.states import Role
from jisr.audit.models import Entry
from jisr.events.agenda import services
from jisr.events.agenda.days import NoSuchTime, bounds, days_of, moment
from jisr.events.agenda.models import Session
from jisr.events.agenda.services import ChangedMeanwhile, InUse, WasPublished, marks_of, values_of
from jisr.events.agenda.venues import leave_venue
from jisr.events.editions.clock import both_clocks, clock, local
from jisr.kernel.dates import Precision
from jisr.kernel.policy import Refused
from tests.at_once import at_once, by
from tests.events.agenda.conftest import NINE
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory
from tests.factories.municipalities import ThemeFactory

pytestmark = pytest.mark.django_db


def values(**columns):
    found = dict.fromkeys(services.FIELDS, "")
    signup = {"places": None, "needs_signup": False, "signup_until": None}
    return {**found, **signup, "kind": "talk", "languages": ["de"], "themes": [], "title_de": "Neu", **columns}


def actions():
    return list(Entry.objects.filter(action__startswith="events.").order_by("pk").values_list("action", flat=True))


def test_a_session_is_planned_without_time_and_stands_in_the_trail(meeting):
    theme = ThemeFactory()

    session = services.create_session(meeting.edition, values(themes=[theme.slug]), actor=meeting.planner)

    assert (session.title_de, session.starts_at, session.version) == ("Neu", None, 1)
    assert [each.slug for each in session.themes.all()] == [theme.slug]
    assert actions() == ["events.session_made"]


@pytest.mark.parametrize("roles", [[], [Role.ADVISER], [Role.FUNDING]])
def test_only_the_events_team_plans(meeting, roles):
    session, other = meeting.session(), UserFactory(roles=roles)

    for step in (
        lambda: services.create_session(meeting.edition, values(), actor=other),
        lambda: services.change_session(session, values(), seen={}, actor=other),
        lambda: services.move_session(session, room=None, starts_at=None, minutes=30, actor=other),
        lambda: services.set_cancelled(session, is_cancelled=True, actor=other),
        lambda: services.remove_session(session, actor=other),
        lambda: services.move_all([(session, meeting.small)], seen={}, edition=meeting.edition, actor=other),
    ):
        with pytest.raises(Refused):
            step()
    session.refresh_from_db()
    assert (session.version, session.room) == (1, meeting.hall)


def test_what_another_one_changed_meanwhile_stays_where_i_changed_nothing(meeting):
    session = meeting.session(title_de="Alt", abstract_de="Text", places=10)
    shown = values_of(session)
    services.change_session(session, {**shown, "abstract_de": "Theirs"}, seen=marks_of(shown), actor=meeting.planner)

    session = services.change_session(
        session, {**shown, "title_de": "Mine"}, seen=marks_of(shown), actor=meeting.planner
    )

    assert (session.title_de, session.abstract_de, session.places) == ("Mine", "Theirs", 10)
    assert session.version == 3


def test_where_both_changed_a_field_nothing_is_written_and_the_field_is_named(meeting):
    session = meeting.session(title_de="Alt")
    shown = values_of(session)
    services.change_session(session, {**shown, "title_de": "Theirs"}, seen=marks_of(shown), actor=meeting.planner)

    with pytest.raises(ChangedMeanwhile) as refusal:
        services.change_session(
            session, {**shown, "title_de": "Mine", "places": 5}, seen=marks_of(shown), actor=meeting.planner
        )

    session.refresh_from_db()
    assert (refusal.value.fields, session.title_de, session.places) == (["title_de"], "Theirs", None)


def test_both_writing_the_same_is_no_clash(meeting):
    session = meeting.session(title_de="Alt")
    shown = values_of(session)
    same = {**shown, "title_de": "Same"}
    services.change_session(session, same, seen=marks_of(shown), actor=meeting.planner)

    assert services.change_session(session, same, seen=marks_of(shown), actor=meeting.planner).version == 2


def test_saving_without_a_change_makes_no_version(meeting):
    session = meeting.session()
    shown = values_of(session)

    assert services.change_session(session, shown, seen=marks_of(shown), actor=meeting.planner).version == 1
    assert actions() == []


def test_moving_tells_the_trail_from_where_to_where(meeting):
    session = meeting.session()

    services.move_session(
        session, room=meeting.small, starts_at=NINE + timedelta(hours=1), minutes=30, seen=1, actor=meeting.planner
    )

    entry = Entry.objects.get(action="events.session_moved")
    assert entry.changes == {
        "room": ["Great hall", "Small room"],
        "starts_at": ["2027-09-14T07:00:00+00:00", "2027-09-14T08:00:00+00:00"],
        "minutes": [45, 30],
    }


def test_moving_what_somebody_else_moved_meanwhile_is_refused(meeting):
    session = meeting.session()
    services.move_session(session, room=meeting.small, starts_at=NINE, minutes=45, seen=1, actor=meeting.planner)

    with pytest.raises(ChangedMeanwhile):
        services.move_session(session, room=meeting.school, starts_at=NINE, minutes=45, seen=1, actor=meeting.planner)

    session.refresh_from_db()
    assert (session.room, session.version) == (meeting.small, 2)


def test_moving_all_is_all_or_nothing(meeting):
    one, other = meeting.session(), meeting.session(1)
    moves = [(one, meeting.small), (other, meeting.school)]

    with pytest.raises(ChangedMeanwhile):
        services.move_all(moves, seen={one.pk: 1, other.pk: 7}, edition=meeting.edition, actor=meeting.planner)
    assert set(Session.objects.values_list("room", flat=True)) == {meeting.hall.pk}

    services.move_all(moves, seen={one.pk: 1, other.pk: 1}, edition=meeting.edition, actor=meeting.planner)
    assert list(Session.objects.order_by("pk").values_list("room", flat=True)) == [meeting.small.pk, meeting.school.pk]


def test_sessions_of_another_meeting_are_not_moved_along(meeting):
    foreign = meeting.session()
    Session.objects.filter(pk=foreign.pk).update(edition=EditionFactory(ahead=True))

    moved = services.move_all(
        [(foreign, meeting.small)], seen={foreign.pk: 1}, edition=meeting.edition, actor=meeting.planner
    )

    assert moved == []


def test_cancelling_twice_is_once(meeting):
    session = meeting.session()
    for _time in range(2):
        services.set_cancelled(session, is_cancelled=True, actor=meeting.planner)

    assert actions() == ["events.session_cancelled"]
    assert services.set_cancelled(session, is_cancelled=False, actor=meeting.planner).version == 3


def test_what_was_published_is_cancelled_and_never_removed(meeting):
    published, fresh = meeting.session(), None
    meeting.publish()
    fresh = meeting.session(1)

    with pytest.raises(WasPublished):
        services.remove_session(published, actor=meeting.planner)
    services.remove_session(fresh, actor=meeting.planner)

    assert list(Session.objects.all()) == [published]


def test_a_room_with_sessions_stays(meeting):
    meeting.session()

    with pytest.raises(InUse):
        leave_venue(meeting.edition, meeting.hall.venue, actor=meeting.planner)


@pytest.mark.django_db(transaction=True)
def test_two_who_move_the_same_session_at_once(meeting):
    session = meeting.session()

    def move(room):
        return lambda: services.move_session(
            Session.objects.select_related("edition").get(pk=session.pk),
            room=room,
            starts_at=NINE,
            minutes=45,
            seen=1,
            actor=by(meeting.planner),
        )

    assert at_once(move(meeting.small), move(meeting.school)) == ["ChangedMeanwhile", "done"]
    session.refresh_from_db()
    assert session.version == 2


def test_days_are_those_of_the_meeting_as_far_as_they_are_known():
    assert days_of(EditionFactory.build(ahead=True, series=None)) == [date(2027, 9, day) for day in (13, 14, 15, 16)]
    vague = EditionFactory.build(ahead=True, series=None, start_precision=Precision.MONTH)
    assert days_of(vague) == []


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Asia/Hebron", date(2027, 3, 27), 23),
        ("Europe/Berlin", date(2027, 3, 27), 24),
        ("Europe/Berlin", date(2027, 3, 28), 23),
        ("Asia/Hebron", date(2027, 3, 28), 24),
        ("Europe/Berlin", date(2027, 10, 31), 25),
    ],
)
def test_the_day_on_which_the_clocks_change_is_shorter_or_longer_on_one_side_only(zone, day, hours):
    first, last = bounds(day, zone)

    assert last - first == timedelta(hours=hours)


def test_an_hour_that_the_clocks_of_one_side_skip_exists_on_the_other_side():
    with pytest.raises(NoSuchTime):
        moment(date(2027, 3, 27), time(2, 30), "Asia/Hebron")
    with pytest.raises(NoSuchTime):
        moment(date(2027, 3, 28), time(2, 30), "Europe/Berlin")
    assert moment(date(2027, 3, 27), time(2, 30), "Europe/Berlin") == datetime(2027, 3, 27, 1, 30, tzinfo=UTC)


def test_between_the_two_changes_both_clocks_are_two_hours_apart_and_minutes_are_kept(meeting):
    """Palestine goes forward on 27 March 2027, Germany a night later."""
    before = moment(date(2027, 3, 26), time(10), "Asia/Hebron")
    between = moment(date(2027, 3, 27), time(10), "Asia/Hebron")
    after = moment(date(2027, 3, 28), time(10), "Asia/Hebron")

    assert [both_clocks(at, "Asia/Hebron") for at in (before, between, after)] == [
        "10:00 (Hebron) / 09:00 (Berlin)",
        "10:00 (Hebron) / 08:00 (Berlin)",
        "10:00 (Hebron) / 09:00 (Berlin)",
    ]
    assert between - before == timedelta(hours=23)
    night = meeting.session(starts_at=moment(date(2027, 3, 27), time(1, 30), "Asia/Hebron"), minutes=60)
    assert (clock(night.starts_at, "Asia/Hebron"), clock(night.ends_at, "Asia/Hebron")) == ("01:30", "03:30")
    assert night.ends_at - night.starts_at == timedelta(minutes=60)


def test_of_an_hour_that_comes_twice_it_is_the_first():
    assert moment(date(2027, 10, 31), time(2, 30), "Europe/Berlin") == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert local(datetime(2027, 10, 31, 1, 30, tzinfo=UTC), "Europe/Berlin").hour == 2
