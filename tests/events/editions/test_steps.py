"""Steps of an edition: their order, what they wait for, and that everybody concerned is told once."""

from datetime import UTC, date, datetime

import pytest

from jisr.accounts.states import Role
from jisr.audit.models import Entry
from jisr.events.editions.services import Days, NotYet, ReasonMissing, Step, move_edition
from jisr.events.editions.states import State
from jisr.events.models import Edition, EditionStep
from jisr.events.registration.states import ParticipantState
from jisr.kernel.dates import Precision
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import Refused
from jisr.kernel.workflow import IllegalMove
from jisr.notifications.models import Message
from tests.factories.accounts import UserFactory
from tests.factories.events import ParticipantFactory, ParticipantKindFactory
from tests.factories.memberships import OrganisationFactory
from tests.factories.municipalities import AuthorityFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
NOTES = {"de": "Ein Hinweis", "en": "A note", "ar": "ملاحظة"}


def moved(edition: Edition, *names: str, by, at: datetime = NOW, **how) -> EditionStep:
    for name in names:
        step = move_edition(edition.slug, Step(name, **how), actor=by, at=at)
    edition.refresh_from_db()
    return step


def test_a_conference_goes_its_whole_way(conference, lena):
    moved(conference, "announce", "open", "close", "open", by=lena)
    moved(conference, "start", by=lena, at=datetime(2027, 9, 13, 6, tzinfo=UTC))
    moved(conference, "finish", by=lena, at=datetime(2027, 9, 16, 15, tzinfo=UTC))
    moved(conference, "document", by=lena, at=datetime(2027, 11, 1, tzinfo=UTC))

    assert conference.state == State.DOCUMENTED
    assert [step.after for step in conference.steps.all()] == [
        *("announced", "open", "closed", "open", "running", "held", "documented"),
    ]
    actions = Entry.objects.filter(subject_key=str(conference.pk)).order_by("pk").values_list("action", flat=True)
    assert list(actions)[-2:] == ["events.edition_held", "events.edition_documented"]


@pytest.mark.parametrize("name", ["start", "finish", "document", "postpone", "close"])
def test_a_step_that_does_not_begin_here_is_refused(conference, lena, name):
    with pytest.raises(IllegalMove):
        moved(conference, name, by=lena, reason="No")

    assert not EditionStep.objects.exists()


@pytest.mark.parametrize("role", [Role.ADVISER, Role.FUNDING, Role.AUDIT, Role.EDITOR])
def test_only_the_events_team_takes_steps(conference, role):
    with pytest.raises(Refused):
        moved(conference, "announce", by=UserFactory(roles=[role]))


@pytest.mark.parametrize("name", ["title_ar", "summary_de", "place_en"])
def test_announcing_needs_texts_in_all_languages(conference, lena, name):
    Edition.objects.filter(pk=conference.pk).update(**{name: ""})

    with pytest.raises(NotYet) as refusal:
        moved(conference, "announce", by=lena)

    assert refusal.value.facts["reasons"] == ["Title, summary and place are needed in German, English and Arabic."]


def test_announcing_needs_days_that_are_to_come(conference, lena):
    Edition.objects.filter(pk=conference.pk).update(start_precision=Precision.MONTH)
    with pytest.raises(NotYet, match="not only the month"):
        moved(conference, "announce", by=lena)

    Edition.objects.filter(pk=conference.pk).update(start_precision=Precision.DAY)
    with pytest.raises(NotYet, match="lies in the past"):
        moved(conference, "announce", by=lena, at=datetime(2027, 9, 14, tzinfo=UTC))


def test_registration_opens_with_a_kind_of_participant_and_a_day_to_come(conference, lena):
    moved(conference, "announce", by=lena)
    conference.participant_kinds.all().delete()
    with pytest.raises(NotYet, match="At least one kind of participant"):
        moved(conference, "open", by=lena)

    ParticipantKindFactory(edition=conference)
    with pytest.raises(NotYet, match="last day of registration lies in the past"):
        moved(conference, "open", by=lena, at=datetime(2027, 8, 2, tzinfo=UTC))


def test_a_meeting_begins_on_its_first_day_where_it_takes_place(conference, lena):
    moved(conference, "announce", "open", by=lena)
    with pytest.raises(NotYet, match="begins on 13 September 2027"):
        moved(conference, "start", by=lena, at=datetime(2027, 9, 12, 20, 59, tzinfo=UTC))

    moved(conference, "start", by=lena, at=datetime(2027, 9, 12, 21, tzinfo=UTC))  # midnight in Hebron
    with pytest.raises(NotYet, match="ends on 16 September 2027"):
        moved(conference, "finish", by=lena, at=datetime(2027, 9, 15, 20, 59, tzinfo=UTC))


@pytest.mark.parametrize("name", ["postpone", "cancel"])
def test_postponing_and_cancelling_need_a_reason(conference, lena, name):
    moved(conference, "announce", by=lena)

    with pytest.raises(ReasonMissing):
        moved(conference, name, by=lena, reason="  ")


def test_a_postponed_meeting_is_announced_with_new_days(conference, lena):
    moved(conference, "announce", by=lena)
    moved(conference, "postpone", by=lena, reason="Travel warning")
    with pytest.raises(DomainError, match="new days"):
        moved(conference, "announce", by=lena)
    with pytest.raises(DomainError, match="before the first one"):
        moved(conference, "announce", by=lena, days=Days(date(2028, 3, 9), date(2028, 3, 6)))

    person = ParticipantFactory(edition=conference).user
    moved(conference, "announce", by=lena, days=Days(date(2028, 3, 6), date(2028, 3, 9), date(2028, 1, 31)))

    assert (str(conference.start), str(conference.end)) == ("2028-03-06", "2028-03-09")
    assert conference.registration_deadline == date(2028, 1, 31)
    message = Message.objects.get(recipient=person)
    assert message.subject_line == "A meeting has new days: title en"
    assert "6 March 2028 to 9 March 2028" in message.text


def test_a_plan_that_is_dropped_is_never_seen_outside(conference, lena, client):
    moved(conference, "cancel", by=lena, reason="No money")

    assert conference.is_withheld
    assert list(Edition.objects.public()) == []
    assert client.get(conference.get_absolute_url()).status_code == 404


def test_eighty_travellers_are_told_of_a_cancellation_exactly_once(conference, lena, django_assert_max_num_queries):
    german, palestinian = AuthorityFactory(), AuthorityFactory(palestinian=True)
    kind = conference.participant_kinds.get()
    how = {"edition": conference, "kind": kind}
    people = ParticipantFactory.create_batch(40, authority=german, user__preferred_language="de", **how)
    people += ParticipantFactory.create_batch(25, authority=palestinian, user__preferred_language="ar", **how)
    for number in range(15):
        ParticipantFactory(
            user=None, email=f"guest-{number}@example.org", authority=palestinian, languages=["ar"], **how
        )
    moved(conference, "announce", "open", "close", by=lena)
    Message.objects.all().delete()

    with django_assert_max_num_queries(32):
        taken = move_edition(
            conference.slug, Step("cancel", reason="Roads are closed", notes=NOTES), actor=lena, at=NOW
        )

    assert taken.told == 80
    told = list(Message.objects.values_list("recipient", "address", "language"))
    assert sorted(recipient for recipient, _address, _language in told if recipient) == sorted(
        person.user_id for person in people
    )
    assert sorted(address for _recipient, address, _language in told if address) == sorted(
        f"guest-{number}@example.org" for number in range(15)
    )
    assert sorted(language for _recipient, _address, language in told) == ["ar"] * 40 + ["de"] * 40
    german_mail = Message.objects.filter(language="de").first()
    assert "Roads are closed" in german_mail.text
    assert "Ein Hinweis" in german_mail.text
    assert "ملاحظة" in Message.objects.filter(language="ar").first().html

    with pytest.raises(IllegalMove):
        moved(conference, "cancel", by=lena, reason="Roads are closed")
    assert Message.objects.count() == 80


def test_who_is_named_twice_is_told_once(conference, lena):
    user = UserFactory(email="both@example.org")
    ParticipantFactory(edition=conference, user=user)
    for address in ("both@example.org", "guest@example.org"):
        ParticipantFactory(edition=conference, user=None, email=address)
    gone = ParticipantFactory(edition=conference, state=ParticipantState.WITHDRAWN)

    taken = moved(conference, "announce", by=lena)

    assert taken.told == 2
    assert not Message.objects.filter(recipient=gone.user).exists()


def test_people_without_an_account_are_written_to_in_the_language_of_their_side(conference, lena):
    how = {"edition": conference, "user": None}
    ParticipantFactory(email="a@example.org", authority=AuthorityFactory(palestinian=True), languages=[], **how)
    ParticipantFactory(email="b@example.org", authority=AuthorityFactory(), languages=["en"], **how)
    ParticipantFactory(
        email="c@example.org", authority=None, organisation=OrganisationFactory(), languages=["de"], **how
    )

    moved(conference, "announce", by=lena)

    found = dict(Message.objects.values_list("address", "language"))
    assert found == {"a@example.org": "ar", "b@example.org": "en", "c@example.org": "de"}


def test_steps_inside_the_office_tell_nobody_unless_asked(conference, lena):
    person = ParticipantFactory(edition=conference)
    moved(conference, "announce", "open", by=lena)
    Message.objects.all().delete()

    assert moved(conference, "close", by=lena).told == 0
    assert moved(conference, "open", by=lena, is_told=False).told == 0
    assert moved(conference, "close", by=lena, is_told=True).told == 1
    assert Message.objects.get().recipient == person.user


def test_cancelling_always_tells(conference, lena):
    ParticipantFactory(edition=conference)
    moved(conference, "announce", by=lena, is_told=False)

    assert moved(conference, "cancel", by=lena, reason="Reason", is_told=False).told == 1


@pytest.mark.parametrize(
    ("kind", "mode", "words"),
    [
        ("conference", "onsite", "Please do not set out. Cancel journeys and rooms that you booked yourself."),
        ("seminar", "onsite", "Please cancel journeys and rooms that you booked yourself."),
        ("information_visit", "onsite", "visas in progress"),
        ("seminar", "online", "Links that you got for taking part no longer work."),
    ],
)
def test_a_mail_suits_the_kind_of_meeting(conference, lena, kind, mode, words):
    conference.series.kind, conference.mode = kind, mode
    conference.series.save()
    conference.save()
    ParticipantFactory(edition=conference)
    moved(conference, "announce", by=lena)
    Message.objects.all().delete()

    moved(conference, "cancel", by=lena, reason="Reason")

    assert words in Message.objects.get().text


def test_a_page_that_showed_another_state_takes_no_step(conference, lena):
    moved(conference, "announce", "open", by=lena)

    with pytest.raises(IllegalMove):
        moved(conference, "cancel", by=lena, reason="Reason", seen="announced")

    assert Edition.objects.get(pk=conference.pk).state == State.OPEN
