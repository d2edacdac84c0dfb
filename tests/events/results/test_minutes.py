"""Minutes: who writes them, and that nothing which anybody typed is lost."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from jisr.events.registration.states import ParticipantState
from jisr.events.results import minutes as service
from jisr.events.results.minutes import MOST_BLOCKS, ChangedMeanwhile, NotPossible, Typed
from jisr.events.results.models import LONGEST_BLOCK, EarlierText, Minutes, MinutesBlock, MinuteTaker
from jisr.events.results.releasing import move
from jisr.events.results.states import BlockKind
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import Refused
from jisr.kernel.stamps import plain, read_stamp, stamp_of
from jisr.kernel.workflow import IllegalMove
from tests.factories.events import EditionFactory, ParticipantFactory, SessionFactory
from tests.factories.results import BlockFactory, MinutesFactory, MinuteTakerFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 9, 14, 10, tzinfo=UTC)
LATER = datetime(2027, 9, 14, 11, tzinfo=UTC)
EMPTY = stamp_of(0, "")


@pytest.fixture
def minutes(meeting):
    MinuteTakerFactory(edition=meeting.edition, participant=meeting.wanda)
    MinuteTakerFactory(edition=meeting.edition, participant=meeting.yusuf, session=meeting.group)
    return service.begin_minutes(meeting.group.pk, language="de", actor=meeting.wanda.user)


def save(minutes, actor, *typed, at=NOW):
    return service.save_blocks(minutes.public_id, typed, actor=actor, at=at)


def seen(block):
    return stamp_of(block.version, block.text)


def texts(minutes):
    return [row.text for row in minutes.blocks.filter(is_removed=False)]


def test_the_minutes_of_a_session_are_begun_once_and_keep_what_it_is_called(meeting, minutes):
    again = service.begin_minutes(meeting.group.pk, language="ar", actor=meeting.eva)

    assert again.pk == minutes.pk
    assert (again.original_language, again.titles) == ("de", {"de": "AG Wasser", "en": "Water group", "ar": "المياه"})


@pytest.mark.parametrize("who", ["anna", "adviser", "outsider"])
def test_nobody_writes_but_minute_takers_and_the_events_team(meeting, minutes, who):
    with pytest.raises(Refused):
        save(minutes, getattr(meeting, who), Typed(uuid4(), "x", EMPTY))
    with pytest.raises(Refused):
        service.begin_minutes(meeting.group.pk, language="de", actor=getattr(meeting, who))

    assert texts(minutes) == []


def test_who_takes_the_minutes_of_one_session_does_not_write_those_of_another(meeting, minutes):
    other = SessionFactory(edition=meeting.edition)

    with pytest.raises(Refused):
        service.begin_minutes(other.pk, language="de", actor=meeting.yusuf.user)
    assert service.begin_minutes(other.pk, language="de", actor=meeting.wanda.user).session == other


def test_a_minute_taker_without_a_place_writes_no_more(meeting, minutes):
    meeting.wanda.state = ParticipantState.WITHDRAWN
    meeting.wanda.save()

    with pytest.raises(Refused):
        save(minutes, meeting.wanda.user, Typed(uuid4(), "x", EMPTY))


def test_two_people_write_in_two_paragraphs_of_one_page_without_noticing_each_other(meeting, minutes):
    first, second = BlockFactory(minutes=minutes, text="A"), BlockFactory(minutes=minutes, text="B", position=2)
    both = [(first, seen(first)), (second, seen(second))]

    one = save(
        minutes,
        meeting.wanda.user,
        *(Typed(row.public_id, "A1" if row == first else row.text, at) for row, at in both),
    )
    two = save(
        minutes,
        meeting.yusuf.user,
        *(Typed(row.public_id, "B1" if row == second else row.text, at) for row, at in both),
    )

    assert texts(minutes) == ["A1", "B1"]
    assert (one.conflicts, two.conflicts) == ({}, {})
    assert set(one.stamps) == {first.public_id}
    assert set(two.stamps) == {second.public_id}


def test_of_two_who_change_one_paragraph_the_second_gets_both_texts_and_overwrites_nothing(meeting, minutes):
    block = BlockFactory(minutes=minutes, text="A")
    began = seen(block)
    save(minutes, meeting.wanda.user, Typed(block.public_id, "A by Wanda", began))

    answer = save(minutes, meeting.yusuf.user, Typed(block.public_id, "A by Yusuf", began), at=LATER)

    assert texts(minutes) == ["A by Wanda"]
    assert answer.stamps == {}
    assert answer.conflicts[block.public_id].text == "A by Wanda"
    theirs = answer.conflicts[block.public_id]
    save(minutes, meeting.yusuf.user, Typed(block.public_id, "A by both", seen(theirs)), at=LATER)
    assert texts(minutes) == ["A by both"]
    assert list(EarlierText.objects.values_list("text", "written_by")) == [
        ("A by Wanda", meeting.wanda.user_id),
        ("A", None),
    ]


def test_an_hour_without_a_line_loses_nothing_that_was_typed_elsewhere_on_the_page(meeting, minutes):
    old, other = BlockFactory(minutes=minutes, text="A"), BlockFactory(minutes=minutes, text="B", position=2)
    began = {row: seen(row) for row in (old, other)}
    for number in range(5):
        block = MinutesBlock.objects.get(pk=old.pk)
        save(minutes, meeting.wanda.user, Typed(old.public_id, f"A{number}", seen(block)))

    answer = save(
        minutes,
        meeting.yusuf.user,
        Typed(old.public_id, "A offline", began[old]),
        Typed(other.public_id, "B offline", began[other]),
        Typed(uuid4(), "New offline", EMPTY),
        at=LATER,
    )

    assert texts(minutes) == ["A4", "B offline", "New offline"]
    assert list(answer.conflicts) == [old.public_id]


def test_the_same_text_from_two_people_is_no_conflict(meeting, minutes):
    block = BlockFactory(minutes=minutes, text="A")
    began = seen(block)
    save(minutes, meeting.wanda.user, Typed(block.public_id, "B", began))

    answer = save(minutes, meeting.yusuf.user, Typed(block.public_id, "B", began))

    assert answer.conflicts == {}
    assert answer.stamps == {block.public_id: stamp_of(2, "B")}


def test_a_new_paragraph_that_is_saved_twice_is_one(meeting, minutes):
    key = uuid4()
    stamp = save(minutes, meeting.wanda.user, Typed(key, "One", EMPTY)).stamps[key]
    save(minutes, meeting.wanda.user, Typed(key, "One", EMPTY))
    save(minutes, meeting.wanda.user, Typed(key, "One and more", stamp))

    assert texts(minutes) == ["One and more"]


def test_new_paragraphs_stand_where_they_were_begun(meeting, minutes):
    first = BlockFactory(minutes=minutes, text="A", position=1)
    BlockFactory(minutes=minutes, text="B", position=2)

    save(minutes, meeting.wanda.user, Typed(uuid4(), "A+", EMPTY, after=first.public_id))
    save(minutes, meeting.wanda.user, Typed(uuid4(), "End", EMPTY, kind="heading"))

    assert texts(minutes) == ["A", "A+", "B", "End"]
    assert minutes.blocks.get(text="End").kind == BlockKind.HEADING


def test_an_empty_new_paragraph_is_not_kept(meeting, minutes):
    save(minutes, meeting.wanda.user, Typed(uuid4(), "", EMPTY))

    assert MinutesBlock.objects.count() == 0


def test_a_paragraph_is_taken_out_and_put_back_and_a_writer_in_it_is_told(meeting, minutes):
    block = BlockFactory(minutes=minutes, text="A")
    began = seen(block)
    service.remove_block(minutes.public_id, block.public_id, seen=began, actor=meeting.wanda.user, at=NOW)
    service.remove_block(minutes.public_id, block.public_id, seen=began, actor=meeting.wanda.user, at=NOW)

    answer = save(minutes, meeting.yusuf.user, Typed(block.public_id, "A typed", began))

    assert texts(minutes) == []
    gone = answer.conflicts[block.public_id]
    assert gone.is_removed
    save(minutes, meeting.yusuf.user, Typed(block.public_id, "A typed", seen(gone)))
    assert texts(minutes) == ["A typed"]
    assert list(EarlierText.objects.values_list("text", "version")) == [("A", 2), ("A", 1)]


def test_a_paragraph_is_put_back_by_its_button(meeting, minutes):
    block = BlockFactory(minutes=minutes, text="A", is_removed=True)

    service.restore_block(minutes.public_id, block.public_id, actor=meeting.wanda.user, at=NOW)
    service.restore_block(minutes.public_id, block.public_id, actor=meeting.wanda.user, at=NOW)

    assert texts(minutes) == ["A"]
    assert MinutesBlock.objects.get().version == 2


def test_what_somebody_else_changed_is_not_taken_out_unseen(meeting, minutes):
    block = BlockFactory(minutes=minutes, text="A")
    began = seen(block)
    save(minutes, meeting.wanda.user, Typed(block.public_id, "B", began))

    with pytest.raises(ChangedMeanwhile):
        service.remove_block(minutes.public_id, block.public_id, seen=began, actor=meeting.yusuf.user, at=NOW)

    assert texts(minutes) == ["B"]


def test_checked_minutes_take_nothing_more_until_they_are_opened_again(meeting, minutes):
    block = BlockFactory(minutes=minutes, text="A")
    move(Minutes, minutes.public_id, "check", actor=meeting.eva, at=NOW)

    with pytest.raises(IllegalMove):
        save(minutes, meeting.wanda.user, Typed(block.public_id, "B", seen(block)))
    assert texts(minutes) == ["A"]

    move(Minutes, minutes.public_id, "reopen", actor=meeting.eva, at=NOW)
    save(minutes, meeting.wanda.user, Typed(block.public_id, "B", seen(block)))
    assert texts(minutes) == ["B"]


def test_a_block_of_other_minutes_is_never_touched(meeting, minutes):
    foreign = BlockFactory(text="Foreign")

    with pytest.raises(NotPossible):
        save(minutes, meeting.wanda.user, Typed(foreign.public_id, "Mine", EMPTY))
    service.remove_block(minutes.public_id, foreign.public_id, seen=seen(foreign), actor=meeting.wanda.user, at=NOW)

    foreign.refresh_from_db()
    assert (foreign.text, foreign.is_removed) == ("Foreign", False)


def test_hostile_text_is_kept_as_it_was_typed_but_for_signs_that_no_database_takes(meeting, minutes):
    save(minutes, meeting.wanda.user, Typed(uuid4(), "<script>\x00alert(1)</script>\r\n'; DROP", EMPTY))

    assert texts(minutes) == ["<script>alert(1)</script>\n'; DROP"]


def test_too_much_text_is_refused_and_said(meeting, minutes):
    with pytest.raises(DomainError):
        save(minutes, meeting.wanda.user, Typed(uuid4(), "x" * (LONGEST_BLOCK + 1), EMPTY))


def test_minutes_hold_a_sensible_number_of_paragraphs(meeting, minutes):
    MinutesBlock.objects.bulk_create(
        MinutesBlock(minutes=minutes, text="x", position=place, edited_at=NOW) for place in range(MOST_BLOCKS)
    )

    with pytest.raises(NotPossible):
        save(minutes, meeting.wanda.user, Typed(uuid4(), "one more", EMPTY))


@pytest.mark.parametrize("odd", ["", "x", "9999999999999.", "-1.abc", "1", "٣.abc", "1.2.3"])
def test_an_odd_stamp_never_overwrites(meeting, minutes, odd):
    block = BlockFactory(minutes=minutes, text="A", version=7)

    save(minutes, meeting.wanda.user, Typed(block.public_id, "B", odd))

    assert texts(minutes) == ["A"]


def test_stamps_are_read_as_they_were_made():
    assert read_stamp(stamp_of(3, "abc")) == read_stamp(stamp_of(3, "abc"))
    assert read_stamp(stamp_of(3, "abc")).is_untouched("abc")
    assert not read_stamp(stamp_of(3, "abc")).is_untouched("abd")
    assert plain("a\r\nb\rc\x07\t") == "a\nb\nc\t"


def test_the_language_of_the_minutes_can_be_put_right_while_they_are_a_draft(meeting, minutes):
    service.change_language(minutes.public_id, "ar", actor=meeting.wanda.user)
    service.change_language(minutes.public_id, "fr", actor=meeting.wanda.user)

    minutes.refresh_from_db()
    assert minutes.original_language == "ar"


def test_the_office_names_participants_and_its_own_people_once(meeting):
    for _again in range(2):
        service.name_taker(meeting.edition, participant=meeting.wanda, actor=meeting.eva)
        service.name_taker(meeting.edition, session=meeting.group, staff=meeting.adviser, actor=meeting.eva)

    assert list(MinuteTaker.objects.values_list("session", "participant", "staff")) == [
        (None, meeting.wanda.pk, None),
        (meeting.group.pk, None, meeting.adviser.pk),
    ]


def test_nobody_is_named_who_cannot_write(meeting):
    waiting = ParticipantFactory(edition=meeting.edition, waiting=True)
    foreign = ParticipantFactory(edition=EditionFactory())
    without = ParticipantFactory(edition=meeting.edition, user=None)
    for who in (
        {"participant": waiting},
        {"participant": foreign},
        {"participant": without},
        {"staff": meeting.outsider},
        {},
    ):
        with pytest.raises(NotPossible):
            service.name_taker(meeting.edition, actor=meeting.eva, **who)
    with pytest.raises(NotPossible):
        service.name_taker(meeting.edition, session=SessionFactory(), participant=meeting.wanda, actor=meeting.eva)
    with pytest.raises(Refused):
        service.name_taker(meeting.edition, participant=meeting.wanda, actor=meeting.adviser)

    assert MinuteTaker.objects.count() == 0


def test_a_task_that_is_taken_back_twice_is_gone_and_what_was_written_stays(meeting, minutes):
    save(minutes, meeting.wanda.user, Typed(uuid4(), "kept", EMPTY))
    taker = MinuteTaker.objects.get(participant=meeting.wanda)
    service.remove_taker(taker.public_id, actor=meeting.eva)
    service.remove_taker(taker.public_id, actor=meeting.eva)

    assert texts(minutes) == ["kept"]
    with pytest.raises(Refused):
        save(minutes, meeting.wanda.user, Typed(uuid4(), "x", EMPTY))


def test_minutes_outlive_their_session(meeting, minutes):
    BlockFactory(minutes=minutes, text="kept")
    meeting.group.delete()

    minutes.refresh_from_db()
    assert (minutes.session, minutes.title, texts(minutes)) == (None, "Water group", ["kept"])


def test_a_cancelled_session_gets_no_new_minutes_but_keeps_those_it_has(meeting, minutes):
    meeting.group.is_cancelled = True
    meeting.group.save()
    other = SessionFactory(edition=meeting.edition, is_cancelled=True)

    assert service.begin_minutes(meeting.group.pk, language="de", actor=meeting.eva) == minutes
    with pytest.raises(NotPossible):
        service.begin_minutes(other.pk, language="de", actor=meeting.eva)


def test_the_database_allows_one_row_of_minutes_for_a_session(meeting, minutes):
    with pytest.raises(IntegrityError), transaction.atomic():
        MinutesFactory(edition=meeting.edition, session=meeting.group)


def test_the_database_allows_no_public_row_without_a_released_copy(minutes):
    with pytest.raises(IntegrityError), transaction.atomic():
        Minutes.objects.filter(pk=minutes.pk).update(state="public", checked_at=NOW)
