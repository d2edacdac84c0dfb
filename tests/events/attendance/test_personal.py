"""What is kept about people: their own data, erasure, and what time alone removes."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from jisr.accounts.services.erasure import erase, request_erasure
from jisr.accounts.states import Role
from jisr.documents.models import Document
from jisr.events.attendance.certificates import issue_all, set_files
from jisr.events.attendance.models import BadgeCode, CheckIn, CheckInPerson, FeedbackSheet
from jisr.events.attendance.personal import expire, own_data, take_out
from jisr.events.editions.states import State
from tests.factories.accounts import UserFactory
from tests.factories.attendance import (
    BadgeCodeFactory,
    CertificateFactory,
    CheckInFactory,
    CheckInPersonFactory,
    FeedbackFormFactory,
)
from tests.factories.events import EditionFactory, ParticipantFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 9, 20, tzinfo=UTC)


def test_own_data_holds_where_somebody_was_and_what_they_hold():
    person = ParticipantFactory()
    CheckInFactory(participant=person)
    certificate = CertificateFactory(participant=person)
    CheckInPersonFactory(user=person.user)
    CheckInFactory()

    rows = own_data(person.user).rows

    assert [sorted(row) for row in rows] == [
        ["at", "counts", "direction", "meeting", "session"],
        ["at", "certificate", "meeting", "state"],
        ["checks_in_since", "meeting"],
    ]
    assert rows[1]["certificate"] == certificate.number


def test_an_erased_person_s_certificate_holds_without_name_file_and_account():
    edition = EditionFactory(ahead=True, state=State.HELD)
    person, other = ParticipantFactory(edition=edition), ParticipantFactory(edition=edition)
    came = CheckInFactory(participant=person)
    (certificate,) = issue_all(edition, actor=UserFactory(roles=[Role.EVENTS]), at=NOW)
    set_files(certificate.pk, at=NOW)
    for row in (person, other):
        BadgeCodeFactory(participant=row)
    CheckInPersonFactory(user=person.user)
    sheet = FeedbackSheet.objects.create(form=FeedbackFormFactory(edition=edition), side="DE", participant=person)

    erase(request_erasure(person.user, actor=person.user, at=NOW).pk, at=NOW)

    certificate.refresh_from_db()
    assert (certificate.state, certificate.holder_name, certificate.user) == ("issued", "", None)
    assert Document.objects.of(certificate).count() == 0
    assert set_files(certificate.pk, at=NOW) == []
    assert list(BadgeCode.objects.values_list("participant", flat=True)) == [other.pk]
    assert CheckInPerson.objects.count() == 0
    came.refresh_from_db()
    sheet.refresh_from_db()
    assert (came.counts, sheet.participant) == (True, None)


def test_a_helper_who_is_erased_leaves_the_check_ins():
    helper = CheckInPersonFactory().user
    row = CheckInFactory(given_by=helper, settled_by=helper)

    assert take_out(helper) == 3

    row.refresh_from_db()
    assert (row.given_by, row.settled_by) == (None, None)


def test_codes_go_after_the_meeting_and_later_what_devices_told():
    person = ParticipantFactory()
    BadgeCodeFactory(participant=person)
    CheckInPersonFactory(edition=person.edition)
    CheckInFactory(participant=person, device=uuid4(), given_by=UserFactory())
    end = datetime(2027, 9, 16, 12, tzinfo=UTC)

    assert expire(end + timedelta(days=90)) == 0
    assert expire(end + timedelta(days=91)) == 2
    assert (BadgeCode.objects.count(), CheckInPerson.objects.count()) == (0, 0)
    assert expire(end + timedelta(days=366)) == 1
    assert expire(end + timedelta(days=366)) == 0
    assert CheckIn.objects.filter(device=None, given_by=None, counts=True).count() == 1
