"""The pages, in the hands of people: forms that lose nothing, what each reader sees, lists that stay quick."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import connection
from django.http import HttpRequest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jisr.accounts.states import Role
from jisr.events.groups.models import GroupPlan, GroupRules, WishList, WorkingGroup
from jisr.events.groups.personal import own_data, take_out
from jisr.events.groups.placing import place_by_hand, publish_plan
from jisr.events.groups.planning import start_plan
from jisr.events.groups.states import PlanState, Purpose
from jisr.events.groups.waiting import groups_waiting
from jisr.events.registration.states import ParticipantState
from jisr.web import panels
from jisr.web.waiting import waiting_for
from tests.events.groups.conftest import TOO_LATE
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory, ParticipantFactory
from tests.factories.groups import GroupFactory, wish
from tests.factories.memberships import MembershipFactory

pytestmark = pytest.mark.django_db
GROUP = {
    "title_de": "Energie",
    "title_en": "Energy <b>now</b>",
    "title_ar": "طاقة",
    "capacity": "20",
    "minimum": "5",
    "spoken": ["de"],
    "interpreted": ["de>ar"],
}


def browser(person):
    client = Client()
    client.force_login(person)
    return client


def desk(house, rest=""):
    return f"/en/workspace/meetings/{house.edition.slug}/groups/{rest}"


def mine(house, person=None):
    return f"/en/workspace/meetings/{house.edition.slug}/my-groups/" + (f"{person.public_id}/" if person else "")


def text_of(response):
    return response.content.decode()


@pytest.fixture
def office(house):
    return browser(house.planner)


@pytest.fixture
def open_now(house):
    GroupRules.objects.update(
        wishes_open_at=datetime(2026, 1, 1, tzinfo=UTC), wishes_close_at=datetime(2099, 8, 1, tzinfo=UTC)
    )
    return house


@pytest.fixture
def published(house):
    wish(house.anna, house.water)
    plan = house.plan()
    publish_plan(plan.public_id, seen=1, actor=house.planner, at=TOO_LATE)
    plan.refresh_from_db()
    return plan


def test_the_office_adds_changes_and_orders_groups(house, office):
    assert office.get(desk(house, "add/")).status_code == 200
    added = office.post(desk(house, "add/"), GROUP, follow=True)
    assert "Energy &lt;b&gt;now&lt;/b&gt;" in text_of(added)
    made = WorkingGroup.objects.get(title_en="Energy <b>now</b>")
    assert made.interpreted == [["de", "ar"]]

    page = text_of(office.get(desk(house, f"{made.public_id}/")))
    assert 'value="طاقة"' in page
    assert 'value="de&gt;ar"' in page
    office.post(desk(house, f"{made.public_id}/up/"))
    assert list(WorkingGroup.objects.values_list("title_en", flat=True)) == ["Water", "Energy <b>now</b>", "Youth"]
    office.post(desk(house, f"{made.public_id}/remove/"))
    assert not WorkingGroup.objects.filter(pk=made.pk).exists()


def test_a_wrong_form_keeps_what_was_typed_and_names_the_field(house, office):
    wrong = office.post(desk(house, "add/"), {**GROUP, "minimum": "21"})

    assert wrong.status_code == 422
    assert "More people at least than there are places." in text_of(wrong)
    assert 'value="طاقة"' in text_of(wrong)


def test_the_office_sets_days_on_the_clock_of_the_meeting(house, office):
    typed = {
        "opens_on": "2027-06-01",
        "closes_on": "2027-06-30",
        "most_per_body": "2",
        "least_share": "30",
        "seen": "1",
    }

    assert office.post(desk(house, "rules/"), typed).status_code == 302
    rules = GroupRules.objects.get()
    assert rules.wishes_open_at == datetime(2027, 5, 31, 22, tzinfo=UTC)
    assert rules.wishes_close_at == datetime(2027, 6, 30, 21, 59, tzinfo=UTC)
    assert 'value="2027-06-30"' in text_of(office.get(desk(house, "rules/")))
    late = office.post(desk(house, "rules/"), {**typed, "closes_on": "2027-05-01", "seen": "2"})
    assert (late.status_code, "Wishes would close before they open." in text_of(late)) == (422, True)


def test_a_delegate_ranks_by_numbered_choices_without_script(open_now):
    house = open_now
    chadi = browser(house.chadi.user)
    page = text_of(chadi.get(mine(house, house.chadi)))
    assert "Wish 1" in page
    assert "Wish 3" not in page  # there are two groups

    chadi.post(mine(house, house.chadi), {"wish_1": "", "wish_2": str(house.youth.pk), "seen": "0"})

    assert [wish.group for wish in WishList.objects.get().wishes.all()] == [house.youth]
    assert "Youth" in text_of(chadi.get(mine(house)))


def test_twice_the_same_group_or_both_answers_are_told_at_the_field(open_now):
    house = open_now
    chadi, water = browser(house.chadi.user), str(house.water.pk)

    twice = chadi.post(mine(house, house.chadi), {"wish_1": water, "wish_2": water, "seen": "0"})
    both = chadi.post(mine(house, house.chadi), {"wish_1": water, "stays_out": "on", "seen": "0"})
    foreign = chadi.post(mine(house, house.chadi), {"wish_1": str(GroupFactory().pk), "seen": "0"})

    assert (twice.status_code, "You have chosen this group twice." in text_of(twice)) == (422, True)
    assert (both.status_code, "Please either rank groups or stay out" in text_of(both)) == (422, True)
    assert (foreign.status_code, "This group is not offered." in text_of(foreign)) == (422, True)
    assert WishList.objects.count() == 0


def test_a_stale_tab_is_told_and_nothing_is_lost(open_now):
    house = open_now
    chadi = browser(house.chadi.user)
    chadi.post(mine(house, house.chadi), {"wish_1": str(house.youth.pk), "seen": "0"})

    stale = chadi.post(mine(house, house.chadi), {"wish_1": str(house.water.pk), "seen": "0"})

    assert stale.status_code == 409
    assert "changed elsewhere meanwhile" in text_of(stale)
    assert [wish.group for wish in WishList.objects.get().wishes.all()] == [house.youth]


def test_a_coordinator_sees_and_ranks_for_own_delegates_only(open_now):
    house = open_now
    leader = browser(house.leader)
    page = text_of(leader.get(mine(house)))

    assert ("Chadi" in page, "Dina" in page, "Anna" in page) == (True, True, False)
    assert leader.get(mine(house, house.anna)).status_code == 404
    leader.post(mine(house, house.dina), {"wish_1": str(house.water.pk), "seen": "0"})
    assert WishList.objects.get().changed_by == house.leader
    assert "See to the wishes of your delegation for the working groups of Conference in Jena" in [
        entry.title for entry in waiting_for(house.leader)
    ]


def test_after_the_time_the_form_is_gone_for_all_but_the_office(house, office):
    GroupRules.objects.update(
        wishes_open_at=datetime(2026, 1, 1, tzinfo=UTC), wishes_close_at=datetime(2026, 2, 1, tzinfo=UTC)
    )
    chadi = browser(house.chadi.user)

    assert "wish_1" not in text_of(chadi.get(mine(house, house.chadi)))
    late = chadi.post(mine(house, house.chadi), {"wish_1": str(house.water.pk), "seen": "0"})
    assert late.status_code == 409
    assert "Wishes are closed for participants." in text_of(office.get(mine(house, house.chadi)))
    office.post(mine(house, house.chadi), {"wish_1": str(house.water.pk), "seen": "0"})
    assert WishList.objects.count() == 1


def test_strangers_and_foreign_meetings_find_nothing(house, office):
    stranger, other = browser(UserFactory()), EditionFactory(ahead=True)

    assert stranger.get(mine(house)).status_code == 404
    assert stranger.get(mine(house, house.anna)).status_code == 404
    assert stranger.get(desk(house)).status_code == 403
    assert browser(house.chadi.user).get(mine(house, house.dina)).status_code == 404
    foreign = f"/en/workspace/meetings/{other.slug}/groups/{house.water.public_id}/"
    assert office.get(foreign).status_code == 404
    assert office.get(desk(house, f"plans/{uuid4()}/")).status_code == 404
    assert office.post(desk(house, f"{house.water.public_id}/explode/")).status_code == 404


def test_starting_shows_progress_and_a_second_click_leads_to_the_same_plan(house, office):
    first = office.post(desk(house, "plans/start/"), {"purpose": "set"}, follow=True)
    second = office.post(desk(house, "plans/start/"), {"purpose": "set"}, follow=True)

    assert "waits for the worker" in text_of(first)
    assert "You can leave this page." in text_of(first)
    assert "A plan is being computed already." in text_of(second)
    assert GroupPlan.objects.count() == 1
    assert office.post(desk(house, "plans/start/"), {"purpose": "nonsense"}).status_code == 422


def test_a_silent_or_failed_plan_offers_to_start_again(house, office):
    plan = start_plan(house.edition, actor=house.planner, at=datetime(2020, 1, 1, tzinfo=UTC))
    silent = text_of(office.get(desk(house, f"plans/{plan.public_id}/")))
    GroupPlan.objects.update(state=PlanState.FAILED, failure="killed")
    failed = text_of(office.get(desk(house, f"plans/{plan.public_id}/")))

    assert "Nothing was heard of this plan for some minutes" in silent
    assert "The worker was stopped while it was computing." in failed
    assert "Start it again" in silent
    assert "Start it again" in failed


def test_the_result_says_how_good_it_is_and_who_is_unhappy_and_why(house, office):
    house.water.capacity = 1
    house.water.save()
    for person in house.people.values():
        wish(person, house.water)
    plan = house.plan()

    page = text_of(office.get(plan.get_absolute_url()))

    assert "1 of 4 (25 %)" in page
    assert "It is proven that no plan within the same rules costs fewer points." in page
    assert page.count("“Water”: the only place is taken (first wishes among them: 1).") == 3
    assert "All rules are kept." in page
    assert "Check and publish" in page


def test_what_bends_and_what_would_help_is_told_in_words(house, office):
    house.water.capacity, house.youth.capacity = 1, 2
    house.water.save()
    house.youth.save()
    for person in house.people.values():
        wish(person, house.water, house.youth)
    plan = house.plan()

    page = text_of(office.get(plan.get_absolute_url()))

    assert "“Water” has 1 person more than places." in page
    assert "2 places instead of 1 in “Water”" in page


def test_who_is_moved_reads_what_they_do_not_follow_and_not_what_others_do_not(house, office):
    house.water.spoken = ["ar"]
    house.water.save()
    for person in (house.anna, house.ben):
        person.languages = ["de"]
        person.save()
        wish(person, house.water)
    plan = house.plan()

    page = text_of(office.get(desk(house, f"plans/{plan.public_id}/people/{house.ben.public_id}/")))

    assert f"{house.ben.full_name}\u2069 does not understand all that is spoken in “Water”" in page
    assert f"{house.anna.full_name}\u2069 does not understand" not in page


def test_the_office_moves_somebody_with_the_conflicts_shown(house, office):
    house.water.capacity = 1
    house.water.save()
    wish(house.anna, house.water)
    plan = house.plan()
    address = desk(house, f"plans/{plan.public_id}/people/{house.ben.public_id}/")

    page = text_of(office.get(address))
    assert "Water · no wish. “Water” has 1 person more than places." in page
    office.post(address, {"group": str(house.water.pk), "is_pinned": "on", "seen": "1"})
    assert plan.places.get(participant=house.ben).group == house.water
    stale = office.post(address, {"group": str(house.youth.pk), "is_pinned": "on", "seen": "1"})
    assert stale.status_code == 409


def test_publishing_shows_whom_it_tells_and_refuses_bent_rules_without_a_yes(house, office):
    house.water.capacity = 1
    house.water.save()
    plan = house.plan()
    place_by_hand(plan.public_id, house.anna, house.water, seen=1, actor=house.planner, at=TOO_LATE)
    place_by_hand(plan.public_id, house.ben, house.water, seen=2, actor=house.planner, at=TOO_LATE)
    plan.refresh_from_db()
    address = desk(house, f"plans/{plan.public_id}/publish/")

    assert "4 people are told in which group they are." in text_of(office.get(address))
    refused = office.post(address, {"seen": str(plan.version)})
    assert refused.status_code == 409
    assert "Please say that you accept this." in text_of(refused)
    done = office.post(address, {"seen": str(plan.version), "accepts_breaks": "on"}, follow=True)
    assert "The groups are published." in text_of(done)
    assert office.get(address).status_code == 302


def test_an_outdated_plan_says_what_changed(house, office):
    plan = house.plan()
    house.dina.state = ParticipantState.WITHDRAWN
    house.dina.save()

    page = text_of(office.get(plan.get_absolute_url()))
    assert "No longer to be placed: \u2068Dina\u2069" in page
    assert "Check and publish" not in page
    posted = office.post(desk(house, f"plans/{plan.public_id}/publish/"), {"seen": "1"}, follow=True)
    assert "Since this plan was computed, something has changed." in text_of(posted)


def test_a_new_plan_shows_the_difference_to_what_holds(house, office, published):
    emil = ParticipantFactory(edition=house.edition, kind=house.anna.kind, full_name="Emil")
    house.dina.state = ParticipantState.WITHDRAWN
    house.dina.save()
    again = house.plan()

    page = text_of(office.get(again.get_absolute_url()))

    before, after = page.split("Are new")[1].split("Are no longer placed")
    assert "Emil" in before
    assert "Dina" in after
    assert "Would move" not in page
    assert again.places.filter(participant=emil).exists()
    holds = text_of(office.get(published.get_absolute_url()))
    assert "Compute a plan: it keeps the others where they are." in holds
    assert "Place by hand" in holds


def test_a_trial_answers_its_question_beside_the_plan(house, office):
    for person in (house.chadi, house.dina):
        person.languages = ["ar"]
        person.save()
    house.plan()
    trial = house.plan(purpose=Purpose.MORE)

    page = text_of(office.get(trial.get_absolute_url()))
    assert "Put these teams into the groups" in page
    assert "Arabic and English" in page
    assert "Check and publish" not in page
    adopted = office.post(desk(house, f"plans/{trial.public_id}/teams/"), follow=True)
    assert "The interpretation of 1 group is changed. Compute a plan now." in text_of(adopted)


def test_a_delegate_reads_the_own_group_and_no_other_name(house, published):
    page = text_of(browser(house.anna.user).get(mine(house)))

    assert "<bdi>Water</bdi></strong>" in page
    assert not any(name in page for name in ("Ben", "Chadi", "Dina"))


def panel(subject, person, thing):
    request = HttpRequest()
    request.user = person
    found = [one for one in panels.panels_for(subject, request, thing) if one.template.startswith("events/groups/")]
    return found[0] if found else None


def rendered(found):
    from django.template.loader import render_to_string  # noqa: PLC0415

    return render_to_string(found.template, {"panel": found.context})


def test_the_panels_say_how_far_it_is_to_those_who_may_know(house, published):
    told = rendered(panel("edition_desk", house.planner, house.edition))
    own = rendered(panel("participation", house.anna.user, house.anna))

    assert "wishes of 1 of 4 people" in told
    assert "Plan 1" in told
    assert panel("edition_desk", UserFactory(adviser=True), house.edition) is None
    assert "Water" in own
    assert panel("participation", house.anna.user, ParticipantFactory()) is None


def test_own_data_has_wishes_and_group_and_erasing_empties_the_rest(house, published):
    wish(house.ben, house.youth, house.water)
    rows = own_data(house.ben.user).rows

    assert [row["wishes"] for row in rows if "wishes" in row] == [["Youth", "Water"]]
    assert [row["group"] for row in rows if "group" in row] != []
    assert take_out(house.planner) == 2
    published.refresh_from_db()
    assert (published.asked_by, published.published_by) == (None, None)


def test_lists_are_taken_along_by_the_events_team_only(house, office, published):
    address = f"/en/workspace/exports/working-groups.csv?meeting={house.edition.slug}"

    told = b"".join(office.get(address)).decode("utf-8-sig")
    assert all(name in told for name in ("Anna", "Ben", "Chadi", "Dina"))
    assert browser(UserFactory(adviser=True)).get(address).status_code in {403, 404}


def waits(house):
    return [entry.title for entry in groups_waiting(house.planner)]


def test_what_waits_for_the_events_team(house):
    GroupRules.objects.update(wishes_close_at=datetime(2026, 2, 1, tzinfo=UTC), wishes_open_at=None)
    assert waits(house) == ["Plan the working groups of Conference in Jena"]

    plan = house.plan()
    assert waits(house) == ["Publish the working groups of Conference in Jena"]

    publish_plan(plan.public_id, seen=1, actor=house.planner, at=TOO_LATE)
    assert waits(house) == []


def queries(client, address):
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_pages_cost_the_same_for_one_three_and_many_people(house, office, published):
    addresses = [desk(house), desk(house, "wishes/"), published.get_absolute_url(), mine(house)]
    leader = browser(house.leader)
    wish(house.chadi, house.water)
    counts = []
    for more in (0, 2, 15):
        for _number in range(more):
            person = ParticipantFactory(edition=house.edition, kind=house.anna.kind, authority=house.jericho)
            wish(person, house.water, house.youth)
        plan = house.plan()
        addresses[2] = plan.get_absolute_url()
        clients = [office, office, office, leader]
        counts.append([queries(client, address) for client, address in zip(clients, addresses, strict=True)])

    assert counts[0] == counts[1] == counts[2]
    assert max(counts[0]) <= 30


def test_roles_of_the_office_that_do_not_run_meetings_are_refused(house):
    for role in (Role.ADVISER, Role.FUNDING, Role.AUDIT, Role.EDITOR):
        assert browser(UserFactory(roles=[role])).get(desk(house)).status_code == 403
    member = MembershipFactory(confirmed=True, authority=house.jericho).user
    assert browser(member).get(desk(house)).status_code == 403
