"""Who was registered with an address alone answers by a link: once, in time, and the page tells nothing about them."""

from datetime import timedelta

import pytest
from django.core import signing
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from jisr.events.attendance.feedback import follow_forms, link_token
from jisr.events.attendance.models import FeedbackAnswer, FeedbackForm, FeedbackSheet, FeedbackUse
from jisr.events.attendance.states import QuestionKind
from jisr.events.registration.models import Participant
from jisr.notifications.models import Message
from jisr.web import open_form
from tests.factories.attendance import FeedbackFormFactory, FeedbackQuestionFactory
from tests.factories.events import ParticipantFactory
from tests.factories.municipalities import AuthorityFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def form():
    now = timezone.now()
    made = FeedbackFormFactory(edition__title_en="Fifth conference", opens_at=now - DAY, closes_at=now + 10 * DAY)
    FeedbackQuestionFactory(form=made)
    FeedbackQuestionFactory(form=made, kind=QuestionKind.TEXT)
    return made


@pytest.fixture
def guest(form):
    town = AuthorityFactory(palestinian=True, name_en="Palestinetown")
    named = {"email": "guest@example.org", "full_name": "Guest Person", "languages": ["ar"]}
    return ParticipantFactory(edition=form.edition, user=None, authority=town, **named)


def address(person: Participant, language: str = "en") -> str:
    return f"/{language}/events/feedback/{link_token(person)}/"


def typed(form: FeedbackForm, *, seconds_ago: int = 60, **more: str) -> dict[str, str]:
    signer = signing.TimestampSigner(salt="web.open_form")
    shown = (timezone.now() - timedelta(seconds=seconds_ago)).timestamp()
    value = f"key:{signing.b62_encode(int(shown))}"
    scale, words = (str(question.public_id) for question in form.questions.all())
    return {scale: "4", words: "More time", "stamp": f"{value}:{signer.signature(value)}", "website": "", **more}


def test_they_get_a_link_of_their_own_in_their_language_and_are_reminded_once(form, guest):
    other = ParticipantFactory(edition=form.edition, user=None, email="other@example.org", languages=["de"])
    ParticipantFactory(edition=form.edition, user=None, email="")
    ParticipantFactory(edition=form.edition, user=None, email="waits@example.org", waiting=True)
    account = ParticipantFactory(edition=form.edition)

    counts = [follow_forms(at=form.opens_at + hours * timedelta(hours=1)) for hours in (0, 1, 24 * 6, 24 * 7)]

    assert counts == [(3, 0), (0, 0), (0, 3), (0, 0)]
    first = Message.objects.filter(address="guest@example.org").first()
    assert (first.language, first.url) == ("ar", address(guest, "ar"))
    assert address(guest, "ar") in first.text
    assert Message.objects.filter(address="other@example.org").first().url == address(other, "de")
    assert {message.url for message in Message.objects.filter(recipient=account.user)} == {
        f"/en/workspace/meetings/{form.edition.slug}/my-feedback/"
    }


def test_who_answered_by_the_link_is_not_reminded(form, guest, client):
    client.post(address(guest), typed(form))

    assert follow_forms(at=timezone.now()) == (0, 0)
    assert not Message.objects.exists()


def test_an_answer_counts_once_and_names_nobody(form, guest, client):
    page = client.get(address(guest))
    answers = [client.post(address(guest), typed(form)) for _click in range(2)]

    assert (page.status_code, page.cookies, page.headers["Cache-Control"]) == (
        200,
        {},
        "max-age=0, no-cache, no-store, must-revalidate, private",
    )
    assert [answer.status_code for answer in answers] == [302, 200]
    assert "Thank you, you have answered." in client.get(address(guest)).text
    sheet = FeedbackSheet.objects.get()
    assert (sheet.participant, sheet.side, FeedbackUse.objects.count()) == (None, "PS", 1)
    assert sorted(FeedbackAnswer.objects.values_list("number", "text"), key=str) == [(4, ""), (None, "More time")]


def test_the_page_shows_the_meeting_and_its_questions_but_nothing_about_the_person(form, guest, client):
    pages = [client.get(address(guest)).text, client.post(address(guest), {"stamp": "old"}).text]
    client.post(address(guest), typed(form))
    pages.append(client.get(address(guest)).text)

    assert "Fifth conference" in pages[0]
    assert "Your answers are anonymous" in pages[0]
    for text in pages:
        assert not [word for word in ("Guest Person", "guest@example.org", "Palestinetown") if word in text]


@pytest.mark.parametrize(
    ("times", "told"),
    [
        ({"closes_at": timezone.now() - timedelta(hours=1)}, "This form is not open."),
        ({"opens_at": timezone.now() + DAY}, "This form is not open."),
    ],
)
def test_outside_its_time_the_link_opens_nothing(form, guest, client, times, told):
    FeedbackForm.objects.update(**times)

    assert told in client.get(address(guest)).text
    assert told in client.post(address(guest), typed(form)).text
    assert not FeedbackUse.objects.exists()


def test_a_link_that_was_made_up_or_belongs_to_nobody_any_more_is_not_known(form, guest, client):
    good = link_token(guest)
    foreign = signing.Signer(salt="something else").sign(guest.public_id.hex)
    for token in (good[:-1] + ("a" if good[-1] != "a" else "b"), foreign, guest.public_id.hex, "x", "%00", "a:b:c"):
        assert client.get(f"/en/events/feedback/{token}/").status_code == 404

    Participant.objects.filter(pk=guest.pk).update(state="withdrawn")
    page = client.get(f"/en/events/feedback/{good}/")
    assert (page.status_code, "This link is not known." in page.text) == (404, True)


def test_machines_and_other_sites_are_kept_out_and_nothing_typed_is_lost(form, guest, client):
    elsewhere = client.post(address(guest), typed(form), headers={"Sec-Fetch-Site": "cross-site"})
    machine = client.post(address(guest), typed(form, website="x"))
    quick = client.post(address(guest), typed(form, seconds_ago=0))

    assert [each.status_code for each in (elsewhere, machine, quick)] == [403, 422, 422]
    assert all("More time</textarea>" in each.text for each in (elsewhere, machine, quick))
    assert not FeedbackUse.objects.exists()


def test_many_answers_and_many_tries_from_one_network_wait_an_hour(form, guest, monkeypatch, page_cache):
    cache.clear()
    monkeypatch.setattr(open_form, "MOST_PER_HOUR", 2)
    reader = Client(REMOTE_ADDR="192.0.2.7")
    places = {"edition": form.edition, "user": None}
    people = [guest, *(ParticipantFactory(email=f"{sign}@example.org", **places) for sign in "ab")]

    answers = [reader.post(address(person), typed(form)).status_code for person in people]
    tries = reader.get("/en/events/feedback/nonsense/").status_code

    assert (answers, tries) == ([302, 302, 429], 429)
    assert FeedbackUse.objects.count() == 2


def test_a_named_form_says_so_and_keeps_the_name(form, guest, client):
    FeedbackForm.objects.update(is_anonymous=False)

    assert "The events team sees your name with your answers." in client.get(address(guest)).text
    client.post(address(guest), typed(form))

    assert FeedbackSheet.objects.get().participant == guest
