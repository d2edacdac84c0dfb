"""Two people, or two clicks, at the same moment: real threads on real transactions."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from jisr.events.results import minutes as service
from jisr.events.results import sheets
from jisr.events.results.carrying import carry
from jisr.events.results.decisions import Decided, add_decision
from jisr.events.results.minutes import Typed
from jisr.events.results.models import Decision, FollowUp, FollowUpCarry, FollowUpStep, Minutes, ResultSheet
from jisr.events.results.services import Agreed, Origin, add_follow_up, remind, settle
from jisr.kernel.stamps import stamp_of
from jisr.notifications.models import Message
from tests.at_once import at_once, by, results_at_once
from tests.events.results.conftest import make_meeting
from tests.factories.events import EditionFactory
from tests.factories.results import BlockFactory, FollowUpFactory, MinutesFactory, MinuteTakerFactory

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2027, 9, 14, 10, tzinfo=UTC)
EMPTY = stamp_of(0, "")


@pytest.fixture
def meeting(transactional_db):
    made = make_meeting()
    for participant in (made.wanda, made.yusuf):
        MinuteTakerFactory(edition=made.edition, participant=participant)
    return made


def test_of_two_who_save_one_paragraph_one_wins_and_the_other_gets_both_texts(meeting):
    minutes = MinutesFactory(edition=meeting.edition, session=meeting.group)
    block = BlockFactory(minutes=minutes, text="A")
    began = stamp_of(1, "A")

    def write(person, text):
        typed = [Typed(block.public_id, text, began)]
        return service.save_blocks(minutes.public_id, typed, actor=by(person), at=NOW)

    answers = results_at_once(lambda: write(meeting.wanda.user, "W"), lambda: write(meeting.yusuf.user, "Y"))

    block.refresh_from_db()
    (loser,) = [answer for answer in answers if answer.conflicts]
    assert block.text in {"W", "Y"}
    assert block.version == 2
    assert loser.conflicts[block.public_id].text == block.text


def test_two_who_write_different_paragraphs_both_have_them(meeting):
    minutes = MinutesFactory(edition=meeting.edition, session=meeting.group)
    blocks = [BlockFactory(minutes=minutes, text=text, position=place) for place, text in enumerate("AB")]

    def write(person, mine):
        typed = [
            Typed(row.public_id, f"{row.text}!" if row == mine else row.text, stamp_of(1, row.text)) for row in blocks
        ] + [Typed(uuid4(), f"new {mine.text}", EMPTY)]
        return service.save_blocks(minutes.public_id, typed, actor=by(person), at=NOW)

    answers = results_at_once(
        lambda: write(meeting.wanda.user, blocks[0]), lambda: write(meeting.yusuf.user, blocks[1])
    )

    assert [answer.conflicts for answer in answers] == [{}, {}]
    assert sorted(minutes.blocks.values_list("text", flat=True)) == ["A!", "B!", "new A", "new B"]
    assert sorted(minutes.blocks.values_list("position", flat=True)) == [0, 1, 2, 3]


def test_while_one_moves_a_paragraph_another_writes_in_it_and_a_third_adds_one(meeting):
    minutes = MinutesFactory(edition=meeting.edition, session=meeting.group)
    first, second = (BlockFactory(minutes=minutes, text=text, position=place) for place, text in enumerate("AB"))
    new = Typed(uuid4(), "C", EMPTY, after=second.public_id)
    typed = [Typed(second.public_id, "B!", stamp_of(1, "B")), new]

    answers = results_at_once(
        lambda: service.move_block(
            minutes.public_id, second.public_id, first.public_id, is_before=True, actor=by(meeting.wanda.user)
        ),
        lambda: service.save_blocks(minutes.public_id, typed, actor=by(meeting.yusuf.user), at=NOW),
    )

    assert [answer.conflicts for answer in answers if answer is not None] == [{}]
    texts = list(minutes.blocks.values_list("text", flat=True))
    assert texts in (["B!", "C", "A"], ["B!", "A", "C"])  # behind its neighbour, wherever that stood when it was added
    assert len(set(minutes.blocks.values_list("position", flat=True))) == 3


def test_two_who_move_at_once_lose_no_paragraph_and_the_same_move_counts_once(meeting):
    minutes = MinutesFactory(edition=meeting.edition, session=meeting.group)
    rows = [BlockFactory(minutes=minutes, text=text, position=place) for place, text in enumerate("ABCD")]
    keys = {row.text: row.public_id for row in rows}

    def move(person, text, beside):
        service.move_block(minutes.public_id, keys[text], keys[beside], is_before=True, actor=by(person))

    assert at_once(lambda: move(meeting.wanda.user, "D", "C"), lambda: move(meeting.yusuf.user, "D", "C")) == [
        *("done", "done")
    ]
    assert list(minutes.blocks.values_list("text", flat=True)) == ["A", "B", "D", "C"]

    at_once(lambda: move(meeting.wanda.user, "B", "A"), lambda: move(meeting.yusuf.user, "C", "D"))
    assert list(minutes.blocks.values_list("text", flat=True)) == ["B", "A", "C", "D"]
    assert sorted(minutes.blocks.values_list("version", flat=True)) == [1, 1, 1, 1]


def test_two_who_begin_minutes_and_a_sheet_share_them(meeting):
    def begin(person):
        service.begin_minutes(meeting.group.pk, language="de", actor=by(person))
        sheets.begin_sheet(meeting.edition, meeting.group, language="de", actor=by(person))

    assert at_once(lambda: begin(meeting.wanda.user), lambda: begin(meeting.yusuf.user)) == ["done", "done"]
    assert (Minutes.objects.count(), ResultSheet.objects.count()) == (1, 1)


def test_of_two_who_settle_a_step_one_is_told_that_it_is_settled(meeting):
    row = FollowUpFactory(authority=meeting.german)

    outcome = at_once(
        lambda: settle(row.public_id, "finish", actor=by(meeting.anna), at=NOW),
        lambda: settle(row.public_id, "drop", note="x", actor=by(meeting.eva), at=NOW),
    )

    assert outcome == ["IllegalMove", "done"]
    assert FollowUpStep.objects.count() == 1


def test_two_clicks_agree_and_carry_once_and_two_runs_remind_once(meeting):
    agreed = Agreed(
        language="en", texts={"en": "x"}, owner=meeting.german, due_on=datetime(2027, 9, 16, tzinfo=UTC).date()
    )
    following = EditionFactory(ahead=True)

    def add():
        add_follow_up(meeting.edition, agreed, Origin(), actor=by(meeting.eva), at=NOW, form_key="k" * 32)

    def decide():
        decided = Decided(language="en", texts={"en": "x"}, decided_by={}, decided_on=NOW.date())
        add_decision(meeting.edition, decided, actor=by(meeting.eva), form_key="d" * 32)

    def bring():
        carry(meeting.edition, following, actor=by(meeting.eva), at=NOW)

    assert at_once(add, add) == ["done", "done"]
    assert FollowUp.objects.count() == 1
    assert at_once(decide, decide) == ["done", "done"]
    assert Decision.objects.count() == 1
    assert at_once(bring, bring) == ["done", "done"]
    assert FollowUpCarry.objects.count() == 1
    Message.objects.all().delete()
    late = datetime(2027, 10, 1, tzinfo=UTC)
    assert sorted(results_at_once(lambda: remind(now=late), lambda: remind(now=late))) == [0, 1]
    assert Message.objects.count() == 1
