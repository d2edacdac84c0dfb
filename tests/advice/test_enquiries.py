"""From the public form to the queue: what arrives, when it is due, who has it in hand."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from jisr.accounts.states import Role
from jisr.advice.clock import add_working_days
from jisr.advice.models import Enquiry
from jisr.advice.services import enquiries
from jisr.advice.services.enquiries import Asked
from jisr.advice.services.refusals import NotADouble, NotAnAdviser, NotOpen, TakenMeanwhile
from jisr.advice.states import State
from jisr.audit.models import Entry as TrailEntry
from jisr.kernel.policy import Refused
from jisr.notifications.models import Message
from jisr.web import open_form
from tests.factories.accounts import UserFactory
from tests.factories.advice import EnquiryFactory, EntryFactory
from tests.factories.memberships import MembershipFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ADDRESS = "/ar/advice/enquiry/"
TYPED = {
    "topic": "funding",
    "message": "Which fund fits?",
    "contact_name": "Rana",
    "email": "rana@example.org",
    "body_name": "",
    "phone": "",
    "website": "",
}


def test_the_form_gives_a_reference_and_sets_no_cookie(client, stamp, answer_times):
    shown = client.get(ADDRESS)
    sent = client.post(ADDRESS, {**TYPED, "stamp": stamp})

    enquiry = Enquiry.objects.get()
    assert shown.status_code == 200
    assert sent.headers["Location"] == f"{ADDRESS}{enquiry.reference}/"
    assert client.get(sent.headers["Location"]).status_code == 200
    assert not client.cookies
    assert (enquiry.language, enquiry.topic, enquiry.user, enquiry.is_suspect) == ("ar", "funding", None, False)


def test_the_confirmation_goes_to_the_address_in_the_language_of_the_form(client, stamp):
    client.post(ADDRESS, {**TYPED, "stamp": stamp})

    message = Message.objects.get()
    assert (message.recipient, message.address, message.language) == (None, "rana@example.org", "ar")
    assert Enquiry.objects.get().reference in message.text
    assert "/workspace/" not in message.text


def test_a_second_click_makes_no_second_enquiry_and_no_second_mail(client, stamp):
    first = client.post(ADDRESS, {**TYPED, "stamp": stamp})
    second = client.post(ADDRESS, {**TYPED, "stamp": stamp})

    assert first.headers["Location"] == second.headers["Location"]
    assert (Enquiry.objects.count(), Message.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("change", "headers", "status"),
    [
        ({"website": "x"}, {}, 422),
        ({"stamp": "forged"}, {}, 422),
        ({"email": "nowhere"}, {}, 422),
        ({}, {"Sec-Fetch-Site": "cross-site"}, 403),
        ({}, {"Origin": "https://elsewhere.example"}, 403),
    ],
)
def test_what_is_refused_stays_in_the_form(client, stamp, change, headers, status):
    answer = client.post(ADDRESS, {**TYPED, "stamp": stamp, **change}, headers=headers)

    assert answer.status_code == status
    assert "Which fund fits?" in answer.content.decode()
    assert Enquiry.objects.count() == 0


def test_a_form_filled_in_faster_than_a_person_types_is_asked_for_once_more(client):
    answer = client.post(ADDRESS, {**TYPED, "stamp": open_form.new_stamp()})

    assert answer.status_code == 422
    assert "Which fund fits?" in answer.content.decode()


def test_too_many_questions_from_one_network_wait_with_their_words(client, monkeypatch, page_cache):
    monkeypatch.setattr(open_form, "SHORTEST_SECONDS", -1)
    monkeypatch.setattr(open_form, "MOST_PER_HOUR", 2)

    answers = [client.post(ADDRESS, {**TYPED, "stamp": open_form.new_stamp()}) for _time in range(3)]

    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert "Which fund fits?" in answers[2].content.decode()


def test_advertising_is_set_aside_and_kept_and_can_be_put_in_the_queue():
    asked = Asked(
        topic="other", message="Buy backlinks! " + "https://x.example " * 4, language="en", email="s@x.example"
    )
    adviser = UserFactory(adviser=True)
    enquiry = enquiries.receive_enquiry(asked, at=NOW)
    assert (enquiry.is_suspect, Message.objects.count()) == (True, 0)

    enquiries.clear_suspicion(enquiry.reference, actor=adviser)

    enquiry.refresh_from_db()
    assert (enquiry.is_suspect, Message.objects.get().address) == (False, "s@x.example")


def test_sign_in_prefills_and_the_enquiry_knows_person_and_authority(client, stamp):
    membership = MembershipFactory(confirmed=True)
    client.force_login(membership.user)

    shown = client.get("/en/advice/enquiry/").content.decode()
    client.post("/en/advice/enquiry/", {**TYPED, "stamp": stamp})

    enquiry = Enquiry.objects.get()
    assert membership.user.email in shown
    assert membership.authority.name in shown
    assert (enquiry.user, enquiry.authority) == (membership.user, membership.authority)


def test_signed_in_people_keep_the_protection_against_forged_requests(stamp):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(UserFactory())

    assert strict.post("/en/advice/enquiry/", {**TYPED, "stamp": stamp}).status_code == 403
    assert Client(enforce_csrf_checks=True).post("/en/advice/enquiry/", {**TYPED, "stamp": stamp}).status_code == 302


def test_the_clock_counts_working_days_without_weekends_and_holidays(answer_times):
    assert add_working_days(date(2026, 11, 20), 1, holidays=()) == date(2026, 11, 23)
    late = datetime(2026, 12, 23, 22, 30, tzinfo=UTC)  # half past eleven in Berlin

    enquiry = enquiries.receive_enquiry(Asked(topic="other", message="?", language="de", email="a@b.de"), at=late)

    assert enquiry.due_on == date(2026, 12, 31)


def test_a_new_urgency_moves_the_day_from_the_start(answer_times):
    adviser = UserFactory(adviser=True)
    enquiry = EnquiryFactory()

    enquiries.sort_enquiry(
        enquiry.reference, topic="travel", urgency="urgent", authority=None, other_authority=None, actor=adviser
    )

    enquiry.refresh_from_db()
    assert (enquiry.due_on, enquiry.topic) == (date(2026, 11, 25), "travel")


def test_who_takes_an_enquiry_has_it_and_a_colleague_must_have_seen_that_to_take_over():
    first, second = UserFactory(adviser=True), UserFactory(adviser=True)
    enquiry = EnquiryFactory()
    enquiries.take(enquiry.reference, actor=first, at=NOW)
    enquiries.take(enquiry.reference, actor=first, at=NOW)

    with pytest.raises(TakenMeanwhile):
        enquiries.take(enquiry.reference, actor=second, at=NOW)
    enquiries.take(enquiry.reference, actor=second, at=NOW, instead_of=first.pk)

    enquiry.refresh_from_db()
    assert (enquiry.adviser, enquiry.state) == (second, State.IN_HAND)
    assert Message.objects.get().recipient == first
    assert TrailEntry.objects.filter(action="advice.enquiry_taken").count() == 2


def test_handing_over_tells_the_colleague_and_keeps_the_note_in_the_office():
    enquiry = EnquiryFactory(in_hand=True)
    colleague = UserFactory(adviser=True)

    enquiries.hand_over(enquiry.reference, to=colleague, note="Call back", actor=enquiry.adviser, at=NOW)

    entry = enquiry.entries.get()
    assert (entry.text, entry.visibility, Message.objects.get().recipient) == ("Call back", "office", colleague)
    with pytest.raises(NotAnAdviser):
        enquiries.hand_over(enquiry.reference, to=UserFactory(), note="", actor=colleague, at=NOW)


def test_doubles_of_one_person_are_merged_with_their_notes_and_the_nearer_day():
    adviser = UserFactory(adviser=True)
    main = EnquiryFactory(email="a@example.org", due_on=date(2026, 12, 9))
    double = EnquiryFactory(email="A@example.org", due_on=date(2026, 12, 1))
    EntryFactory(enquiry=double)

    enquiries.merge(double.reference, into=main.reference, actor=adviser, at=NOW)
    enquiries.merge(double.reference, into=main.reference, actor=adviser, at=NOW)

    main.refresh_from_db()
    double.refresh_from_db()
    assert (double.state, double.merged_into, main.due_on, main.entries.count()) == (
        State.MERGED,
        main,
        date(2026, 12, 1),
        1,
    )


def test_enquiries_of_different_people_are_never_merged():
    adviser = UserFactory(adviser=True)
    one, other = EnquiryFactory(), EnquiryFactory()

    with pytest.raises(NotADouble):
        enquiries.merge(one.reference, into=other.reference, actor=adviser, at=NOW)
    with pytest.raises(NotADouble):
        enquiries.merge(one.reference, into="NOWHERE222", actor=adviser, at=NOW)


def test_what_is_closed_cannot_be_taken():
    adviser = UserFactory(adviser=True)
    enquiry = EnquiryFactory()
    enquiries.close(enquiry.reference, reason="Advertising", actor=adviser, at=NOW)

    with pytest.raises(NotOpen):
        enquiries.take(enquiry.reference, actor=adviser, at=NOW)


@pytest.mark.parametrize("role", [None, Role.EVENTS, Role.FUNDING, Role.AUDIT, Role.EDITOR])
def test_nobody_but_advisers_changes_an_enquiry(role):
    actor = UserFactory(roles=[role] if role else [])
    enquiry = EnquiryFactory()

    for step in (
        lambda: enquiries.take(enquiry.reference, actor=actor, at=NOW),
        lambda: enquiries.close(enquiry.reference, reason="", actor=actor, at=NOW),
        lambda: enquiries.clear_suspicion(enquiry.reference, actor=actor),
    ):
        with pytest.raises(Refused):
            step()
    enquiry.refresh_from_db()
    assert enquiry.state == State.NEW
