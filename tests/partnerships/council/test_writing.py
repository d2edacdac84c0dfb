"""Writing a paper: who may, what is kept, what two people at once are told."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from django.utils.translation import override

from jisr.audit.models import Entry
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import Refused
from jisr.municipalities.services.facts import ChangedMeanwhile
from jisr.partnerships.council.answers import read, read_step
from jisr.partnerships.council.models import CouncilCost, CouncilMatter, CouncilStep
from jisr.partnerships.council.policies import READ_MATTER, READ_STEP
from jisr.partnerships.council.services import add_step, change_matter, start_matter, withdraw_matter
from jisr.partnerships.council.states import BodyKind, Outcome, Rhythm, Side
from jisr.partnerships.states import Form, Status
from tests import policy_twins
from tests.factories.accounts import UserFactory
from tests.factories.council import CouncilCostFactory, CouncilMatterFactory, CouncilSourceFactory, CouncilStepFactory
from tests.factories.memberships import MembershipFactory
from tests.factories.partnerships import PartnershipFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
BUS = {"label": "Bus", "amount_cents": 1_200_50, "rhythm": Rhythm.YEARLY}

policy_twins.register(READ_MATTER, CouncilMatter)
policy_twins.register(READ_STEP, CouncilStep)


@pytest.fixture
def matter():
    return CouncilMatterFactory()


@pytest.fixture
def clerk(matter):
    """Coordinates the authority whose council decides."""
    return MembershipFactory(coordinator=True, authority=matter.authority).user


def told(subject):
    rows = Entry.objects.filter(subject_type="partnerships.councilmatter", subject_key=str(subject.pk))
    return list(rows.order_by("pk").values_list("action", flat=True))


@pytest.mark.parametrize("name", [READ_MATTER.name, READ_STEP.name])
@pytest.mark.parametrize("side", Side)
def test_rule_and_query_agree_on_both_sides(name, side):
    own = CouncilMatterFactory(side=side)
    CouncilStepFactory(matter=own)
    CouncilStepFactory(matter=own, is_shared=True)
    other = CouncilMatterFactory(tie=own.tie, side=Side.GERMAN if side == Side.PALESTINIAN else Side.PALESTINIAN)
    CouncilStepFactory(matter=other, is_shared=True)
    CouncilStepFactory(matter=other)
    CouncilStepFactory(is_shared=True)

    assert list(policy_twins.disagreements(name, policy_twins.readers(own.authority))) == []


@pytest.mark.parametrize(("side", "subject"), [(Side.GERMAN, "Ramallah"), (Side.PALESTINIAN, "Köln")])
def test_a_paper_begins_with_what_the_tie_knows(side, subject):
    tie = PartnershipFactory(
        german__name_de="Köln", german__name_ar="Köln", palestinian__name_de="Ramallah", form=Form.FREUNDSCHAFT
    )
    clerk = MembershipFactory(coordinator=True, authority=tie.german if side == Side.GERMAN else tie.palestinian).user

    made = start_matter(tie, side, actor=clerk, at=NOW)

    assert (made.side, made.wanted_form, made.drafted_on) == (side, Form.FREUNDSCHAFT, date(2026, 11, 22))
    assert subject in made.subject
    assert told(made) == ["partnerships.council_started"]


def test_two_clicks_begin_one_paper_and_a_written_one_lets_another_begin():
    tie, adviser = PartnershipFactory(), UserFactory(adviser=True)
    first = start_matter(tie, Side.GERMAN, actor=adviser, at=NOW)

    assert start_matter(tie, Side.GERMAN, actor=adviser, at=NOW) == first
    assert start_matter(tie, Side.PALESTINIAN, actor=adviser, at=NOW) != first

    change_matter(first.pk, {"department": "x"}, opened=read(first), actor=adviser, at=NOW)
    assert start_matter(tie, Side.GERMAN, actor=adviser, at=NOW) != first


@pytest.mark.parametrize("status", Status)
def test_a_council_is_asked_about_every_tie_but_an_ended_one(status):
    tie, adviser = PartnershipFactory(status=status), UserFactory(adviser=True)
    if status == Status.ENDED:
        with pytest.raises(DomainError, match="ended"):
            start_matter(tie, Side.GERMAN, actor=adviser, at=NOW)
    else:
        start_matter(tie, Side.GERMAN, actor=adviser, at=NOW)

    assert CouncilMatter.objects.count() == (0 if status == Status.ENDED else 1)


def people(matter):
    found = policy_twins.readers(matter.authority)
    found["partner's coordinator"] = MembershipFactory(coordinator=True, authority=matter.partner).user
    return found


def test_only_own_coordinators_and_advisers_write(matter):
    wrote = set()
    for label, actor in people(matter).items():
        try:
            change_matter(matter.pk, {"department": label}, opened=read(matter), actor=actor, at=NOW)
        except Refused:
            continue
        wrote.add(label)
        matter.refresh_from_db()

    assert wrote == {"coordinator", "staff adviser", "staff administrator"}


def test_entries_rows_and_the_trail_keep_what_was_typed(matter, clerk):
    values = {
        "has_cost": True,
        "is_budgeted": False,
        "term_until": date(2029, 12, 31),
        "costs": [BUS, {"label": "Start", "amount_cents": 500, "rhythm": Rhythm.ONCE}],
        "sources": [{"title": "Seite", "url": "https://source.example/"}],
    }

    changed = change_matter(matter.pk, values, opened=read(matter), actor=clerk, at=NOW)

    matter.refresh_from_db()
    assert changed == list(values)
    assert read(matter)["costs"] == "Bus | 1200.50 | yearly\nStart | 5.00 | once"
    assert (matter.has_cost, matter.is_budgeted, matter.edited_by, matter.edited_at) == (True, False, clerk, NOW)
    entry = Entry.objects.get(action="partnerships.council_changed")
    assert entry.changes["is_budgeted"] == ["", False]
    assert entry.changes["sources"] == ["", "Seite | https://source.example/"]


def test_saving_the_same_again_changes_and_tells_nothing(matter, clerk):
    opened = read(matter)
    for _click in range(2):
        change_matter(matter.pk, {"costs": [BUS], "risks": "x"}, opened=opened, actor=clerk, at=NOW)

    assert CouncilCost.objects.count() == 1
    assert told(matter) == ["partnerships.council_changed"]


def test_a_stale_tab_is_told_the_other_entry_and_saves_nothing(matter, clerk):
    opened = read(matter)
    other = MembershipFactory(coordinator=True, authority=matter.authority).user
    change_matter(matter.pk, {"risks": "theirs", "costs": [BUS]}, opened=opened, actor=other, at=NOW)

    with pytest.raises(ChangedMeanwhile) as refused:
        change_matter(matter.pk, {"risks": "mine", "costs": [], "department": "x"}, opened=opened, actor=clerk, at=NOW)

    clash = refused.value.clashes[0]
    assert (clash.name, clash.original, clash.mine, clash.theirs) == ("risks", "", "mine", "theirs")
    matter.refresh_from_db()
    assert (matter.risks, matter.department, matter.costs.count()) == ("theirs", "", 1)


def test_what_two_people_changed_apart_is_merged(matter, clerk):
    opened = read(matter)
    change_matter(matter.pk, {"risks": "theirs"}, opened=opened, actor=clerk, at=NOW)
    change_matter(matter.pk, {"risks": "", "department": "mine"}, opened=opened, actor=clerk, at=NOW)

    matter.refresh_from_db()
    assert (matter.risks, matter.department) == ("theirs", "mine")


def test_two_halves_of_a_term_from_two_people_do_not_both_stay(matter, clerk):
    opened = read(matter)
    change_matter(matter.pk, {"term_months": 24}, opened=opened, actor=clerk, at=NOW)

    with pytest.raises(DomainError, match="one thing of the term"):
        change_matter(matter.pk, {"term_until": date(2029, 1, 1)}, opened=opened, actor=clerk, at=NOW)

    matter.refresh_from_db()
    assert (matter.term_months, matter.term_until) == (24, None)


def test_costs_and_their_denial_do_not_both_stay(matter, clerk):
    CouncilCostFactory(matter=matter)

    with pytest.raises(DomainError, match="costs nothing"):
        change_matter(matter.pk, {"has_cost": False}, opened=read(matter), actor=clerk, at=NOW)


def test_a_withdrawn_paper_keeps_its_reason_and_takes_no_meeting(matter, clerk):
    withdraw_matter(matter.pk, " No majority ", actor=clerk, at=NOW)
    withdraw_matter(matter.pk, "again", actor=clerk, at=NOW)

    matter.refresh_from_db()
    assert (matter.withdrawn_reason, matter.withdrawn_at, matter.result()) == ("No majority", NOW, "withdrawn")
    body = {"name": "x", "kind": BodyKind.COUNCIL, "planned_on": None, "note": "", "is_shared": False}
    with pytest.raises(DomainError, match="withdrawn"):
        add_step(matter.pk, body, actor=clerk)
    with pytest.raises(DomainError, match="withdrawn"):
        change_matter(matter.pk, {"risks": "x"}, opened=read(matter), actor=clerk, at=NOW)
    assert told(matter) == ["partnerships.council_withdrawn"]


def test_the_history_is_for_the_own_side_and_the_office(client, matter, clerk):
    change_matter(matter.pk, {"risks": "secret"}, opened=read(matter), actor=clerk, at=NOW)
    partner = MembershipFactory(coordinator=True, authority=matter.partner).user
    address = reverse("audit:history", args=["partnerships.councilmatter", matter.pk])
    client.force_login(clerk)
    assert "council paper changed" in client.get(address).text
    client.force_login(partner)
    assert client.get(address).status_code == 404


def test_a_paper_goes_with_its_tie_when_two_rows_of_an_authority_become_one(matter):
    from jisr.partnerships.desk import absorb_tie  # noqa: PLC0415

    CouncilSourceFactory(matter=matter)
    kept = PartnershipFactory(german=matter.authority)
    absorb_tie(kept, matter.tie)

    matter.refresh_from_db()
    assert (matter.tie, matter.authority, matter.sources.count()) == (kept, kept.german, 1)


def test_the_successor_of_an_authority_goes_on_with_its_papers(matter):
    from jisr.partnerships.desk import ties_of  # noqa: PLC0415
    from tests.factories.municipalities import AuthorityFactory  # noqa: PLC0415

    successor, adviser = AuthorityFactory(), UserFactory(adviser=True)
    member = MembershipFactory(confirmed=True, authority=successor).user
    (holding,) = ties_of(matter.authority)
    holding.move(successor, adviser)

    assert list(CouncilMatter.objects.visible_to(member)) == [matter]
    assert CouncilMatter.objects.get(pk=matter.pk).authority == successor


def test_erasing_a_person_leaves_the_paper(matter, clerk):
    from jisr.partnerships.council.personal import own_data, take_out  # noqa: PLC0415

    change_matter(matter.pk, {"risks": "x"}, opened=read(matter), actor=clerk, at=NOW)
    assert [row["subject"] for row in own_data(clerk).rows] == [matter.subject]

    assert take_out(clerk) == 1
    matter.refresh_from_db()
    assert (matter.edited_by, matter.risks) == (None, "x")


def test_a_meeting_reads_back_as_it_was_typed(matter):
    step = CouncilStepFactory(matter=matter, planned_on=date(2026, 12, 1), is_shared=True)

    assert read_step(step)["planned_on"] == "2026-12-01"
    assert (read_step(step)["is_shared"], read_step(step)["votes_yes"]) == ("yes", "")


def test_the_history_tells_meetings_in_words(matter, clerk):
    body = {"name": "Rat", "kind": BodyKind.COUNCIL, "planned_on": date(2026, 12, 1), "note": "", "is_shared": True}
    add_step(matter.pk, body, actor=clerk)

    changes = Entry.objects.get(action="partnerships.council_step_added").changes
    with override("de"):
        words = [str(BodyKind.COUNCIL.label), str(Outcome.PLANNED.label)]
    assert changes == {
        "name": ["", "Rat"],
        "kind": ["", words[0]],
        "planned_on": ["", "2026-12-01"],
        "is_shared": ["", True],
        "outcome": ["", words[1]],
    }
