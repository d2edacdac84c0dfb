"""Authorities that split or merge."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from jisr.accounts.states import Role
from jisr.audit.models import Entry
from jisr.kernel.dates import PartialDate
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import Refused
from jisr.municipalities.models import Authority, AuthorityContact, AuthorityKey, Succession
from jisr.municipalities.services.succession import Names, Story, holdings_of, new_target, record_succession
from tests.factories.accounts import UserFactory
from tests.factories.memberships import MembershipFactory
from tests.factories.municipalities import AuthorityFactory
from tests.factories.partnerships import PartnershipFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
SOURCE = "https://source.example/"
START = "/en/workspace/succession/old/"


@pytest.fixture
def adviser():
    return UserFactory(roles=[Role.ADVISER])


@pytest.fixture
def desk(adviser):
    client = Client()
    client.force_login(adviser)
    return client


@pytest.fixture
def old():
    return AuthorityFactory(slug="old", name_en="Old Town")


def split(since=None, *, new=("North", "South"), successors=()):
    names = [Names(en=name) for name in new]
    return Story("split", ["old"], list(successors), names, since, SOURCE)


def test_a_split_ends_the_predecessor_and_makes_new_authorities(old, adviser):
    made = record_succession(split(PartialDate.parse("2020")), goes_to={}, actor=adviser, at=NOW)

    old.refresh_from_db()
    assert (old.is_former, sorted(each.slug for each in made)) == (True, ["north", "south"])
    assert {str(step.since) for step in old.steps()} == {"2020"}
    assert {each.region for each in made} == {old.region}


def test_what_it_held_goes_where_it_was_said_and_the_rest_stays(old, adviser):
    tie, other = PartnershipFactory(german=old), PartnershipFactory(german=old)
    member = MembershipFactory(authority=old, confirmed=True)
    key = AuthorityKey.objects.create(authority=old, system="AGS", key="01000001")
    contact = AuthorityContact.objects.create(authority=old, role="press", phone="1")
    goes_to = {holding.key: new_target(1) for holding in holdings_of(old)} | {f"tie:{other.slug}": "stays"}

    _north, south = record_succession(split(), goes_to=goes_to, actor=adviser, at=NOW)

    for row in (tie, other, member, key, contact):
        row.refresh_from_db()
    assert {tie.german, member.authority, key.authority, contact.authority} == {south}
    assert other.german == old
    assert Entry.objects.about(tie).get().changes == {"german": ["old", "south"]}


def test_a_merger_into_one_that_was_there_before(old, adviser):
    AuthorityFactory(slug="second", region=old.region)
    heir = AuthorityFactory(slug="heir", region=old.region)
    story = Story("merger", ["old", "second"], ["heir"], [], None, SOURCE)

    assert record_succession(story, goes_to={}, actor=adviser, at=NOW) == [heir]
    assert sorted(heir.origins.values_list("predecessor__slug", flat=True)) == ["old", "second"]
    told = Entry.objects.about(heir).get()
    assert told.changes["predecessors"] == ["", "old, second"]


@pytest.mark.parametrize(
    ("story", "reason"),
    [
        (split(new=("North",)), "at least two successors"),
        (split(PartialDate.parse("2027")), "in the future"),
        (split(new=("North", "")), "needs a name"),
        (Story("merger", ["old"], ["old"], [], None, SOURCE), "its own successor"),
        (split(new=("Old Town", "North")), "Meanwhile there is an authority of this name"),
        (split(new=("North",), successors=("elsewhere",)), "different countries"),
    ],
)
def test_a_story_that_cannot_be_is_refused_whole(old, adviser, story, reason):
    AuthorityFactory(slug="elsewhere", palestinian=True)

    with pytest.raises(DomainError, match=reason):
        record_succession(story, goes_to={}, actor=adviser, at=NOW)

    assert (Succession.objects.count(), Authority.objects.filter(is_former=True).count()) == (0, 0)


def test_nothing_goes_to_an_authority_that_is_no_successor(old, adviser):
    tie = PartnershipFactory(german=old)

    with pytest.raises(DomainError, match="not among the successors"):
        record_succession(split(), goes_to={f"tie:{tie.slug}": "forged"}, actor=adviser, at=NOW)


def test_the_same_story_twice_is_written_once(old, adviser):
    record_succession(split(), goes_to={}, actor=adviser, at=NOW)

    with pytest.raises(DomainError, match="Perhaps this was saved before"):
        record_succession(split(), goes_to={}, actor=adviser, at=NOW)
    assert Authority.objects.filter(slug__startswith="north").count() == 1


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.ADVISER, Role.ADMINISTRATOR)])
def test_others_of_the_office_cannot_write_it_down(old, role):
    with pytest.raises(Refused):
        record_succession(split(), goes_to={}, actor=UserFactory(roles=[role]), at=NOW)


def walk(desk, kind="split", after="North\nSouth", **first):
    """Go through the first steps; give the address of the step that follows and the last answer."""
    what = {"kind": kind, "since": "2020", "source_url": SOURCE, "note": "A law"} | first
    who = desk.post(START, what)["Location"]
    which = desk.post(who, {"after": after})["Location"]
    form = desk.get(which).context["form"]
    typed = {field.html_name: field.value() or "" for field in form}
    return which, desk.post(which, typed)


def test_the_wizard_goes_from_step_to_step_and_checks_before_it_writes(old, desk):
    tie = PartnershipFactory(german=old)
    _which, response = walk(desk)
    holdings = response["Location"]

    check = desk.post(holdings, {f"tie:{tie.slug}": new_target(0)})["Location"]
    page = desk.get(check)
    assert not Succession.objects.exists()
    done = desk.post(check, follow=True)

    tie.refresh_from_db()
    assert page.context["successors"] == ["North", "South"]
    assert tie.german.name == "North"
    assert done.redirect_chain[-1][0] == f"{START}done/"
    assert b"North" in done.content


@pytest.mark.parametrize("language", ["de", "en", "ar"])
def test_the_public_pages_of_both_sides_tell_it(old, adviser, client, language):
    record_succession(split(), goes_to={}, actor=adviser, at=NOW)

    before, after = (client.get(f"/{language}/municipalities/{slug}/").content for slug in ("old", "north"))

    assert b"/municipalities/north/" in before
    assert b"/municipalities/old/" in after


def test_a_second_click_on_the_last_page_shows_what_is_done(old, desk):
    _which, response = walk(desk)
    check = response["Location"]
    desk.post(check)

    again = desk.post(check, follow=True)

    assert again.redirect_chain[-1][0] == f"{START}done/"
    assert Succession.objects.count() == 2


def test_two_windows_keep_their_answers_apart(old, desk):
    first, _response = walk(desk)
    second, _response = walk(desk, after="East\nWest")

    names = [desk.get(which.replace("/which/", "/check/")).context["successors"] for which in (first, second)]

    assert names == [["North", "South"], ["East", "West"]]


@pytest.mark.parametrize("step", ["who", "which", "holdings", "check"])
def test_a_step_without_its_draft_begins_again(old, desk, step):
    response = desk.get(f"{START}{step}/?draft=unknown")

    assert response["Location"] == START


def test_bad_answers_are_told_at_their_fields_and_stay(old, desk):
    response = desk.post(START, {"kind": "split", "since": "2999", "source_url": "no address", "note": "<b>x</b>"})

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"since", "source_url"}
    assert "&lt;b&gt;x&lt;/b&gt;" in response.content.decode()


def test_a_split_into_one_is_told_at_the_field(old, desk):
    who = desk.post(START, {"kind": "split", "source_url": SOURCE})["Location"]

    response = desk.post(who, {"after": "North"})

    assert response.context["form"].errors["after"] == ["A split has one predecessor and at least two successors."]


def test_a_known_authority_is_offered_before_a_new_one(old, desk):
    AuthorityFactory(slug="north-town", name_en="North", region=old.region)
    which, response = walk(desk)

    check = desk.get(response["Location"])

    assert check.context["successors"] == ["North", "South"]
    assert [choice[0] for choice in desk.get(which).context["form"].fields["after-0"].choices] == ["north-town", "new"]


def test_an_authority_that_is_merely_alike_is_offered_and_not_chosen(old, desk):
    AuthorityFactory(slug="norden", name_en="Norht", region=old.region)
    which, _response = walk(desk)

    field = desk.get(which).context["form"]["after-0"]

    assert [choice[0] for choice in field.field.choices] == ["norden", "new"]
    assert field.value() == "new"


def test_a_new_authority_without_a_name_is_told_at_the_field(old, desk):
    which, _response = walk(desk)

    response = desk.post(which, {"after-0": "new", "after-1": "new", "after-1-ar": "جنوب"})

    assert response.context["form"].errors == {"after-0-en": ["Each new authority needs a name."]}
