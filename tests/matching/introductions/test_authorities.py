"""An authority is split, merged or found to be double while it is being introduced."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.test import Client

from jisr.kernel.errors import DomainError
from jisr.matching.introductions.beginning import NotPossible
from jisr.matching.introductions.models import Introduction
from jisr.matching.introductions.room import add_note
from jisr.matching.introductions.services import answer, remind_and_expire, suggest_pair, withdraw
from jisr.matching.introductions.states import Answer, Side, State
from jisr.matching.introductions.waiting import introductions_waiting
from jisr.matching.models import MatchingProfile
from jisr.municipalities.services.merging import merge_authorities, plan_merge
from jisr.municipalities.services.succession import Names, Story, holdings_of, new_target, record_succession
from tests.factories.introductions import IntroductionFactory, NoteFactory
from tests.factories.memberships import MembershipFactory
from tests.factories.municipalities import AuthorityFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def split(towns, goes_to=None):
    story = Story(
        "split", [towns.german.slug], [], [Names(en="North"), Names(en="South")], None, "https://source.example/"
    )
    return record_succession(story, goes_to=goes_to or {}, actor=towns.adviser, at=NOW)


@pytest.fixture
def found(towns):
    return suggest_pair(towns.german, towns.palestinian, actor=towns.adviser, at=NOW)


def test_while_a_side_is_former_nobody_can_answer_but_it_can_be_taken_back(towns, found):
    answer(found.public_id, Side.PALESTINIAN, is_yes=True, actor=towns.basim, at=NOW)
    split(towns)

    with pytest.raises(NotPossible, match="Germantown no longer exists"):
        answer(found.public_id, Side.GERMAN, is_yes=True, actor=towns.anna, at=NOW)
    assert introductions_waiting(towns.anna) == []
    browser = Client()
    browser.force_login(towns.anna)
    page = browser.get(f"/en/workspace/introductions/{found.public_id}/").content.decode()
    assert "Germantown no longer exists as an authority of its own" in page
    assert "/answer/" not in page
    assert withdraw(found.public_id, actor=towns.basim, at=NOW).state == State.WITHDRAWN


def test_an_open_one_goes_on_with_a_successor_after_a_new_yes_of_both(towns):
    found = IntroductionFactory(german=towns.german, palestinian=towns.palestinian, open=True)
    for town in (towns.german, towns.palestinian):
        MatchingProfile.objects.create(authority=town, open_introductions=1)
    note = add_note(found.public_id, "Kept", actor=towns.basim, at=NOW, form_key=uuid4().hex)
    (holding,) = [each for each in holdings_of(towns.german) if each.key.startswith("introduction:")]

    north, _south = split(towns, {holding.key: new_target(0)})

    found.refresh_from_db()
    assert (found.german, found.state, found.are_contacts_open, found.version) == (north, State.ASKED, False, 2)
    assert (found.german_answer, found.palestinian_answer) == (Answer.PENDING, Answer.PENDING)
    counted = dict(MatchingProfile.objects.values_list("authority", "open_introductions"))
    assert counted == {towns.german.pk: 0, north.pk: 1, towns.palestinian.pk: 1}
    lead = MembershipFactory(coordinator=True, authority=north).user
    answer(found.public_id, Side.PALESTINIAN, is_yes=True, actor=towns.basim, at=NOW)
    assert answer(found.public_id, Side.GERMAN, is_yes=True, actor=lead, at=NOW).state == State.OPEN
    assert found.notes.get() == note


def test_one_that_stays_ends_by_its_silence(towns, found):
    split(towns)

    assert remind_and_expire(now=datetime(2027, 1, 4, 9, tzinfo=UTC)).expired == 1


def test_it_does_not_go_on_where_the_successor_is_introduced_already(towns, found):
    successor = AuthorityFactory(region=towns.german.region, country=towns.german.country)
    suggest_pair(successor, towns.palestinian, actor=towns.adviser, at=NOW)
    story = Story("merger", [towns.german.slug], [successor.slug], [], None, "https://source.example/")
    goes_to = {f"introduction:{found.public_id}": successor.slug}

    with pytest.raises(DomainError, match="introduced to the same authority already"):
        record_succession(story, goes_to=goes_to, actor=towns.adviser, at=NOW)
    towns.german.refresh_from_db()
    assert towns.german.is_former is False


def merge(towns, duplicate, **choices):
    plan = plan_merge(towns.german, duplicate)
    assert plan.reason == ""
    merge_authorities(towns.german.pk, duplicate.pk, choices=choices, version=plan.version, actor=towns.adviser)


def test_the_introduction_of_a_double_goes_on_with_the_survivor_and_is_counted(towns):
    duplicate = AuthorityFactory(region=towns.german.region, country=towns.german.country)
    mine = suggest_pair(towns.german, AuthorityFactory(palestinian=True), actor=towns.adviser, at=NOW)
    theirs = suggest_pair(duplicate, towns.palestinian, actor=towns.adviser, at=NOW)

    merge(towns, duplicate)

    theirs.refresh_from_db()
    assert theirs.german == mine.german == towns.german
    assert MatchingProfile.objects.get(authority=towns.german).open_introductions == 2


def test_of_two_introductions_of_one_pair_somebody_chooses_and_notes_are_kept(towns):
    duplicate = AuthorityFactory(region=towns.german.region, country=towns.german.country)
    mine = IntroductionFactory(german=towns.german, palestinian=towns.palestinian, open=True)
    theirs = IntroductionFactory(german=duplicate, palestinian=towns.palestinian, open=True)
    notes = [NoteFactory(introduction=row) for row in (mine, theirs)]
    MatchingProfile.objects.create(authority=towns.german, open_introductions=1)
    (question,) = plan_merge(towns.german, duplicate).questions

    merge(towns, duplicate, **{question.name: "ours"})

    assert list(Introduction.objects.all()) == [mine]
    assert set(mine.notes.all()) == set(notes)
    assert MatchingProfile.objects.get(authority=towns.german).open_introductions == 1


def test_ended_ones_of_one_pair_stay_beside_each_other(towns):
    duplicate = AuthorityFactory(region=towns.german.region, country=towns.german.country)
    for german in (towns.german, duplicate):
        gone = suggest_pair(german, towns.palestinian, actor=towns.adviser, at=NOW)
        withdraw(gone.public_id, actor=towns.adviser, at=NOW)

    merge(towns, duplicate)

    assert Introduction.objects.filter(german=towns.german).count() == 2
