"""Two entries of one organisation become one."""

import pytest
from django.test import Client
from django.utils import timezone

from jisr.audit.models import Entry
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import Refused
from jisr.municipalities.models import Country, FactSource, Organisation
from jisr.municipalities.services.merging import ORGANISATIONS, merge, plan_merge
from jisr.municipalities.states import MembershipState
from tests.at_once import at_once, by
from tests.factories.accounts import UserFactory
from tests.factories.documents import make_document
from tests.factories.memberships import MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
HOSTILE = '<script>alert("x")</script>'


@pytest.fixture
def adviser():
    return UserFactory(adviser=True)


@pytest.fixture
def desk(adviser):
    client = Client()
    client.force_login(adviser)
    return client


@pytest.fixture
def pair():
    first = OrganisationFactory(name_en="Friends of Surif", name_ar="")
    return first, OrganisationFactory(name_en="Friends of Surif e. V.", name_ar="أصدقاء صوريف", country=first.country)


def merged(pair, adviser, **choices):
    version = plan_merge(*pair).version
    return merge(ORGANISATIONS, pair[0].pk, pair[1].pk, choices=choices, version=version, actor=adviser)


def address(pair):
    return f"/en/workspace/merge/organisations/{pair[0].public_id}/{pair[1].public_id}/"


def test_members_papers_and_what_only_the_double_knew_go_to_the_one_that_stays(pair, adviser):
    member, paper = MembershipFactory(organisation=pair[1], authority=None), make_document(owner_subject=pair[1])
    FactSource.objects.create(
        subject_type="municipalities.organisation",
        subject_key=str(pair[1].pk),
        field="name_ar",
        source_url="https://source.example/",
        entered_at=timezone.now(),
    )

    kept = merged(pair, adviser)

    for row in (member, paper):
        row.refresh_from_db()
    assert (member.organisation, paper.subject_key) == (kept, str(kept.pk))
    assert (kept.name_en, kept.name_ar) == ("Friends of Surif", "أصدقاء صوريف")
    assert FactSource.objects.get().subject_key == str(kept.pk)
    assert Organisation.objects.get() == kept


def test_a_person_who_is_a_member_of_both_stays_one_once_and_the_office_says_which(pair, adviser):
    user = UserFactory()
    for body in pair:
        MembershipFactory(user=user, organisation=body, authority=None, confirmed=True)
    (question,) = plan_merge(*pair).questions
    with pytest.raises(DomainError, match="which one stays"):
        merged(pair, adviser)

    kept = merged(pair, adviser, **{question.name: "theirs"})

    assert [(row.organisation, row.state) for row in user.memberships.all()] == [(kept, MembershipState.CONFIRMED)]


@pytest.mark.parametrize("case", ["itself", "abroad"])
def test_two_that_cannot_be_the_same_are_refused(pair, adviser, case):
    other = pair[0]
    if case == "abroad":
        other = OrganisationFactory(country=Country.objects.create(code="PS", name_en="Palestine"))

    with pytest.raises(DomainError):
        merged((pair[0], other), adviser)
    assert Organisation.objects.count() == (2 if case == "itself" else 3)


def test_only_advisers_merge(pair):
    with pytest.raises(Refused):
        merged(pair, UserFactory())


def test_the_trail_tells_it_and_the_old_address_leads_on(pair, adviser, desk):
    merged(pair, adviser)

    told = dict(Entry.objects.filter(action__startswith="municipalities.org").values_list("action", "subject_key"))
    assert told == {
        "municipalities.organisation_merged": str(pair[0].pk),
        "municipalities.organisation_merged_away": str(pair[1].pk),
    }
    stays = f"/en/workspace/directory/organisations/{pair[0].public_id}/"
    assert desk.get(f"/en/workspace/directory/organisations/{pair[1].public_id}/").url == stays
    assert desk.get(address(pair)).url == stays


def test_the_pages_lead_from_the_entry_to_the_merged_one(pair, desk):
    entry = f"/en/workspace/directory/organisations/{pair[0].public_id}/"
    choose = f"/en/workspace/merge/organisations/{pair[0].public_id}/"
    assert choose in desk.get(entry).text
    assert address(pair) in desk.get(choose).text
    assert address(pair) in desk.get(choose, {"q": "صوريف"}).text
    page = desk.get(address(pair))
    assert page.status_code == 200

    answer = desk.post(address(pair), {"version": page.context["form"]["version"].value(), "fact-name_en": "theirs"})

    assert answer.url == entry
    assert Organisation.objects.get().name_en == "Friends of Surif e. V."


def test_a_plan_that_changed_since_is_shown_again(pair, desk):
    version = desk.get(address(pair)).context["form"]["version"].value()
    Organisation.objects.filter(pk=pair[1].pk).update(name_de=HOSTILE)

    answer = desk.post(address(pair), {"version": version})

    assert answer.status_code == 422
    assert "One of the two has changed meanwhile" in answer.text
    assert HOSTILE not in answer.text
    assert Organisation.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_two_who_merge_the_same_pair_either_way_round_one_does(pair, adviser):
    other = UserFactory(adviser=True)

    outcomes = at_once(
        lambda: merged(pair, by(adviser)),
        lambda: merged(tuple(reversed(pair)), by(other)),
    )

    assert outcomes == ["DomainError", "done"]
    assert Organisation.objects.count() == 1
