"""Certificates: who gets one, what it says, how it is proved, and what ends it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation
from pypdf import PdfReader

from jisr.accounts.states import Role
from jisr.audit.models import Entry as Step
from jisr.documents.models import Document
from jisr.documents.storage import private
from jisr.events.attendance.certificates import (
    ReasonMissing,
    entitled,
    is_holder,
    issue_all,
    replace,
    revoke,
    set_files,
    set_rule,
)
from jisr.events.attendance.models import Certificate
from jisr.events.attendance.papers import certificate_sheet
from jisr.events.attendance.policies import READ_CERTIFICATE
from jisr.events.attendance.states import CertificateState, Unit
from jisr.events.editions.states import State
from jisr.kernel.policy import Refused
from jisr.kernel.workflow import IllegalMove
from jisr.notifications.models import Message
from tests import policy_twins
from tests.factories.accounts import UserFactory
from tests.factories.attendance import CertificateFactory, CheckInFactory
from tests.factories.events import EditionFactory, ParticipantFactory, SessionFactory
from tests.factories.municipalities import AuthorityFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 9, 20, 10, tzinfo=UTC)
MORNING = datetime(2027, 9, 13, 8, tzinfo=UTC)
policy_twins.register(READ_CERTIFICATE, Certificate)


@pytest.fixture
def team():
    return UserFactory(roles=[Role.EVENTS])


@pytest.fixture
def held():
    return EditionFactory(
        ahead=True, state=State.HELD, title_en="Conference", title_de="Konferenz", title_ar="مؤتمر الشراكات"
    )


def came(person, days=1):
    for day in range(days):
        CheckInFactory(participant=person, happened_at=MORNING + timedelta(days=day))
    return person


def issued(held, team, **columns):
    came(ParticipantFactory(edition=held, **columns), days=2)
    (certificate,) = issue_all(held, actor=team, at=NOW)
    return certificate


def test_who_attended_enough_is_due_once(held, team):
    set_rule(held, unit=Unit.DAYS, at_least=2, actor=team)
    enough = came(ParticipantFactory(edition=held), days=2)
    came(ParticipantFactory(edition=held), days=1)
    ParticipantFactory(edition=held)

    (certificate,) = issue_all(held, actor=team, at=NOW)

    assert (certificate.participant, certificate.user, certificate.state) == (enough, enough.user, "issued")
    assert certificate.number == "JISR-2027-0001"
    assert len(certificate.code) == 20
    assert (certificate.facts["days"], certificate.facts["sessions"]) == (2, 0)
    assert certificate.facts["title"]["ar"] == "مؤتمر الشراكات"
    assert issue_all(held, actor=team, at=NOW) == []
    assert Step.objects.filter(action="events.certificate_issued").count() == 1


def test_sessions_count_where_the_rule_says_so(held, team):
    set_rule(held, unit=Unit.SESSIONS, at_least=2, actor=team)
    person = came(ParticipantFactory(edition=held), days=4)
    sessions = SessionFactory.create_batch(2, edition=held, minutes=45)
    CheckInFactory(participant=person, session=sessions[0])
    assert entitled(held) == []

    CheckInFactory(participant=person, session=sessions[1])
    ((found, attended),) = entitled(held)
    assert (found, len(attended.sessions), attended.hours) == (person, 2, 1.5)


def test_a_break_and_a_cancelled_session_are_no_session(held):
    person = ParticipantFactory(edition=held)
    CheckInFactory(participant=person, session=SessionFactory(edition=held, kind="break"))
    CheckInFactory(participant=person, session=SessionFactory(edition=held, is_cancelled=True))

    ((_found, attended),) = entitled(held)

    assert (attended.sessions, len(attended.days)) == (set(), 1)


@pytest.mark.parametrize("state", [State.RUNNING, State.CLOSED, State.CANCELLED])
def test_nothing_is_issued_before_the_meeting_was_held(team, state):
    edition = EditionFactory(ahead=True, state=state)
    came(ParticipantFactory(edition=edition))

    with pytest.raises(Refused):
        issue_all(edition, actor=team, at=NOW)


@pytest.mark.parametrize("role", [Role.ADVISER, Role.FUNDING, Role.AUDIT, Role.EDITOR])
def test_only_the_events_team_issues_and_ends(held, team, role):
    certificate = issued(held, team)
    other = UserFactory(roles=[role])

    for step in (
        lambda: issue_all(held, actor=other, at=NOW),
        lambda: revoke(certificate.pk, reason="No", actor=other, at=NOW),
        lambda: replace(certificate.pk, reason="No", actor=other, at=NOW),
        lambda: set_rule(held, unit=Unit.DAYS, at_least=1, actor=other),
    ):
        with pytest.raises(Refused):
            step()


def test_the_chosen_alone_get_one(held, team):
    people = [came(ParticipantFactory(edition=held)) for _number in range(3)]

    made = issue_all(held, actor=team, at=NOW, chosen=[people[1].public_id, "nonsense"])

    assert [row.participant for row in made] == [people[1]]


def test_the_files_are_accessible_in_three_languages_and_the_holder_is_told_once(held, team):
    person = ParticipantFactory(edition=held, full_name="ليلى النابلسي", user__preferred_language="ar")
    came(person)
    (certificate,) = issue_all(held, actor=team, at=NOW)

    files = set_files(certificate.pk, at=NOW)

    assert sorted(file.language for file in files) == ["ar", "de", "en"]
    assert {file.newest.is_accessible for file in files} == {True}
    assert set_files(certificate.pk, at=NOW) == []
    (message,) = Message.objects.all()
    assert (message.recipient, message.language) == (person.user, "ar")
    assert certificate.number in message.body
    german = PdfReader(private().open(next(file for file in files if file.language == "de").newest.stored_as))
    assert "ليلى النابلسي" in set(told(german.trailer["/Root"]["/StructTreeRoot"]))
    assert certificate.number in german.pages[0].extract_text()


def told(element):
    """What a screen reader is told instead of the signs on the sheet."""
    if isinstance(element, dict):
        if "/ActualText" in element:
            yield str(element["/ActualText"])
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, list) else [kids]:
            yield from told(kid.get_object())


def test_somebody_without_an_account_is_told_at_the_address_of_the_registration(held, team):
    certificate = issued(held, team, user=None, full_name="Basim", email="basim@example.org", languages=["ar", "de"])

    set_files(certificate.pk, at=NOW)

    (message,) = Message.objects.all()
    assert (message.address, message.language, message.recipient) == ("basim@example.org", "ar", None)
    assert message.url == f"/ar/events/certificates/{certificate.code}/"


def test_what_the_paper_says_names_the_meeting_in_each_language(held, team):
    certificate = issued(held, team, full_name="Anna Berg")

    sheets = {language: certificate_sheet(certificate, language) for language in ("de", "en", "ar")}

    assert [sheets[code]["meeting"] for code in ("de", "en", "ar")] == ["Konferenz", "Conference", "مؤتمر الشراكات"]
    assert sheets["de"]["address"].endswith(f"/de/events/certificates/{certificate.code}/")
    assert sheets["en"]["holder"] == "Anna Berg"


def test_a_revoked_certificate_proves_nothing_and_its_files_are_gone(held, team):
    certificate = issued(held, team)
    set_files(certificate.pk, at=NOW)
    with pytest.raises(ReasonMissing):
        revoke(certificate.pk, reason=" ", actor=team, at=NOW)

    revoke(certificate.pk, reason="Issued by mistake", actor=team, at=NOW)
    revoke(certificate.pk, reason="Again", actor=team, at=NOW + timedelta(days=1))

    certificate.refresh_from_db()
    assert (certificate.state, certificate.end_reason, certificate.ended_at) == ("revoked", "Issued by mistake", NOW)
    assert Document.objects.of(certificate).count() == 0
    assert set_files(certificate.pk, at=NOW) == []
    with pytest.raises(IllegalMove):
        replace(certificate.pk, reason="Name", actor=team, at=NOW)
    assert Message.objects.filter(subject_line__contains="revoked").count() == 1


def test_a_replaced_one_leads_to_a_new_number_with_the_new_name(held, team):
    old = issued(held, team, full_name="Anna Brg")
    old.participant.full_name = "Anna Berg"
    old.participant.save()

    new = replace(old.pk, reason="Name misspelt", actor=team, at=NOW)

    old.refresh_from_db()
    assert (old.state, old.replaced_by) == (CertificateState.REPLACED, new)
    assert (new.number, new.holder_name, new.state) == ("JISR-2027-0002", "Anna Berg", "issued")
    assert old.code != new.code
    with pytest.raises(IllegalMove):
        replace(old.pk, reason="Again", actor=team, at=NOW)


def test_one_participant_has_one_valid_certificate(held, team):
    certificate = issued(held, team)
    with pytest.raises(IntegrityError), transaction.atomic():
        CertificateFactory(participant=certificate.participant)
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.filter(pk=certificate.pk).update(ended_at=NOW)


@pytest.mark.parametrize(
    ("holder", "typed", "fits"),
    [
        ("Anna Berg", "berg,  ANNA", True),
        ("Jürgen Groß", "Juergen Gross", True),
        ("أحمد النابلسي", "احمد النابلسي", True),
        ("Anna Berg", "Anna", False),
        ("Anna Berg", "", False),
        ("", "", False),
        ("", "Anna Berg", False),
    ],
)
def test_the_name_on_the_paper_fits_in_whatever_spelling(holder, typed, fits):
    assert is_holder(Certificate(holder_name=holder), typed) is fits


def test_rule_and_query_agree_on_who_sees_a_certificate(held):
    own = AuthorityFactory()
    actors = policy_twins.readers(own)
    for number, person in enumerate(actors.values()):
        if person.is_authenticated:
            CertificateFactory(participant__authority=own, participant__user=person, number=f"A-{number}")
    CertificateFactory(participant__authority=own, user=None, had_account=False)
    CertificateFactory(participant__authority=own, user=None)
    CertificateFactory()

    assert list(policy_twins.disagreements("events.read_certificate", actors)) == []


@pytest.mark.parametrize("count", [1, 3, 20])
def test_who_is_due_is_asked_in_the_same_few_queries(held, count, django_assert_max_num_queries):
    for person in ParticipantFactory.create_batch(count, edition=held):
        came(person)

    with translation.override("de"), django_assert_max_num_queries(5):
        assert len(entitled(held)) == count


def test_the_year_of_a_number_is_that_of_the_meeting(team):
    edition = EditionFactory(state=State.HELD, start_on=date(2026, 12, 30), end_on=date(2027, 1, 2))
    came(ParticipantFactory(edition=edition))

    (certificate,) = issue_all(edition, actor=team, at=NOW)

    assert certificate.number == "JISR-2027-0001"
