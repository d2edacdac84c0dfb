"""Invitations in bulk: who fits, that nobody is written to twice, that those without a coordinator are listed."""

from datetime import UTC, date, datetime

import pytest

from jisr.events.editions import choosing
from jisr.events.editions.inviting import NobodyToInvite, begin_round, guests_of, send_on
from jisr.events.editions.states import State
from jisr.events.models import Invitation, InvitationRound
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import Refused
from jisr.notifications.models import Message
from jisr.partnerships.states import Status
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory, ParticipantFactory
from tests.factories.memberships import MembershipFactory
from tests.factories.municipalities import AuthorityFactory, ThemeFactory
from tests.factories.partnerships import PartnershipFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)


@pytest.fixture
def edition(db):
    return EditionFactory(ahead=True, title_en="Network meeting")


@pytest.fixture
def tie(db):
    """In initiation, on water; both sides have a coordinator."""
    found = PartnershipFactory(
        status=Status.INITIATION, is_public=False, german__name_en="Aachen", palestinian__name_en="Beita"
    )
    found.themes.add(ThemeFactory(slug="water"))
    for side in (found.german, found.palestinian):
        MembershipFactory(coordinator=True, authority=side)
    return found


def names(edition, **answers) -> list[str]:
    return [row.name for row in choosing.fitting(edition, answers)]


def test_filters_narrow_authorities_down(edition, tie):
    AuthorityFactory(name_en="Celle")
    AuthorityFactory(name_en="Gone", is_former=True)
    region = tie.palestinian.region.slug

    assert names(edition) == ["Aachen", "Celle", "Beita"]
    assert names(edition, country="PS") == ["Beita"]
    assert names(edition, region=region) == ["Beita"]
    assert names(edition, tie="initiation") == ["Aachen", "Beita"]
    assert names(edition, tie="active") == []
    assert names(edition, tie="none") == ["Celle"]
    assert names(edition, theme="water", country="DE") == ["Aachen"]


def test_theme_and_status_are_asked_of_the_same_partnership(edition, tie):
    other = PartnershipFactory(german=tie.german, status=Status.ACTIVE)
    other.themes.add(ThemeFactory(slug="waste"))

    assert names(edition, tie="initiation", theme="waste") == []
    assert "Aachen" in names(edition, tie="active", theme="waste")


def test_who_took_part_before_is_found_by_participants_and_hosts(edition, tie):
    before = EditionFactory(series=edition.series, start_on=date(2024, 9, 1), end_on=date(2024, 9, 3))
    edition.follows = before
    edition.save()
    ParticipantFactory(edition=before, authority=tie.german)
    ParticipantFactory(edition=before, authority=AuthorityFactory(name_en="Only waited"), waiting=True)
    before.places.add(AuthorityFactory(name_en="Host"))
    ParticipantFactory(edition=EditionFactory(), authority=tie.palestinian)

    assert names(edition, attended="before") == ["Aachen", "Host"]
    assert names(edition, attended="last") == ["Aachen", "Host"]
    assert names(edition, attended="never") == ["Only waited", "Beita"]


def test_nonsense_in_filters_is_left_out():
    assert choosing.known({"country": "XX", "tie": "initiation", "sort": "1"}) == {"tie": "initiation"}


def invite(edition, lena, key="one", **answers) -> InvitationRound:
    return begin_round(edition.slug, answers, notes={}, form_key=key, actor=lena, at=NOW)


def test_each_coordinator_gets_one_message(edition, tie, lena):
    both = UserFactory()
    MembershipFactory(coordinator=True, user=both, authority=tie.german)
    MembershipFactory(coordinator=True, user=both, authority=tie.palestinian)
    silent = AuthorityFactory(name_en="Silent")
    MembershipFactory(confirmed=True, authority=silent)

    found = invite(edition, lena)

    assert sorted(row.authority.name for row in found.invitations.all()) == ["Aachen", "Beita"]
    assert Message.objects.count() == 3
    assert Message.objects.filter(recipient=both).count() == 1
    assert [row.name for row in guests_of(edition, found.filters, of_round=found).silent] == ["Silent"]


def test_a_round_invites_nobody_twice_and_can_be_sent_on(edition, tie, lena):
    found = invite(edition, lena, tie="initiation")
    Message.objects.all().delete()
    with pytest.raises(NobodyToInvite):
        send_on(found.public_id, actor=lena, at=NOW)

    newer = PartnershipFactory(status=Status.INITIATION, german=tie.german)
    MembershipFactory(coordinator=True, authority=newer.palestinian)
    assert send_on(found.public_id, actor=lena, at=NOW) == 1

    assert Invitation.objects.count() == 3
    assert [message.recipient.memberships.get().authority for message in Message.objects.all()] == [newer.palestinian]


def test_somebody_who_coordinates_a_second_authority_later_gets_no_second_message(edition, tie, lena):
    found = invite(edition, lena)
    coordinator = tie.german.memberships.get().user
    MembershipFactory(coordinator=True, user=coordinator)
    Message.objects.all().delete()

    assert send_on(found.public_id, actor=lena, at=NOW) == 1
    assert not Message.objects.exists()


def test_who_was_invited_can_be_left_out_of_another_round(edition, tie, lena):
    invite(edition, lena, country="DE")

    assert names(edition, invited="no") == ["Beita"]
    assert names(edition, invited="yes") == ["Aachen"]


@pytest.mark.parametrize("state", [State.PLANNED, State.CLOSED, State.POSTPONED, State.CANCELLED, State.HELD])
def test_nobody_is_invited_to_what_they_cannot_come_to(tie, lena, state):
    with pytest.raises(DomainError, match="while the meeting is announced"):
        invite(EditionFactory(ahead=True, state=state), lena)

    assert not InvitationRound.objects.exists()


def test_others_of_the_office_invite_nobody(edition, tie):
    with pytest.raises(Refused):
        invite(edition, UserFactory(adviser=True))


def test_many_guests_need_few_queries(edition, django_assert_max_num_queries):
    for _number in range(30):
        MembershipFactory(coordinator=True)

    with django_assert_max_num_queries(3):
        assert guests_of(edition, {}).total == 30
