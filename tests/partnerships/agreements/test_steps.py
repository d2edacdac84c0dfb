"""The steps of a tie: which begin where, what they need, what they leave behind, and who may take them."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from jisr.audit.models import Entry
from jisr.kernel.policy import Refused
from jisr.municipalities.models import FactSource
from jisr.notifications.models import Message
from jisr.partnerships.agreements.moving import Missing, Stale, publish_tie, take_step
from jisr.partnerships.agreements.personal import own_data, take_out
from jisr.partnerships.agreements.states import Decider
from jisr.partnerships.agreements.steps import stamp_of
from jisr.partnerships.agreements.workflow import MOVES, IllegalMove
from jisr.partnerships.models import Partnership, StatusStep
from jisr.partnerships.states import Form, Status
from tests.factories.agreements import AgreementFactory
from tests.factories.documents import make_document
from tests.partnerships.agreements.conftest import NOW, TODAY, decided

pytestmark = pytest.mark.django_db
SIGNED = date(2026, 3, 1)


def step(world, name, *, actor=None, at=NOW, keeps_hidden=False, **more):
    decision = decided(**more)
    person = actor or world.german
    return take_step(
        world.tie.pk, name, decision, seen=stamp_of(now(world)), keeps_hidden=keeps_hidden, actor=person, at=at
    )


def now(world):
    world.tie = Partnership.objects.get(pk=world.tie.pk)
    return world.tie


def standing(world, status, **columns):
    Partnership.objects.filter(pk=world.tie.pk).update(status=status, is_public=True, **columns)
    return now(world)


def fitting(world, name, **columns):
    """What each step needs."""
    more = {"reason": "A war."} if MOVES[name].needs_reason else {}
    if MOVES[name].needs_review:
        more["review_on"] = date(2027, 5, 1)
    if MOVES[name].needs_agreement:
        form = Form.FREUNDSCHAFT if name == "upgrade" else Form.PROJEKTPARTNERSCHAFT
        more["agreement"] = AgreementFactory(tie=world.tie, form=form, signed=SIGNED, **columns)
    return more


BEGINS = [(status, name, status in MOVES[name].sources) for name in MOVES for status in Status]


@pytest.mark.parametrize(("status", "name", "is_open"), BEGINS)
def test_a_step_begins_where_the_table_says_and_nowhere_else(world, status, name, is_open):
    standing(world, status)
    more = fitting(world, name)

    if is_open:
        step(world, name, **more)
        assert (now(world).status, world.tie.steps.get().status_before) == (MOVES[name].target, status)
    else:
        with pytest.raises(IllegalMove):
            step(world, name, **more)
        assert (now(world).status, world.tie.steps.count()) == (status, 0)


def test_a_partnership_begins_with_an_agreement_of_all_and_becomes_public(world):
    agreement = AgreementFactory(tie=world.tie, form=Form.FREUNDSCHAFT, signed=SIGNED)

    made = step(world, "activate", agreement=agreement, decided_by=Decider.COUNCIL, source_url="https://a.example/")

    tie = now(world)
    assert (tie.status, tie.form, tie.is_public, str(tie.since)) == ("active", Form.FREUNDSCHAFT, True, "2026-03-01")
    assert (str(tie.status_date), tie.status_source_url) == ("2026-11-22", "https://a.example/")
    milestone = tie.milestones.get()
    assert (milestone.kind, str(milestone.happened), milestone.source_url) == (
        "memorandum",
        "2026-03-01",
        "https://a.example/",
    )
    assert milestone.told == "All parties signed a memorandum of understanding."
    assert (made.form_before, made.form_after, made.decided_by) == ("projektpartnerschaft", "freundschaft", "council")
    entry = Entry.objects.about(tie).get(action="partnerships.tie_activated")
    assert entry.changes["is_public"] == [False, True]
    assert entry.changes["agreement"] == ["", "Memorandum"]


def test_it_stays_unseen_if_people_want_it_so_and_is_shown_later(world, client):
    step(world, "activate", keeps_hidden=True, **fitting(world, "activate"))
    hidden = client.get(f"/en/partnerships/{world.tie.slug}/").status_code

    assert publish_tie(world.tie.pk, actor=world.palestinian)
    assert not publish_tie(world.tie.pk, actor=world.palestinian)
    page = client.get(f"/en/partnerships/{world.tie.slug}/").content.decode()

    assert hidden == 404
    assert "All parties signed a memorandum of understanding." in page
    assert page.count("recorded by the programme office") == 2  # the status and the milestone


def test_a_tie_in_initiation_is_not_published(world):
    with pytest.raises(IllegalMove):
        publish_tie(world.tie.pk, actor=world.adviser)
    assert not now(world).is_public


@pytest.mark.parametrize(
    ("columns", "wrong"),
    [
        ({}, "Not all parties"),
        ({"signed": SIGNED, "term_from_on": date(2027, 1, 1)}, "begins later"),
        ({"signed": SIGNED, "term_until_on": TODAY - timedelta(days=1)}, "has ended"),
        ({"signed": SIGNED, "tie": None}, "choose the agreement"),
    ],
)
def test_an_agreement_that_does_not_carry_is_refused(world, columns, wrong):
    tie = {} if "tie" in columns else {"tie": world.tie}
    agreement = AgreementFactory(**{name: value for name, value in columns.items() if name != "tie"} | tie)

    with pytest.raises(Missing, match=wrong) as refusal:
        step(world, "activate", agreement=agreement)

    assert refusal.value.field == "agreement"
    assert (now(world).status, world.tie.is_public) == ("initiation", False)


def test_an_agreement_holds_on_its_last_day(world):
    agreement = AgreementFactory(tie=world.tie, signed=SIGNED, term_until_on=TODAY)

    step(world, "activate", agreement=agreement)

    assert now(world).status == "active"


def test_it_cannot_begin_before_all_have_signed(world):
    agreement = AgreementFactory(tie=world.tie, signed=SIGNED)

    with pytest.raises(Missing, match="On this day not all") as refusal:
        step(world, "activate", day=date(2026, 2, 28), agreement=agreement)
    assert refusal.value.field == "happened_on"


def test_a_pause_needs_a_reason_and_a_day_to_come(world):
    standing(world, Status.ACTIVE)
    for more, field in (
        ({"review_on": date(2027, 1, 1)}, "reason"),
        ({"reason": "  ", "review_on": date(2027, 1, 1)}, "reason"),
        ({"reason": "x"}, "review_on"),
        ({"reason": "x", "review_on": TODAY}, "review_on"),
    ):
        with pytest.raises(Missing) as refusal:
            step(world, "pause", **more)
        assert refusal.value.field == field
    step(world, "pause", reason="A war.", review_on=date(2026, 11, 23))

    assert (now(world).status, world.tie.review_on, world.tie.is_public) == ("paused", date(2026, 11, 23), True)


def test_a_paused_tie_is_prolonged_and_goes_on(world):
    standing(world, Status.ACTIVE)
    step(world, "pause", reason="x", review_on=date(2026, 12, 1))
    step(world, "prolong", reason="still", review_on=date(2027, 12, 1))
    prolonged = now(world).review_on
    step(world, "resume")

    assert prolonged == date(2027, 12, 1)
    assert (now(world).status, world.tie.review_on) == ("active", None)
    assert [each.kind for each in world.tie.milestones.all()] == ["pause", "resumption"]
    assert [each.kind for each in world.tie.steps.all()] == ["paused", "prolonged", "resumed"]


def test_a_tie_is_upgraded_to_a_firmer_form_alone(world):
    standing(world, Status.ACTIVE)
    same = AgreementFactory(tie=world.tie, signed=SIGNED)
    with pytest.raises(Missing, match="firmer form"):
        step(world, "upgrade", agreement=same)
    for form in (Form.FREUNDSCHAFT, Form.PARTNERSCHAFT):
        step(world, "upgrade", agreement=AgreementFactory(tie=world.tie, form=form, signed=SIGNED))

    assert now(world).form == Form.PARTNERSCHAFT
    assert [each.kind for each in world.tie.milestones.all()] == ["friendship", "partnership"]


def test_a_renewal_gives_the_agreement_a_later_end(world):
    standing(world, Status.EXPIRED)
    agreement = AgreementFactory(tie=world.tie, signed=SIGNED, term_until_on=date(2026, 6, 30))

    for until in (date(2026, 6, 30), TODAY):
        with pytest.raises(Missing):
            step(world, "renew", agreement=agreement, runs_until_on=until)
    made = step(world, "renew", agreement=agreement, runs_until_on=date(2028, 2, 29))

    agreement.refresh_from_db()
    assert (agreement.term_until_on, agreement.until_on) == (date(2026, 6, 30), date(2028, 2, 29))
    assert (now(world).status, made.runs_until_on) == ("active", date(2028, 2, 29))


def test_a_tie_that_ended_in_initiation_shows_what_was_before(world):
    from jisr.partnerships.agreements.services import begin_tie  # noqa: PLC0415

    standing(world, Status.EXPIRED)
    tie = begin_tie(world.tie.german, world.tie.palestinian, form=Form.KONTAKT, actor=world.german, at=NOW)
    assert not tie.is_public

    step(world, "end", reason="No council wants it.")

    assert (now(world).status, world.tie.is_public) == ("ended", True)


def test_a_new_tie_that_never_began_stays_unseen(world):
    step(world, "end", reason="No council wants it.")

    assert (now(world).status, world.tie.is_public, world.tie.milestones.count()) == ("ended", False, 0)


@pytest.mark.parametrize(("day", "wrong"), [(TODAY + timedelta(days=1), "to come"), (date(2025, 12, 31), "before")])
def test_a_step_lies_neither_in_the_future_nor_before_the_last_one(world, day, wrong):
    with pytest.raises(Missing, match=wrong) as refusal:
        step(world, "end", day=day, reason="x")
    assert refusal.value.field == "happened_on"


def test_the_day_is_the_day_at_the_office(world):
    late = NOW.replace(hour=23, minute=30)  # 23 November, 0:30 in Berlin

    step(world, "end", day=date(2026, 11, 23), reason="x", at=late)

    assert now(world).steps.get().happened_on == date(2026, 11, 23)


def test_people_of_both_sides_and_advisers_take_steps_and_nobody_else(world):
    standing(world, Status.ACTIVE)
    for person in (world.reader, world.auditor, world.outsider):
        with pytest.raises(Refused):
            step(world, "end", actor=person, reason="x")
    step(world, "pause", actor=world.palestinian, reason="x", review_on=date(2027, 1, 1))
    step(world, "resume", actor=world.adviser)

    assert [each.recorded_by for each in now(world).steps.all()] == [world.palestinian, world.adviser]


def test_who_comes_second_is_told_and_nothing_is_done_twice(world):
    standing(world, Status.ACTIVE)
    seen = stamp_of(world.tie)
    step(world, "pause", reason="x", review_on=date(2027, 1, 1))

    with pytest.raises(Stale):
        take_step(world.tie.pk, "end", decided(reason="y"), seen=seen, actor=world.palestinian, at=NOW)

    assert (now(world).status, world.tie.steps.count()) == ("paused", 1)


def test_everybody_concerned_is_told_but_the_one_who_did_it(world):
    standing(world, Status.ACTIVE)
    step(world, "pause", reason="A <b>war</b>.", review_on=date(2027, 1, 1))

    messages = Message.objects.filter(kind="partnerships.tie_step")
    assert {message.recipient for message in messages} == {world.palestinian, world.adviser}
    text = messages.first()
    assert "1 January 2027" in text.text
    assert "A <b>war</b>." in text.text
    assert "A &lt;b&gt;war&lt;/b&gt;." in text.html
    assert mail.outbox == []


def test_a_paper_of_others_cannot_be_named(world):
    foreign, own = make_document(), make_document(owner_subject=world.tie)
    standing(world, Status.ACTIVE)

    with pytest.raises(Missing, match="not open to you"):
        step(world, "end", reason="x", document=foreign)
    assert step(world, "end", reason="x", document=own).document == own


def test_a_step_is_a_source_that_no_delivered_table_takes_back(world):
    step(world, "activate", **fitting(world, "activate"))

    kept = set(FactSource.objects.about(world.tie).values_list("field", flat=True))
    assert kept == {"form", "milestones", "since", "status", "status_date", "status_source_url"}


def test_who_noted_a_step_takes_it_home_and_is_taken_out(world):
    step(world, "end", reason="No council wants it.")

    (row,) = own_data(world.german).rows
    assert (row["about"], row["step"], row["reason"]) == ("Cologne – Bethlehem", "ended", "No council wants it.")
    assert own_data(world.palestinian).rows == []
    assert take_out(world.german) == 1
    assert now(world).steps.get().recorded_by is None


def test_the_database_knows_no_pause_without_a_reason(world):
    with pytest.raises(IntegrityError), transaction.atomic():
        StatusStep.objects.create(
            tie=world.tie,
            kind="paused",
            happened_on=TODAY,
            status_after="paused",
            form_after="kontakt",
            decided_by="both",
            recorded_at=NOW,
        )
