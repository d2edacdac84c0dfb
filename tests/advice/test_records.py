"""Answers, notes, steps, templates; who reads what; and taking a person out."""

from datetime import UTC, date, datetime, timedelta

import pytest

from jisr.advice import personal
from jisr.advice.models import Enquiry, Entry, NextStep, PeerConsent, PeerQuestion
from jisr.advice.policies import READ_ENQUIRY, READ_ENTRY, READ_QUESTION
from jisr.advice.replies import fill
from jisr.advice.services import records
from jisr.advice.services.refusals import ChangedMeanwhile, NoAddress, NotOpen
from jisr.advice.states import State, Visibility
from jisr.advice.waiting import advice_waiting
from jisr.kernel.policy import Refused
from jisr.notifications.models import Message
from jisr.notifications.sending import ServerAway, send_due
from tests import policy_twins
from tests.factories.accounts import UserFactory
from tests.factories.advice import (
    EnquiryFactory,
    EntryFactory,
    PeerQuestionFactory,
    ReplyTemplateFactory,
    StepFactory,
)
from tests.factories.memberships import MembershipFactory
from tests.factories.municipalities import AuthorityFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
policy_twins.register(READ_ENQUIRY, Enquiry)
policy_twins.register(READ_ENTRY, Entry)
policy_twins.register(READ_QUESTION, PeerQuestion)


def test_rules_and_twins_agree_for_every_reader():
    own, other = AuthorityFactory(), AuthorityFactory()
    actors = policy_twins.readers(own)
    sides = [(own, None), (other, own), (other, None), (None, None)]
    for near, far in sides:
        enquiry = EnquiryFactory(authority=near, other_authority=far)
        for visibility in Visibility:
            EntryFactory(enquiry=enquiry, visibility=visibility)
    EntryFactory(enquiry=EnquiryFactory(user=actors["outsider"]), visibility=Visibility.AUTHORITY)
    PeerQuestionFactory(consent__authority=own)
    PeerQuestionFactory(asked_by=actors["outsider"], asked_for=own)

    for name in ("advice.read_enquiry", "advice.read_entry", "advice.read_question"):
        assert list(policy_twins.disagreements(name, actors)) == []


def test_the_answer_goes_by_mail_in_the_language_of_the_question_and_stops_the_clock_once():
    enquiry = EnquiryFactory(in_hand=True, language="de", email="a@example.org")
    sent = {"subject": "Ihre Frage", "text": "Antwort <b>fett</b>", "actor": enquiry.adviser}

    records.answer(enquiry.reference, **sent, at=NOW, form_key="one")
    records.answer(enquiry.reference, **sent, at=NOW + timedelta(minutes=1), form_key="one")

    enquiry.refresh_from_db()
    message = Message.objects.get()
    assert (enquiry.state, enquiry.answered_at, enquiry.entries.count()) == (State.ANSWERED, NOW, 1)
    assert (message.address, message.language, message.subject_line) == ("a@example.org", "de", "Ihre Frage")
    assert "<b>" not in message.html
    assert "&lt;b&gt;fett" in message.html


def test_a_mail_server_that_is_away_delays_the_answer_and_loses_nothing(settings, mailoutbox):
    enquiry = EnquiryFactory(in_hand=True, email="a@example.org")
    works = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = (
        "django.core.mail.backends.smtp.EmailBackend",
        "127.0.0.1",
        1,
    )
    records.answer(enquiry.reference, subject="S", text="T", actor=enquiry.adviser, at=NOW, form_key="one")
    with pytest.raises(ServerAway):
        send_due(clock=lambda: NOW)

    settings.EMAIL_BACKEND = works
    send_due(clock=lambda: NOW + timedelta(hours=1))

    assert [mail.to for mail in mailoutbox] == [["a@example.org"]]
    enquiry.refresh_from_db()
    assert enquiry.state == State.ANSWERED


def test_an_enquirer_with_an_account_reads_the_answer_in_the_inbox_too():
    person = UserFactory(preferred_language="ar")
    enquiry = EnquiryFactory(in_hand=True, user=person)

    records.answer(enquiry.reference, subject="x", text="y", actor=enquiry.adviser, at=NOW, form_key="one")

    assert Message.objects.get().recipient == person


def test_only_who_has_it_in_hand_answers_and_only_where_an_address_is_known():
    enquiry = EnquiryFactory(in_hand=True)
    colleague = UserFactory(adviser=True)
    with pytest.raises(Refused):
        records.answer(enquiry.reference, subject="x", text="y", actor=colleague, at=NOW, form_key="one")

    nowhere = EnquiryFactory(in_hand=True, email="")
    with pytest.raises(NoAddress):
        records.answer(nowhere.reference, subject="x", text="y", actor=nowhere.adviser, at=NOW, form_key="two")
    assert Message.objects.count() == 0


def test_a_call_that_settles_the_question_stops_the_clock_without_a_mail():
    adviser = UserFactory(adviser=True)
    enquiry = EnquiryFactory()
    note = {"kind": "phone", "visibility": "authority", "text": "Explained", "actor": adviser, "at": NOW}

    records.add_entry(enquiry.reference, **note, form_key="one", settles=True)
    records.add_entry(enquiry.reference, **note, form_key="one", settles=True)

    enquiry.refresh_from_db()
    assert (enquiry.state, enquiry.adviser, Entry.objects.count(), Message.objects.count()) == (
        State.ANSWERED,
        adviser,
        1,
        0,
    )


def test_a_step_waits_for_its_owner_until_it_is_done():
    member = MembershipFactory(confirmed=True)
    enquiry = EnquiryFactory(in_hand=True, authority=member.authority)
    step = records.agree_step(
        enquiry.reference,
        text="Send the paper",
        owner=member.user,
        due_on=date(2026, 12, 4),
        actor=enquiry.adviser,
        at=NOW,
        form_key="one",
    )
    assert [(entry.title, entry.until) for entry in advice_waiting(member.user)] == [
        ("Send the paper", date(2026, 12, 4))
    ]
    assert Message.objects.get().recipient == member.user

    with pytest.raises(Refused):
        records.finish_step(str(step.public_id), actor=UserFactory(), at=NOW)
    records.finish_step(str(step.public_id), actor=member.user, at=NOW)

    assert advice_waiting(member.user) == []


def test_a_step_is_not_given_to_somebody_who_cannot_see_the_enquiry():
    enquiry = EnquiryFactory(in_hand=True)

    with pytest.raises(NotOpen):
        records.agree_step(
            enquiry.reference,
            text="x",
            owner=UserFactory(),
            due_on=date(2026, 12, 4),
            actor=enquiry.adviser,
            at=NOW,
            form_key="one",
        )
    assert NextStep.objects.count() == 0


def test_advisers_see_what_waits_and_others_do_not():
    enquiry = EnquiryFactory(in_hand=True)
    EnquiryFactory(due_on=date(2026, 11, 26))
    EnquiryFactory(is_suspect=True)

    waiting = {entry.until: entry.url for entry in advice_waiting(enquiry.adviser)}

    assert waiting == {
        date(2026, 11, 26): "/en/workspace/advice/?state=new",
        enquiry.due_on: enquiry.get_absolute_url(),
    }
    assert advice_waiting(UserFactory()) == []


def test_a_template_fills_three_words_and_reads_no_others():
    assert fill("{name}, {reference}: {other} {", {"name": "{adviser}", "reference": "R"}) == "{adviser}, R: {other} {"


def test_two_editors_of_one_template_do_not_overwrite_each_other():
    template, adviser = ReplyTemplateFactory(), UserFactory(adviser=True)
    records.edit_template(template.pk, columns={"title_en": "New"}, seen_version=1, actor=adviser)

    with pytest.raises(ChangedMeanwhile):
        records.edit_template(template.pk, columns={"title_en": "Other"}, seen_version=1, actor=adviser)
    template.refresh_from_db()
    assert (template.title_en, template.version) == ("New", 2)


def test_erasing_an_account_empties_its_enquiries_records_and_questions_to_peers():
    person = UserFactory()
    mine = EnquiryFactory(user=person)
    by_address = EnquiryFactory(email=person.email.upper())
    EntryFactory(enquiry=mine)
    StepFactory(enquiry=mine)
    question = PeerQuestionFactory(asked_by=person)

    assert personal.take_out(person) == 4
    for enquiry in (mine, by_address):
        enquiry.refresh_from_db()
        assert (enquiry.contact_name, enquiry.email, enquiry.message, enquiry.user) == ("", "", "", None)
        assert enquiry.state == State.CLOSED
    question.refresh_from_db()
    assert (mine.entries.get().text, mine.steps.count()) == ("", 0)
    assert (question.asked_by, question.text, question.state) == (None, "", "withdrawn")


def test_time_forgets_who_asked_but_never_an_open_question():
    old = datetime(2024, 1, 8, tzinfo=UTC)
    answered = EnquiryFactory(state=State.ANSWERED, answered_at=old, received_at=old)
    waiting = EnquiryFactory(received_at=old)
    fresh = EnquiryFactory(answered=True)

    assert personal.expire(NOW) == 1
    assert [bool(Enquiry.objects.get(pk=row.pk).email) for row in (answered, waiting, fresh)] == [False, True, True]


def test_own_data_holds_the_question_and_the_shared_entries_only():
    person = UserFactory()
    enquiry = EnquiryFactory(user=person, message="My words")
    EntryFactory(enquiry=enquiry, text="office secret")
    EntryFactory(enquiry=enquiry, text="shared", visibility=Visibility.AUTHORITY)

    rows = str(personal.own_data(person).rows)

    assert "My words" in rows
    assert "shared" in rows
    assert "office secret" not in rows


def test_consents_outlive_the_person_who_gave_them():
    question = PeerQuestionFactory()
    personal.take_out(question.consent.given_by)

    assert PeerConsent.objects.live().count() == 1
