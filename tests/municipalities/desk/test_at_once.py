"""Two people of the office, or two clicks, at the same moment: real threads on real transactions."""

from datetime import UTC, datetime

import pytest

from jisr.audit.models import Entry
from jisr.kernel.dates import PartialDate
from jisr.municipalities.models import Authority, AuthorityContact, Proposal, Succession
from jisr.municipalities.services.contacts import note_contact
from jisr.municipalities.services.facts import Origin
from jisr.municipalities.services.merging import current_slug, merge_authorities, plan_merge
from jisr.municipalities.services.proposals import decide_proposal, own_facts, propose_facts
from jisr.municipalities.services.succession import Names, Story, record_succession
from jisr.notifications.models import Message
from tests.at_once import at_once, by
from tests.factories.accounts import UserFactory
from tests.factories.memberships import MembershipFactory
from tests.factories.municipalities import AuthorityFactory
from tests.factories.partnerships import PartnershipFactory

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
FROM = Origin(source_url="https://source.example/", as_of=PartialDate.parse("2025"))


@pytest.fixture
def pair():
    survivor = AuthorityFactory(slug="stays")
    return survivor, AuthorityFactory(slug="goes", region=survivor.region)


def merge(first, second, adviser):
    version = plan_merge(first, second).version
    return lambda: merge_authorities(first.pk, second.pk, choices={}, version=version, actor=by(adviser))


def test_of_two_who_merge_the_same_pair_either_way_round_one_does(pair):
    PartnershipFactory(german=pair[1])
    adviser, other = UserFactory(adviser=True), UserFactory(adviser=True)

    outcomes = at_once(merge(*pair, adviser), merge(*reversed(pair), other))

    assert outcomes == ["DomainError", "done"]
    (left,) = Authority.objects.filter(slug__in=["stays", "goes"])
    assert current_slug(Authority, ({"stays", "goes"} - {left.slug}).pop()) == left.slug
    assert left.german_ties.count() == 1


def test_a_proposal_that_is_decided_on_while_its_authority_is_merged_away_is_not_lost(pair):
    member, adviser, other = MembershipFactory(authority=pair[1], confirmed=True), *(UserFactory(adviser=True),) * 2
    known = own_facts(pair[1])
    proposal = propose_facts(
        pair[1].pk, {"website": "https://x.example/"}, opened=known, origin=FROM, actor=member.user, at=NOW
    )

    def decide():
        row = Proposal.objects.get(pk=proposal.pk)
        decide_proposal(row.pk, is_accepted=True, reason="", seen=own_facts(row.authority), actor=by(other), at=NOW)

    outcomes = at_once(merge(*pair, adviser), decide)

    proposal.refresh_from_db()
    assert "done" in outcomes
    assert Authority.objects.filter(pk=proposal.authority_id).exists()
    assert proposal.state == ("accepted" if Message.objects.count() else "open")


def test_of_two_who_decide_on_a_proposal_one_does():
    member = MembershipFactory(confirmed=True)
    proposal = propose_facts(
        member.authority_id,
        {"population": 12},
        opened=own_facts(member.authority),
        origin=FROM,
        actor=member.user,
        at=NOW,
    )
    advisers, seen = [UserFactory(adviser=True) for _twice in range(2)], own_facts(member.authority)

    def decide(adviser, *, is_accepted):
        return lambda: decide_proposal(
            proposal.pk, is_accepted=is_accepted, reason="x", seen=seen, actor=by(adviser), at=NOW
        )

    outcomes = at_once(decide(advisers[0], is_accepted=True), decide(advisers[1], is_accepted=False))

    assert outcomes == ["DomainError", "done"]
    assert Message.objects.filter(recipient=member.user).count() == 1


def test_a_double_click_on_proposing_makes_one_proposal():
    member = MembershipFactory(confirmed=True)
    known = own_facts(member.authority)

    def propose():
        propose_facts(member.authority_id, {"population": 12}, opened=known, origin=FROM, actor=by(member.user), at=NOW)

    assert at_once(propose, propose, propose) == ["done"] * 3
    assert Proposal.objects.count() == 1


def test_of_two_who_write_a_split_down_one_does():
    AuthorityFactory(slug="old")
    story = Story("split", ["old"], [], [Names(en="North"), Names(en="South")], None, "https://source.example/")
    advisers = [UserFactory(adviser=True) for _twice in range(2)]

    outcomes = at_once(
        *(
            lambda adviser=adviser: record_succession(story, goes_to={}, actor=by(adviser), at=NOW)
            for adviser in advisers
        )
    )

    assert outcomes == ["DomainError", "done"]
    assert Succession.objects.count() == 2


def test_a_double_click_notes_a_contact_once():
    contact = AuthorityContact.objects.create(authority=AuthorityFactory(), role="press", phone="1")
    adviser = UserFactory(adviser=True)

    def note():
        note_contact(contact, "Called", subject=contact.authority, actor=by(adviser), at=NOW)

    assert at_once(note, note, note) == ["done"] * 3
    assert Entry.objects.filter(action="municipalities.contact_noted").count() == 1
