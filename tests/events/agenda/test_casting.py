"""Consent of speakers, lists that are written as a whole, and an interpreter who is ill."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from jisr.events.agenda import casting
from jisr.events.agenda.models import Interpretation, SessionSpeaker
from jisr.events.agenda.services import ChangedMeanwhile
from jisr.kernel.policy import Refused
from jisr.notifications.models import Message
from tests.events.agenda.conftest import NOW
from tests.factories.accounts import UserFactory
from tests.factories.agenda import InterpretationFactory, SpeakerFactory
from tests.factories.events import ParticipantFactory

pytestmark = pytest.mark.django_db
FUNCTIONS = {"function_title_de": "", "function_title_en": "Head", "function_title_ar": ""}


def row(name="Ada", **columns):
    found = {"participant": None, "full_name": name, "role": "speaker", **FUNCTIONS}
    return {**found, "has_agreed": False, "agreed_at": None, "consent_note": "", **columns}


def set_speakers(meeting, session, rows, seen=None):
    session.refresh_from_db()
    return casting.set_speakers(session, rows, seen=seen or session.version, actor=meeting.planner, at=NOW)


def test_speakers_are_written_in_their_order_and_those_with_an_account_are_asked_once(meeting):
    session = meeting.session()
    person = ParticipantFactory(edition=meeting.edition)
    rows = [row("Basim"), row("Ada", participant=person), row("Ada", participant=person, role="moderator")]

    set_speakers(meeting, session, rows)

    names = list(session.speakers.values_list("full_name", "role", "position"))
    assert names == [("Basim", "speaker", 0), ("Ada", "speaker", 1), ("Ada", "moderator", 2)]
    assert list(Message.objects.values_list("kind", "recipient")) == [("events.consent_asked", person.user_id)]


def test_staff_note_when_and_how_somebody_without_an_account_agreed(meeting):
    session = meeting.session()
    day = datetime(2027, 5, 3, 10, tzinfo=UTC)

    set_speakers(meeting, session, [row(has_agreed=True, agreed_at=day, consent_note="by e-mail")])

    speaker = session.speakers.get()
    assert (speaker.consented_at, speaker.consent_note) == (day, "by e-mail")


def test_staff_never_agree_for_somebody_with_an_account(meeting):
    session = meeting.session()
    person = ParticipantFactory(edition=meeting.edition)

    set_speakers(meeting, session, [row(participant=person, has_agreed=True, consent_note="told me")])

    assert session.speakers.get().consented_at is None
    with pytest.raises(Refused):
        casting.say_consent(session.speakers.get(), is_shown=True, actor=meeting.planner, at=NOW)


def test_the_answer_of_a_speaker_stays_when_staff_write_the_list_again(meeting):
    session = meeting.session()
    speaker = SpeakerFactory(session=session, full_name="Ada", agreed=True)

    set_speakers(meeting, session, [row("Ada", speaker=speaker.pk, participant=speaker.participant)])
    assert session.speakers.get().consented_at is not None

    other = ParticipantFactory(edition=meeting.edition)
    set_speakers(meeting, session, [row("Eve", speaker=speaker.pk, participant=other)])
    assert session.speakers.get().consented_at is None


def test_only_the_person_answers_and_twice_is_once(meeting):
    speaker = SpeakerFactory(session=meeting.session())
    own = speaker.participant.user
    with pytest.raises(Refused):
        casting.say_consent(speaker, is_shown=True, actor=UserFactory(), at=NOW)

    for _time in range(2):
        speaker = casting.say_consent(speaker, is_shown=True, actor=own, at=NOW)
    assert (speaker.consented_at, speaker.declined_at, speaker.session.version) == (NOW, None, 2)

    speaker = casting.say_consent(speaker, is_shown=False, actor=own, at=NOW)
    assert (speaker.consented_at, speaker.declined_at) == (None, NOW)


def test_nobody_says_yes_and_no_at_once(meeting):
    speaker = SpeakerFactory(session=meeting.session(), agreed=True)

    with pytest.raises(IntegrityError), transaction.atomic():
        SessionSpeaker.objects.filter(pk=speaker.pk).update(declined_at=NOW)


def test_a_list_from_an_old_page_is_refused(meeting):
    session = meeting.session()
    set_speakers(meeting, session, [row()])

    with pytest.raises(ChangedMeanwhile):
        casting.set_speakers(session, [], seen=1, actor=meeting.planner, at=NOW)
    assert session.speakers.count() == 1


def test_the_same_person_in_the_same_role_twice_is_refused(meeting):
    session = meeting.session()

    with pytest.raises(casting.Twice):
        set_speakers(meeting, session, [row("Ada"), row("Ada")])


def test_removing_a_speaker_who_agreed_takes_the_name_out_of_what_is_published(meeting):
    session = meeting.session()
    SpeakerFactory(session=session, full_name="Ada", external=True, agreed=True)
    meeting.publish()

    set_speakers(meeting, session, [])

    newest = meeting.edition.programme_versions.first()
    assert (newest.number, newest.content["sessions"][0]["speakers"]) == (2, [])


def test_an_interpreter_who_is_ill_is_replaced_in_one_step(meeting):
    ill = ParticipantFactory(edition=meeting.edition)
    rows = [InterpretationFactory(session=meeting.session(number), interpreter=ill) for number in range(3)]
    free = ParticipantFactory(edition=meeting.edition)

    changed = casting.replace_interpreters(
        {rows[0].pk: free, rows[1].pk: None}, edition=meeting.edition, actor=meeting.planner
    )

    assert [each.pk for each in changed] == [rows[0].pk, rows[1].pk]
    assert list(Interpretation.objects.order_by("pk").values_list("interpreter", flat=True)) == [free.pk, None, ill.pk]
    assert casting.replace_interpreters({rows[0].pk: free}, edition=meeting.edition, actor=meeting.planner) == []
    with pytest.raises(Refused):
        casting.replace_interpreters({}, edition=meeting.edition, actor=UserFactory())


def test_interpretation_and_material_are_written_as_whole_lists(meeting):
    session = meeting.session()
    person = ParticipantFactory(edition=meeting.edition)
    pair = {"from_language": "de", "to_language": "ar", "channel": "whispered", "interpreter": person}
    page = {"title_de": "Folien", "title_en": "", "title_ar": "", "url": "https://example.org/a", "language": "de"}
    known = {"actor": meeting.planner, "at": NOW}

    casting.set_interpretations(session, [pair], seen=1, **known)
    casting.set_materials(session, [page], seen=2, **known)
    with pytest.raises(casting.Twice):
        casting.set_interpretations(session, [pair, pair], seen=3, **known)

    assert [str(each) for each in session.interpretations.all()] == ["German → Arabic"]
    assert [each.title_de for each in session.materials.all()] == ["Folien"]
