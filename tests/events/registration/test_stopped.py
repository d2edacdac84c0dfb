"""Of a cancelled or postponed meeting each page says first what is true, whatever place somebody has."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jisr.events.editions.states import State
from jisr.events.models import Edition, EditionStep, Participant
from jisr.events.registration.following import Run, follow_registrations
from jisr.events.registration.services import give_freed_place
from jisr.events.registration.waiting import registrations_waiting
from tests.events.registration.conftest import browser, text_of
from tests.factories.events import ParticipantFactory

pytestmark = pytest.mark.django_db
SOON = timezone.localdate() + timedelta(days=30)


def stop(edition, state):
    name = "cancel" if state == State.CANCELLED else "postpone"
    Edition.objects.filter(pk=edition.pk).update(
        state=state, start_on=SOON, end_on=SOON, registration_deadline=SOON - timedelta(days=9)
    )
    for reason in ("An older one.", "The hall burnt down."):
        EditionStep.objects.create(
            edition=edition, name=name, before="open", after=state, reason=reason, taken_at=timezone.now()
        )


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (State.CANCELLED, "It does not take place. There is nothing left to do here."),
        (State.POSTPONED, "It does not take place on these days. The place stays."),
    ],
)
def test_a_confirmed_place_is_not_told_before_the_meeting(meeting, state, told):
    row = ParticipantFactory(edition=meeting.edition, kind=meeting.kind, authority=meeting.town)
    client = browser(row.user)
    assert "Show this code at the door" in text_of(client.get(row.get_absolute_url()))
    stop(meeting.edition, state)

    page = text_of(client.get(row.get_absolute_url()))
    assert [words in page for words in (told, "The hall burnt down.", "An older one.")] == [True, True, False]
    assert [words in page for words in ("The place is confirmed", "Show this code", "badge--good")] == [False] * 3
    assert ("/withdraw/" in page) is (state == State.POSTPONED)
    mine = text_of(client.get("/en/workspace/participations/"))
    theirs = text_of(browser(meeting.anna).get(f"/en/workspace/meetings/{meeting.edition.slug}/my-delegation/"))
    assert ["badge--good" in each for each in (mine, theirs)] == [False, False]
    assert [str(state.label) in each for each in (mine, theirs)] == [True, True]
    assert "The hall burnt down." in theirs


def test_an_offer_can_be_accepted_while_the_meeting_is_postponed_and_not_when_it_is_cancelled(meeting):
    row = ParticipantFactory(edition=meeting.edition, kind=meeting.kind, state="offered", confirmed_at=None)
    shown = {}
    for state in (State.POSTPONED, State.CANCELLED):
        stop(meeting.edition, state)
        page = text_of(browser(row.user).get(row.get_absolute_url()))
        shown[state] = ("/accept/" in page, len(registrations_waiting(row.user)))

    assert shown == {State.POSTPONED: (True, 1), State.CANCELLED: (False, 0)}


def test_who_withdrew_reads_of_that(meeting):
    row = ParticipantFactory(edition=meeting.edition, kind=meeting.kind, state="withdrawn")
    stop(meeting.edition, State.CANCELLED)

    assert "This registration has ended." in text_of(browser(row.user).get(row.get_absolute_url()))


@pytest.mark.parametrize("state", [State.CANCELLED, State.POSTPONED])
def test_the_public_page_says_so_and_names_no_deadline(meeting, client, state):
    page = f"/en/events/{meeting.edition.slug}/"
    before = text_of(client.get(page))
    stop(meeting.edition, state)
    after = text_of(client.get(page))

    assert ["Registration deadline" in each for each in (before, after)] == [True, False]
    assert ["/register/" in each for each in (before, after)] == [True, False]
    assert f"This meeting is {state.label}" in after
    assert "The hall burnt down." in after


def test_a_cancelled_meeting_is_not_counted_among_those_to_come(meeting, client):
    stop(meeting.edition, State.CANCELLED)
    title = f"/events/{meeting.edition.slug}/"

    found = {when: title in text_of(client.get(f"/en/events/?when={when}")) for when in ("ahead", "over", "cancelled")}
    assert found == {"ahead": False, "over": False, "cancelled": True}
    stop(meeting.edition, State.POSTPONED)
    assert title in text_of(client.get("/en/events/?when=ahead"))


def test_until_there_are_new_days_nothing_is_offered_ends_or_is_called_to_mind(meeting):
    now = timezone.now()
    meeting.kind.places = 1
    meeting.kind.save()
    long_ago = {"edition": meeting.edition, "kind": meeting.kind, "registered_at": now - timedelta(days=30)}
    offered = ParticipantFactory(
        **long_ago, state="offered", confirmed_at=None, offer_until=now - timedelta(hours=1), authority=meeting.town
    )
    waiting = ParticipantFactory(**long_ago, waiting=True)
    stop(meeting.edition, State.POSTPONED)

    assert follow_registrations(now=now) == Run()
    give_freed_place(meeting.edition.pk, at=now)
    assert set(Participant.objects.values_list("pk", "state")) == {(offered.pk, "offered"), (waiting.pk, "waiting")}

    Edition.objects.update(state=State.OPEN)
    assert follow_registrations(now=now).expired == 1
    waiting.refresh_from_db()
    assert waiting.state == "offered"
