"""Result sheets and decisions: one form, three languages, and nothing public that the office did not release."""

from datetime import UTC, date, datetime

import pytest

from jisr.events.agenda.states import SessionKind
from jisr.events.editions.states import State as EditionState
from jisr.events.results import sheets
from jisr.events.results.decisions import Decided, add_decision, change_decision
from jisr.events.results.minutes import ChangedMeanwhile, NotPossible
from jisr.events.results.models import Decision, Minutes, ResultSheet
from jisr.events.results.naming import NamesPerson
from jisr.events.results.releasing import Unfinished, move
from jisr.events.results.sheets import AUTHORITIES, TypedText, authorities_stamp, shown
from jisr.events.results.states import SheetPart, State, TextState
from jisr.kernel.policy import Refused
from jisr.kernel.stamps import stamp_of
from jisr.kernel.workflow import IllegalMove
from jisr.matching.introductions.words import HoldsContacts
from jisr.search.models import Document
from tests.factories.events import EditionFactory, SessionFactory
from tests.factories.municipalities import AuthorityFactory
from tests.factories.results import BlockFactory, DecisionFactory, MinutesFactory, MinuteTakerFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 9, 14, 10, tzinfo=UTC)
EMPTY = stamp_of(0, "")


@pytest.fixture
def sheet(meeting):
    MinuteTakerFactory(edition=meeting.edition, participant=meeting.wanda)
    MinuteTakerFactory(edition=meeting.edition, participant=meeting.yusuf, session=meeting.group)
    return sheets.begin_sheet(meeting.edition, meeting.group, language="de", actor=meeting.wanda.user)


def write(sheet, actor, seen=EMPTY, **texts):
    typed = [TypedText(part, text, seen) for part, text in texts.items()]
    return sheets.save_sheet(sheet.public_id, typed, actor=actor, at=NOW)


def translate(sheet, actor, language="ar", seen=EMPTY, *, is_checked=False, **texts):
    typed = [TypedText(part, text, seen, is_checked=is_checked) for part, text in texts.items()]
    return sheets.save_translation(sheet.public_id, language, typed, actor=actor, at=NOW)


def step(sheet, *names, actor):
    for name in names:
        move(type(sheet), sheet.public_id, name, actor=actor, at=NOW)
    sheet.refresh_from_db()


@pytest.fixture
def written(meeting, sheet):
    write(sheet, meeting.wanda.user, topic="Wasser", agreed="Ein Besuch", next_steps="Plan schicken")
    return sheet


def test_a_group_has_one_sheet(meeting, sheet):
    again = sheets.begin_sheet(meeting.edition, meeting.group, language="ar", actor=meeting.eva)

    assert (again.pk, again.original_language) == (sheet.pk, "de")


def test_only_groups_have_sheets_and_a_meeting_without_groups_has_one_of_its_own(meeting, sheet):
    talk = SessionFactory(edition=meeting.edition)
    foreign = SessionFactory(kind=SessionKind.WORKING_GROUP)
    off = SessionFactory(edition=meeting.edition, kind=SessionKind.WORKING_GROUP, is_cancelled=True)
    for session in (talk, foreign, off, None):
        with pytest.raises(NotPossible):
            sheets.begin_sheet(meeting.edition, session, language="de", actor=meeting.eva)
    plain = EditionFactory(ahead=True)

    one, two = (sheets.begin_sheet(plain, None, language="en", actor=meeting.eva) for _each in range(2))

    assert one == two
    assert ResultSheet.objects.count() == 2


def test_two_people_write_in_two_parts_and_of_one_part_the_second_sees_both(meeting, sheet):
    write(sheet, meeting.wanda.user, topic="Wasser")
    write(sheet, meeting.yusuf.user, agreed="Ein Besuch")

    answer = write(sheet, meeting.yusuf.user, topic="Abwasser")

    assert answer.conflicts == {"topic": "Wasser"}
    assert answer.their_name == str(meeting.wanda.user)
    assert dict(sheet.texts.values_list("part", "text")) == {"topic": "Wasser", "agreed": "Ein Besuch"}


def test_who_took_part_is_a_choice_that_two_editors_do_not_overwrite(meeting, sheet):
    none = authorities_stamp([])

    def choose(actor, slugs, seen):
        return sheets.save_sheet(sheet.public_id, [], authorities=slugs, seen=seen, actor=actor, at=NOW)

    one = choose(meeting.wanda.user, [meeting.german.slug], none)
    same = choose(meeting.yusuf.user, [], none)
    two = choose(meeting.yusuf.user, [meeting.palestinian.slug], none)

    assert list(sheet.authorities.all()) == [meeting.german]
    assert one.stamps == {AUTHORITIES: authorities_stamp([meeting.german.slug])}
    assert (same.conflicts, two.conflicts) == ({}, {AUTHORITIES: "Germantown"})


def test_a_translation_stands_beside_its_original_with_its_state(meeting, written):
    translate(written, meeting.yusuf.user, is_checked=True, topic="المياه")

    content = sheets.snapshot(written)
    arabic = {
        part.part: (part.text, part.is_translated, part.is_checked, part.is_foreign) for part in shown(content, "ar")
    }
    assert arabic == {
        SheetPart.TOPIC: ("المياه", True, True, False),
        SheetPart.AGREED: ("Ein Besuch", False, False, True),
        SheetPart.NEXT_STEPS: ("Plan schicken", False, False, True),
    }
    assert sheets.progress(written) == [("en", 3, 0, 0), ("ar", 3, 1, 1)]
    row = written.texts.get(language="ar")
    assert (row.checked_at, row.checked_by) == (NOW, meeting.yusuf.user)


def test_a_translation_of_a_text_that_changed_has_to_be_checked_again(meeting, written):
    translate(written, meeting.yusuf.user, is_checked=True, topic="المياه")

    write(written, meeting.wanda.user, seen=stamp_of(1, "Wasser"), topic="Trinkwasser")

    row = written.texts.get(language="ar")
    assert (row.text, row.state, row.checked_at, row.checked_by) == ("المياه", TextState.DRAFT, None, None)


def test_two_translators_of_one_text_lose_nothing(meeting, written):
    translate(written, meeting.yusuf.user, topic="المياه")

    answer = translate(written, meeting.wanda.user, topic="الماء")
    checked = translate(written, meeting.wanda.user, seen=stamp_of(1, "المياه"), is_checked=True, topic="المياه")
    stale = translate(written, meeting.yusuf.user, seen=stamp_of(1, "المياه"), topic="المياه")

    assert answer.conflicts == {"topic": "المياه"}
    assert (set(checked.stamps), stale.stamps, stale.conflicts) == ({"topic"}, {}, {})
    assert written.texts.get(language="ar").state == TextState.CHECKED


@pytest.mark.parametrize("language", ["de", "fr", ""])
def test_only_other_languages_are_translated_into(meeting, written, language):
    with pytest.raises(NotPossible):
        translate(written, meeting.wanda.user, language=language, topic="x")


def test_a_part_without_an_original_is_not_translated(meeting, written):
    translate(written, meeting.wanda.user, open="x", nonsense="y")

    assert not written.texts.filter(language="ar").exists()


def test_a_sheet_is_checked_shared_and_published_by_the_events_team_alone(meeting, written):
    for who in (meeting.wanda.user, meeting.anna, meeting.adviser):
        with pytest.raises(Refused):
            move(ResultSheet, written.public_id, "check", actor=who, at=NOW)
    with pytest.raises(IllegalMove):
        move(ResultSheet, written.public_id, "publish", actor=meeting.eva, at=NOW)

    step(written, "check", "share", "publish", actor=meeting.eva)

    assert (written.state, written.checked_by, written.published_at) == (State.PUBLIC, meeting.eva, NOW)
    with pytest.raises(IllegalMove):
        move(ResultSheet, written.public_id, "publish", actor=meeting.eva, at=NOW)


def test_an_empty_sheet_and_empty_minutes_are_not_checked(meeting, sheet):
    minutes = MinutesFactory(edition=meeting.edition)
    BlockFactory(minutes=minutes, text="gone", is_removed=True)

    for thing in (sheet, minutes):
        with pytest.raises(Unfinished):
            move(type(thing), thing.public_id, "check", actor=meeting.eva, at=NOW)


def test_the_public_reads_a_copy_of_the_moment_until_the_office_publishes_anew(meeting, written):
    step(written, "check", "publish", actor=meeting.eva)
    translate(written, meeting.yusuf.user, topic="المياه")
    written.refresh_from_db()
    before = [part.text for part in shown(written.released, "ar")]

    step(written, "renew", actor=meeting.eva)

    assert before == ["Wasser", "Ein Besuch", "Plan schicken"]
    assert [part.text for part in shown(written.released, "ar")] == ["المياه", "Ein Besuch", "Plan schicken"]


def test_what_is_taken_back_is_gone_for_the_public_and_for_the_search(meeting, written):
    step(written, "check", "publish", actor=meeting.eva)
    assert list(Document.objects.values_list("object_key", flat=True)) == [f"resultsheet:{written.public_id}"]

    step(written, "take_back", actor=meeting.eva)

    assert (written.state, written.released, written.published_at) == (State.CHECKED, None, None)
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("Wanda Wassermann schickt den Plan", NamesPerson),
        ("WANDA  WASSERMANN!", NamesPerson),
        ("يوسف المائي", NamesPerson),
        ("Fragen an wasser@example.org", HoldsContacts),
        ("Ruf an: 0228 5550111", HoldsContacts),
    ],
)
def test_nothing_is_published_that_names_a_person(meeting, written, text, refusal):
    write(written, meeting.wanda.user, contact_role=text)
    step(written, "check", "share", actor=meeting.eva)

    with pytest.raises(refusal):
        move(ResultSheet, written.public_id, "publish", actor=meeting.eva, at=NOW)

    written.refresh_from_db()
    assert (written.state, written.released) == (State.SHARED, None)


def test_a_single_common_word_is_no_name(meeting, written):
    meeting.wanda.full_name = "Wasser"
    meeting.wanda.save()

    step(written, "check", "publish", actor=meeting.eva)

    assert written.state == State.PUBLIC


def test_nothing_of_a_planned_meeting_is_published(meeting, written):
    meeting.edition.state = EditionState.PLANNED
    meeting.edition.save()
    step(written, "check", actor=meeting.eva)

    with pytest.raises(Unfinished):
        move(ResultSheet, written.public_id, "publish", actor=meeting.eva, at=NOW)


def test_minutes_are_published_as_a_copy_too(meeting):
    minutes = MinutesFactory(edition=meeting.edition, session=meeting.group)
    BlockFactory(minutes=minutes, kind="heading", text="Head")
    BlockFactory(minutes=minutes, text="Words", position=2)
    BlockFactory(minutes=minutes, text="gone", position=3, is_removed=True)
    step(minutes, "check", "publish", actor=meeting.eva)

    assert minutes.released["blocks"] == [["heading", "Head"], ["text", "Words"]]
    assert Minutes.objects.released().get() == minutes


def decided(text="Jedes Jahr treffen", language="de"):
    return Decided(
        language=language,
        texts={"de": text, "ar": "لقاء سنوي"},
        decided_by={"de": "Die Bürgermeister"},
        decided_on=date(2027, 9, 14),
    )


def test_a_decision_is_noted_once_in_its_languages(meeting, sheet):
    one, two = (
        add_decision(meeting.edition, decided(), sheet=sheet, actor=meeting.yusuf.user, form_key="k" * 32)
        for _click in range(2)
    )

    assert one == two
    assert (one.session, one.sheet, one.text_de, one.text_ar, one.text_en) == (
        meeting.group,
        sheet,
        "Jedes Jahr treffen",
        "لقاء سنوي",
        "",
    )


def test_decisions_belong_to_their_meeting_and_their_writers(meeting, sheet):
    with pytest.raises(Refused):
        add_decision(meeting.edition, decided(), actor=meeting.yusuf.user, form_key="a" * 32)  # of the whole meeting
    with pytest.raises(Refused):
        add_decision(meeting.edition, decided(), actor=meeting.adviser, form_key="a" * 32)
    with pytest.raises(NotPossible):
        add_decision(meeting.edition, decided(), session=SessionFactory(), actor=meeting.eva, form_key="b" * 32)

    assert Decision.objects.count() == 0


def test_a_stale_change_of_a_decision_is_refused(meeting):
    decision = DecisionFactory(edition=meeting.edition)
    change_decision(decision.public_id, decided("Neu"), seen=1, actor=meeting.eva)

    with pytest.raises(ChangedMeanwhile) as refusal:
        change_decision(decision.public_id, decided("Alt"), seen=1, actor=meeting.eva)
    step(decision, "check", actor=meeting.eva)
    with pytest.raises(IllegalMove):
        change_decision(decision.public_id, decided("Alt"), seen=2, actor=meeting.eva)

    decision.refresh_from_db()
    assert (decision.text_de, refusal.value.facts["theirs"]) == ("Neu", decision.text)


def test_a_decision_becomes_public_with_all_its_languages(meeting):
    decision = add_decision(meeting.edition, decided(), actor=meeting.eva, form_key="k" * 32)
    step(decision, "check", "publish", actor=meeting.eva)

    assert decision.released == {
        "titles": {},
        "language": "de",
        "text": {"de": "Jedes Jahr treffen", "ar": "لقاء سنوي"},
        "decided_by": {"de": "Die Bürgermeister"},
    }


def test_a_sheet_outlives_its_session_and_an_authority_stays_on_it(meeting, written):
    written.authorities.add(meeting.german, AuthorityFactory())
    meeting.group.delete()

    written.refresh_from_db()
    assert (written.title, written.authorities.count()) == ("Water group", 2)
