"""Agreements: written by both sides, signed by each for itself, closed by the first signature."""

import uuid
from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from jisr.audit.models import Entry
from jisr.documents.models import Document
from jisr.documents.policies import READ, WRITE
from jisr.documents.services import store
from jisr.kernel.dates import PartialDate
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import Refused, may
from jisr.municipalities.services.facts import ChangedMeanwhile
from jisr.notifications.models import Message
from jisr.partnerships.agreements.moving import Missing
from jisr.partnerships.agreements.policies import READ_AGREEMENT
from jisr.partnerships.agreements.writing import (
    PartiesChanged,
    change_agreement,
    discard_agreement,
    facts_of,
    give_notice,
    read,
    sign,
    write_agreement,
)
from jisr.partnerships.models import Agreement, AgreementParty
from jisr.partnerships.states import Form
from tests import policy_twins
from tests.factories.agreements import AgreementFactory
from tests.factories.documents import make_document
from tests.partnerships.agreements.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db
policy_twins.register(READ_AGREEMENT, Agreement)
DAY = PartialDate(date(2026, 11, 1))
KEY = uuid.UUID(int=7)
VALUES = {
    "kind": "memorandum",
    "title": "Memorandum of three",
    "number": "10-24/7",
    "form": Form.PROJEKTPARTNERSCHAFT,
    "term_from_on": date(2026, 1, 1),
    "term_until_on": date(2028, 12, 31),
    "renewal": "none",
    "renewal_months": None,
    "notice_months": None,
    "german_signatory": "Mayor",
    "palestinian_signatory": "Mayor",
    "has_office": True,
    "office_signatory": "Head of the office",
    "other1_body": "Association",
    "other1_signatory": "Chair",
    "other2_body": "",
    "other2_signatory": "",
}


def written(world, actor=None, **values):
    return write_agreement(world.tie.pk, VALUES | values, key=KEY, actor=actor or world.german, at=NOW)


def signed_by(party, actor, day=DAY):
    return sign(party.pk, day, who=party.key, actor=actor, at=NOW)


def test_a_memorandum_of_three_parties_and_a_further_body_is_written(world):
    agreement = written(world)

    parties = [(party.role, party.name, party.signatory, party.signed) for party in agreement.parties.all()]
    assert parties == [
        ("german", "Cologne", "Mayor", None),
        ("palestinian", "Bethlehem", "Mayor", None),
        ("office", "programme office", "Head of the office", None),
        ("other", "Association", "Chair", None),
    ]
    assert {name: facts_of(agreement)[name] for name in VALUES} == VALUES
    assert Entry.objects.about(agreement).get().changes["title"] == ["", "Memorandum of three"]


def test_sent_twice_it_is_written_once(world):
    assert written(world) == written(world)
    assert Message.objects.filter(recipient=world.palestinian).count() == 1


def test_both_sides_and_advisers_write_and_nobody_else(world):
    for person in (world.reader, world.auditor, world.outsider):
        with pytest.raises(Refused):
            written(world, person)
    assert Agreement.objects.count() == 0
    assert written(world, world.palestinian).tie == world.tie


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"term_until_on": date(2025, 12, 31)}, "term_until_on"),
        ({"renewal": "automatic", "term_until_on": None, "renewal_months": 12}, "term_until_on"),
        ({"renewal": "automatic"}, "renewal_months"),
    ],
)
def test_terms_that_make_no_sense_are_refused_at_their_field(world, values, field):
    with pytest.raises(Missing) as refusal:
        written(world, **values)
    assert refusal.value.field == field
    assert Agreement.objects.count() == 0


def test_each_side_notes_its_own_signature_and_the_office_all(world):
    german, palestinian, office, other = written(world).parties.all()
    for party, person in (
        (palestinian, world.german),
        (german, world.palestinian),
        (office, world.german),
        (other, world.palestinian),
        (german, world.reader),
        (german, world.outsider),
        (german, world.auditor),
    ):
        with pytest.raises(Refused):
            signed_by(party, person)

    signed_by(german, world.german)
    signed_by(palestinian, world.palestinian)
    signed_by(office, world.adviser)
    assert not Agreement.objects.get().is_signed()
    signed_by(other, world.adviser, PartialDate.parse("2026-11"))

    assert str(Agreement.objects.get().signed) == "2026-11"
    assert list(Agreement.objects.signed()) == [Agreement.objects.get()]


def test_all_are_told_when_the_last_one_has_signed(world):
    german, palestinian = written(
        world, has_office=False, office_signatory="", other1_body="", other1_signatory=""
    ).parties.all()
    Message.objects.all().delete()

    signed_by(german, world.german)
    signed_by(palestinian, world.palestinian)

    subjects = list(
        Message.objects.filter(recipient=world.adviser).order_by("pk").values_list("subject_line", flat=True)
    )
    assert subjects == ["News about an agreement", "An agreement is complete"]


def test_a_signature_twice_is_noted_once_and_only_the_office_corrects_it(world):
    party = written(world).parties.first()
    for _twice in range(2):
        signed_by(party, world.german)
    assert Entry.objects.filter(action="partnerships.agreement_signed").count() == 1

    with pytest.raises(DomainError, match="noted already"):
        signed_by(party, world.german, PartialDate(TODAY))
    signed_by(party, world.adviser, PartialDate(TODAY))
    party.refresh_from_db()
    assert party.signed == PartialDate(TODAY)


def test_a_signature_of_tomorrow_is_refused(world):
    with pytest.raises(DomainError, match="to come"):
        signed_by(written(world).parties.first(), world.german, PartialDate(date(2026, 11, 23)))


def test_who_opened_the_page_for_another_party_signs_nothing(world):
    agreement = written(world)
    other = agreement.parties.get(role="other")

    with pytest.raises(PartiesChanged):
        sign(other.pk, DAY, who="other:Club", actor=world.adviser, at=NOW)
    with pytest.raises(PartiesChanged):
        sign(0, DAY, who="other:Club", actor=world.adviser, at=NOW)
    assert not AgreementParty.objects.exclude(signed_on=None).exists()


def test_after_the_first_signature_only_the_office_changes_the_text_and_signatures_stay(world):
    agreement = written(world)
    signed_by(agreement.parties.first(), world.german)
    opened = read(agreement)

    with pytest.raises(Refused, match="signed already"):
        change_agreement(agreement.pk, {"title": "x"}, opened=opened, actor=world.german, at=NOW)
    change_agreement(
        agreement.pk, {"title": "Corrected", "other1_body": ""}, opened=opened, actor=world.adviser, at=NOW
    )

    agreement = Agreement.objects.get()
    assert agreement.title == "Corrected"
    assert [(party.role, bool(party.signed)) for party in agreement.parties.all()] == [
        ("german", True),
        ("palestinian", False),
        ("office", False),
    ]


def test_two_who_change_different_facts_keep_both_and_the_same_fact_is_asked_about(world):
    agreement = written(world)
    opened = read(agreement)
    change_agreement(agreement.pk, {"title": "Theirs"}, opened=opened, actor=world.palestinian, at=NOW)

    change_agreement(agreement.pk, {"number": "2"}, opened=opened, actor=world.german, at=NOW)
    with pytest.raises(ChangedMeanwhile) as clash:
        change_agreement(agreement.pk, {"title": "Mine"}, opened=opened, actor=world.german, at=NOW)

    agreement.refresh_from_db()
    assert (agreement.title, agreement.number) == ("Theirs", "2")
    assert [(each.name, each.mine, each.theirs) for each in clash.value.clashes] == [("title", "Mine", "Theirs")]


def test_nothing_new_is_neither_told_nor_recorded(world):
    agreement = written(world)

    assert change_agreement(agreement.pk, VALUES, opened=read(agreement), actor=world.german, at=NOW) == []
    assert Entry.objects.about(agreement).count() == 1


def test_notice_is_given_in_time_once_and_by_either_side(world):
    agreement = AgreementFactory(
        tie=world.tie,
        signed=DAY.first,
        term_until_on=date(2027, 2, 28),
        renewal="automatic",
        renewal_months=12,
        notice_months=3,
    )
    with pytest.raises(Refused):
        give_notice(agreement.pk, TODAY, actor=world.reader, at=NOW)
    with pytest.raises(Missing, match="to come"):
        give_notice(agreement.pk, date(2026, 11, 23), actor=world.german, at=NOW)
    for _twice in range(2):
        give_notice(agreement.pk, TODAY, actor=world.palestinian, at=NOW)

    agreement.refresh_from_db()
    assert (agreement.notice_given_on, agreement.renews_itself()) == (TODAY, False)
    assert Message.objects.filter(recipient=world.german).count() == 1


def test_notice_that_comes_too_late_is_refused(world):
    agreement = AgreementFactory(
        tie=world.tie,
        signed=DAY.first,
        term_until_on=date(2027, 2, 21),
        renewal="automatic",
        renewal_months=12,
        notice_months=3,
    )

    with pytest.raises(Missing, match="until 21 November 2026"):
        give_notice(agreement.pk, TODAY, actor=world.german, at=NOW)
    give_notice(agreement.pk, date(2026, 11, 21), actor=world.german, at=NOW)


def test_what_does_not_renew_itself_needs_no_notice(world):
    agreement = AgreementFactory(tie=world.tie, signed=DAY.first)

    with pytest.raises(DomainError, match="does not renew itself"):
        give_notice(agreement.pk, TODAY, actor=world.german, at=NOW)


def test_an_agreement_without_signatures_and_papers_can_be_given_up(world):
    agreement = written(world)
    paper = make_document(owner_subject=agreement)
    with pytest.raises(DomainError, match="Documents"):
        discard_agreement(agreement.pk, actor=world.german)
    paper.delete()
    with pytest.raises(Refused):
        discard_agreement(agreement.pk, actor=world.reader)

    assert discard_agreement(agreement.pk, actor=world.german)
    assert not discard_agreement(agreement.pk, actor=world.german)
    signed = AgreementFactory(tie=world.tie, signed=DAY.first)
    with pytest.raises(DomainError, match="signed already"):
        discard_agreement(signed.pk, actor=world.adviser)


def test_members_of_both_sides_and_the_office_read_its_papers_and_writers_add_them(world):
    agreement = written(world)
    paper = store(ContentFile(b"Signed\n", name="signed.txt"), owner_subject=agreement, actor=world.palestinian)

    inside = (world.german, world.palestinian, world.reader, world.adviser, world.auditor)
    assert [may(person, READ, paper) for person in (*inside, world.outsider)] == [True] * 5 + [False]
    writers = [person for person in (*inside, world.outsider) if may(person, WRITE, paper)]
    assert writers == [world.german, world.palestinian, world.adviser]
    assert list(Document.objects.of(agreement).visible_to(world.outsider)) == []


def test_rule_and_query_agree_on_who_sees_an_agreement(world):
    written(world)
    AgreementFactory()

    assert list(policy_twins.disagreements(READ_AGREEMENT.name, policy_twins.readers(world.tie.palestinian))) == []


@pytest.mark.parametrize(
    "columns",
    [
        {"term_from_on": date(2027, 1, 1), "term_until_on": date(2026, 1, 1)},
        {"renewal": "automatic", "term_until_on": date(2027, 1, 1)},
        {"term_until_on": date(2027, 1, 1), "extended_until_on": date(2026, 1, 1)},
    ],
)
def test_the_database_knows_no_terms_that_make_no_sense(world, columns):
    with pytest.raises(IntegrityError), transaction.atomic():
        AgreementFactory(tie=world.tie, **columns)


def test_a_role_is_there_once_and_another_body_has_a_name(world):
    agreement = AgreementFactory(tie=world.tie)
    for role, body in (("german", ""), ("other", "")):
        with pytest.raises(IntegrityError), transaction.atomic():
            AgreementParty.objects.create(agreement=agreement, position=9, role=role, body=body)
