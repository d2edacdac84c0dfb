"""From a suggestion or an interest to its end: who is told what, who may do what, and what nobody may."""

from datetime import UTC, datetime, timedelta

import pytest

from jisr.audit.models import Entry
from jisr.kernel.policy import Refused
from jisr.kernel.workflow import IllegalMove
from jisr.matching.introductions.beginning import AlreadyIntroduced, Full, NotPossible
from jisr.matching.introductions.models import Introduction
from jisr.matching.introductions.services import (
    ChangedMeanwhile,
    ReasonMissing,
    answer,
    close,
    conclude,
    remind_and_expire,
    show_interest,
    suggest_pair,
    withdraw,
)
from jisr.matching.introductions.states import BOTH, LIVE, OTHER, Answer, Side, State
from jisr.matching.introductions.words import HoldsContacts
from jisr.matching.models import BlockedPair, MatchingProfile
from jisr.municipalities.states import MembershipRole
from jisr.notifications.models import Message
from jisr.partnerships.models import Partnership
from jisr.partnerships.states import Form, Status
from tests.factories.accounts import UserFactory
from tests.factories.introductions import IntroductionFactory, state_columns
from tests.factories.matching import MatchingProfileFactory
from tests.factories.memberships import MembershipFactory
from tests.factories.municipalities import AuthorityFactory
from tests.factories.partnerships import PartnershipFactory

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
REASONS = [{"kind": "needs", "points": 3000}, {"kind": "size", "points": 1500}]


def suggest(towns, **more):
    values = {"note": "", "reasons": REASONS, "actor": towns.adviser, "at": NOW, **more}
    return suggest_pair(towns.german, towns.palestinian, **values)


def say(introduction, side, towns, *, is_yes, **more):
    return answer(introduction.public_id, side, is_yes=is_yes, actor=towns.leader(side), at=NOW, **more)


def counts(towns):
    rows = MatchingProfile.objects.in_bulk([towns.german.pk, towns.palestinian.pk], field_name="authority_id")
    return [rows[key.pk].open_introductions if key.pk in rows else 0 for key in (towns.german, towns.palestinian)]


def told(person):
    return list(Message.objects.filter(recipient=person).order_by("pk").values_list("subject_line", flat=True))


def test_a_suggestion_asks_both_and_takes_a_place_of_each(towns):
    found = suggest(towns, note="Both work on waste.")

    assert (found.state, found.begun_by_side, found.expires_on.isoformat()) == ("asked", "office", "2027-01-03")
    assert [(row["kind"], row["points"]) for row in found.reasons] == [("needs", 3000), ("size", 1500)]
    assert counts(towns) == [1, 1]
    for person in (towns.anna, towns.basim):
        assert told(person) == ["Would you like to meet an authority of the other country?"]
    assert told(towns.adviser) == []
    assert Entry.objects.latest("number").action == "matching.introduction_suggested"


def test_the_second_yes_opens_it_to_both_at_once(towns):
    found = suggest(towns)

    assert say(found, Side.GERMAN, towns, is_yes=True).state == State.ASKED
    assert told(towns.basim) == ["Would you like to meet an authority of the other country?"]
    opened = say(found, Side.PALESTINIAN, towns, is_yes=True)

    assert (opened.state, opened.opened_at, opened.are_contacts_open) == (State.OPEN, NOW, True)
    assert told(towns.anna)[-1] == "Both sides have said yes"
    assert counts(towns) == [1, 1]


@pytest.mark.parametrize("side", BOTH)
def test_a_no_is_kind_private_and_blocks_the_pair(towns, side):
    found = suggest(towns)
    say(found, OTHER[side], towns, is_yes=True)

    declined = say(found, side, towns, is_yes=False, note="Our council is against it.")

    other = towns.leader(OTHER[side])
    message = Message.objects.filter(recipient=other).latest("pk")
    assert (declined.state, counts(towns)) == (State.DECLINED, [0, 0])
    assert message.subject_line == "An introduction does not fit at the moment"
    for part in (message.text, message.html, message.body):
        assert "council is against" not in part
        assert str(towns.leader(side)) not in part
    pair = BlockedPair.objects.get()
    assert (pair.german, pair.palestinian) == (towns.german, towns.palestinian)
    assert Entry.objects.filter(action="matching.pair_blocked").get().actor_kind == "system"
    with pytest.raises(NotPossible, match="ruled out"):
        suggest(towns)


def test_the_trail_does_not_keep_why_somebody_said_no(towns):
    say(suggest(towns), Side.GERMAN, towns, is_yes=False, note="Our council is against it.")

    assert not any("council is against" in str(entry.changes) for entry in Entry.objects.all())


def test_interest_is_a_yes_and_asks_the_other_side_alone(towns, published):
    found = show_interest(towns.german, towns.palestinian, words="We would like to learn.", actor=towns.anna, at=NOW)

    assert (found.origin, found.begun_by_side, found.words) == ("interest", "german", "We would like to learn.")
    assert (found.german_answer, found.palestinian_answer) == (Answer.YES, Answer.PENDING)
    assert told(towns.basim) == ["An authority of the other country would like to meet you"]
    assert told(towns.anna) == []
    assert told(towns.adviser) == ["An authority of the other country would like to meet you"]
    assert say(found, Side.PALESTINIAN, towns, is_yes=True).state == State.OPEN


def test_a_second_click_on_interest_gives_the_first(towns, published):
    first, again = (
        show_interest(towns.german, towns.palestinian, words="x", actor=towns.anna, at=NOW) for _time in range(2)
    )

    assert (first, counts(towns), len(told(towns.basim))) == (again, [1, 1], 1)


def test_interest_where_one_is_asked_already_leads_there(towns, published):
    found = suggest(towns)

    with pytest.raises(AlreadyIntroduced) as refusal:
        show_interest(towns.german, towns.palestinian, actor=towns.anna, at=NOW)
    assert refusal.value.facts["introduction"] == str(found.public_id)


def test_interest_needs_a_public_request_or_a_suggestion(towns):
    with pytest.raises(NotPossible, match="does not look for a partner"):
        show_interest(towns.german, towns.palestinian, actor=towns.anna, at=NOW)


@pytest.mark.parametrize(
    "words",
    ["write to a@b.org", "anna (at) town.de", "0228 5550111", "+49 228 555 0111", "٠٥٩٩١٢٣٤٥٦", "www.town.example"],
)
def test_words_before_the_yes_hold_no_address(towns, published, words):
    with pytest.raises(HoldsContacts):
        show_interest(towns.german, towns.palestinian, words=words, actor=towns.anna, at=NOW)
    with pytest.raises(HoldsContacts):
        suggest(towns, note=words)
    assert not Introduction.objects.exists()


@pytest.mark.parametrize("words", ["We have 120 000 inhabitants.", "from 01.02.2026 to 30.06.2027", "٣٥٠٠٠ نسمة", ""])
def test_numbers_and_dates_are_no_addresses(towns, words):
    assert suggest(towns, note=words).adviser_note == words


def test_what_cannot_be_introduced_is_refused(towns):
    other = AuthorityFactory()
    with pytest.raises(NotPossible, match="a German and a Palestinian"):
        suggest_pair(towns.german, other, actor=towns.adviser, at=NOW)
    former = AuthorityFactory(is_former=True, name_en="Old town")
    with pytest.raises(NotPossible, match="Old town no longer exists"):
        suggest_pair(former, towns.palestinian, actor=towns.adviser, at=NOW)
    PartnershipFactory(german=towns.german, palestinian=towns.palestinian)
    with pytest.raises(NotPossible, match="partners already"):
        suggest(towns)
    assert counts(towns) == [0, 0]


def test_a_coordinator_is_not_told_of_a_block(towns, published):
    BlockedPair.objects.create(german=towns.german, palestinian=towns.palestinian, blocked_at=NOW)

    with pytest.raises(NotPossible, match="not possible at the moment"):
        show_interest(towns.german, towns.palestinian, actor=towns.anna, at=NOW)


def test_a_full_side_is_refused_without_telling_its_figures(towns, published):
    MatchingProfileFactory(authority=towns.palestinian, introductions_limit=1, open_introductions=1)

    with pytest.raises(Full, match="Palestinetown cannot take up a further introduction"):
        show_interest(towns.german, towns.palestinian, actor=towns.anna, at=NOW)
    with pytest.raises(Full, match="Palestinetown has reached its limit of introductions at a time: 1"):
        suggest(towns)
    assert counts(towns) == [0, 1]


def test_a_full_own_side_learns_its_own_limit(towns, published):
    MatchingProfileFactory(authority=towns.german, introductions_limit=2, open_introductions=2)

    with pytest.raises(Full, match="your own limit of introductions at a time: 2"):
        show_interest(towns.german, towns.palestinian, actor=towns.anna, at=NOW)


def test_the_same_answer_again_changes_nothing_and_the_other_one_is_refused(towns):
    found = suggest(towns)
    say(found, Side.GERMAN, towns, is_yes=True)
    say(found, Side.GERMAN, towns, is_yes=True)

    assert Entry.objects.filter(action="matching.introduction_answered").count() == 1
    with pytest.raises(IllegalMove):
        say(found, Side.GERMAN, towns, is_yes=False)


@pytest.mark.parametrize("state", [state for state in State if state != State.ASKED])
def test_a_settled_one_takes_no_further_answer(towns, state):
    found = IntroductionFactory(german=towns.german, palestinian=towns.palestinian, **state_columns(state))
    wish = found.palestinian_answer == Answer.YES
    with pytest.raises(IllegalMove):
        say(found, Side.PALESTINIAN, towns, is_yes=not wish)


def test_a_page_about_another_pair_counts_for_nothing(towns):
    found = suggest(towns)

    with pytest.raises(ChangedMeanwhile):
        say(found, Side.GERMAN, towns, is_yes=True, seen=found.version + 1)
    assert say(found, Side.GERMAN, towns, is_yes=True, seen=found.version).german_answer == Answer.YES


def test_an_answer_after_the_last_day_comes_too_late(towns):
    found = suggest(towns)
    late = NOW + timedelta(days=43)

    with pytest.raises(IllegalMove, match="time for an answer is over"):
        answer(found.public_id, Side.GERMAN, is_yes=True, actor=towns.anna, at=late)


def test_a_pair_that_was_blocked_meanwhile_does_not_open(towns):
    found = suggest(towns)
    say(found, Side.GERMAN, towns, is_yes=True)
    BlockedPair.objects.create(german=towns.german, palestinian=towns.palestinian, blocked_at=NOW)

    with pytest.raises(NotPossible):
        say(found, Side.PALESTINIAN, towns, is_yes=True)
    found.refresh_from_db()
    assert (found.state, found.palestinian_answer) == (State.ASKED, Answer.PENDING)


@pytest.mark.parametrize("state", LIVE)
@pytest.mark.parametrize("side", BOTH)
def test_either_side_takes_back_at_any_time_and_gives_no_reason_away(towns, side, state):
    found = IntroductionFactory(german=towns.german, palestinian=towns.palestinian, **state_columns(state))

    gone = withdraw(found.public_id, reason="A quarrel", actor=towns.leader(side), at=NOW)
    withdraw(found.public_id, actor=towns.leader(side), at=NOW)

    assert (gone.state, gone.ended_by_side, gone.are_contacts_open) == (State.WITHDRAWN, side, False)
    message = Message.objects.get(recipient=towns.leader(OTHER[side]))
    assert message.subject_line == "An introduction was taken back"
    assert "quarrel" not in message.text + message.html
    assert not BlockedPair.objects.exists()


def test_closing_needs_a_reason_that_both_read(towns):
    found = IntroductionFactory(german=towns.german, palestinian=towns.palestinian, open=True)

    with pytest.raises(ReasonMissing):
        close(found.public_id, reason=" ", actor=towns.adviser, at=NOW)
    closed = close(found.public_id, reason="Other plans", actor=towns.adviser, at=NOW)

    assert (closed.state, closed.end_reason) == (State.CLOSED, "Other plans")
    for person in (towns.anna, towns.basim):
        assert "Other plans" in Message.objects.get(recipient=person).text


def test_a_good_end_begins_a_hidden_tie_that_keeps_the_contacts(towns):
    found = IntroductionFactory(german=towns.german, palestinian=towns.palestinian, open=True)

    for _click in range(2):
        done = conclude(found.public_id, form=Form.PROJEKTPARTNERSCHAFT, actor=towns.anna, at=NOW)

    tie = Partnership.objects.get()
    assert (done.state, done.are_contacts_open) == (State.CONCLUDED, False)
    assert (tie.german, tie.palestinian, tie.status) == (towns.german, towns.palestinian, Status.INITIATION)
    assert tie.is_public is False
    assert sorted(tie.contacts.values_list("email", flat=True)) == sorted(
        [row.email for town in (towns.german, towns.palestinian) for row in town.contacts.all()]
    )
    assert told(towns.basim) == ["A partnership is begun"]


@pytest.mark.parametrize("step", [close, conclude])
def test_what_is_not_open_has_no_good_end(towns, step):
    found = suggest(towns)
    words = {"reason": "x"} if step is close else {"form": Form.KONTAKT}

    with pytest.raises(IllegalMove):
        step(found.public_id, actor=towns.anna, at=NOW, **words)
    assert not Partnership.objects.exists()


def test_silence_is_reminded_twice_and_then_ends(towns):
    found = suggest(towns)
    say(found, Side.GERMAN, towns, is_yes=True)
    runs = {day: remind_and_expire(now=NOW + timedelta(days=day)) for day in (13, 14, 15, 28, 29, 42, 43, 44)}

    assert [day for day, run in runs.items() if run.reminded] == [14, 28]
    assert [day for day, run in runs.items() if run.expired] == [43]
    assert told(towns.basim)[1:] == ["An introduction waits for your answer"] * 2 + [
        "An introduction ended without an answer"
    ]
    assert told(towns.anna)[1:] == ["An introduction ended without an answer"]
    found.refresh_from_db()
    assert (found.state, counts(towns)) == (State.EXPIRED, [0, 0])


def test_reminders_that_were_missed_come_as_one(towns):
    suggest(towns)

    assert [remind_and_expire(now=NOW + timedelta(days=day)).reminded for day in (30, 30, 31)] == [1, 0, 0]


def test_where_nobody_coordinates_the_office_is_reminded(towns):
    lonely = AuthorityFactory(palestinian=True)
    suggest_pair(towns.german, lonely, actor=towns.adviser, at=NOW)

    remind_and_expire(now=NOW + timedelta(days=14))

    assert told(towns.adviser) == ["An introduction waits for your answer"]
    assert len(told(towns.anna)) == 2


@pytest.mark.parametrize("role", [role for role in MembershipRole if role != MembershipRole.COORDINATOR])
def test_other_members_and_strangers_decide_nothing(towns, published, role):
    member = MembershipFactory(confirmed=True, role=role, authority=towns.german).user
    found = suggest(towns)
    for person in (member, UserFactory(), towns.basim):
        with pytest.raises(Refused):
            answer(found.public_id, Side.GERMAN, is_yes=True, actor=person, at=NOW)
    for person in (member, UserFactory()):
        with pytest.raises(Refused):
            withdraw(found.public_id, actor=person, at=NOW)
        with pytest.raises(Refused):
            suggest_pair(towns.german, towns.palestinian, actor=person, at=NOW)
        with pytest.raises(Refused):
            show_interest(towns.german, towns.palestinian, actor=person, at=NOW)


def test_an_adviser_does_not_answer_for_a_side(towns):
    with pytest.raises(Refused):
        answer(suggest(towns).public_id, Side.GERMAN, is_yes=True, actor=towns.adviser, at=NOW)
