"""What people see: the queue, the record, hostile markup, exports, few queries."""

from datetime import date

import pytest

from jisr.advice.models import Enquiry
from jisr.advice.states import Visibility
from jisr.documents import access
from tests.factories.accounts import UserFactory
from tests.factories.advice import EnquiryFactory, EntryFactory, ReplyTemplateFactory, StepFactory
from tests.factories.memberships import MembershipFactory
from tests.factories.municipalities import AuthorityFactory

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert('x')</script>"


@pytest.fixture
def adviser():
    return UserFactory(adviser=True)


@pytest.fixture
def office(client, adviser):
    client.force_login(adviser)
    return client


def test_the_queue_shows_open_real_questions_first_and_reads_filters_from_the_address(office):
    late = EnquiryFactory(due_on=date(2026, 12, 1))
    soon = EnquiryFactory(due_on=date(2026, 11, 24), topic="travel")
    done = EnquiryFactory(answered=True)
    advertising = EnquiryFactory(is_suspect=True)

    text = office.get("/en/workspace/advice/").content.decode()
    assert text.index(soon.reference) < text.index(late.reference)
    assert done.reference not in text
    assert advertising.reference not in text
    assert late.reference not in office.get("/en/workspace/advice/?topic=travel").content.decode()
    assert advertising.reference in office.get("/en/workspace/advice/?suspect=yes").content.decode()


@pytest.mark.parametrize("number", [1, 30])
def test_the_queue_needs_few_queries(office, number, django_assert_max_num_queries):
    EnquiryFactory.create_batch(number, authority=AuthorityFactory())

    with django_assert_max_num_queries(12):
        office.get("/en/workspace/advice/?state=all")


def test_the_export_holds_no_words_and_no_address_of_a_person(office):
    enquiry = EnquiryFactory(contact_name="=cmd()", message="secret words")

    text = office.get("/en/workspace/exports/enquiries.csv").getvalue().decode("utf-8-sig")

    assert enquiry.reference in text
    assert "secret words" not in text
    assert enquiry.email not in text


def test_hostile_markup_shows_as_text(office, adviser):
    enquiry = EnquiryFactory(message=HOSTILE, contact_name=HOSTILE, body_name=HOSTILE)
    EntryFactory(enquiry=enquiry, text=HOSTILE)
    StepFactory(enquiry=enquiry, text=HOSTILE)
    ReplyTemplateFactory(slug="hostile", title_en=HOSTILE, body_en=HOSTILE)

    for path in ("", "answer/?template=hostile"):
        text = office.get(enquiry.get_absolute_url() + path).content.decode()
        assert "alert(&#x27;x&#x27;)" in text
        assert HOSTILE not in text


def test_a_member_reads_shared_entries_but_not_the_question_of_a_person_nor_office_notes(client):
    member = MembershipFactory(confirmed=True)
    enquiry = EnquiryFactory(authority=member.authority, message="a person's words")
    EntryFactory(enquiry=enquiry, text="office note")
    EntryFactory(enquiry=enquiry, text="shared note", visibility=Visibility.AUTHORITY)
    client.force_login(member.user)

    text = client.get(enquiry.get_absolute_url()).content.decode()

    assert "shared note" in text
    for hidden in ("office note", "a person&#x27;s words", enquiry.email, "take/"):
        assert hidden not in text


def test_the_other_side_reads_what_is_for_both_and_no_papers(client):
    member = MembershipFactory(confirmed=True)
    enquiry = EnquiryFactory(authority=AuthorityFactory(), other_authority=member.authority)
    EntryFactory(enquiry=enquiry, text="for one side", visibility=Visibility.AUTHORITY)
    EntryFactory(enquiry=enquiry, text="for both sides", visibility=Visibility.BOTH)
    client.force_login(member.user)

    text = client.get(enquiry.get_absolute_url()).content.decode()
    papers = access.of("advice.enquiry")

    assert "for both sides" in text
    assert "for one side" not in text
    assert not papers.may_read(member.user, str(enquiry.pk))
    assert papers.may_write(MembershipFactory(confirmed=True, authority=enquiry.authority).user, str(enquiry.pk))


def test_a_template_is_filled_in_the_language_of_the_question(office, adviser):
    ReplyTemplateFactory(slug="hello", subject_de="Frage {reference}", body_de="Guten Tag {name}, {adviser}")
    enquiry = EnquiryFactory(in_hand=True, adviser=adviser, language="de", contact_name="Ute")

    text = office.get(f"{enquiry.get_absolute_url()}answer/?template=hello").content.decode()

    assert f"Frage {enquiry.reference}" in text
    assert f"Guten Tag Ute, {adviser.display_name}" in text


def test_answering_by_form_keeps_what_was_typed_when_a_colleague_took_over(office, adviser):
    enquiry = EnquiryFactory(in_hand=True)

    answer = office.post(f"{enquiry.get_absolute_url()}answer/", {"subject": "S", "text": "long answer"})

    assert answer.status_code == 422
    assert "long answer" in answer.content.decode()
    assert "take this enquiry over first" in answer.content.decode()


def test_every_page_of_the_record_saves_and_leads_back(office, adviser):
    enquiry = EnquiryFactory()
    here = enquiry.get_absolute_url()
    town = AuthorityFactory()

    steps = (
        ("take/", {"instead_of": ""}),
        ("note/", {"kind": "phone", "visibility": "office", "text": "called"}),
        ("step/", {"text": "write", "owner": adviser.pk, "due_on": "2026-12-01"}),
        ("sort/", {"topic": "event", "urgency": "low"}),
        ("sort/", {"topic": "events", "urgency": "low", "authority": town.slug, "other_authority": ""}),
        ("answer/", {"subject": "S", "text": "T"}),
        ("reopen/", {}),
        ("close/", {"reason": "settled"}),
        ("forget/", {}),
    )
    answers = [office.post(here + path, data).status_code for path, data in steps]

    assert answers == [302, 302, 302, 422, 302, 302, 302, 302, 302]
    done = Enquiry.objects.get(pk=enquiry.pk)
    assert (done.topic, done.authority, done.state, done.message) == ("events", town, "closed", "")


def test_a_question_by_telephone_is_noted_with_the_clock_running(office, adviser):
    typed = {"channel": "phone", "topic": "travel", "message": "Visa?", "contact_name": "Sami", "language": "ar"}

    office.post("/en/workspace/advice/note/", {**typed, "urgency": "urgent"})

    enquiry = Enquiry.objects.get()
    assert (enquiry.channel, enquiry.adviser, enquiry.state, enquiry.can_be_answered) == (
        "phone",
        adviser,
        "in_hand",
        False,
    )


def test_an_adviser_without_a_second_factor_sees_no_record(client):
    client.force_login(UserFactory(adviser=True, totp=False))

    answer = client.get(EnquiryFactory().get_absolute_url())

    assert answer.status_code == 302
