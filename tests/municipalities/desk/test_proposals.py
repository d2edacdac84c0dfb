"""Members propose facts of their own authority; the office decides and tells them."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from jisr.accounts.states import Role
from jisr.audit.models import Entry
from jisr.kernel.dates import PartialDate
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import Refused
from jisr.municipalities.desk.policies import READ_PROPOSAL
from jisr.municipalities.models import Authority, FactSource, Population, Proposal
from jisr.municipalities.services.facts import Origin
from jisr.municipalities.services.memberships import end_membership
from jisr.municipalities.services.proposals import decide_proposal, own_facts, propose_facts
from jisr.municipalities.states import MembershipRole
from jisr.notifications.models import Message
from jisr.web.waiting import waiting_for
from tests import policy_twins
from tests.factories.accounts import UserFactory
from tests.factories.memberships import MembershipFactory
from tests.factories.municipalities import PopulationFactory

pytestmark = pytest.mark.django_db
policy_twins.register(READ_PROPOSAL, Proposal)
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
FROM = Origin(source_url="https://source.example/", as_of=PartialDate.parse("2025"))
HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture
def adviser():
    return UserFactory(roles=[Role.ADVISER])


@pytest.fixture
def member():
    return MembershipFactory(confirmed=True, role=MembershipRole.COORDINATOR, user__preferred_language="ar")


def browser(person):
    client = Client()
    client.force_login(person)
    return client


def proposed(member, origin=FROM, **values):
    authority = member.authority
    opened = own_facts(authority)
    return propose_facts(authority.pk, values, opened=opened, origin=origin, actor=member.user, at=NOW)


def decided(proposal, actor, *, is_accepted=True, reason="", seen=None):
    seen = own_facts(Authority.objects.get(pk=proposal.authority_id)) if seen is None else seen
    return decide_proposal(proposal.pk, is_accepted=is_accepted, reason=reason, seen=seen, actor=actor, at=NOW)


def filled(client, path):
    form = client.get(path).context["form"]
    return {field.html_name: field.value() for field in form if field.value() is not None}


def path_of(member):
    return f"/en/workspace/proposals/new/{member.authority.slug}/"


def test_an_accepted_population_stands_beside_the_census_and_replaces_no_other_kind(member, adviser):
    census = PopulationFactory(authority=member.authority, kind=Population.Kind.CENSUS, number=10)

    decided(proposed(member, population=12), adviser)

    figures = [(row.kind, row.number, str(row.as_of or "")) for row in member.authority.populations.best_first()]
    assert figures == [("census", 10, ""), ("stated", 12, "2025")]
    assert Population.objects.get(pk=census.pk).number == 10
    assert FactSource.objects.about(member.authority).get().note == "stated by the authority"


def test_accepted_facts_are_written_with_their_source(member, adviser):
    decided(proposed(member, name_ar="بيت جالا", aliases="B\nA", latitude="31.7", longitude="35.2"), adviser)

    now = own_facts(Authority.objects.get(pk=member.authority_id))
    told = (now["name_ar"], now["aliases"], now["latitude"], now["longitude"])
    assert told == ("بيت جالا", "A\nB", "31.70000", "35.20000")
    assert {source.source_url for source in FactSource.objects.about(member.authority)} == {FROM.source_url}


def test_a_website_can_be_taken_away_but_no_name(member, adviser):
    Authority.objects.filter(pk=member.authority_id).update(website="https://old.example/")
    member.authority.refresh_from_db()

    proposal = proposed(member, website="", name_en="")
    decided(proposal, adviser)

    assert proposal.values == {"website": ""}
    assert Authority.objects.get(pk=member.authority_id).website == ""


@pytest.mark.parametrize("is_accepted", [True, False])
def test_the_proposer_gets_a_message_in_their_language(member, adviser, is_accepted):
    decided(proposed(member, website="https://town.example/"), adviser, is_accepted=is_accepted, reason="Because")

    message = Message.objects.get(recipient=member.user)
    assert (message.language, message.kind) == ("ar", "municipalities.proposal_decided")
    assert "Because" in message.body
    assert "/workspace/proposals/" in message.text


def test_a_refusal_needs_a_reason_and_changes_nothing(member, adviser):
    proposal = proposed(member, website="https://town.example/")

    with pytest.raises(DomainError, match="needs a reason"):
        decided(proposal, adviser, is_accepted=False, reason=" ")
    decided(proposal, adviser, is_accepted=False, reason="No source")

    proposal.refresh_from_db()
    assert (proposal.state, proposal.reason) == ("refused", "No source")
    assert Authority.objects.get(pk=member.authority_id).website == ""


def test_nobody_decides_on_their_own(member):
    holder = UserFactory(roles=[Role.ADVISER])
    own = MembershipFactory(confirmed=True, authority=member.authority, user=holder)

    with pytest.raises(Refused, match="of their own"):
        decided(proposed(own, website="https://town.example/"), holder)


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.ADVISER, Role.ADMINISTRATOR)])
def test_others_of_the_office_see_a_proposal_and_cannot_decide(member, role):
    proposal, reader = proposed(member, website="https://town.example/"), UserFactory(roles=[role])

    page = browser(reader).get(f"/en/workspace/proposals/{proposal.public_id}/")

    assert page.status_code == 200
    assert b'name="decision"' not in page.content
    with pytest.raises(Refused):
        decided(proposal, reader)


def test_rule_and_query_agree_on_who_sees_a_proposal(member):
    proposed(member, website="https://town.example/")
    proposed(MembershipFactory(confirmed=True), website="https://town.example/")

    assert list(policy_twins.disagreements(READ_PROPOSAL.name, policy_twins.readers(member.authority))) == []


@pytest.mark.parametrize("traits", [{}, {"ended": True}])
def test_who_asks_or_has_left_cannot_propose(traits):
    other = MembershipFactory(**traits)

    with pytest.raises(Refused):
        proposed(other, website="https://town.example/")


def test_a_removed_members_open_form_is_refused_kindly_and_keeps_what_was_typed(member, adviser):
    client = browser(member.user)
    typed = filled(client, path_of(member)) | {"website": "https://typed.example/", "source": "The register"}
    end_membership(member.pk, note="moved", has_no_successor=True, actor=adviser, at=NOW)

    response = client.post(path_of(member), typed)

    page = response.content.decode()
    assert response.status_code == 422
    assert "Only confirmed members of this authority can propose" in page
    assert "https://typed.example/" in page
    assert "The register" in page
    assert Proposal.objects.count() == 0
    assert client.get(path_of(member)).status_code == 404


def test_a_member_corrects_the_population_with_its_source(member, adviser):
    client = browser(member.user)
    said = {"population": "13500", "source": "https://pcbs.example/", "as_of": "2025"}
    typed = filled(client, path_of(member)) | said

    response = client.post(path_of(member), typed, follow=True)

    proposal = Proposal.objects.get()
    assert (proposal.values, proposal.source_url) == ({"population": "13500"}, "https://pcbs.example/")
    assert b"waits for the office" in response.content
    assert [entry.title for entry in waiting_for(adviser)] == ["Decide on 1 proposal"]
    assert Entry.objects.about(proposal).get().changes == {"population": ["", "13500"]}


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"population": "12", "source": "x", "as_of": ""}, "as_of"),
        ({"population": "12", "source": "x", "as_of": "2999"}, "as_of"),
        ({"population": "-1", "source": "x"}, "population"),
        ({"website": "javascript:alert(1)", "source": "x"}, "website"),
        ({"latitude": "31.5", "source": "x"}, "longitude"),
        ({"website": "https://a.example/"}, "source"),
    ],
)
def test_bad_input_is_told_at_its_field_and_stays(member, typed, field):
    client = browser(member.user)

    response = client.post(path_of(member), filled(client, path_of(member)) | typed)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert Proposal.objects.count() == 0


def test_a_double_click_makes_one_proposal(member):
    client = browser(member.user)
    typed = filled(client, path_of(member)) | {"website": "https://town.example/", "source": "x"}

    answers = [client.post(path_of(member), typed)["Location"] for _twice in range(2)]

    assert answers[0] == answers[1]
    assert Proposal.objects.count() == 1


def test_a_form_that_is_opened_before_a_change_proposes_only_what_was_typed(member):
    client = browser(member.user)
    typed = filled(client, path_of(member)) | {"website": "https://town.example/", "source": "x"}
    Authority.objects.filter(pk=member.authority_id).update(name_de="Neu")

    client.post(path_of(member), typed)

    assert Proposal.objects.get().values == {"website": "https://town.example/"}


def test_the_office_accepts_on_the_page(member, adviser):
    proposal = proposed(member, website="https://town.example/")
    path, client = f"/en/workspace/proposals/{proposal.public_id}/", browser(adviser)
    typed = filled(client, path) | {"decision": "accept"}

    first, again = (client.post(path, typed, follow=True) for _twice in range(2))

    assert b"It is decided." in first.content
    assert b"Somebody has decided on this proposal already." in again.content
    assert Message.objects.filter(recipient=member.user).count() == 1


def test_accepting_what_has_changed_since_it_was_looked_at_asks_to_compare_again(member, adviser):
    proposal = proposed(member, website="https://town.example/")
    path, client = f"/en/workspace/proposals/{proposal.public_id}/", browser(adviser)
    typed = filled(client, path) | {"decision": "accept"}
    Authority.objects.filter(pk=member.authority_id).update(website="https://new.example/")

    stale = client.post(path, typed)
    again = client.post(path, {**typed, "seen": stale.context["form"]["seen"].value()}, follow=True)

    assert b"Please compare again." in stale.content
    assert b"https://new.example/" in stale.content
    assert b"It is decided." in again.content


def test_hostile_text_is_shown_as_text(member, adviser):
    proposal = proposed(member, note_en=HOSTILE, origin=Origin(note=HOSTILE))

    page = browser(adviser).get(f"/en/workspace/proposals/{proposal.public_id}/").content.decode()

    assert HOSTILE not in page
    assert "&lt;img src=x" in page


def test_a_long_queue_costs_no_more_queries(member, adviser, django_assert_max_num_queries):
    for number in range(60):
        proposed(member, website=f"https://town{number}.example/")
    client = browser(adviser)

    with django_assert_max_num_queries(12):
        page = client.get("/en/workspace/proposals/")

    assert page.context["listing"].page.paginator.count == 60


def test_members_see_their_own_authority_s_alone(member):
    proposed(member, website="https://town.example/")
    proposed(MembershipFactory(confirmed=True), website="https://other.example/")

    page = browser(member.user).get("/en/workspace/proposals/")

    assert [row.authority for row in page.context["listing"].page] == [member.authority]
