"""What was typed wrong is put right: by whom, within the places, told to the new address, and never over another's."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jisr.audit.models import Entry
from jisr.events.editions.states import State
from jisr.events.models import Edition, Participant, ParticipantKind, StaffRelease
from jisr.events.registration import correcting
from jisr.events.registration.changing import NotYourInvitation, claim
from jisr.events.registration.entries import TooMany
from jisr.events.registration.states import Release
from jisr.kernel.policy import Refused
from jisr.notifications.models import Message
from tests.events.registration.conftest import NOW, browser, text_of
from tests.factories.accounts import UserFactory
from tests.factories.events import ParticipantFactory, ParticipantKindFactory
from tests.factories.memberships import MembershipFactory
from tests.factories.municipalities import AuthorityFactory

pytestmark = pytest.mark.django_db


def put_right(row, actor, **values):
    return correcting.correct(row.public_id, values, opened=correcting.details_of(row), actor=actor, at=NOW)


def address(row):
    return f"/en/workspace/participations/{row.public_id}/correct/"


@pytest.fixture
def delegate(meeting):
    """Somebody without an account whom the coordinator of the town registered."""
    meeting.delegation(1, people=[meeting.person(full_name="Layla Hadad", email="layla@example.org")])
    return Participant.objects.get()


def test_each_may_put_right_what_is_theirs(meeting, delegate):
    own = meeting.sign_up(body=None)
    own.authority = meeting.town
    own.save()

    assert correcting.fields_for(meeting.anna, delegate) == ("full_name", "email", "function_title", "languages")
    assert correcting.fields_for(own.user, own) == ("full_name", "function_title", "languages")
    assert correcting.fields_for(meeting.office, own)[-2:] == ("kind", "body")
    with pytest.raises(Refused):
        put_right(own, meeting.anna, full_name="Who registered themself")
    with pytest.raises(Refused):
        put_right(delegate, UserFactory(), full_name="A stranger")
    kind = ParticipantKindFactory(edition=meeting.edition)
    assert put_right(delegate, meeting.anna, full_name="Layla Haddad", kind=kind, body=None) == ["full_name"]


def test_the_trail_tells_field_by_field_without_what_is_personal(meeting, delegate):
    put_right(delegate, meeting.anna, full_name="Layla Haddad", function_title="Engineer", languages=["ar", "de"])

    delegate.refresh_from_db()
    assert (delegate.full_name, delegate.function_title, delegate.languages) == (
        "Layla Haddad",
        "Engineer",
        ["ar", "de"],
    )
    entry = Entry.objects.get(action="events.participant_corrected")
    assert entry.changes == {"full_name": [None, None], "function_title": ["", "Engineer"], "languages": ["", "ar, de"]}


def test_a_new_address_gets_the_link_and_the_old_one_no_longer_opens_it(meeting, delegate):
    Message.objects.all().delete()
    put_right(delegate, meeting.anna, email="L.Haddad@example.org")

    told = Message.objects.get()
    assert (told.address, f"/participations/{delegate.public_id}/claim/" in told.text) == ("l.haddad@example.org", True)
    with pytest.raises(NotYourInvitation):
        claim(delegate.public_id, actor=UserFactory(email="layla@example.org"))
    owner = UserFactory(email="l.haddad@example.org")
    assert claim(delegate.public_id, actor=owner).user == owner


def test_a_new_address_of_an_account_connects_it_and_one_that_is_taken_is_refused(meeting, delegate):
    other = meeting.sign_up()
    for taken in (other.email, other.email.upper()):
        page = browser(meeting.anna).post(address(delegate), {"full_name": "Layla", "email": taken})
        assert (page.status_code, "registered for this meeting already" in text_of(page)) == (422, True)
    known = UserFactory(email="known@example.org")
    put_right(delegate, meeting.office, email="known@example.org")

    delegate.refresh_from_db()
    assert (delegate.user, delegate.full_name) == (known, "Layla Hadad")


def test_a_change_of_kind_needs_a_place_and_frees_one(meeting, delegate):
    mayors = ParticipantKindFactory(edition=meeting.edition, key="mayor", name_en="Mayor", places=0)
    ParticipantKind.objects.filter(pk=meeting.kind.pk).update(places=1)
    waits = meeting.sign_up()
    client = browser(meeting.office)
    data = {"full_name": "Layla", "email": delegate.email, "kind": "mayor", "body": meeting.town.slug}

    full = client.post(address(delegate), data)
    assert (full.status_code, "All places of this kind are taken" in text_of(full)) == (422, True)
    assert "Layla" in text_of(full)
    delegate.refresh_from_db()
    assert (delegate.kind, delegate.full_name) == (meeting.kind, "Layla Hadad")

    ParticipantKind.objects.filter(pk=mayors.pk).update(places=1)
    assert client.post(address(delegate), data).status_code == 302
    rows = {row.pk: (row.kind.key, row.state) for row in Participant.objects.select_related("kind")}
    assert rows == {delegate.pk: ("mayor", "confirmed"), waits.pk: ("expert", "offered")}
    taken = dict(ParticipantKind.objects.values_list("key", "taken"))
    assert taken == {"mayor": 1, "expert": 1}


def test_a_party_that_comes_whole_must_fit_into_the_other_kind_and_who_is_online_needs_no_place(meeting):
    mayors = ParticipantKindFactory(edition=meeting.edition, key="mayor", places=1)
    meeting.places(2)
    meeting.sign_up()
    meeting.delegation(2, is_whole=True)
    one, two = Participant.objects.filter(state="waiting").order_by("pk")
    put_right(one, meeting.office, kind=mayors)
    with pytest.raises(TooMany):
        put_right(two, meeting.office, kind=mayors)
    Edition.objects.update(mode="hybrid")
    Participant.objects.filter(pk=two.pk).update(presence="online")
    assert put_right(two, meeting.office, kind=mayors) == ["kind"]


def test_another_sending_body_asks_its_release_anew(meeting, delegate):
    StaffRelease.objects.create(participant=delegate, note="Released by the other town")
    Participant.objects.update(release=Release.CONFIRMED)
    town = AuthorityFactory()
    put_right(delegate, meeting.office, body=town)

    delegate.refresh_from_db()
    assert (delegate.authority, delegate.delegation.authority, delegate.release) == (town, town, "asked")
    assert not StaffRelease.objects.exists()
    put_right(delegate, meeting.office, body=None)
    delegate.refresh_from_db()
    assert (delegate.body, delegate.delegation, delegate.release) == (None, None, "not_asked")


def test_two_who_write_at_once_see_each_other_field_by_field(meeting, delegate):
    client = browser(meeting.anna)
    opened = client.get(address(delegate)).context["form"]["opened"].value()
    put_right(delegate, meeting.office, full_name="Layla Haddad", function_title="Engineer")
    data = {"full_name": "Laila Haddad", "email": delegate.email, "function_title": "", "opened": opened}

    stale = client.post(address(delegate), data)
    assert stale.status_code == 422
    assert stale.context["clashes"] == [{"label": "Name", "mine": "Laila Haddad", "theirs": "Layla Haddad"}]
    assert "Somebody else has changed this meanwhile" in text_of(stale)
    again = stale.context["form"]
    client.post(address(delegate), {name: again[name].value() for name in (*data, "languages")})
    delegate.refresh_from_db()
    assert (delegate.full_name, delegate.function_title) == ("Laila Haddad", "Engineer")


@pytest.mark.parametrize("change", ["withdrawn", "over", "cancelled"])
def test_what_has_ended_stays_as_it_is(meeting, delegate, change):
    if change == "withdrawn":
        Participant.objects.update(state="withdrawn")
    elif change == "cancelled":
        Edition.objects.update(state=State.CANCELLED)
    else:
        day = timezone.localdate() - timedelta(days=3)
        Edition.objects.update(start_on=day, end_on=day, state=State.RUNNING)

    answer = browser(meeting.office).post(
        address(delegate), {"full_name": "Late", "email": delegate.email, "kind": "expert"}
    )
    assert answer.status_code == 302
    delegate.refresh_from_db()
    assert delegate.full_name == "Layla Hadad"
    assert "correct/" not in text_of(browser(meeting.office).get(delegate.get_absolute_url()))


def test_languages_are_shown_to_all_who_plan_with_them(meeting):
    row = ParticipantFactory(edition=meeting.edition, kind=meeting.kind, authority=meeting.town, languages=["de", "ar"])
    row.release = Release.ASKED
    row.save()
    slug = meeting.edition.slug
    mayor = MembershipFactory(confirmed=True, role="mayor", authority=meeting.town).user
    pages = [
        (row.user, row.get_absolute_url()),
        (meeting.anna, f"/en/workspace/meetings/{slug}/my-delegation/"),
        (meeting.office, f"/en/workspace/meetings/{slug}/participants/"),
        (mayor, f"/en/workspace/participations/{row.public_id}/release/"),
    ]

    assert ["German, Arabic" in text_of(browser(who).get(page)) for who, page in pages] == [True] * 4


def test_in_a_delegation_nobody_is_a_mayor_by_leaving_the_choice_alone(meeting):
    Edition.objects.update(registration_deadline=None, start_on=timezone.localdate() + timedelta(days=9))
    ParticipantKindFactory(edition=meeting.edition, key="mayor", entry="open")
    page = f"/en/workspace/meetings/{meeting.edition.slug}/my-delegation/"
    client = browser(meeting.anna)
    form = client.get(page).context["rows"][0]
    assert (form["kind"].value(), form.fields["kind"].choices[0]) == (None, ("", "Please choose"))
    data = {"rows": "1", "p0-full_name": "Layla", "p0-email": "layla@example.org", "p0-languages": "ar", "p0-kind": ""}

    wrong = client.post(page, data)
    assert (wrong.status_code, list(wrong.context["rows"][0].errors)) == (422, ["kind"])
    assert client.post(page, {**data, "p0-kind": "expert"}).status_code == 302
    assert Participant.objects.get().kind == meeting.kind
