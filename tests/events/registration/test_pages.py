"""The pages in the hands of people: the door, the delegation, one participation, and the office's list."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone

from jisr.accounts.states import Role
from jisr.events.editions.states import State
from jisr.events.models import (
    Edition,
    EditionPlaces,
    FormAnswer,
    FormQuestion,
    Participant,
    ParticipantInvitation,
    ParticipantKind,
    RegistrationDraft,
)
from jisr.events.registration import answering, panels
from jisr.events.registration.states import FieldKind, Release
from jisr.exports import tables
from jisr.kernel.policy import may
from tests.events.registration.conftest import browser, text_of
from tests.factories.accounts import UserFactory
from tests.factories.events import ParticipantFactory, ParticipantKindFactory
from tests.factories.memberships import MembershipFactory
from tests.factories.municipalities import AuthorityFactory
from tests.factories.registration import AnswerFactory, QuestionFactory

pytestmark = pytest.mark.django_db
SOON = timezone.localdate() + timedelta(days=30)


@pytest.fixture
def open_meeting(meeting):
    """As ``meeting``, open on the day the test runs."""
    Edition.objects.filter(pk=meeting.edition.pk).update(
        registration_deadline=SOON, start_on=SOON + timedelta(days=60), end_on=SOON + timedelta(days=62)
    )
    meeting.edition.refresh_from_db()
    return meeting


def door(meeting, rest=""):
    return f"/en/events/{meeting.edition.slug}/register/{rest}"


def desk(meeting, rest=""):
    return f"/en/workspace/meetings/{meeting.edition.slug}/participants/{rest}"


def delegation(meeting):
    return f"/en/workspace/meetings/{meeting.edition.slug}/my-delegation/"


ABOUT = {"kind": "expert", "full_name": "Layla Haddad", "function_title": "Engineer", "languages": ["ar", "en"]}


def test_the_door_tells_everybody_what_is_needed_and_sets_no_cookie(open_meeting, client):
    response = client.get(door(open_meeting))

    assert response.status_code == 200
    assert "What you need" in text_of(response)
    assert f"/en/accounts/login/?next={door(open_meeting)}" in text_of(response)
    assert client.cookies == {}


def test_a_closed_door_says_so(open_meeting, client):
    Edition.objects.update(state=State.CLOSED)

    assert "Registration for this meeting is not open." in text_of(client.get(door(open_meeting)))
    user = UserFactory()
    assert browser(user).post(door(open_meeting, "you/"), ABOUT).headers["Location"] == door(open_meeting)


def test_a_planned_meeting_has_no_door(open_meeting, client):
    Edition.objects.update(state=State.PLANNED)

    assert client.get(door(open_meeting)).status_code == 404


def test_one_registers_page_by_page_and_loses_nothing(open_meeting):
    food = QuestionFactory(
        edition=open_meeting.edition, kind=FieldKind.YES_NO, label_en="Do you eat meat?", is_required=True
    )
    QuestionFactory(
        edition=open_meeting.edition, label_en="What do you eat?", shown_if=food, shown_value="no", is_required=True
    )
    QuestionFactory(edition=open_meeting.edition, label_en="Anything else?", kind=FieldKind.LONG, step=2)
    user = UserFactory()
    client = browser(user)
    first, second = FormQuestion.objects.filter(step=1)

    wrong = client.post(door(open_meeting, "you/"), {**ABOUT, "full_name": ""})
    assert (wrong.status_code, "Please check your entries" in text_of(wrong)) == (422, True)
    assert "Engineer" in text_of(client.get(door(open_meeting, "you/")))
    assert client.get(door(open_meeting, "check/")).headers["Location"] == door(open_meeting, "you/")
    assert client.post(door(open_meeting, "you/"), ABOUT).headers["Location"] == door(open_meeting, "page-1/")
    missing = client.post(door(open_meeting, "page-1/"), {first.field_name: "no"})
    assert missing.status_code == 422
    answers = {first.field_name: "no", second.field_name: "Vegetables"}
    assert client.post(door(open_meeting, "page-1/"), answers).headers["Location"] == door(open_meeting, "page-2/")
    assert client.post(door(open_meeting, "page-2/"), {}).headers["Location"] == door(open_meeting, "check/")
    check = text_of(client.get(door(open_meeting, "check/")))
    assert all(words in check for words in ("Layla Haddad", "Arabic, English", "Vegetables", "Do you eat meat?"))
    sent = client.post(
        door(open_meeting, "check/"), {"form_key": RegistrationDraft.objects.get().form_key}, follow=True
    )

    row = Participant.objects.get()
    assert sent.redirect_chain[-1][0] == f"/en{row.get_absolute_url()[3:]}"
    assert f"Its reference is {row.party.reference}" in text_of(sent)
    assert (row.user, row.full_name, row.languages, row.state) == (user, "Layla Haddad", ["ar", "en"], "confirmed")
    assert {answer.value for answer in FormAnswer.objects.all()} == {"no", "Vegetables"}
    assert not RegistrationDraft.objects.exists()


def test_an_answer_to_a_question_that_is_not_asked_is_not_kept(open_meeting):
    food = QuestionFactory(edition=open_meeting.edition, kind=FieldKind.YES_NO, is_required=True)
    more = QuestionFactory(edition=open_meeting.edition, shown_if=food, shown_value="no", is_required=True)
    client = browser(UserFactory())
    client.post(door(open_meeting, "you/"), ABOUT)
    client.post(door(open_meeting, "page-1/"), {food.field_name: "yes", more.field_name: "Typed before"})
    client.post(door(open_meeting, "check/"), {"form_key": RegistrationDraft.objects.get().form_key})

    assert list(FormAnswer.objects.values_list("question", "value")) == [(food.pk, "yes")]


def test_a_second_click_on_send_leads_to_the_same_registration(open_meeting):
    client = browser(UserFactory())
    client.post(door(open_meeting, "you/"), ABOUT)
    key = RegistrationDraft.objects.get().form_key

    first = client.post(door(open_meeting, "check/"), {"form_key": key})
    second = client.post(door(open_meeting, "check/"), {"form_key": key})

    assert first.headers["Location"] == second.headers["Location"]
    assert Participant.objects.count() == 1
    assert client.get(door(open_meeting, "you/")).headers["Location"] == first.headers["Location"]


def test_who_acts_for_two_authorities_chooses_for_whom(open_meeting):
    user = UserFactory()
    one, two = (MembershipFactory(confirmed=True, user=user).authority for _place in range(2))
    client = browser(user)

    assert client.post(door(open_meeting, "you/"), ABOUT).status_code == 422
    client.post(door(open_meeting, "you/"), {**ABOUT, "body": f"authority-{two.pk}"})
    client.post(door(open_meeting, "check/"), {"form_key": RegistrationDraft.objects.get().form_key})

    assert Participant.objects.get().authority == two != one


def test_a_foreign_authority_cannot_be_chosen(open_meeting):
    user = MembershipFactory(confirmed=True).user
    foreign = AuthorityFactory()

    response = browser(user).post(door(open_meeting, "you/"), {**ABOUT, "body": f"authority-{foreign.pk}"})

    assert response.status_code == 422


def test_a_kind_by_invitation_is_offered_only_to_those_invited(open_meeting):
    ParticipantKind.objects.update(entry="invitation")
    invited, other = UserFactory(email="Invited@example.org"), UserFactory()
    ParticipantInvitation.objects.create(kind=open_meeting.kind, email="invited@example.org", invited_at=timezone.now())

    assert "by invitation" in text_of(browser(other).get(door(open_meeting)))
    assert browser(other).post(door(open_meeting, "you/"), ABOUT).status_code == 302
    assert browser(invited).post(door(open_meeting, "you/"), ABOUT).headers["Location"] == door(open_meeting, "check/")


def row_of(number, **columns):
    typed = {"full_name": f"Delegate {number}", "email": f"Delegate-{number}@Example.org", "kind": "expert"}
    typed["languages"] = "ar"
    return {f"p{number}-{name}": value for name, value in {**typed, **columns}.items()}


def test_five_delegates_in_one_go_and_a_second_click_adds_nobody(open_meeting):
    client = browser(open_meeting.anna)
    page = client.get(delegation(open_meeting))
    key = page.context["form_key"]
    data = {
        "rows": 5,
        "form_key": key,
        **{name: value for number in range(5) for name, value in row_of(number).items()},
    }

    done = client.post(delegation(open_meeting), data, follow=True)
    client.post(delegation(open_meeting), data)

    assert "5 people are registered." in text_of(done)
    assert sorted(Participant.objects.values_list("email", flat=True)) == [
        f"delegate-{n}@example.org" for n in range(5)
    ]


def test_rows_are_added_without_losing_what_was_typed(open_meeting):
    data = {"rows": 5, "more": "1", **row_of(0)}

    text = text_of(browser(open_meeting.anna).post(delegation(open_meeting), data))

    assert 'name="p7-full_name"' in text
    assert 'name="p8-full_name"' not in text
    assert 'value="Delegate 0"' in text
    assert not Participant.objects.exists()


def test_a_wrong_row_is_named_and_the_right_ones_stay(open_meeting):
    data = {"rows": 5, **row_of(0), **row_of(1, email="no address")}

    response = browser(open_meeting.anna).post(delegation(open_meeting), data)

    assert response.status_code == 422
    assert 'href="#id_p1-email"' in text_of(response)
    assert 'value="Delegate 0"' in text_of(response)
    assert not Participant.objects.exists()


def test_nobody_is_no_delegation_and_hostile_numbers_of_rows_do_no_harm(open_meeting):
    client = browser(open_meeting.anna)

    assert "Please name at least one person." in text_of(client.post(delegation(open_meeting), {"rows": 5}))
    for rows in ("-1", "99999999999", "x", "²", ""):
        assert client.post(delegation(open_meeting), {"rows": rows}).status_code == 422


def test_only_coordinators_have_a_page_of_their_delegation(open_meeting):
    member = MembershipFactory(confirmed=True, authority=open_meeting.town).user

    assert browser(member).get(delegation(open_meeting)).status_code == 404
    assert browser(open_meeting.anna).get(delegation(open_meeting) + "?for=authority-999999").status_code == 404


def test_a_coordinator_replaces_and_withdraws(open_meeting):
    row = open_meeting.delegation(2, at=timezone.now()).members.first()
    AnswerFactory(participant=row, value="Private answer")
    client = browser(open_meeting.anna)
    typed = {"full_name": "Omar Said", "email": "omar@example.org", "languages": ["ar"]}

    done = client.post(f"{row.get_absolute_url()}replace/", typed, follow=True)
    assert "The place now belongs to Omar Said." in text_of(done)
    assert "Private answer" not in text_of(done)
    new = Participant.objects.get(full_name="Omar Said")
    assert (new.state, new.replaces, new.answers.count()) == ("confirmed", row, 0)
    again = client.post(f"{row.get_absolute_url()}replace/", {**typed, "email": "other@example.org"})
    assert (again.status_code, "This is settled already" in text_of(again)) == (422, True)
    client.post(f"/en/workspace/meetings/{open_meeting.edition.slug}/my-delegation/withdraw/", {"reason": ""})
    assert set(Participant.objects.live().values_list("pk", flat=True)) == set()


def test_who_was_registered_by_mail_claims_it_with_the_same_address_in_any_case(open_meeting):
    people = [open_meeting.person(full_name="Layla", email="Layla@Example.org")]
    row = open_meeting.delegation(1, people=people, at=timezone.now()).members.get()
    layla, other = UserFactory(email="LAYLA@example.org"), UserFactory()
    unconfirmed = UserFactory(email="layla@example.org", verified=False)
    claim = f"{row.get_absolute_url()}claim/"

    for person in (other, unconfirmed):
        assert "kept for another address" in text_of(browser(person).post(claim, follow=True))
    done = browser(layla).post(claim, follow=True)

    assert "The registration is yours now." in text_of(done)
    row.refresh_from_db()
    assert row.user == layla


def test_the_coordinator_sees_that_answers_are_missing_but_no_answer(open_meeting):
    row = ParticipantFactory(edition=open_meeting.edition, kind=open_meeting.kind, authority=open_meeting.town)
    AnswerFactory(participant=row, value="Private answer")
    QuestionFactory(edition=open_meeting.edition, is_required=True)

    theirs = text_of(browser(open_meeting.anna).get(row.get_absolute_url()))
    own = text_of(browser(row.user).get(row.get_absolute_url()))

    assert "1 answer is still missing" in theirs
    assert "Private answer" not in theirs
    assert "Private answer" in own
    assert browser(open_meeting.anna).get(f"{row.get_absolute_url()}answers/").status_code == 404


def test_a_new_required_question_is_asked_of_who_is_registered_already(open_meeting):
    row = open_meeting.sign_up(at=timezone.now())
    question = QuestionFactory(edition=open_meeting.edition, is_required=True, label_en="Shirt size?")
    client = browser(row.user)

    assert "1 answer is still missing" in text_of(client.get(row.get_absolute_url()))
    assert "1 answer is missing." in text_of(client.get("/en/workspace/"))
    assert client.post(f"{row.get_absolute_url()}answers/", {question.field_name: ""}).status_code == 422
    client.post(f"{row.get_absolute_url()}answers/", {question.field_name: "Large"})

    assert "still missing" not in text_of(client.get(row.get_absolute_url()))
    assert FormAnswer.objects.get().value == "Large"


def test_an_offer_is_accepted_from_the_page_and_a_stale_page_says_what_happened(open_meeting):
    open_meeting.places(1)
    first, second = open_meeting.sign_up(at=timezone.now()), open_meeting.sign_up(at=timezone.now())
    client = browser(second.user)

    assert "number 1 on the waiting list" in text_of(client.get(second.get_absolute_url()))
    browser(first.user).post(f"{first.get_absolute_url()}withdraw/", {"reason": "Ill"})
    assert "Please accept the place before" in text_of(client.get(second.get_absolute_url()))
    done = client.post(f"{second.get_absolute_url()}accept/", follow=True)
    assert "The place is confirmed." in text_of(done)
    stale = browser(first.user).post(f"{first.get_absolute_url()}accept/", follow=True)
    assert "This is settled already" in text_of(stale)


def test_coordinator_and_mayor_release_but_nobody_themself(open_meeting):
    mayor = MembershipFactory(confirmed=True, role="mayor", authority=open_meeting.town).user
    row = ParticipantFactory(edition=open_meeting.edition, authority=open_meeting.town, release=Release.ASKED)
    own = ParticipantFactory(edition=open_meeting.edition, authority=open_meeting.town, user=open_meeting.anna)
    page = f"{row.get_absolute_url()}release/"

    refused = browser(mayor).post(page, {"said": "refused", "note": ""})
    assert (refused.status_code, "Please give a reason." in text_of(refused)) == (422, True)
    assert "Release" in text_of(browser(mayor).get("/en/workspace/"))
    browser(mayor).post(page, {"said": "confirmed", "note": ""})
    row.refresh_from_db()
    assert (row.release, row.staff_release.decided_by) == ("confirmed", mayor)
    assert browser(row.user).get(page).status_code == 404
    assert browser(open_meeting.anna).get(f"{own.get_absolute_url()}release/").status_code == 404


@pytest.mark.parametrize("number", [1, 3, 50])
def test_the_list_of_the_office_costs_as_many_queries_for_many_as_for_one(
    open_meeting, number, django_assert_max_num_queries
):
    for _place in range(number):
        ParticipantFactory(edition=open_meeting.edition, kind=open_meeting.kind, waiting=True)
    QuestionFactory(edition=open_meeting.edition, is_required=True)
    client = browser(open_meeting.office)
    client.get(desk(open_meeting))

    with django_assert_max_num_queries(12):
        response = client.get(desk(open_meeting))
    assert response.status_code == 200
    assert "number 1 on the waiting list" in text_of(response)


def test_the_list_narrows_and_sorts(open_meeting):
    town = AuthorityFactory(palestinian=True, name_en="Palestinetown")
    made = {"edition": open_meeting.edition, "kind": open_meeting.kind}
    ParticipantFactory(**made, full_name="Anna Berg", languages=["de"], presence="online")
    ParticipantFactory(**made, full_name="Basim Odeh", authority=town, languages=["ar"], release="confirmed")
    ParticipantFactory(**made, full_name="Carla Wolf", authority=None, state="declined", confirmed_at=None)
    client = browser(open_meeting.office)

    def shown(query):
        text = text_of(client.get(desk(open_meeting) + query))
        return [name for name in ("Anna Berg", "Basim Odeh", "Carla Wolf") if name in text]

    assert shown("") == ["Anna Berg", "Basim Odeh"]
    assert shown("?state=all") == ["Anna Berg", "Basim Odeh", "Carla Wolf"]
    assert shown("?q=odeh") == shown("?side=PS") == shown("?language=ar") == ["Basim Odeh"]
    assert shown(f"?authority={town.slug}") == shown("?release=confirmed") == ["Basim Odeh"]
    assert shown("?presence=online") == shown("?language=de") == ["Anna Berg"]
    assert shown("?side=other&state=all") == ["Carla Wolf"]
    for sort in ("name", "-state", "kind", "authority", "release", "queue"):
        assert shown(f"?sort={sort}") == ["Anna Berg", "Basim Odeh"]


def test_the_office_approves_and_declines_in_bulk_with_a_reason(open_meeting):
    made = {"edition": open_meeting.edition, "kind": open_meeting.kind, "applied": True}
    one, two, three = (ParticipantFactory(**made, full_name=f"Person {place}") for place in "ABC")
    client = browser(open_meeting.office)

    done = client.post(
        desk(open_meeting, "decide/"), {"step": "approve", "who": [one.public_id, two.public_id]}, follow=True
    )
    assert "2 registrations are approved." in text_of(done)
    asked = client.post(desk(open_meeting, "decide/"), {"step": "decline", "who": [three.public_id, one.public_id]})
    assert "Person C" in text_of(asked)
    empty = client.post(desk(open_meeting, "decide/"), {"step": "decline", "who": [three.public_id], "reason": ""})
    assert empty.status_code == 422
    client.post(desk(open_meeting, "decide/"), {"step": "decline", "who": [three.public_id], "reason": "Full"})
    assert [Participant.objects.get(pk=row.pk).state for row in (one, two, three)] == [
        "confirmed",
        "confirmed",
        "declined",
    ]
    assert Participant.objects.get(pk=three.pk).decision_reason == "Full"
    stale = client.post(
        desk(open_meeting, "decide/"), {"step": "approve", "who": [three.public_id, "nonsense"]}, follow=True
    )
    assert "settled already" in text_of(stale)


def test_the_office_adds_by_hand_after_the_deadline(open_meeting):
    Edition.objects.update(registration_deadline=timezone.localdate() - timedelta(days=3))
    typed = {"kind": "expert", "body": open_meeting.town.slug, "full_name": "Late Guest", "email": "late@example.org"}

    done = browser(open_meeting.office).post(desk(open_meeting, "add/"), typed, follow=True)

    assert "Late Guest is registered." in text_of(done)
    assert Participant.objects.get().authority == open_meeting.town


def test_the_office_sets_places_kinds_and_invitations(open_meeting):
    client = browser(open_meeting.office)
    kind = open_meeting.kind
    values = {"total": 40, "per_body": 5, "offer_hours": 48, f"kind-{kind.pk}": 30}

    assert "The places are saved." in text_of(client.post(desk(open_meeting, "places/"), values, follow=True))
    names = {"name_de": "Presse", "name_en": "Press", "name_ar": "صحافة", "entry": "invitation"}
    client.post(desk(open_meeting, "kinds/add/"), names)
    press = ParticipantKind.objects.get(name_en="Press")
    invited = client.post(
        desk(open_meeting, f"kinds/{press.pk}/invite/"),
        {"emails": "A@example.org\nb@example.org", "language": "de"},
        follow=True,
    )
    assert "2 new addresses are invited." in text_of(invited)
    wrong = client.post(desk(open_meeting, f"kinds/{press.pk}/invite/"), {"emails": "a@b@c", "language": "de"})
    assert wrong.status_code == 422
    client.post(desk(open_meeting, "places/body/"), {"body": open_meeting.town.slug, "places": 7})
    assert "Hometown" in text_of(client.get(desk(open_meeting, "places/")))
    assert (EditionPlaces.objects.get().per_body, ParticipantKind.objects.get(pk=kind.pk).places) == (5, 30)


def test_the_office_makes_a_form(open_meeting):
    client = browser(open_meeting.office)
    words = {f"{name}_{code}": f"{name} {code}" for name in ("label", "help_text") for code in ("de", "en", "ar")}
    one = {**words, "kind": "one", "step": 1, "keep_days": 30, "seen": 0, "kinds": ["expert"]}
    options = {f"options_{code}": "first\nsecond" for code in ("de", "en", "ar")}

    uneven = client.post(desk(open_meeting, "form/add/"), {**one, **options, "options_ar": "first"})
    assert (uneven.status_code, "as many answers in each language" in text_of(uneven)) == (422, True)
    client.post(desk(open_meeting, "form/add/"), {**one, **options})
    parent = FormQuestion.objects.get()
    client.post(
        desk(open_meeting, "form/add/"),
        {**words, "kind": "text", "step": 1, "keep_days": 30, "condition": f"{parent.public_id}:o1"},
    )
    child = FormQuestion.objects.exclude(pk=parent.pk).get()
    assert (child.shown_if, child.shown_value) == (parent, "o1")
    refused = client.post(desk(open_meeting, f"form/{parent.public_id}/remove/"), follow=True)
    assert "Change that one first." in text_of(refused)
    assert "stands before this one" in text_of(
        client.post(desk(open_meeting, f"form/{child.public_id}/up/"), follow=True)
    )
    changed = {**one, **options, "label_en": "Other words", "seen": parent.version}
    client.post(desk(open_meeting, f"form/{parent.public_id}/"), changed)
    parent.refresh_from_db()
    assert (parent.version, [option["key"] for option in parent.options]) == (2, ["o1", "o2"])
    stale = client.post(desk(open_meeting, f"form/{parent.public_id}/"), changed)
    assert (stale.status_code, "Somebody else has changed" in text_of(stale)) == (422, True)
    client.post(desk(open_meeting, f"form/{child.public_id}/remove/"))
    assert "Removed questions" in text_of(client.get(desk(open_meeting, "form/")))


def test_a_kind_is_removed_while_nobody_is_registered_as_it(open_meeting):
    client, kind = browser(open_meeting.office), open_meeting.kind
    press = ParticipantKindFactory(edition=open_meeting.edition, key="press")
    only, both = QuestionFactory.create_batch(2, edition=open_meeting.edition)
    only.kinds.set([press])
    both.kinds.set([press, kind])
    ParticipantFactory(edition=open_meeting.edition, kind=kind)

    kept = client.post(desk(open_meeting, f"kinds/{kind.pk}/remove/"), follow=True)
    assert "1 registration is of this kind." in text_of(kept)
    removed = client.post(desk(open_meeting, f"kinds/{press.pk}/remove/"), follow=True)
    assert "The kind of participant is removed." in text_of(removed)
    assert client.post(desk(open_meeting, f"kinds/{press.pk}/remove/")).status_code == 404

    assert list(open_meeting.edition.participant_kinds.all()) == [kind]
    assert list(FormQuestion.objects.asked()) == [both]
    assert answering.asked_of(kind) == [both]


def test_others_of_the_office_change_nothing(open_meeting):
    adviser = browser(UserFactory(roles=[Role.ADVISER]))

    for page in ("", "add/", "places/", "form/", "form/add/", "kinds/add/", "places/body/"):
        assert adviser.get(desk(open_meeting, page)).status_code == 403
    assert adviser.post(desk(open_meeting, "places/"), {"total": 1}).status_code == 403
    assert adviser.get(f"/en/workspace/exports/participants.csv?edition={open_meeting.edition.slug}").status_code in {
        403,
        404,
    }


def test_the_list_as_a_file_holds_what_the_list_shows_for_the_events_team_alone(open_meeting):
    made = {"edition": open_meeting.edition, "kind": open_meeting.kind}
    ParticipantFactory(**made, full_name="Anna Berg", languages=["de", "ar"])
    ParticipantFactory(**made, full_name="Gone", state="withdrawn", confirmed_at=None)
    ParticipantFactory(full_name="Elsewhere")
    table = tables.find("participants")

    rows = list(table.rows(open_meeting.office, QueryDict(f"edition={open_meeting.edition.slug}")))
    found = {column.key: column.value(rows[0]) for column in table.columns}

    assert [row.full_name for row in rows] == ["Anna Berg"]
    assert (found["name"], found["languages"], found["state"]) == ("Anna Berg", "German, Arabic", "confirmed")
    assert list(table.rows(open_meeting.office, QueryDict("edition=unknown"))) == []
    assert may(open_meeting.office, table.permission)
    assert not may(UserFactory(roles=[Role.ADVISER]), table.permission)


def shown(provider, edition, reader=None):
    request = RequestFactory().get("/")
    request.user = reader
    panel = provider(request, edition)
    return render_to_string(panel.template, {"panel": panel.context}) if panel else ""


def test_the_public_page_leads_to_the_door_while_registration_is_open(open_meeting, django_assert_num_queries):
    with django_assert_num_queries(0):
        text = shown(panels.of_edition, open_meeting.edition)
    assert f'href="{door(open_meeting)}"' in text
    open_meeting.edition.state = State.CLOSED
    assert shown(panels.of_edition, open_meeting.edition) == ""


def test_the_office_s_page_tells_how_registration_stands_to_the_events_team(open_meeting):
    open_meeting.places(1)
    open_meeting.delegation(3, at=timezone.now())

    text = shown(panels.of_desk, open_meeting.edition, open_meeting.office)

    assert "<bdi>1</bdi> / <bdi>1</bdi>" in text
    assert desk(open_meeting) in text
    assert shown(panels.of_desk, open_meeting.edition, UserFactory(roles=[Role.ADVISER])) == ""


def test_the_office_decides_about_one_person_on_their_page(open_meeting):
    row = ParticipantFactory(edition=open_meeting.edition, kind=open_meeting.kind, applied=True)
    client = browser(open_meeting.office)
    page = text_of(client.get(row.get_absolute_url()))
    assert "The person is told by mail." in page
    assert "tells you by mail" not in page
    own = text_of(browser(row.user).get(row.get_absolute_url()))
    assert ("tells you by mail" in own, "/participants/decide/" in own) == (True, False)

    sent = {"who": str(row.public_id), "back": "person"}
    asked = client.post(desk(open_meeting, "decide/"), {**sent, "step": "decline"})
    assert ('name="back" value="person"' in text_of(asked), asked.status_code) == (True, 200)
    done = client.post(desk(open_meeting, "decide/"), {**sent, "step": "approve"})
    assert done.headers["Location"] == row.get_absolute_url().replace("/de/", "/en/")
    row.refresh_from_db()
    assert row.state == "confirmed"
    assert "/participants/decide/" not in text_of(client.get(row.get_absolute_url()))
