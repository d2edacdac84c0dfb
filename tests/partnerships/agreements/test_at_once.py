"""Two people, two clicks or two workers at the same moment: real threads on real transactions."""

import uuid
from datetime import UTC, date, datetime

import pytest

from jisr.kernel.dates import PartialDate
from jisr.municipalities.services.facts import Origin
from jisr.notifications.models import Message
from jisr.partnerships.agreements.moving import take_step
from jisr.partnerships.agreements.services import begin_tie
from jisr.partnerships.agreements.steps import stamp_of
from jisr.partnerships.agreements.terms import follow_tie
from jisr.partnerships.agreements.writing import change_agreement, read, sign, write_agreement
from jisr.partnerships.models import Agreement, AgreementParty, Milestone, Partnership, StatusStep, TieReminder
from jisr.partnerships.sides import correct_sides, read_sides
from jisr.partnerships.states import Form, Status
from tests.at_once import at_once, by
from tests.factories.agreements import AgreementFactory
from tests.factories.municipalities import AuthorityFactory
from tests.partnerships.agreements.conftest import NOW, decided
from tests.partnerships.agreements.test_writing import VALUES

pytestmark = pytest.mark.django_db(transaction=True)


def activate(world, **columns):
    Partnership.objects.filter(pk=world.tie.pk).update(status=Status.ACTIVE, is_public=True, **columns)
    world.tie.refresh_from_db()


def test_of_two_steps_one_is_taken_and_the_other_is_told(world):
    activate(world)
    seen = stamp_of(world.tie)

    def pause():
        reviewed = decided(reason="x", review_on=date(2027, 1, 1))
        take_step(world.tie.pk, "pause", reviewed, seen=seen, actor=by(world.german), at=NOW)

    def end():
        take_step(world.tie.pk, "end", decided(reason="y"), seen=seen, actor=by(world.palestinian), at=NOW)

    assert at_once(pause, end) == ["Stale", "done"]
    assert (StatusStep.objects.count(), Milestone.objects.count() <= 1) == (1, True)


def test_two_introductions_of_one_pair_begin_one_tie(world):
    pair = AuthorityFactory(), AuthorityFactory(palestinian=True)

    def begin():
        begin_tie(*pair, form=Form.KONTAKT, actor=by(world.adviser), at=NOW)

    assert at_once(begin, begin) == ["done", "done"]
    assert (Partnership.objects.count(), StatusStep.objects.count()) == (2, 1)


def test_two_clicks_write_one_agreement(world):
    key = uuid.uuid4()

    def write():
        write_agreement(world.tie.pk, VALUES, key=key, actor=by(world.german), at=NOW)

    assert at_once(write, write) == ["done", "done"]
    assert (Agreement.objects.count(), AgreementParty.objects.count()) == (1, 4)


def test_two_sides_sign_at_the_same_moment_and_the_agreement_is_complete(world):
    agreement = AgreementFactory(tie=world.tie)
    day = PartialDate(date(2026, 11, 1))
    german, palestinian = agreement.parties.all()

    outcome = at_once(
        lambda: sign(german.pk, day, who=german.key, actor=by(world.german), at=NOW),
        lambda: sign(palestinian.pk, day, who=palestinian.key, actor=by(world.palestinian), at=NOW),
    )

    assert outcome == ["done", "done"]
    assert Agreement.objects.get().is_signed()
    assert Message.objects.filter(recipient=world.adviser, subject_line="An agreement is complete").count() == 1


def test_a_signature_and_a_change_of_the_text_do_not_pass_each_other(world):
    agreement = AgreementFactory(tie=world.tie)
    party, opened = agreement.parties.first(), read(agreement)
    day = PartialDate(date(2026, 11, 1))

    at_once(
        lambda: sign(party.pk, day, who=party.key, actor=by(world.german), at=NOW),
        lambda: change_agreement(agreement.pk, {"title": "Other"}, opened=opened, actor=by(world.palestinian), at=NOW),
    )

    kept = Agreement.objects.get()
    assert bool(kept.parties.get(role="german").signed_on) or kept.title == "Other"
    assert kept.parties.count() == 2


def test_two_workers_end_a_term_once_and_remind_once(world):
    activate(world)
    AgreementFactory(tie=world.tie, signed=date(2026, 1, 1), term_until_on=date(2026, 12, 1))

    for at in (NOW, datetime(2026, 12, 2, 9, tzinfo=UTC)):
        assert at_once(*[lambda at=at: follow_tie(world.tie.pk, at=at)] * 2) == ["done", "done"]

    assert (TieReminder.objects.count(), StatusStep.objects.count(), Milestone.objects.count()) == (1, 1, 1)
    assert Message.objects.filter(recipient=world.german).count() == 2


def test_two_editors_of_the_sides_lose_nothing(world):
    opened = read_sides(world.tie)
    gera = AuthorityFactory(slug="gera")
    jericho = AuthorityFactory(slug="jericho", palestinian=True)

    def correct(**sides):
        correct_sides(world.tie.pk, sides, opened=opened, origin=Origin(note="x"), actor=by(world.adviser), at=NOW)

    assert at_once(lambda: correct(german=gera), lambda: correct(palestinian=jericho)) == ["done", "done"]
    assert Partnership.objects.get().slug == "gera--jericho"
