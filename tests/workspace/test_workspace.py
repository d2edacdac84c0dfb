"""The signed-in home and the pages of memberships, as people walk through them."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from jisr.accounts.states import Role
from jisr.municipalities import places
from jisr.municipalities.models import Membership
from jisr.municipalities.states import MembershipRole, MembershipState
from tests.factories.accounts import UserFactory
from tests.factories.memberships import MembershipFactory, OrganisationFactory
from tests.factories.municipalities import AuthorityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_names():
    places.clear()
    yield
    places.clear()


def browser(user):
    client = Client()
    client.force_login(user)
    return client


def page(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


def check_house(text, language):
    """What every page of the house keeps to."""
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in text
    assert text.count("<h1") == 1
    assert re.findall(r"<[^>]+\s(?:style|on[a-z]+)=", text) == []
    assert '<meta name="robots" content="noindex">' in text


def test_a_new_person_is_shown_the_one_next_step():
    text = page(browser(UserFactory()), "/en/workspace/")

    check_house(text, "en")
    assert "For whom do you act?" in text
    assert 'href="/en/workspace/memberships/ask/"' in text


def test_the_workspace_is_kept_by_no_cache_and_shows_the_way_in_and_out():
    response = browser(UserFactory()).get("/de/workspace/")

    assert "private" in response.headers["Cache-Control"]
    assert "no-store" in response.headers["Cache-Control"]
    assert 'href="/de/workspace/"' in response.content.decode()
    assert 'href="/de/accounts/logout/"' in response.content.decode()


def test_a_public_page_shows_a_stranger_no_workspace(client):
    response = client.get("/en/municipalities/")

    assert "/en/workspace/" not in response.content.decode()
    assert not response.cookies


def test_signing_in_leads_to_the_workspace_in_the_language_of_the_person(client):
    user = UserFactory(preferred_language="ar")

    answer = client.post("/ar/accounts/login/", {"login": user.email, "password": "a-long-pass-phrase-1"})

    assert answer.headers["Location"] == "/ar/workspace/"


def test_a_coordinator_of_a_palestinian_town_comes_to_act_for_it_in_arabic():
    """From the empty home to a confirmed membership, with a colleague invited: nothing needs a script."""
    town = AuthorityFactory(palestinian=True, slug="beit-jala", name_ar="بيت جالا", name_en="Beit Jala")
    rania = UserFactory(preferred_language="ar", display_name="رانيا")
    adviser = browser(UserFactory(adviser=True))
    hers = browser(rania)

    found = page(hers, "/ar/workspace/memberships/ask/?q=بيت+جالا")
    assert 'href="/ar/workspace/memberships/ask/authority/beit-jala/"' in found
    asked = hers.post(
        "/ar/workspace/memberships/ask/authority/beit-jala/",
        {"role": "coordinator", "function_title": "مسؤولة العلاقات الدولية"},
    )
    membership = Membership.objects.get(user=rania)
    assert asked.headers["Location"] == f"/ar/workspace/memberships/{membership.public_id}/"
    assert (membership.authority, membership.role, membership.state) == (town, "coordinator", MembershipState.ASKED)
    check_house(page(hers, asked.headers["Location"]), "ar")

    assert f"/en/workspace/memberships/{membership.public_id}/" in page(adviser, "/en/workspace/memberships/all/")
    adviser.post(f"/en/workspace/memberships/{membership.public_id}/confirm/")
    membership.refresh_from_db()
    assert membership.state == MembershipState.CONFIRMED

    home = page(hers, "/ar/workspace/")
    assert "بيت جالا" in home
    assert "مسؤولة العلاقات الدولية" in page(hers, "/ar/workspace/members/authority/beit-jala/")
    invited = hers.post(
        "/ar/workspace/members/authority/beit-jala/invite/",
        {"email": UserFactory().email, "role": "expert", "language": "ar", "function_title": ""},
    )
    assert invited.headers["Location"] == "/ar/workspace/members/authority/beit-jala/"
    colleague = Membership.objects.get(state=MembershipState.INVITED)
    his = browser(colleague.user)
    assert f"/ar/workspace/memberships/{colleague.public_id}/" in page(his, "/ar/workspace/")
    his.post(f"/ar/workspace/memberships/{colleague.public_id}/accept/")
    colleague.refresh_from_db()
    assert (colleague.state, colleague.confirmed_by) == (MembershipState.CONFIRMED, rania)


@pytest.mark.parametrize("language", ["de", "en", "ar"])
def test_every_page_of_memberships_keeps_to_the_house(language):
    chief = MembershipFactory(coordinator=True, user__roles=[Role.ADMINISTRATOR], user__totp=True)
    asked = MembershipFactory(authority=chief.authority, function_title="Expert")
    MembershipFactory(confirmed=True, authority=chief.authority)
    MembershipFactory(of_organisation=True)
    client = browser(chief.user)
    with translation.override(language):
        paths = [
            *(
                reverse(f"municipalities:{name}")
                for name in ("my_memberships", "membership_search", "membership_queue")
            ),
            reverse("municipalities:membership_queue") + "?state=all&q=a&role=expert&country=DE&sort=-person",
            reverse("municipalities:membership_search") + "?q=xyzzy",
            *(reverse(f"municipalities:{name}", args=[chief.public_id]) for name in ("membership", "membership_end")),
            reverse("municipalities:membership_hand_over", args=[chief.public_id]),
            reverse("municipalities:membership_refuse", args=[asked.public_id]),
            reverse("municipalities:membership", args=[asked.public_id]),
            *(
                reverse(f"municipalities:{name}", args=["authority", chief.authority.slug])
                for name in ("members", "member_invite", "membership_ask")
            ),
        ]
    for path in paths:
        check_house(page(client, path), language)


def test_what_is_typed_wrong_is_told_and_kept():
    chief = MembershipFactory(coordinator=True)
    client = browser(chief.user)

    answer = client.post(f"/en/workspace/members/authority/{chief.authority.slug}/invite/", {"email": "x"})

    assert answer.status_code == 422
    assert "Please check your entries" in answer.content.decode()
    assert 'value="x"' in answer.content.decode()


def test_who_acts_for_several_chooses_a_hat_and_keeps_it():
    first = MembershipFactory(confirmed=True)
    second = MembershipFactory(coordinator=True, user=first.user)
    client = browser(first.user)

    assert "Please choose above for whom you act now." in page(client, "/en/workspace/")
    answer = client.post("/en/workspace/hat/", {"hat": str(second.public_id), "next": "/en/workspace/memberships/"})
    assert answer.headers["Location"] == "/en/workspace/memberships/"
    home = page(client, "/en/workspace/")
    assert f'<option value="{second.public_id}" selected>' in home

    Membership.objects.filter(pk=second.pk).update(state=MembershipState.ENDED, ended_at=timezone.now())
    client.post("/en/workspace/hat/", {"hat": str(second.public_id)})
    assert "You do not act for this authority any more." in page(client, "/en/workspace/")


def test_a_hat_of_somebody_else_or_an_address_elsewhere_is_not_taken():
    mine, other = MembershipFactory(confirmed=True), MembershipFactory(confirmed=True)
    client = browser(mine.user)

    answer = client.post("/en/workspace/hat/", {"hat": str(other.public_id), "next": "https://evil.example/"})

    assert answer.headers["Location"] == "/en/workspace/"
    assert "acting_for" not in client.session


def test_the_home_says_what_waits_until_when_and_why():
    guest = UserFactory()
    soon = timezone.now() + timedelta(days=3)
    MembershipFactory(invited=True, invited_email=guest.email, expires_at=soon, authority__name_en="Köln")
    MembershipFactory(user=guest, authority__name_en="Bethlehem")

    home = page(browser(guest), "/en/workspace/")

    assert "Accept the invitation to act for Köln" in home
    assert "You were invited as expert." in home
    assert "Your request to act for Bethlehem is being decided" in home


def test_staff_read_how_many_wait_and_editors_find_their_desk():
    MembershipFactory.create_batch(3)

    assert "Decide on 3 memberships" in page(browser(UserFactory(adviser=True)), "/en/workspace/")
    superuser = UserFactory(is_superuser=True, roles=[Role.EDITOR])
    assert 'href="/cms/"' in page(browser(superuser), "/en/workspace/")


def test_the_queue_asks_the_database_as_often_for_30_rows_as_for_3(django_assert_max_num_queries):
    adviser = browser(UserFactory(adviser=True))
    for more in (3, 27):
        MembershipFactory.create_batch(more)
        with django_assert_max_num_queries(12):
            page(adviser, "/en/workspace/memberships/all/")


def test_the_form_of_a_removed_coordinator_does_nothing_any_more():
    chief = MembershipFactory(coordinator=True)
    asked = MembershipFactory(authority=chief.authority)
    client = browser(chief.user)
    page(client, f"/en/workspace/memberships/{asked.public_id}/")
    Membership.objects.filter(pk=chief.pk).update(state=MembershipState.ENDED, ended_at=timezone.now())

    answer = client.post(f"/en/workspace/memberships/{asked.public_id}/confirm/")

    asked.refresh_from_db()
    assert (answer.status_code, asked.state) == (404, MembershipState.ASKED)


def test_a_second_click_on_confirm_changes_nothing_and_says_so():
    asked, client = MembershipFactory(), browser(UserFactory(adviser=True))
    path = f"/en/workspace/memberships/{asked.public_id}/"

    client.post(path + "confirm/")
    page(client, path)
    client.post(path + "confirm/")

    assert "This is settled already: confirmed." in page(client, path)


def test_hidden_and_absent_look_the_same():
    stranger = browser(MembershipFactory(coordinator=True).user)
    hidden = MembershipFactory()

    for path in (
        f"/en/workspace/memberships/{hidden.public_id}/",
        "/en/workspace/memberships/00000000-0000-4000-8000-000000000000/",
        f"/en/workspace/members/authority/{hidden.authority.slug}/",
        "/en/workspace/members/authority/nowhere/",
        "/en/workspace/members/organisation/nowhere/",
        "/en/workspace/members/planet/mars/",
    ):
        page(stranger, path, 404)


def test_handing_over_and_ending_through_the_pages():
    chief = MembershipFactory(coordinator=True)
    client, path = browser(chief.user), f"/en/workspace/memberships/{chief.public_id}/"
    assert "Nobody could take over yet" in page(client, path + "hand-over/")
    heir = MembershipFactory(confirmed=True, authority=chief.authority)

    ending = page(client, path + "end/")
    assert "Nobody else coordinates here. Please hand over to a colleague" in ending
    assert "End it now" in ending
    assert 'name="has_no_successor"' in ending
    client.post(path + "end/", {"note": "Bye"})
    assert "Nobody else coordinates here." in page(client, path)
    client.post(path + "hand-over/", {"successor": heir.pk, "note": "Ask Ms Odeh"})

    assert "Ask Ms Odeh" in page(client, path)
    taken = Membership.objects.get(user=heir.user, role=MembershipRole.COORDINATOR)
    assert "Ask Ms Odeh" in page(browser(heir.user), f"/en/workspace/memberships/{taken.public_id}/")


def test_an_organisation_is_found_and_asked_for():
    body = OrganisationFactory(name_en="Verein der Freunde")
    client = browser(UserFactory())

    assert "Verein der Freunde" in page(client, "/en/workspace/memberships/ask/?q=freunde")
    client.post(f"/en/workspace/memberships/ask/organisation/{body.public_id}/", {"role": "reader"})

    assert Membership.objects.get().organisation == body


def test_the_menu_shows_the_offices_entries_apart_and_those_of_members_to_members_only():
    adviser, member = Client(), Client()
    adviser.force_login(UserFactory(adviser=True))
    member.force_login(MembershipFactory(coordinator=True).user)

    office, town = (client.get("/en/workspace/").text for client in (adviser, member))

    assert office.index('id="office-entries"') < office.index('"/en/workspace/advice/"')
    assert 'id="office-entries"' not in town
    own = [
        path in page
        for page in (office, town)
        for path in ('"/en/workspace/requests/"', '"/en/workspace/introductions/"')
    ]
    assert own == [False, False, True, True]
