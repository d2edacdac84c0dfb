"""Groups and rules: adding, changing, ordering, taking away, cloning; what a group must be."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from jisr.audit.models import Entry
from jisr.events.agenda.commitments import commitments_of as all_commitments_of
from jisr.events.agenda.states import SessionKind
from jisr.events.editions.cloning import clone_parts
from jisr.events.groups.cloning import clone
from jisr.events.groups.commitments import commitments_of
from jisr.events.groups.models import GroupRules, Wish, WorkingGroup
from jisr.events.groups.services import (
    ChangedMeanwhile,
    NotPossible,
    move_group,
    remove_group,
    restore_group,
    save_group,
    set_rules,
)
from jisr.events.models import Edition
from jisr.kernel.policy import Refused
from tests.events.groups.conftest import TOO_LATE
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory, ParticipantFactory, ParticipantKindFactory, SessionFactory
from tests.factories.groups import GroupFactory, PlaceFactory, wish

pytestmark = pytest.mark.django_db
OPENS, CLOSES = datetime(2027, 6, 1, tzinfo=UTC), datetime(2027, 7, 1, tzinfo=UTC)
VALUES = {
    **{f"title_{code}": f"Energy {code}" for code in ("de", "en", "ar")},
    **{f"description_{code}": "" for code in ("de", "en", "ar")},
    "theme": None,
    "capacity": 20,
    "minimum": 5,
    "spoken": ["de", "ar"],
    "interpreted": [["de", "ar"], ["ar", "de"]],
    "session": None,
    "moderator": None,
    "host": None,
}
RULES = {
    "wishes_open_at": OPENS,
    "wishes_close_at": CLOSES,
    "most_per_body": 2,
    "least_share": 30,
    "without_kinds": [],
}


def titles(edition):
    return list(WorkingGroup.objects.filter(edition=edition).values_list("title_en", flat=True))


def test_the_events_team_adds_a_group_behind_the_others(house):
    made = save_group(house.edition, VALUES, actor=house.planner)

    assert titles(house.edition) == ["Water", "Youth", "Energy en"]
    assert (made.version, made.interpreted) == (1, [["de", "ar"], ["ar", "de"]])
    assert Entry.objects.filter(action="events.working_group_added").count() == 1


def test_a_change_is_told_once_and_an_old_form_changes_nothing(house):
    made = save_group(house.edition, VALUES, actor=house.planner)
    save_group(house.edition, {**VALUES, "capacity": 21}, group=made, seen=1, actor=house.planner)
    save_group(house.edition, {**VALUES, "capacity": 21}, group=made, seen=1, actor=house.planner)

    with pytest.raises(ChangedMeanwhile):
        save_group(house.edition, {**VALUES, "capacity": 22}, group=made, seen=1, actor=house.planner)

    made.refresh_from_db()
    assert (made.capacity, made.version) == (21, 2)
    assert Entry.objects.filter(action="events.working_group_changed").count() == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"minimum": 21}, "minimum"),
        ({"spoken": []}, "spoken"),
        ({"spoken": ["de", "fr"]}, "spoken"),
        ({"interpreted": [["en", "ar"]]}, "interpreted"),
        ({"interpreted": [["de", "de"]]}, "interpreted"),
        ({"interpreted": [["de", "xx"]]}, "interpreted"),
    ],
)
def test_what_a_group_cannot_be_is_refused_at_its_field(house, change, field):
    with pytest.raises(NotPossible) as refusal:
        save_group(house.edition, {**VALUES, **change}, actor=house.planner)

    assert refusal.value.facts == {"field": field}
    assert titles(house.edition) == ["Water", "Youth"]


def test_session_and_moderator_are_of_the_same_meeting(house):
    for name, thing in (("session", SessionFactory()), ("moderator", ParticipantFactory())):
        with pytest.raises(NotPossible):
            save_group(house.edition, {**VALUES, name: thing}, actor=house.planner)


def test_only_the_events_team_changes_groups_and_rules(house):
    for actor in (UserFactory(), UserFactory(adviser=True), house.leader):
        with pytest.raises(Refused):
            save_group(house.edition, VALUES, actor=actor)
        with pytest.raises(Refused):
            move_group(house.water, is_up=False, actor=actor)
        with pytest.raises(Refused):
            remove_group(house.water, actor=actor)
        with pytest.raises(Refused):
            set_rules(house.edition, RULES, seen=1, actor=actor)


def test_groups_change_places_and_stay_at_the_ends(house):
    move_group(house.youth, is_up=True, actor=house.planner)
    assert titles(house.edition) == ["Youth", "Water"]

    move_group(house.youth, is_up=True, actor=house.planner)
    move_group(house.water, is_up=False, actor=house.planner)
    assert titles(house.edition) == ["Youth", "Water"]


def test_a_group_that_nobody_wished_is_deleted_and_another_one_stays_known(house):
    wish(house.anna, house.water)

    assert remove_group(house.youth, actor=house.planner) is True
    assert remove_group(house.water, actor=house.planner) is False
    assert remove_group(house.water, actor=house.planner) is False

    house.water.refresh_from_db()
    assert (titles(house.edition), house.water.is_cancelled) == (["Water"], True)
    assert Wish.objects.count() == 1
    assert Entry.objects.filter(action="events.working_group_cancelled").count() == 1
    restore_group(house.water, actor=house.planner)
    house.water.refresh_from_db()
    assert house.water.is_cancelled is False


def test_rules_are_set_once_and_an_old_form_changes_nothing(house):
    kind = ParticipantKindFactory(edition=house.edition)
    made = set_rules(house.edition, {**RULES, "without_kinds": [kind]}, seen=1, actor=house.planner)

    assert (made.version, list(made.without_kinds.all())) == (2, [kind])
    set_rules(house.edition, {**RULES, "without_kinds": [kind]}, seen=1, actor=house.planner)
    with pytest.raises(ChangedMeanwhile):
        set_rules(house.edition, RULES, seen=1, actor=house.planner)
    assert Entry.objects.filter(action="events.group_rules_set").count() == 1


def test_rules_that_cannot_be_are_refused(house):
    foreign = ParticipantKindFactory()

    for change in ({"wishes_close_at": OPENS}, {"without_kinds": [foreign]}):
        with pytest.raises(NotPossible):
            set_rules(house.edition, {**RULES, **change}, seen=1, actor=house.planner)


@pytest.mark.parametrize(
    "columns", [{"capacity": 0}, {"capacity": 501}, {"capacity": 3, "minimum": 4}], ids=["none", "many", "minimum"]
)
def test_the_database_refuses_a_group_that_cannot_be(house, columns):
    with pytest.raises(IntegrityError), transaction.atomic():
        GroupFactory(edition=house.edition, **columns)


def test_the_database_refuses_rules_that_cannot_be(house):
    for columns in ({"least_share": 51}, {"wishes_open_at": CLOSES, "wishes_close_at": OPENS}):
        with pytest.raises(IntegrityError), transaction.atomic():
            GroupRules.objects.update(**columns)


def test_another_meeting_takes_groups_and_rules_over_without_people(house):
    wish(house.anna, house.water)
    house.water.moderator, house.water.interpreted = house.ben, [["en", "ar"]]
    house.water.session = SessionFactory(edition=house.edition, kind=SessionKind.WORKING_GROUP)
    house.water.save()
    house.youth.is_cancelled = True
    house.youth.save()
    kind = ParticipantKindFactory(edition=house.edition, key="interpreter")
    house.edition.group_rules.without_kinds.add(kind)
    target = EditionFactory(ahead=True)
    same = ParticipantKindFactory(edition=target, key="interpreter")

    made = clone_parts(["working_groups"], house.edition, target, shift_days=365, actor=house.planner, at=TOO_LATE)
    copied = made["working_groups"]
    assert clone(house.edition, target, shift_days=365, actor=house.planner, at=TOO_LATE) == 0

    (group,) = WorkingGroup.objects.filter(edition=target)
    assert (copied, group.title_en, group.capacity, group.interpreted) == (1, "Water", 2, [["en", "ar"]])
    assert (group.moderator, group.session, group.wishes.count()) == (None, None, 0)
    assert group.public_id != house.water.public_id
    rules = target.group_rules
    assert (rules.wishes_open_at, list(rules.without_kinds.all())) == (datetime(2028, 5, 31, tzinfo=UTC), [same])


def test_in_the_other_country_wishes_open_at_the_same_hour_of_its_own_clock(house):
    Edition.objects.filter(pk=house.edition.pk).update(zone="Asia/Hebron")
    midnight = datetime(2027, 5, 31, 21, tzinfo=UTC)  # 1 June, 0:00 in Hebron
    GroupRules.objects.filter(edition=house.edition).update(wishes_open_at=midnight, wishes_close_at=None)
    target = EditionFactory(ahead=True, zone="Europe/Berlin")

    clone(Edition.objects.get(pk=house.edition.pk), target, shift_days=365, actor=house.planner, at=TOO_LATE)

    assert target.group_rules.wishes_open_at == datetime(2028, 5, 30, 22, tzinfo=UTC)  # 31 May, 0:00 in Berlin
    assert target.group_rules.wishes_close_at is None


def test_published_groups_with_a_time_are_commitments_of_those_who_come(house):
    session = SessionFactory(edition=house.edition, kind=SessionKind.WORKING_GROUP, minutes=90)
    house.water.session = session
    house.water.save()
    plan = PlaceFactory(
        plan__edition=house.edition, plan__published=True, participant=house.anna, group=house.water
    ).plan
    PlaceFactory(plan=plan, participant=house.ben, group=house.youth)
    gone = PlaceFactory(plan=plan, participant=house.dina, group=house.water).participant
    gone.state = "withdrawn"
    gone.save()

    held = (house.anna.pk, session.starts_at, session.ends_at, "Water", session.pk)
    assert [tuple(row) for row in commitments_of(house.edition.pk)] == [held]
    assert [tuple(row) for row in all_commitments_of(house.edition.pk)] == [held]
