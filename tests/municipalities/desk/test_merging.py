"""Duplicates become one."""

import pytest
from django.test import Client

from jisr.accounts.states import Role
from jisr.audit.models import Entry
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import Refused
from jisr.municipalities.duplicates import candidates_for, possible_pairs
from jisr.municipalities.models import Authority, AuthorityContact, AuthorityKey, FormerSlug, Population
from jisr.municipalities.services.merging import current_slug, merge_authorities, plan_merge, unregistered
from jisr.search.models import Entry as IndexEntry
from tests.factories.accounts import UserFactory
from tests.factories.documents import make_document
from tests.factories.memberships import MembershipFactory
from tests.factories.municipalities import AliasFactory, AuthorityFactory, PopulationFactory
from tests.factories.partnerships import MilestoneFactory, PartnershipFactory

pytestmark = pytest.mark.django_db
HOSTILE = '<script>alert("x")</script>'


@pytest.fixture
def adviser():
    return UserFactory(roles=[Role.ADVISER])


@pytest.fixture
def desk(adviser):
    client = Client()
    client.force_login(adviser)
    return client


@pytest.fixture
def pair():
    survivor = AuthorityFactory(slug="stays", name_en="Beit Jala")
    duplicate = AuthorityFactory(slug="goes", name_en="Bet Jala", region=survivor.region)
    return survivor, duplicate


def merged(pair, adviser, **choices):
    survivor, duplicate = pair
    version = plan_merge(survivor, duplicate).version
    return merge_authorities(survivor.pk, duplicate.pk, choices=choices, version=version, actor=adviser)


def filled(response):
    form = response.context["form"]
    return {field.html_name: field.value() for field in form if field.value() is not None}


def test_every_key_to_authorities_takes_part_in_merging():
    assert unregistered() == []


def test_a_duplicate_hands_all_over_and_its_address_leads_on(pair, adviser):
    survivor, duplicate = pair
    alias, tie = AliasFactory(authority=duplicate), PartnershipFactory(german=duplicate)
    contact = AuthorityContact.objects.create(authority=duplicate, role="press", phone="1")
    member, paper = MembershipFactory(authority=duplicate), make_document(owner_subject=duplicate)

    merged(pair, adviser)

    for row in (alias, tie, contact, member, paper):
        row.refresh_from_db()
    assert {alias.authority, tie.german, contact.authority, member.authority} == {survivor}
    assert paper.subject_key == str(survivor.pk)
    assert current_slug(Authority, "goes") == "stays"
    assert not Authority.objects.filter(slug="goes").exists()


def test_the_trail_tells_it_on_both_sides(pair, adviser):
    merged(pair, adviser)

    told = {entry.action: entry for entry in Entry.objects.filter(action__startswith="municipalities.authority_merged")}
    assert told["municipalities.authority_merged_away"].changes == {"into": ["", "stays"]}
    assert told["municipalities.authority_merged"].changes["duplicate"] == ["", "goes"]


def test_two_ties_with_one_partner_need_an_answer(pair, adviser):
    survivor, duplicate = pair
    kept = PartnershipFactory(german=survivor)
    dropped = PartnershipFactory(german=duplicate, palestinian=kept.palestinian)
    ours, theirs = (MilestoneFactory(partnership=tie, position=5) for tie in (kept, dropped))
    (question,) = plan_merge(survivor, duplicate).questions

    with pytest.raises(DomainError, match="which one stays"):
        merged(pair, adviser)
    merged(pair, adviser, **{question.name: "ours"})

    assert list(survivor.german_ties.all()) == [kept]
    assert set(kept.milestones.all()) == {ours, theirs}
    assert current_slug(type(kept), dropped.slug) == kept.slug


def test_the_tie_of_the_duplicate_may_be_the_one_that_stays(pair, adviser):
    survivor, duplicate = pair
    dropped = PartnershipFactory(german=survivor)
    kept = PartnershipFactory(german=duplicate, palestinian=dropped.palestinian)
    (question,) = plan_merge(survivor, duplicate).questions

    merged(pair, adviser, **{question.name: "theirs"})

    assert list(survivor.german_ties.all()) == [kept]
    assert current_slug(type(kept), dropped.slug) == kept.slug


def test_two_official_keys_of_one_system_are_a_question(pair):
    for place, authority in enumerate(pair):
        AuthorityKey.objects.create(authority=authority, system="AGS", key=f"0100000{place}")

    assert [str(double.theirs) for double in plan_merge(*pair).questions] == ["AGS 01000001"]


def test_figures_of_one_kind_and_day_are_a_question_and_others_move(pair, adviser):
    survivor, duplicate = pair
    PopulationFactory(authority=survivor, number=1)
    PopulationFactory(authority=duplicate, number=2)
    census = PopulationFactory(authority=duplicate, number=3, kind=Population.Kind.CENSUS)
    (question,) = plan_merge(survivor, duplicate).questions

    merged(pair, adviser, **{question.name: "theirs"})

    assert set(survivor.populations.values_list("number", flat=True)) == {2, 3}
    assert Population.objects.get(pk=census.pk).authority == survivor


def test_a_name_that_is_not_taken_stays_as_another_spelling(pair, adviser):
    survivor = merged(pair, adviser)

    assert (survivor.name_en, list(survivor.aliases.values_list("name", flat=True))) == ("Beit Jala", ["Bet Jala"])


def test_facts_that_only_the_duplicate_has_are_taken_and_chosen_ones_replace(pair, adviser):
    survivor, duplicate = pair
    Authority.objects.filter(pk=duplicate.pk).update(website="https://town.example/", geonames_id=7)
    duplicate.refresh_from_db()

    after = merged((survivor, duplicate), adviser, **{"fact-name_en": "theirs"})

    assert (after.website, after.geonames_id, after.name_en) == ("https://town.example/", 7, "Bet Jala")


def test_coordinates_are_chosen_together(adviser):
    survivor = AuthorityFactory(latitude="31.1", longitude="35.1")
    duplicate = AuthorityFactory(region=survivor.region, latitude="32.2", longitude="36.2")
    pair = (Authority.objects.get(pk=survivor.pk), Authority.objects.get(pk=duplicate.pk))

    after = merged(pair, adviser, **{"fact-coordinates": "theirs"})

    assert [str(after.latitude), str(after.longitude)] == ["32.20000", "36.20000"]


def test_an_existing_authority_does_not_end_because_its_duplicate_had(pair, adviser):
    survivor, duplicate = pair
    duplicate.is_former = True
    duplicate.save()

    assert merged((survivor, duplicate), adviser).is_former is False


def test_former_addresses_of_the_duplicate_lead_to_the_survivor_at_once(pair, adviser):
    FormerSlug.objects.create(subject_type="municipalities.authority", slug="older", current_slug="goes")

    merged(pair, adviser)

    assert current_slug(Authority, "older") == "stays"


@pytest.mark.parametrize("language", ["de", "en", "ar"])
def test_the_old_address_leads_for_good_to_the_survivor_in_each_language(pair, adviser, client, language):
    merged(pair, adviser)

    response = client.get(f"/{language}/municipalities/goes/")

    assert (response.status_code, response.headers["Location"]) == (301, f"/{language}/municipalities/stays/")
    assert client.get(f"/{language}/municipalities/never-was/").status_code == 404


@pytest.mark.parametrize("language", ["de", "en", "ar"])
def test_the_address_of_a_tie_that_went_leads_on(pair, adviser, client, language):
    kept = PartnershipFactory(german=pair[0])
    dropped = PartnershipFactory(german=pair[1], palestinian=kept.palestinian)
    (question,) = plan_merge(*pair).questions
    merged(pair, adviser, **{question.name: "ours"})

    response = client.get(f"/{language}/partnerships/{dropped.slug}/")

    assert (response.status_code, response.headers["Location"]) == (301, f"/{language}/partnerships/{kept.slug}/")


def test_the_index_follows(pair, adviser):
    merged(pair, adviser)

    paths = set(IndexEntry.objects.filter(language="en").values_list("path", flat=True))
    assert [path.rstrip("/").rsplit("/", 1)[-1] for path in paths] == ["stays"]


def test_authorities_of_two_countries_or_a_successor_are_no_duplicates(adviser):
    here, there = AuthorityFactory(), AuthorityFactory(palestinian=True)

    assert "different countries" in str(plan_merge(here, there).reason)
    with pytest.raises(DomainError, match="different countries"):
        merged((here, there), adviser)


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.ADVISER, Role.ADMINISTRATOR)])
def test_others_of_the_office_cannot_merge(pair, role):
    with pytest.raises(Refused):
        merged(pair, UserFactory(roles=[role]))


def test_the_page_shows_both_and_merges_once_confirmed(pair, desk):
    PartnershipFactory(german=pair[1])
    path = "/en/workspace/merge/stays/goes/"
    page = desk.get(path)

    response = desk.post(path, filled(page))

    assert b"Bet Jala" in page.content
    assert page.context["moves"] == [("partnerships", 1)]
    assert (response.status_code, response.headers["Location"]) == (302, "/en/workspace/directory/authorities/stays/")
    assert pair[0].german_ties.count() == 1


def test_a_second_click_is_told_that_it_is_done(pair, desk):
    path = "/en/workspace/merge/stays/goes/"
    typed = filled(desk.get(path))
    desk.post(path, typed)

    again = desk.post(path, typed, follow=True)

    assert again.redirect_chain[-1][0] == "/en/workspace/directory/authorities/stays/"
    assert b"merged already" in again.content
    assert Entry.objects.filter(action="municipalities.authority_merged").count() == 1


def test_a_stale_plan_is_shown_anew_with_the_choices_kept(pair, desk):
    path = "/en/workspace/merge/stays/goes/"
    typed = filled(desk.get(path)) | {"fact-name_en": "theirs"}
    PartnershipFactory(german=pair[1])

    response = desk.post(path, typed)
    again = desk.post(path, filled(response))

    assert response.status_code == 422
    assert b"has changed meanwhile" in response.content
    assert response.context["moves"] == [("partnerships", 1)]
    assert again.status_code == 302
    assert Authority.objects.get(slug="stays").name_en == "Bet Jala"


def test_an_open_question_is_an_error_at_its_field(pair, desk):
    for authority in pair:
        PopulationFactory(authority=authority)
    path = "/en/workspace/merge/stays/goes/"

    response = desk.post(path, filled(desk.get(path)))

    assert response.status_code == 422
    assert b"Please say which one stays." in response.content
    assert Authority.objects.filter(slug="goes").exists()


def test_hostile_names_are_shown_as_text(pair, desk):
    Authority.objects.filter(slug="goes").update(name_en=HOSTILE, website="")

    page = desk.get("/en/workspace/merge/stays/goes/").content.decode()

    assert HOSTILE not in page
    assert "&lt;script&gt;" in page


def test_the_double_is_found_by_another_spelling_and_suggested(pair, desk):
    assert [row.slug for row in candidates_for(pair[0])] == ["goes"]

    page = desk.get("/en/workspace/merge/stays/", {"q": "bet jala"})

    assert [card["url"] for card in page.context["found"]] == ["/en/workspace/merge/stays/goes/"]


def test_pairs_with_one_name_are_suggested_unless_each_has_a_key_of_its_own(desk):
    first, second = (AuthorityFactory(name_en="Neustadt") for _twice in range(2))
    AuthorityFactory(name_en="Neustadt", palestinian=True)
    others = [AuthorityFactory(name_en="Altdorf") for _twice in range(2)]
    for place, authority in enumerate(others):
        AuthorityKey.objects.create(authority=authority, system="AGS", key=f"0200000{place}")

    assert [pair[:2] for pair in possible_pairs()] == [(first.pk, second.pk)]
    assert b"Neustadt" in desk.get("/en/workspace/merge/").content


def test_many_suggestions_cost_no_more_queries(desk, django_assert_max_num_queries):
    for number in range(60):
        AuthorityFactory(name_en=f"Neustadt {number // 2}")
    desk.get("/en/workspace/merge/")  # from now on regions and countries are in memory

    with django_assert_max_num_queries(12):
        page = desk.get("/en/workspace/merge/")

    assert len(page.context["pairs"]) == 30


def test_a_members_open_form_finds_the_survivor(pair, adviser):
    member = MembershipFactory(authority=pair[1], confirmed=True)
    client = Client()
    client.force_login(member.user)
    typed = filled(client.get("/en/workspace/proposals/new/goes/")) | {"website": "https://x.example/", "source": "x"}
    merged(pair, adviser)

    client.post("/en/workspace/proposals/new/goes/", typed)

    proposal = pair[0].proposals.get()
    assert proposal.values == {"website": "https://x.example/"}
