"""A postponed meeting gets new days: the office chooses which deadlines move along."""

from datetime import UTC, date, datetime
from html import unescape

import pytest
from django.test import Client

from jisr.audit.models import Entry
from jisr.events.editions.services import Days, Step, move_edition
from jisr.events.models import ContributionCall, Edition, FeedbackForm, GroupRules, TalkSetting
from jisr.kernel.errors import DomainError
from jisr.notifications.models import Message
from tests.events.agenda.conftest import NOW, Meeting, browser
from tests.events.agenda.conftest import meeting as agenda_meeting
from tests.factories.accounts import UserFactory
from tests.factories.agenda import CallFactory
from tests.factories.attendance import FeedbackFormFactory
from tests.factories.events import ParticipantFactory, ParticipantKindFactory
from tests.factories.talks import TalkSettingFactory

pytestmark = pytest.mark.django_db
meeting = agenda_meeting
TEXTS = {f"{name}_{code}": name for name in ("title", "summary", "place") for code in ("de", "en", "ar")}
TYPED = {"start_on": "27.10.2027", "end_on": "29.10.2027", "registration_deadline": "30.9.2027", "seen": "postponed"}


def at(month: int, day: int, hour: int, year: int = 2027) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


CALL, FEEDBACK, WISHES, TALKS = at(8, 31, 21), at(10, 1, 10), at(9, 12, 22), at(9, 10, 16)
ENDS = {"contributions": CALL, "feedback": FEEDBACK, "groups": WISHES, "talks": TALKS}


@pytest.fixture
def postponed(meeting) -> Meeting:
    """From 13 to 16 September 2027 in Berlin, postponed in August, with four deadlines to come."""
    edition = meeting.edition
    Edition.objects.filter(pk=edition.pk).update(state="announced", **TEXTS)
    edition.refresh_from_db()
    ParticipantKindFactory(edition=edition)
    CallFactory(edition=edition, opens_at=at(6, 1, 10), closes_at=CALL)
    FeedbackFormFactory(edition=edition, opens_at=at(9, 16, 14), closes_at=FEEDBACK)
    GroupRules.objects.create(edition=edition, wishes_open_at=at(9, 1, 22), wishes_close_at=WISHES)
    TalkSettingFactory(edition=edition, closes_at=TALKS)
    step(meeting, Step("postpone", reason="Roads are closed"))
    return meeting


def step(meeting: Meeting, how: Step, *, now: datetime = NOW) -> None:
    move_edition(meeting.edition.slug, how, actor=meeting.planner, at=now)
    meeting.edition.refresh_from_db()


def announce(meeting: Meeting, start_on: date, deadlines: dict[str, datetime], *, now: datetime = NOW) -> None:
    end_on = start_on.replace(day=start_on.day + 2)
    step(meeting, Step("announce", days=Days(start_on, end_on, deadlines=deadlines)), now=now)


def ends() -> dict[str, datetime]:
    return {
        "contributions": ContributionCall.objects.get().closes_at,
        "feedback": FeedbackForm.objects.get().closes_at,
        "groups": GroupRules.objects.get().wishes_close_at,
        "talks": TalkSetting.objects.get().closes_at,
    }


def test_each_chosen_deadline_moves_by_the_days_of_the_meeting_on_the_clocks_of_its_place(postponed):
    announce(postponed, date(2027, 11, 8), ENDS)  # 56 days later: Berlin is back on winter time from 31 October

    assert ends() == {
        "contributions": at(10, 26, 21),
        "feedback": at(11, 26, 11),
        "groups": at(11, 7, 23),
        "talks": at(11, 5, 17),
    }
    assert ContributionCall.objects.get().opens_at == at(6, 1, 10)  # it has begun already
    assert FeedbackForm.objects.get().opens_at == at(11, 11, 15)
    assert GroupRules.objects.get().wishes_open_at == at(10, 27, 22)


def test_between_the_changes_of_both_clocks_only_the_clock_of_the_meeting_counts(postponed):
    Edition.objects.filter(pk=postponed.edition.pk).update(zone="Asia/Hebron")
    TalkSetting.objects.update(closes_at=at(9, 10, 16))

    announce(postponed, date(2027, 11, 2), {"talks": at(9, 10, 16)})  # to 30 October: only Hebron is on winter time

    assert ends()["talks"] == at(10, 30, 17)


def test_what_is_not_chosen_stays_and_nothing_is_told_of_it(postponed):
    person = ParticipantFactory(edition=postponed.edition).user
    Message.objects.all().delete()

    announce(postponed, date(2027, 10, 27), {})

    assert ends() == ENDS
    assert "These deadlines are new, too:" not in Message.objects.get(recipient=person).text


def test_one_that_would_be_over_already_stays(postponed):
    announce(postponed, date(2027, 9, 1), {"contributions": CALL, "talks": TALKS}, now=at(8, 20, 8))  # 12 days earlier

    assert ends() == {**ENDS, "talks": at(8, 29, 16)}


def test_one_that_is_over_opens_again_if_chosen(postponed):
    ContributionCall.objects.update(closes_at=at(7, 20, 10))

    announce(postponed, date(2027, 10, 27), {"contributions": at(7, 20, 10)})

    call = ContributionCall.objects.get()
    assert (call.closes_at, call.is_open(NOW)) == (at(9, 2, 10), True)


def test_the_trail_tells_old_and_new_times(postponed):
    announce(postponed, date(2027, 11, 8), ENDS)

    told = dict(Entry.objects.order_by("number").values_list("action", "changes"))
    assert told["events.contribution_call_set"] == {"closes_at": ["2027-08-31 23:00", "2027-10-26 23:00"]}
    assert told["events.feedback_changed"] == {
        "opens_at": ["2027-09-16 16:00", "2027-11-11 16:00"],
        "closes_at": ["2027-10-01 12:00", "2027-11-26 12:00"],
    }
    assert told["events.group_rules_set"] == {
        "wishes_open_at": ["2027-09-01T22:00:00Z", "2027-10-27T22:00:00Z"],
        "wishes_close_at": ["2027-09-12T22:00:00Z", "2027-11-07T23:00:00Z"],
    }
    assert told["events.talk_setting_kept"] == {"closes_at": ["2027-09-10T16:00:00Z", "2027-11-05T17:00:00Z"]}


def test_everybody_concerned_reads_it_in_the_one_mail_of_new_days(postponed):
    reader = UserFactory(preferred_language="de")
    ParticipantFactory(edition=postponed.edition, user=reader)
    Message.objects.all().delete()

    announce(postponed, date(2027, 11, 8), {"talks": TALKS, "groups": WISHES})

    mail = Message.objects.get()
    assert (
        "Auch diese Fristen sind neu:\n"
        "- Wünsche für Arbeitsgruppen können angegeben werden bis: 8. November 2027, 00:00 (Berlin) / 01:00 (Hebron)\n"
        "- Zweiergespräche können angefragt werden bis: 5. November 2027, 18:00 (Berlin) / 19:00 (Hebron)\n"
    ) in mail.text


def test_a_deadline_that_somebody_changed_meanwhile_moves_nothing(postponed):
    TalkSetting.objects.update(closes_at=at(9, 11, 16))

    with pytest.raises(DomainError, match="Somebody changed a deadline meanwhile"):
        announce(postponed, date(2027, 11, 8), ENDS)

    assert ends() == {**ENDS, "talks": at(9, 11, 16)}
    postponed.edition.refresh_from_db()
    assert postponed.edition.state == "postponed"


def form_of(desk: Client, meeting: Meeting) -> str:
    return unescape(desk.get(f"{meeting.address}steps/announce/").text)


def keys(*names: str) -> list[str]:
    return [f"{name}@{ENDS[name].isoformat()}" for name in names]


def test_the_page_offers_all_and_chooses_those_to_come(postponed):
    desk, over = browser(postponed.planner), at(7, 20, 10, 2020)
    ContributionCall.objects.update(opens_at=at(6, 1, 10, 2020), closes_at=over)

    page = form_of(desk, postponed)

    assert "1:1 meetings can be asked for until: 10 September 2027, 18:00 (Berlin) / 19:00 (Hebron)" in page
    assert (
        "Contributions can be handed in until: 20 July 2020, 12:00 (Berlin) / 13:00 (Hebron). "
        "It is over already; if it moves, it is open again."
    ) in page
    assert [f'value="{key}"' in page for key in keys("talks")] == [True]
    chosen = [line for line in page.split("<input") if 'name="deadlines"' in line and "checked" in line.split(">")[0]]
    assert len(chosen) == 3


def test_the_preview_shows_old_and_new_and_what_would_be_over(postponed):
    desk, over = browser(postponed.planner), at(7, 20, 10, 2020)
    ContributionCall.objects.update(opens_at=at(6, 1, 10, 2020), closes_at=over)
    chosen = [*keys("talks"), f"contributions@{over.isoformat()}"]

    page = unescape(desk.post(f"{postponed.address}steps/announce/", {**TYPED, "deadlines": chosen, "do": "look"}).text)

    assert "24 October 2027, 18:00 (Berlin) / 19:00 (Hebron)" in page
    assert "Until now: 10 September 2027, 18:00 (Berlin) / 19:00 (Hebron)" in page
    assert "Moved by as many days, it would be over already." in page
    assert ends()["talks"] == TALKS


def test_the_page_moves_what_is_ticked_and_refuses_what_is_old(postponed):
    desk, path = browser(postponed.planner), f"{postponed.address}steps/announce/"
    TalkSetting.objects.update(closes_at=at(9, 11, 16))

    stale = desk.post(path, {**TYPED, "deadlines": keys("talks", "groups"), "do": "take"})
    assert "Somebody changed a deadline meanwhile. Please look at them again." in unescape(stale.text)
    assert ends() == {**ENDS, "talks": at(9, 11, 16)}

    desk.post(path, {**TYPED, "deadlines": keys("groups"), "do": "take"})
    assert ends() == {**ENDS, "talks": at(9, 11, 16), "groups": at(10, 26, 22)}


def test_a_meeting_without_deadlines_is_not_asked_about_any(postponed):
    for model in (ContributionCall, FeedbackForm, GroupRules, TalkSetting):
        model.objects.all().delete()

    assert 'name="deadlines"' not in form_of(browser(postponed.planner), postponed)
