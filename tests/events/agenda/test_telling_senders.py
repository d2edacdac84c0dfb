"""Who has neither an account nor an address is told by whoever registered them: one message that names everybody."""

import pytest

from jisr.events.agenda import services
from jisr.events.agenda.signing_up import sign_off, sign_up
from jisr.notifications.models import Message
from tests.events.agenda.conftest import NOW
from tests.factories.accounts import UserFactory
from tests.factories.events import ParticipantFactory
from tests.factories.registration import PartyFactory
from tests.factories.signups import SignupFactory

pytestmark = pytest.mark.django_db
WHEN = "14. September 2027, 09:00 (Berlin) / 10:00 (Hebron)"


@pytest.fixture
def visit(meeting):
    session = meeting.session(needs_signup=True, places=1, title_en="Site visit", title_de="Besichtigung")
    meeting.publish()
    return session


@pytest.fixture
def anna(db):
    return UserFactory(display_name="Anna Beispiel", preferred_language="de")


def delegate(meeting, sender, name, **columns):
    """Somebody without an account, registered by ``sender``, without an address unless told otherwise."""
    party = PartyFactory(edition=meeting.edition, registered_by=sender) if sender else None
    return ParticipantFactory(edition=meeting.edition, user=None, full_name=name, party=party, **columns)


def waiting(session, *people):
    SignupFactory(session=session, participant__edition=session.edition, seat=1)
    for person in people:
        SignupFactory(session=session, participant=person, waiting=True)


def more_places(meeting, session, places):
    shown = services.values_of(session)
    values = {**shown, "places": places}
    services.change_session(session, values, seen=services.marks_of(shown), actor=meeting.planner)


def test_whoever_registered_them_reads_who_moved_up_in_one_mail_in_their_language(meeting, visit, anna):
    names = ("Layla Muster", "Omar Muster", "Sami Muster")
    waiting(visit, *(delegate(meeting, anna, name) for name in names))

    more_places(meeting, visit, 3)

    mail = Message.objects.get()
    assert (mail.recipient, mail.language) == (anna, "de")
    assert mail.subject_line == "Platz in einem Programmpunkt für Personen, die Sie angemeldet haben"
    assert mail.body.rstrip() == (
        "Personen, die Sie für „Meeting 27“ angemeldet haben, haben jetzt einen Platz in einem Programmpunkt. "
        "Wir haben keine Adresse von ihnen; bitte sagen Sie es ihnen:\n"
        f"- Besichtigung, {WHEN}: Layla Muster, Omar Muster"
    )
    assert mail.url == f"/de/workspace/meetings/meeting-27/sign-up/{visit.public_id}/"


def test_each_sender_is_told_of_their_own_and_who_has_an_address_reads_it_themselves(meeting, visit, anna):
    omar = UserFactory(preferred_language="ar")
    waiting(
        visit,
        delegate(meeting, anna, "Layla"),
        delegate(meeting, omar, "Sami"),
        delegate(meeting, anna, "Nour", email="nour@example.org", languages=["en"]),
        delegate(meeting, None, "Nobody"),
    )

    more_places(meeting, visit, 9)

    assert {(mail.to_address, mail.subject_line) for mail in Message.objects.all()} == {
        (anna.email, "Platz in einem Programmpunkt für Personen, die Sie angemeldet haben"),
        (omar.email, "مقعد في جلسة لأشخاص سجّلتموهم"),
        ("nour@example.org", "You have a place in a session"),
    }


def test_several_sessions_at_once_are_one_mail(meeting, visit, anna):
    other = meeting.session(3, needs_signup=True, places=1, title_en="Walk", title_de="Rundgang")
    layla = delegate(meeting, anna, "Layla")
    waiting(visit, layla)
    waiting(other, layla)
    for session in (visit, other):
        session.places = 2
        session.save()
    versions = {session.pk: session.version for session in (visit, other)}

    moves = [(visit, meeting.small), (other, meeting.small)]
    services.move_all(moves, seen=versions, edition=meeting.edition, actor=meeting.planner)

    assert Message.objects.get().body.splitlines()[-2:] == [
        f"- Besichtigung, {WHEN}: Layla",
        "- Rundgang, 14. September 2027, 12:00 (Berlin) / 13:00 (Hebron): Layla",
    ]


def test_who_registered_somebody_hears_what_others_do_for_them_but_not_what_they_do_themselves(meeting, visit, anna):
    layla, sami = delegate(meeting, anna, "Layla"), delegate(meeting, meeting.planner, "Sami")

    for person in (layla, sami):
        sign_up(visit, person, actor=meeting.planner, at=NOW)
    sign_off(visit, sami, actor=meeting.planner, at=NOW)
    sign_off(visit, layla, actor=meeting.planner, at=NOW)

    assert list(Message.objects.order_by("pk").values_list("recipient", "subject_line")) == [
        (anna.pk, "Platz in einem Programmpunkt für Personen, die Sie angemeldet haben"),
        (anna.pk, "Personen, die Sie angemeldet haben, sind von einem Programmpunkt abgemeldet"),
    ]


def test_who_waits_from_the_beginning_is_told_through_the_sender(meeting, visit, anna):
    waiting(visit)

    sign_up(visit, delegate(meeting, anna, "Layla"), actor=meeting.planner, at=NOW)

    assert Message.objects.get().subject_line == (
        "Personen, die Sie angemeldet haben, warten auf einen Platz in einem Programmpunkt"
    )


def test_a_cancelled_session_is_told_once_with_the_names(meeting, visit, anna):
    waiting(visit, delegate(meeting, anna, "Layla"), delegate(meeting, anna, "Omar"))
    SignupFactory(session=visit, participant__edition=meeting.edition, participant__user=anna, waiting=True)
    services.set_cancelled(visit, is_cancelled=True, actor=meeting.planner)

    meeting.publish()

    (mail,) = Message.objects.filter(recipient=anna)
    assert mail.body.splitlines()[-1] == ("- Besichtigung: findet nicht statt (von Ihnen angemeldet: Layla, Omar)")
    (other,) = Message.objects.exclude(recipient=anna)
    assert other.body.splitlines()[-1].endswith("Site visit: does not take place")
