"""Versions of a programme: never a mix, never without consent, told once to those concerned."""

from dataclasses import replace
from datetime import timedelta

import pytest

from jisr.accounts.states import Role
from jisr.events.agenda import concerned, services
from jisr.events.agenda.casting import say_consent
from jisr.events.agenda.comparing import What, differences
from jisr.events.agenda.models import ProgrammeVersion, Session, SessionMaterial
from jisr.events.agenda.published import Programme
from jisr.events.agenda.publishing import Blocked, DraftChanged, NothingNew, publish
from jisr.events.agenda.services import marks_of, values_of
from jisr.events.agenda.signup_models import SessionSignup
from jisr.events.agenda.venues import set_rules
from jisr.events.models import Edition
from jisr.kernel.policy import Refused
from jisr.notifications.models import Message
from tests.at_once import at_once, by
from tests.events.agenda.conftest import NINE, NOW
from tests.factories.accounts import UserFactory
from tests.factories.agenda import InterpretationFactory, SpeakerFactory
from tests.factories.events import ParticipantFactory

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


def contents():
    return [Programme.read(row.content) for row in ProgrammeVersion.objects.order_by("number")]


def change(meeting, session, **columns):
    shown = values_of(session)
    return services.change_session(session, {**shown, **columns}, seen=marks_of(shown), actor=meeting.planner)


def move(meeting, session, **columns):
    place = {"room": session.room, "starts_at": session.starts_at, "minutes": session.minutes, **columns}
    return services.move_session(session, **place, actor=meeting.planner)


def what(meeting):
    old, new = contents()[-2:]
    return {each.after.number: each.what for each in differences(old, new)}


def test_the_first_version_holds_what_has_a_time_in_its_order(meeting):
    later, first = meeting.session(1, title_de="Zwei", title_en="Two"), meeting.session(0, meeting.school)
    meeting.session(starts_at=None)
    meeting.session(2, is_cancelled=True)
    SessionMaterial.objects.create(session=first, title_de="Folien", url="https://example.org/a")

    version = meeting.publish(note="All there")

    (programme,) = contents()
    assert (version.number, version.note, programme.zone) == (1, "All there", "Europe/Berlin")
    assert [each.number for each in programme.sessions] == [first.pk, later.pk]
    assert programme.sessions[1].title == {"de": "Zwei", "en": "Two"}
    assert programme.sessions[0].materials[0].title == {"de": "Folien"}
    assert {room.name["en"]: room.venue["en"] for room in programme.rooms} == {
        "Great hall": "Town hall",
        "Class room": "School",
    }
    assert {each.sequence for each in programme.sessions} == {0}
    assert {each.changed_at for each in programme.sessions} == {NOW}


def test_the_same_is_not_published_again(meeting):
    meeting.session()
    meeting.publish()

    with pytest.raises(NothingNew):
        meeting.publish(at=LATER)
    assert ProgrammeVersion.objects.count() == 1


def test_an_empty_programme_is_not_published(meeting):
    meeting.session(starts_at=None)

    with pytest.raises(NothingNew):
        meeting.publish()


def test_what_changed_between_looking_and_publishing_is_not_published_unseen(meeting):
    session = meeting.session()
    seen = meeting.fingerprint()
    move(meeting, session, minutes=30)

    with pytest.raises(DraftChanged):
        publish(meeting.edition, seen=seen, actor=meeting.planner, at=NOW)
    assert contents() == []


def test_blocking_conflicts_refuse_until_solved_or_taken_less_seriously(meeting):
    meeting.session()
    meeting.session(0.5)

    with pytest.raises(Blocked) as refusal:
        meeting.publish()
    assert refusal.value.facts == {"count": 1}
    set_rules(meeting.edition, walk_minutes=15, levels={"room": "warn"}, walks={}, actor=meeting.planner)

    assert meeting.publish().number == 1


@pytest.mark.parametrize("roles", [[], [Role.ADVISER]])
def test_only_the_events_team_publishes(meeting, roles):
    meeting.session()

    with pytest.raises(Refused):
        publish(meeting.edition, seen=meeting.fingerprint(), actor=UserFactory(roles=roles), at=NOW)


def test_time_and_place_move_the_sequence_on_and_words_do_not(meeting):
    sessions = {name: meeting.session(number) for number, name in enumerate(("time", "room", "text", "same"))}
    meeting.publish()
    move(meeting, sessions["time"], minutes=30)
    move(meeting, sessions["room"], room=meeting.small)
    change(meeting, sessions["text"], abstract_de="Neu")

    meeting.publish(at=LATER)

    after = {each.number: each for each in contents()[-1].sessions}
    told = {name: (after[row.pk].sequence, after[row.pk].changed_at) for name, row in sessions.items()}
    assert told == {"time": (1, LATER), "room": (1, LATER), "text": (0, LATER), "same": (0, NOW)}
    assert what(meeting) == {
        sessions["time"].pk: (What.MOVED,),
        sessions["room"].pk: (What.ROOM,),
        sessions["text"].pk: (What.TEXT,),
    }
    sessions["time"].refresh_from_db()
    assert sessions["time"].sequence == 1


@pytest.mark.parametrize("way", ["cancelled", "unscheduled"])
def test_what_is_dropped_stays_as_cancelled_and_can_come_back(meeting, way):
    session = meeting.session()
    meeting.publish()
    if way == "cancelled":
        services.set_cancelled(session, is_cancelled=True, actor=meeting.planner)
    else:
        move(meeting, session, starts_at=None)
    meeting.publish(at=LATER)

    (dropped,) = contents()[-1].sessions
    assert (dropped.is_cancelled, dropped.sequence, dropped.starts_at, dropped.room) == (
        True,
        1,
        NINE,
        str(meeting.hall.public_id),
    )
    with pytest.raises(NothingNew):
        meeting.publish(at=LATER)

    session.refresh_from_db()
    services.set_cancelled(session, is_cancelled=False, actor=meeting.planner)
    move(meeting, Session.objects.get(pk=session.pk), starts_at=NINE)
    meeting.publish(at=LATER)
    assert what(meeting) == {session.pk: (What.REVIVED,)}
    assert contents()[-1].sessions[0].sequence == 2


def test_versions_are_never_changed_by_later_ones(meeting):
    session = meeting.session()
    first = meeting.publish()
    first.refresh_from_db()
    kept = first.content
    move(meeting, session, minutes=30)
    meeting.publish(at=LATER)

    first.refresh_from_db()
    assert first.content == kept


def test_nobody_stands_there_without_consent(meeting):
    session = meeting.session()
    SpeakerFactory(session=session, full_name="Ada", agreed=True, function_title_de="Leiterin")
    SpeakerFactory(session=session, full_name="Basim")
    meeting.publish()

    (speaker,) = contents()[0].sessions[0].speakers
    assert (speaker.name, speaker.role, speaker.function) == ("Ada", "speaker", {"de": "Leiterin"})
    assert "Basim" not in str(ProgrammeVersion.objects.get().content)


def test_who_takes_consent_back_is_gone_from_what_is_read_at_once_and_drafts_stay_drafts(meeting):
    session = meeting.session()
    speaker = SpeakerFactory(session=session, full_name="Ada", agreed=True)
    meeting.publish()
    move(meeting, session, minutes=30)

    say_consent(speaker, is_shown=False, actor=speaker.participant.user, at=LATER)

    old, new = contents()
    assert new.sessions[0].speakers == ()
    assert replace(new.sessions[0], speakers=old.sessions[0].speakers, changed_at=NOW) == old.sessions[0]


def people_told():
    return sorted(Message.objects.filter(kind="events.programme_published").values_list("recipient__email", flat=True))


@pytest.fixture
def crowd(meeting):
    """Ada speaks in one, Omar interprets the other, Lina signed up for the first, Eve for nothing."""
    one, other = meeting.session(), meeting.session(1)
    ada = SpeakerFactory(session=one, agreed=True).participant.user
    omar = InterpretationFactory(session=other).interpreter.user
    lina, eve = UserFactory(), UserFactory()
    concerned.register("test", lambda ids: [(lina.pk, one.pk)] if one.pk in ids else [])
    yield {"one": one, "other": other, "ada": ada, "omar": omar, "lina": lina, "eve": eve}
    concerned.unregister("test")


def test_the_first_version_tells_who_works_in_it_or_has_it_in_the_own_programme(meeting, crowd):
    meeting.publish()

    assert people_told() == sorted(crowd[name].email for name in ("ada", "omar", "lina"))


def test_a_change_tells_those_whom_it_concerns_once_and_nobody_else(meeting, crowd):
    meeting.publish()
    Message.objects.all().delete()
    move(meeting, crowd["one"], room=meeting.small)
    change(meeting, Session.objects.get(pk=crowd["one"].pk), abstract_de="Neu")
    meeting.publish(at=LATER)

    assert people_told() == sorted(crowd[name].email for name in ("ada", "lina"))
    body = Message.objects.get(recipient=crowd["lina"]).body
    assert crowd["one"].title in body
    assert "another room or meeting point; text or details changed" in body
    assert crowd["other"].title not in body


def test_who_publishes_is_not_told_of_it(meeting):
    session = meeting.session()
    speaker = SpeakerFactory(session=session, agreed=True)
    speaker.participant.user = meeting.planner
    speaker.participant.save()

    meeting.publish()

    assert people_told() == []


@pytest.mark.django_db(transaction=True)
def test_two_who_publish_at_once_make_one_version(meeting):
    meeting.session()
    seen = meeting.fingerprint()

    def go():
        edition = Edition.objects.get(pk=meeting.edition.pk)
        return publish(edition, seen=seen, actor=by(meeting.planner), at=NOW)

    assert at_once(go, go) == ["NothingNew", "done"]
    assert ProgrammeVersion.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_moving_while_somebody_publishes_is_in_the_version_or_refuses_it_but_never_half(meeting):
    session = meeting.session()
    seen = meeting.fingerprint()

    def go():
        return publish(Edition.objects.get(pk=meeting.edition.pk), seen=seen, actor=by(meeting.planner), at=NOW)

    def shift():
        row = Session.objects.select_related("edition").get(pk=session.pk)
        return services.move_session(row, room=meeting.small, starts_at=NINE, minutes=45, actor=by(meeting.planner))

    outcome = at_once(go, shift)

    assert outcome in (["DraftChanged", "done"], ["done", "done"])
    for programme in contents():
        assert programme.sessions[0].room == str(meeting.hall.public_id)


def mails():
    return dict(
        Message.objects.filter(kind="events.programme_published", recipient=None).values_list("address", "body")
    )


def test_who_has_no_account_gets_the_same_at_their_address_in_their_language(meeting):
    talk = meeting.session(title_de="Wasser", title_en="Water", title_ar="الماء")
    lone = {"edition": meeting.edition, "user": None, "full_name": "Person"}
    SpeakerFactory(session=talk, participant=ParticipantFactory(**lone, email="speaks@example.org"))
    hears = ParticipantFactory(**lone, email="arabic@example.org", languages=["ar"])
    InterpretationFactory(session=talk, interpreter=hears)
    listens = ParticipantFactory(**lone, email="listens@example.org")
    SessionSignup.objects.create(session=talk, participant=listens, seat=1, signed_up_at=NOW)
    SpeakerFactory(session=talk, participant=ParticipantFactory(**lone, email=""))
    meeting.publish()
    first = mails()
    Message.objects.all().delete()
    services.set_cancelled(Session.objects.get(pk=talk.pk), is_cancelled=True, actor=meeting.planner)
    meeting.publish(at=LATER)

    assert sorted(first) == ["arabic@example.org", "listens@example.org", "speaks@example.org"]
    assert "Water: You speak; 14 September 2027" in first["speaks@example.org"]
    assert "Water: 14 September 2027" in first["listens@example.org"]
    assert "الماء: " in first["arabic@example.org"]
    assert "؛ " in first["arabic@example.org"]
    links = set(Message.objects.values_list("address", "url"))
    assert ("listens@example.org", f"/en/workspace/participations/{listens.public_id}/claim/") in links
    assert "Water: does not take place" in mails()["listens@example.org"]


def test_everybody_reads_what_they_do_themselves(meeting):
    talk = meeting.session(title_en="Water")
    omar = InterpretationFactory(session=talk, from_language="ar", to_language="de").interpreter
    ada = SpeakerFactory(session=talk, role="moderator").participant
    meeting.publish()

    bodies = dict(Message.objects.filter(kind="events.programme_published").values_list("recipient", "body"))
    assert "Water: You interpret: Arabic → German (simultaneous, by headphones); 14 September" in bodies[omar.user_id]
    assert "Water: You moderate; 14 September" in bodies[ada.user_id]
