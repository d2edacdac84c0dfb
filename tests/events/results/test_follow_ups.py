"""Agreed steps: whoever takes them on has them until they are settled, and the next meeting takes them up again."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from jisr.events.editions import cloning
from jisr.events.editions.states import State as EditionState
from jisr.events.results import links, services
from jisr.events.results.accounts import agreed_before, by_pair, figures_of
from jisr.events.results.carrying import carry
from jisr.events.results.clock import is_reminder_due, moments
from jisr.events.results.minutes import ChangedMeanwhile, NotPossible
from jisr.events.results.models import FollowUp, FollowUpCarry, FollowUpStep
from jisr.events.results.naming import NamesPerson
from jisr.events.results.services import Agreed, Origin, ReasonMissing
from jisr.events.results.states import Event, Owner, Step
from jisr.events.results.waiting import follow_ups_waiting
from jisr.kernel.policy import Refused
from jisr.kernel.workflow import IllegalMove
from jisr.notifications.models import Message
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory
from tests.factories.memberships import MembershipFactory, OrganisationFactory
from tests.factories.municipalities import AuthorityFactory
from tests.factories.partnerships import PartnershipFactory
from tests.factories.results import DecisionFactory, FollowUpFactory, ResultSheetFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 9, 15, 10, tzinfo=UTC)
DUE = date(2027, 12, 1)


def agreed(owner, **more):
    texts = {"de": "Den Plan schicken", "ar": "إرسال المخطط"}
    return Agreed(**{"language": "de", "texts": texts, "owner": owner, "due_on": DUE} | more)


def add(meeting, owner, key="k", origin=None, **more):
    return services.add_follow_up(
        meeting.edition, agreed(owner, **more), origin or Origin(), actor=meeting.eva, at=NOW, form_key=key * 32
    )


def settle(row, name, actor, **more):
    return services.settle(row.public_id, name, actor=actor, at=NOW, **more)


def readers_of_mail():
    return set(Message.objects.values_list("recipient", flat=True))


def test_a_step_lands_with_its_owner_and_the_other_side_each_in_their_language(meeting):
    meeting.basim.preferred_language = "ar"
    meeting.basim.save()
    row = add(meeting, meeting.palestinian, counterpart=meeting.german)

    assert readers_of_mail() == {meeting.basim.pk, meeting.anna.pk}
    assert "إرسال المخطط" in Message.objects.get(recipient=meeting.basim).text
    subjects = dict(Message.objects.values_list("recipient", "subject_line"))
    assert subjects[meeting.anna.pk] == "A step was agreed that your partner takes on"
    assert subjects[meeting.basim.pk] != subjects[meeting.anna.pk]
    assert [entry.url for entry in follow_ups_waiting(meeting.basim)] == [row.get_absolute_url()]
    assert follow_ups_waiting(meeting.anna) == []
    assert [(step.event, step.after, step.by_office) for step in row.steps.all()] == [(Event.AGREED, Step.OPEN, True)]


def test_two_clicks_agree_once(meeting):
    assert add(meeting, meeting.german) == add(meeting, meeting.german)
    assert (FollowUp.objects.count(), FollowUpStep.objects.count(), Message.objects.count()) == (1, 1, 1)


def test_the_office_and_organisations_take_steps_on_too(meeting):
    union = OrganisationFactory()
    head = MembershipFactory(coordinator=True, authority=None, organisation=union).user
    add(meeting, None, key="a")
    add(meeting, union, key="b")

    assert [entry.title for entry in follow_ups_waiting(head)] == ["Den Plan schicken"]
    assert len(follow_ups_waiting(meeting.eva)) == 1
    assert len(follow_ups_waiting(meeting.adviser)) == 1


@pytest.mark.parametrize("who", ["anna", "outsider"])
def test_only_the_office_agrees_and_changes(meeting, who):
    row = FollowUpFactory(authority=meeting.german)
    actor = getattr(meeting, who)
    with pytest.raises(Refused):
        services.add_follow_up(meeting.edition, agreed(None), Origin(), actor=actor, at=NOW, form_key="x" * 32)
    with pytest.raises(Refused):
        services.change_follow_up(row.public_id, agreed(None), seen=1, actor=actor, at=NOW)
    with pytest.raises(Refused):
        services.release(row.public_id, is_public=True, actor=actor, at=NOW)


def test_a_step_needs_a_day_to_come_another_side_and_a_meeting_that_is_known(meeting):
    with pytest.raises(NotPossible):
        add(meeting, meeting.german, due_on=date(2027, 9, 14))
    with pytest.raises(NotPossible):
        add(meeting, meeting.german, counterpart=meeting.german)
    with pytest.raises(NotPossible):
        add(meeting, meeting.german, origin=Origin(decision=DecisionFactory()))
    meeting.edition.state = EditionState.PLANNED
    meeting.edition.save()
    with pytest.raises(NotPossible):
        add(meeting, meeting.german)

    assert FollowUp.objects.count() == 0


def test_a_step_made_of_a_sheet_or_a_decision_knows_where_it_comes_from(meeting):
    sheet = ResultSheetFactory(edition=meeting.edition, session=meeting.group)
    decision = DecisionFactory(edition=meeting.edition, session=meeting.group)

    one = add(meeting, None, key="a", origin=Origin(sheet=sheet))
    two = add(meeting, None, key="b", origin=Origin(decision=decision))

    assert (one.sheet, one.session) == (sheet, meeting.group)
    assert (two.decision, two.session) == (decision, meeting.group)


def test_the_owner_s_coordinator_says_what_came_of_it_and_all_concerned_hear(meeting):
    row = add(meeting, meeting.palestinian, counterpart=meeting.german)
    Message.objects.all().delete()
    settle(row, "start", meeting.basim)
    assert readers_of_mail() == set()

    settle(row, "finish", meeting.basim, note="تم إرسال المخطط", language="ar")

    row.refresh_from_db()
    assert (row.state, row.settled_at, row.outcome_ar, row.outcome_de) == (Step.DONE, NOW, "تم إرسال المخطط", "")
    assert readers_of_mail() == {meeting.anna.pk, meeting.eva.pk}
    told = [(step.event, step.before, step.after, step.note, step.by_office) for step in row.steps.all()][1:]
    assert told == [
        ("start", "open", "in_progress", "", False),
        ("finish", "in_progress", "done", "تم إرسال المخطط", False),
    ]
    assert follow_ups_waiting(meeting.basim) == []


@pytest.mark.parametrize("who", ["anna", "outsider"])
def test_nobody_else_settles(meeting, who):
    row = FollowUpFactory(authority=meeting.palestinian, counterpart=meeting.german)

    with pytest.raises(Refused):
        settle(row, "finish", getattr(meeting, who))


def test_events_team_and_advisers_settle_for_others(meeting):
    for actor in (meeting.eva, meeting.adviser):
        row = FollowUpFactory(authority=meeting.palestinian)
        settle(row, "finish", actor)
        assert row.steps.get().by_office


def test_dropping_needs_a_reason_and_opening_again_forgets_it(meeting):
    row = FollowUpFactory(authority=meeting.german)
    with pytest.raises(ReasonMissing):
        settle(row, "drop", meeting.anna, note="  \n")
    settle(row, "drop", meeting.anna, note="No money")
    row.refresh_from_db()
    assert (row.state, row.drop_reason) == (Step.DROPPED, "No money")

    settle(row, "reopen", meeting.anna)

    row.refresh_from_db()
    assert (row.state, row.drop_reason, row.settled_at) == (Step.OPEN, "", None)
    assert [step.note for step in row.steps.all()] == ["No money", ""]


def test_a_second_click_and_a_stale_page_settle_nothing(meeting):
    row = FollowUpFactory(authority=meeting.german)
    settle(row, "finish", meeting.anna, seen=1)
    with pytest.raises(IllegalMove):
        settle(row, "finish", meeting.anna, seen=1)
    with pytest.raises(ChangedMeanwhile):
        settle(row, "reopen", meeting.anna, seen=1)

    assert row.steps.count() == 1


def test_the_named_person_settles_as_long_as_they_belong_to_the_owner(meeting):
    expert = MembershipFactory(confirmed=True, authority=meeting.german)
    row = FollowUpFactory(authority=meeting.german)
    services.name_person(row.public_id, expert.user, actor=meeting.anna)
    assert [entry.url for entry in follow_ups_waiting(expert.user)] == [row.get_absolute_url()]
    settle(row, "start", expert.user)

    expert.delete()

    with pytest.raises(Refused):
        settle(row, "finish", expert.user)
    with pytest.raises(NotPossible):
        services.name_person(row.public_id, meeting.basim, actor=meeting.anna)
    services.name_person(row.public_id, None, actor=meeting.anna)
    row.refresh_from_db()
    assert row.person is None


def test_another_owner_gets_the_step_and_the_person_is_forgotten(meeting):
    row = FollowUpFactory(authority=meeting.german, person=meeting.anna)

    services.change_follow_up(row.public_id, agreed(meeting.palestinian), seen=1, actor=meeting.eva, at=NOW)

    row.refresh_from_db()
    assert (row.authority, row.person, row.due_on) == (meeting.palestinian, None, DUE)
    assert [step.event for step in row.steps.all()] == [Event.HANDED_OVER]
    assert readers_of_mail() == {meeting.basim.pk}


def test_a_change_keeps_its_day_from_the_past_but_not_a_stale_page(meeting):
    row = FollowUpFactory(authority=meeting.german, due_on=date(2027, 1, 1))
    services.change_follow_up(row.public_id, agreed(None, due_on=row.due_on), seen=1, actor=meeting.eva, at=NOW)
    with pytest.raises(ChangedMeanwhile):
        services.change_follow_up(row.public_id, agreed(None), seen=1, actor=meeting.eva, at=NOW)
    with pytest.raises(NotPossible):
        services.change_follow_up(
            row.public_id, agreed(None, due_on=date(2027, 2, 1)), seen=2, actor=meeting.eva, at=NOW
        )


def test_a_step_is_linked_to_what_its_people_see_and_both_sides_see_it_then(meeting):
    tie = PartnershipFactory(german=meeting.german, palestinian=meeting.palestinian)
    foreign = PartnershipFactory()
    row = FollowUpFactory(authority=meeting.german)
    for odd in (f"tie:{foreign.slug}", "tie:", "x:y", "project:nonsense"):
        with pytest.raises(NotPossible):
            services.link(row.public_id, odd, actor=meeting.anna)

    services.link(row.public_id, f"tie:{tie.slug}", actor=meeting.anna)

    row.refresh_from_db()
    assert row.counterpart == meeting.palestinian
    assert links.linked(row, meeting.basim).label == str(tie)
    assert links.linked(row, meeting.outsider) is None
    assert list(FollowUp.objects.visible_to(meeting.basim)) == [row]
    services.link(row.public_id, "", actor=meeting.anna)
    row.refresh_from_db()
    assert links.linked(row, meeting.eva) is None


def test_words_are_released_by_the_office_as_they_are_then(meeting):
    row = FollowUpFactory(edition=meeting.edition, authority=meeting.german)
    services.release(row.public_id, is_public=True, actor=meeting.eva, at=NOW)
    settle(row, "finish", meeting.anna, note="Wanda Wassermann sent it")

    row.refresh_from_db()
    assert row.released == {"language": "en", "text": {"en": "Send the plan of the water works"}, "outcome": {}}
    with pytest.raises(NamesPerson):
        services.release(row.public_id, is_public=True, actor=meeting.eva, at=NOW)
    services.release(row.public_id, is_public=False, actor=meeting.eva, at=NOW)
    row.refresh_from_db()
    assert row.released is None


@pytest.mark.parametrize(
    ("reminded_on", "today", "is_due"),
    [
        (date(2027, 1, 1), date(2027, 11, 16), False),
        (date(2027, 1, 1), date(2027, 11, 17), True),
        (date(2027, 11, 17), date(2027, 12, 1), False),
        (date(2027, 11, 17), date(2027, 12, 2), True),
        (date(2027, 12, 2), date(2027, 12, 31), False),
        (date(2027, 12, 2), date(2028, 1, 1), True),
        (None, date(2027, 11, 17), True),
        (date(2027, 11, 20), date(2027, 11, 25), False),
    ],
)
def test_a_step_is_called_to_mind_before_its_day_the_day_after_and_every_month(reminded_on, today, is_due):
    assert is_reminder_due(DUE, reminded_on, today) is is_due


def test_moments_end_with_the_day_that_is_asked_for():
    assert list(moments(DUE, date(2027, 11, 1))) == []
    assert list(moments(DUE, date(2028, 1, 1))) == [date(2027, 11, 17), date(2027, 12, 2), date(2028, 1, 1)]


def test_reminders_go_out_once_and_to_the_office_where_nobody_speaks_for_the_owner(meeting, capsys):
    today = datetime.now(UTC).date()
    FollowUpFactory(authority=meeting.german, due_on=today - timedelta(days=1))
    FollowUpFactory(authority=AuthorityFactory(), due_on=today + timedelta(days=3))
    FollowUpFactory(authority=meeting.german, due_on=today - timedelta(days=1), done=True)
    FollowUpFactory(authority=meeting.german, due_on=today + timedelta(days=60))

    call_command("follow_results")
    call_command("follow_results")

    assert capsys.readouterr().out.split("\n")[:2] == ["reminded: 2", "reminded: 0"]
    assert readers_of_mail() == {meeting.anna.pk, meeting.eva.pk}
    assert Message.objects.count() == 2
    assert set(FollowUpStep.objects.values_list("event", flat=True)) == {Event.REMINDED}


def test_the_office_has_one_entry_for_what_others_are_late_with(meeting):
    FollowUpFactory.create_batch(3, due_on=date(2026, 1, 1))

    (entry,) = follow_ups_waiting(meeting.adviser)

    assert (entry.title, entry.url) == (
        "3 steps that others took on are overdue",
        "/en/workspace/meetings/follow-ups/?state=overdue",
    )


def test_open_steps_are_brought_into_the_next_meeting_as_the_same_rows_and_once(meeting):
    first = EditionFactory()
    still, under_way = FollowUpFactory(edition=first), FollowUpFactory(edition=first, state=Step.IN_PROGRESS)
    FollowUpFactory(edition=first, done=True)
    FollowUpFactory(edition=first, dropped=True)

    counts = [carry(first, meeting.edition, shift_days=365, actor=meeting.eva, at=NOW) for _again in range(2)]
    later = FollowUpFactory(edition=first)
    counts.append(carry(first, meeting.edition, actor=meeting.eva, at=NOW))

    assert counts == [2, 0, 1]
    assert FollowUp.objects.count() == 5
    carried = FollowUpCarry.objects.values_list("follow_up", "edition", "source", "state")
    assert list(carried) == [
        (still.pk, meeting.edition.pk, first.pk, "open"),
        (under_way.pk, meeting.edition.pk, first.pk, "in_progress"),
        (later.pk, meeting.edition.pk, first.pk, "open"),
    ]
    still.refresh_from_db()
    assert still.due_on == date(2099, 5, 3)
    assert [step.event for step in still.steps.all()] == [Event.CARRIED]


def test_owners_are_told_once_in_their_language_of_all_that_the_next_meeting_asks_about(meeting):
    """One coordinator has two steps; the meeting is not announced yet, so it is not named."""
    meeting.basim.preferred_language = "ar"
    meeting.basim.save()
    first, planned = EditionFactory(), EditionFactory(ahead=True, title_en="Secret", title_ar="سر", state="planned")
    FollowUpFactory(edition=first, authority=meeting.palestinian, text_de="Pumpen", text_ar="المضخات", due_on=DUE)
    FollowUpFactory(edition=first, authority=meeting.palestinian, text_de="Rohre", original_language="de", due_on=DUE)
    FollowUpFactory(edition=first, authority=meeting.german, text_en="Send the plan", due_on=DUE, person=meeting.anna)
    FollowUpFactory(edition=first, authority=meeting.german, done=True)

    for _again in range(2):
        carry(first, planned, actor=meeting.eva, at=NOW)

    told = {message.recipient: message for message in Message.objects.select_related("recipient")}
    assert (set(told), Message.objects.count()) == ({meeting.basim, meeting.anna}, 2)
    assert "المضخات" in told[meeting.basim].text
    assert "Rohre" in told[meeting.basim].text
    assert "Send the plan (due by 1 December 2027)" in told[meeting.anna].text
    assert told[meeting.anna].subject_line == "The next meeting asks what became of agreed steps"
    assert not any(
        word in message.text + message.html for word in ("Secret", "سر\u200f", "«سر»") for message in told.values()
    )

    carry(planned, meeting.edition, actor=meeting.eva, at=NOW)
    assert "“Fifth conference” asks what became" in Message.objects.filter(recipient=meeting.anna).latest("pk").text


def test_a_new_edition_takes_open_steps_over_if_the_office_wants(meeting):
    first = EditionFactory()
    FollowUpFactory(edition=first)
    FollowUpFactory(edition=first, done=True)
    (part,) = [part for part in cloning.parts() if part.name == "follow-ups"]

    made = cloning.clone_parts(["follow-ups"], first, meeting.edition, shift_days=700, actor=meeting.eva, at=NOW)

    assert (part.count(first), part.is_default, dict(made)) == (1, True, {"follow-ups": 1})


def test_steps_go_on_from_meeting_to_meeting_until_they_are_settled(meeting):
    first, third = EditionFactory(), EditionFactory(ahead=True)
    row = FollowUpFactory(edition=first)
    carry(first, meeting.edition, actor=meeting.eva, at=NOW)

    assert carry(meeting.edition, third, actor=meeting.eva, at=NOW) == 1
    services.settle(row.public_id, "finish", actor=meeting.eva, at=NOW)
    assert carry(third, EditionFactory(ahead=True), actor=meeting.eva, at=NOW) == 0
    assert carry(third, first, actor=meeting.eva, at=NOW) == 0


def test_only_the_events_team_brings_steps_along_and_never_into_the_same_meeting(meeting):
    with pytest.raises(Refused):
        carry(EditionFactory(), meeting.edition, actor=meeting.adviser, at=NOW)
    with pytest.raises(NotPossible):
        carry(meeting.edition, meeting.edition, actor=meeting.eva, at=NOW)


def test_steps_of_a_cancelled_meeting_hold_and_can_be_brought_along(meeting):
    off = EditionFactory(state=EditionState.CANCELLED)
    row = FollowUpFactory(edition=off, authority=meeting.german)

    assert carry(off, meeting.edition, actor=meeting.eva, at=NOW) == 1
    assert [entry.url for entry in follow_ups_waiting(meeting.anna)] == [row.get_absolute_url()]
    settle(row, "finish", meeting.anna)


def test_the_opening_looks_back_at_all_of_the_meeting_before(meeting):
    first = EditionFactory()
    meeting.edition.follows = first
    meeting.edition.save()
    older = FollowUpFactory()
    FollowUpCarry.objects.create(
        follow_up=older, edition=first, source=older.edition, state="open", carried_at=NOW, carried_by=None
    )
    FollowUpFactory(edition=first, done=True)
    FollowUpFactory(edition=first, due_on=date(2026, 1, 1))
    FollowUpFactory(edition=first, dropped=True)
    FollowUpFactory(edition=first, state=Step.IN_PROGRESS)
    FollowUpFactory(edition=meeting.edition)
    carry(first, meeting.edition, actor=meeting.eva, at=NOW)

    figures = figures_of(agreed_before(meeting.edition), today=date(2027, 9, 15))

    assert vars(figures) == {"agreed": 5, "done": 1, "in_progress": 1, "open": 2, "overdue": 1, "dropped": 1}


def test_figures_of_pairs_put_the_german_side_first_and_both_directions_together(meeting):
    FollowUpFactory(authority=meeting.palestinian, counterpart=meeting.german)
    FollowUpFactory(authority=meeting.german, counterpart=meeting.palestinian, done=True)
    FollowUpFactory(of_office=True)
    FollowUpFactory(authority=meeting.german)
    rows = by_pair(FollowUp.objects.for_lists(), today=date(2027, 9, 15))

    assert [(row.name, row.other, row.figures.agreed, row.figures.done) for row in rows] == [
        ("Germantown", "", 1, 0),
        ("Germantown", "Palestinetown", 2, 1),
        (str(Owner.OFFICE.label), "", 1, 0),
    ]


@pytest.mark.parametrize(
    "broken",
    [
        {"owner_kind": "office"},
        {"authority": None},
        {"state": "done"},
        {"state": "dropped", "settled_at": NOW},
        {"link_kind": "tie"},
    ],
)
def test_the_database_refuses_a_step_that_cannot_be(broken):
    row = FollowUpFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUp.objects.filter(pk=row.pk).update(**broken)


def test_hostile_words_are_only_words(meeting):
    row = FollowUpFactory(authority=meeting.german)
    settle(row, "finish", meeting.anna, note="<b>\x00x</b>{{ 7 }}%s", language="en")

    row.refresh_from_db()
    assert row.outcome_en == "<b>x</b>{{ 7 }}%s"


def test_staff_named_in_person_settle_what_the_office_took_on(meeting):
    auditor = UserFactory(roles=["audit"])
    row = FollowUpFactory(of_office=True, person=auditor)

    assert [entry.url for entry in follow_ups_waiting(auditor)] == [row.get_absolute_url()]
    settle(row, "finish", auditor)
